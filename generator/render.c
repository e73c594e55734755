#include "render.h"

#include <assert.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "model.h"
#include "template.h"
#include "templates.h"
#include "text.h"

struct renderer {
    struct mem *mem;
    struct mem *scratch; /* one record's model */
    const struct model *model;
    struct template_set *templates;
    struct text text; /* one record's text */
    const struct record **of; /* the records of the file being rendered, bases first */
    size_t count;
    render_sink *sink;
    void *context;
    struct digest *text_digest;
    struct digest *schema_digest;
    size_t written; /* bytes of the file so far */
    struct digest_places places;
};

struct renderer *renderer_new(struct mem *mem, const struct model *model) {
    struct renderer *renderer = mem_alloc(mem, sizeof *renderer);
    renderer->mem = mem;
    renderer->scratch = mem_child(mem);
    renderer->model = model;
    renderer->templates = template_set_new(mem, model->keys, templates_find, NULL);
    renderer->text.mem = mem;
    renderer->text_digest = digest_new(mem);
    renderer->schema_digest = digest_new(mem);
    return renderer;
}

void renderer_free(struct renderer *renderer) {
    mem_free(renderer->scratch);
}

/* Templates are part of the program: one that is malformed is a broken build. */
static const struct template *find(struct renderer *renderer, const char *name) {
    const char *error = NULL;
    const struct template *compiled = template_get(renderer->templates, name, &error);
    assert(compiled != NULL);
    return compiled;
}

static bool flush(struct renderer *renderer) {
    struct text *text = &renderer->text;
    if (renderer->written == 0) {
        (void)digest_find(text_string(text), text->length, &renderer->places);
    }
    renderer->written += text->length;
    digest_add(renderer->text_digest, text_string(text), text->length);
    bool good = text->length == 0 || renderer->sink(renderer->context, text->bytes, text->length);
    text->length = 0;
    return good;
}

static bool render(struct renderer *renderer, const char *name, const struct value *value) {
    const char *error = NULL;
    bool rendered = template_render(find(renderer, name), value, &renderer->text, &error);
    assert(rendered);
    (void)rendered;
    return flush(renderer);
}

static bool render_file_part(struct renderer *renderer, const char *name, const struct file *file) {
    mem_clear(renderer->scratch);
    struct value value = model_file(renderer->model, renderer->scratch, file);
    if (renderer->written == 0) {
        digest_add_value(renderer->schema_digest, &value);
    }
    value_add(&value, KEY_digest, value_string(DIGEST_ZEROS));
    return render(renderer, name, &value);
}

/* The same template for each record of the file, one after the other. */
static bool render_records(struct renderer *renderer, const char *name,
                           struct value make(const struct model *model, struct mem *mem,
                                             const struct record *record)) {
    for (size_t i = 0; i < renderer->count; i++) {
        mem_clear(renderer->scratch);
        struct value value = make(renderer->model, renderer->scratch, renderer->of[i]);
        if (make == model_record) {
            digest_add_value(renderer->schema_digest, &value);
        }
        if (!render(renderer, name, &value)) {
            return false;
        }
    }
    return true;
}

static void list_records(struct renderer *renderer, const struct file *file) {
    const struct program *program = renderer->model->program;
    renderer->count = 0;
    renderer->of = mem_alloc(renderer->mem, (program->record_count + 1) * sizeof(struct record *));
    for (size_t i = 0; i < program->record_count; i++) {
        if (program->records[i]->declaration.file == file) {
            renderer->of[renderer->count++] = program->records[i];
        }
    }
}

static bool render_header(struct renderer *renderer, const struct file *file,
                          struct render_digests *digests) {
    list_records(renderer, file);
    digest_start(renderer->text_digest);
    digest_start(renderer->schema_digest);
    bool has_rows = false;
    bool with_classes = renderer->model->with_classes;
    for (size_t i = 0; i < renderer->count && with_classes; i++) {
        has_rows = has_rows || renderer->of[i]->field_count > 0;
    }
    bool good = render_file_part(renderer, "header_open.h", file) &&
                render_records(renderer, "record.h", model_record) &&
                render_file_part(renderer, "body_open.h", file) &&
                (!has_rows || render_records(renderer, "field_rows.h", model_record_rows)) &&
                render_file_part(renderer, "name_rows_open.h", file) &&
                (!with_classes || render_records(renderer, "name_rows.h", model_record_names)) &&
                render_file_part(renderer, "tables_close.h", file) &&
                render_records(renderer, "record_body.h", model_record_body) &&
                render_file_part(renderer, "header_close.h", file);
    digest_end(renderer->text_digest, digests->text);
    digest_end(renderer->schema_digest, digests->schema);
    digests->places = renderer->places;
    return good;
}

void render_schema_digest(struct renderer *renderer, const struct file *file,
                          char digest[DIGEST_LENGTH + 1]) {
    list_records(renderer, file);
    digest_start(renderer->schema_digest);
    mem_clear(renderer->scratch);
    struct value value = model_file(renderer->model, renderer->scratch, file);
    digest_add_value(renderer->schema_digest, &value);
    for (size_t i = 0; i < renderer->count; i++) {
        mem_clear(renderer->scratch);
        value = model_record(renderer->model, renderer->scratch, renderer->of[i]);
        digest_add_value(renderer->schema_digest, &value);
    }
    digest_end(renderer->schema_digest, digest);
}

static bool has_support(const struct plan *plan, const char *name) {
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->artifacts[i].kind == ARTIFACT_SUPPORT &&
            strcmp(plan->artifacts[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* The headers of the plan, as they are included. */
static struct value headers_of(struct mem *mem, const struct plan *plan) {
    struct value headers = value_list(mem);
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->artifacts[i].kind == ARTIFACT_HEADER) {
            value_append(mem, &headers, value_string(plan->artifacts[i].name));
        }
    }
    return headers;
}

static bool render_impl(struct renderer *renderer, const struct plan *plan) {
    bool needs_dict = has_support(plan, "slots_dict.h");
    bool with_pool = has_support(plan, "slots_pool.h");
    mem_clear(renderer->scratch);
    struct value value = value_object(renderer->scratch);
    value_add(&value, KEY_headers, headers_of(renderer->scratch, plan));
    value_add(&value, KEY_needs_dict, value_bool(needs_dict));
    value_add(&value, KEY_with_pool, value_bool(with_pool));
    value_add(&value, KEY_with_system, value_bool(needs_dict || with_pool));
    return render(renderer, "impl.c", &value);
}

static bool render_report(struct renderer *renderer, const struct plan *plan) {
    mem_clear(renderer->scratch);
    struct value value = model_report(renderer->model, renderer->scratch);
    value_add(&value, KEY_headers, headers_of(renderer->scratch, plan));
    return render(renderer, "report.c", &value);
}

bool render_artifact(struct renderer *renderer, const struct plan *plan,
                     const struct artifact *artifact, render_sink *sink, void *context,
                     struct render_digests *digests) {
    renderer->sink = sink;
    renderer->context = context;
    renderer->written = 0;
    *digests = (struct render_digests){0};
    if (artifact->kind == ARTIFACT_HEADER) {
        return render_header(renderer, artifact->file, digests);
    }
    if (artifact->kind == ARTIFACT_IMPL) {
        digest_start(renderer->text_digest);
        return render_impl(renderer, plan);
    }
    if (artifact->kind == ARTIFACT_REPORT) {
        digest_start(renderer->text_digest);
        return render_report(renderer, plan);
    }
    const char *bytes = NULL;
    size_t length = 0;
    bool found = templates_find(NULL, artifact->name, &bytes, &length);
    assert(found);
    (void)found;
    return sink(context, bytes, length);
}

/* Those that a pointer names may come later: all are declared first. */
static struct value all_names(struct mem *mem, const struct program *program) {
    struct value names = value_list(mem);
    for (size_t i = 0; i < program->record_count; i++) {
        value_append(mem, &names, value_string(program->records[i]->declaration.c_name));
    }
    return names;
}

bool render_structs(struct renderer *renderer, render_sink *sink, void *context) {
    const struct program *program = renderer->model->program;
    renderer->sink = sink;
    renderer->context = context;
    renderer->written = 0;
    digest_start(renderer->text_digest);
    mem_clear(renderer->scratch);
    struct value value = value_object(renderer->scratch);
    value_add(&value, KEY_forwards, all_names(renderer->scratch, program));
    value_add(&value, KEY_extern_includes, model_extern_includes(renderer->scratch, program));
    bool good = render(renderer, "layout_open.h", &value);
    for (size_t i = 0; i < program->record_count && good; i++) {
        mem_clear(renderer->scratch);
        value = model_record_struct(renderer->model, renderer->scratch, program->records[i]);
        good = render(renderer, "layout_record.h", &value);
    }
    return good;
}
