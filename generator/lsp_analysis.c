#include "lsp_analysis.h"

#include <errno.h>
#include <string.h>

#include "ast.h"
#include "config.h"
#include "diagnostic.h"
#include "folders.h"
#include "lsp.h"
#include "lsp_document.h"
#include "lsp_externs.h"
#include "lsp_folders.h"
#include "lsp_json.h"
#include "lsp_uri.h"
#include "map.h"
#include "mem.h"
#include "severities.h"

static const struct lsp_draft *find_draft(const struct lsp_analysis *analysis, const char *real) {
    const struct lsp_draft *at = analysis->drafts;
    while (at != NULL && strcmp(at->real, real) != 0) {
        at = at->next;
    }
    return at;
}

/* What is open need not be in the file system, and has its path there. */
static const char *real_path(struct store *store, const char *path) {
    const struct lsp_analysis *analysis = (const struct lsp_analysis *)(const void *)store;
    const char *real = lsp_real_path(analysis->mem, path);
    const struct lsp_document *document =
        lsp_document_of(analysis->lsp, real == NULL ? path : real);
    if (document != NULL) {
        return document->real;
    }
    return real == NULL ? NULL : load_real_path(analysis->mem, path);
}

/* As seen from the folder of the workspace that it is in. */
static const char *shown_path(const struct store *store, const char *path) {
    const struct lsp_analysis *analysis = (const struct lsp_analysis *)(const void *)store;
    size_t index = 0;
    const json_t *folder = NULL;
    json_array_foreach(analysis->lsp->folders, index, folder) {
        size_t length = json_string_length(folder);
        if (strncmp(path, json_string_value(folder), length) == 0 && path[length] == '/') {
            return path + length + 1;
        }
    }
    return path;
}

static enum source_status give(struct lsp_analysis *analysis, const char *path, const char *bytes,
                               size_t length, struct source **source) {
    bool too_large = length > SOURCE_MAX_BYTES;
    *source = source_from_bytes(analysis->mem, shown_path(&analysis->store, path),
                                mem_copy(analysis->mem, bytes, too_large ? 0 : length),
                                too_large ? 0 : length);
    return too_large ? SOURCE_TOO_LARGE : SOURCE_READ;
}

static enum source_status read_text(struct store *store, const char *path, struct source **source,
                                    const char **error) {
    struct lsp_analysis *analysis = (struct lsp_analysis *)(void *)store;
    bool is_input = strcmp(path, "-") == 0; /* which messages come from */
    const char *real = is_input ? NULL : real_path(store, path);
    if (real == NULL) {
        errno = is_input ? ENOENT : errno;
        *error = mem_string(analysis->mem, strerror(errno));
        return SOURCE_UNREADABLE;
    }
    const struct lsp_draft *draft = find_draft(analysis, real);
    if (draft != NULL) {
        return give(analysis, path, draft->bytes, draft->length, source);
    }
    const struct lsp_document *document = lsp_document_of(analysis->lsp, real);
    if (document != NULL) {
        return give(analysis, path, document->text.bytes, document->text.length, source);
    }
    enum source_status status = source_read(analysis->mem, path, source, error);
    if (status != SOURCE_UNREADABLE) {
        (*source)->path = shown_path(store, path);
    }
    return status;
}

/* Those of the server, as if they were given with a schema; lists that grow are its own. */
static struct options options_for(struct lsp_analysis *analysis, const char *path) {
    struct options options = *analysis->lsp->options;
    options.arguments = (struct paths){0};
    options.include = (struct paths){0};
    paths_add(analysis->mem, &options.arguments, mem_string(analysis->mem, path));
    paths_add_all(analysis->mem, &options.include, &analysis->lsp->options->include);
    return options;
}

/* The files of a workspace need not be of one project: what is imported by one that is named is
 * looked for as its own slotc.ini says. */
static const struct paths *include_of(struct store *store, const struct file *importer) {
    struct lsp_analysis *analysis = (struct lsp_analysis *)(void *)store;
    const char *path = importer->opened;
    if (!importer->source->named || path[0] != '/') {
        return &analysis->options.include;
    }
    size_t length = folders_length(path);
    struct paths *include = map_get(analysis->includes, path, length);
    if (include == NULL) {
        const char *ignored = NULL;
        struct options options = options_for(analysis, path);
        bool good = config_read(analysis->mem, &options, &ignored);
        include = mem_alloc(analysis->mem, sizeof *include);
        *include = good ? options.include : analysis->lsp->options->include;
        *map_place(analysis->includes, path, length) = include;
    }
    return include;
}

/* What the user has said of rules and folders; false with *error, and then without it. */
static bool configure(struct lsp_analysis *analysis, const char *first, const char **error) {
    struct mem *mem = analysis->mem;
    analysis->options = options_for(analysis, first);
    analysis->run.diagnostics = diagnostics_new(mem);
    bool good = first[0] != '/' || config_read(mem, &analysis->options, error);
    good = good && severities_apply(mem, &analysis->options, analysis->run.diagnostics, error);
    if (!good) {
        analysis->options = *analysis->lsp->options;
        analysis->run.diagnostics = diagnostics_new(mem);
    }
    return good;
}

static bool analyse(struct lsp_analysis *analysis, const struct lsp_wish *wish,
                    const char **error) {
    struct run *run = &analysis->run;
    struct inputs inputs = {.include = analysis->options.include, .store = &analysis->store};
    size_t index = 0;
    const json_t *folder = NULL;
    for (size_t i = 0; i < wish->files.count; i++) {
        paths_add(analysis->mem, &inputs.files, mem_string(analysis->mem, wish->files.items[i]));
    }
    json_array_foreach(analysis->lsp->folders, index, folder) {
        paths_add(analysis->mem, &inputs.folders,
                  mem_string(analysis->mem, json_string_value(folder)));
    }
    if (!driver_resolve(run, &inputs, error)) {
        return false;
    }
    if (wish->extent == LSP_NAMES) {
        return true;
    }
    if (wish->externs != NULL && !run->is_readable) {
        lsp_externs_give(*wish->externs, run->program);
    }
    if (!driver_lay_out(run, &inputs, error)) {
        return false;
    }
    if (wish->externs != NULL && run->is_readable) {
        *wish->externs = lsp_externs_keep(*wish->externs, run->program);
    }
    driver_apply_rules(run);
    return true;
}

struct lsp_analysis *lsp_analyse(struct lsp *lsp, const struct lsp_wish *wish) {
    struct mem *mem = mem_new();
    struct lsp_analysis *analysis = mem_alloc(mem, sizeof *analysis);
    *analysis = (struct lsp_analysis){.store = {real_path, read_text, shown_path, include_of},
                                      .lsp = lsp,
                                      .mem = mem,
                                      .includes = map_new(mem),
                                      .drafts = wish->drafts};
    const char *error = NULL;
    if (!configure(analysis, wish->files.items[0], &error)) {
        lsp_show(lsp, error);
    }
    analysis->run.mem = mem;
    analysis->run.options = &analysis->options;
    analysis->run.recovers = true;
    error = NULL;
    if (!analyse(analysis, wish, &error)) {
        lsp_show(lsp, error);
        analysis->run.program = NULL;
        return analysis;
    }
    size_t count = analysis->run.program->file_count;
    analysis->views = mem_alloc(mem, count * sizeof *analysis->views);
    return analysis;
}

void lsp_analysis_free(struct lsp_analysis *analysis) {
    if (analysis != NULL) {
        mem_free(analysis->mem);
    }
}

bool lsp_analysis_has_read(const struct lsp_analysis *analysis, const char *real) {
    const struct program *program = analysis == NULL ? NULL : analysis->run.program;
    for (size_t i = 0; program != NULL && i < program->file_count; i++) {
        if (strcmp(program->files[i]->source->real, real) == 0) {
            return true;
        }
    }
    return false;
}

const struct file *lsp_analysis_file(const struct lsp_analysis *analysis) {
    return analysis->run.program == NULL ? NULL : analysis->run.program->files[0];
}

struct paths lsp_all_files(struct mem *mem, const struct lsp *lsp,
                           const struct lsp_document *document) {
    struct paths files = {0};
    size_t index = 0;
    const json_t *folder = NULL;
    if (document != NULL) {
        paths_add(mem, &files, document->path);
    }
    for (const struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        paths_add(mem, &files, at->path);
    }
    json_array_foreach(lsp->folders, index, folder) {
        lsp_find_schemas(mem, json_string_value(folder), &files);
    }
    return files;
}

/* The path that the editor knows a file by: without `..`, where that leads to the same file. */
static const char *known_path(struct mem *mem, const struct file *file) {
    const char *tidy = lsp_path_tidy(mem, file->opened);
    const char *real = tidy[0] == '/' ? load_real_path(mem, tidy) : NULL;
    return real != NULL && strcmp(real, file->source->real) == 0 ? tidy : file->source->real;
}

const struct lsp_view *lsp_view_of(struct lsp_analysis *analysis, const struct source *source) {
    struct lsp_view **view = &analysis->views[source->order];
    if (*view != NULL) {
        return *view;
    }
    struct mem *mem = analysis->mem;
    *view = mem_alloc(mem, sizeof **view);
    const struct lsp_document *document = lsp_document_of(analysis->lsp, source->real);
    const struct file *file = analysis->run.program->files[source->order];
    (*view)->document = document;
    (*view)->shift = document == NULL ? 0 : source->skipped;
    (*view)->text =
        lsp_text_of(mem, source->bytes - (*view)->shift, source->length + (*view)->shift);
    (*view)->uri = document == NULL ? lsp_path_uri(mem, known_path(mem, file)) : document->uri;
    return *view;
}

static json_t *place(const struct lsp_analysis *analysis, const struct lsp_view *view,
                     uint32_t offset) {
    struct lsp_position position =
        lsp_position(&view->text, analysis->lsp->encoding, offset + view->shift);
    return json_pack("{s:I,s:I}", "line", (json_int_t)position.line, "character",
                     (json_int_t)position.character);
}

json_t *lsp_range(struct lsp_analysis *analysis, struct span span) {
    const struct lsp_view *view = lsp_view_of(analysis, span.source);
    return json_pack("{s:o,s:o}", "start", place(analysis, view, span.start), "end",
                     place(analysis, view, span.end));
}

json_t *lsp_location(struct lsp_analysis *analysis, struct span span) {
    const struct lsp_view *view = lsp_view_of(analysis, span.source);
    return json_pack("{s:o,s:o}", "uri", lsp_string(analysis->mem, view->uri), "range",
                     lsp_range(analysis, span));
}

json_t *lsp_text_edit(struct lsp_analysis *analysis, struct span span, const char *text) {
    return json_pack("{s:o,s:o}", "range", lsp_range(analysis, span), "newText",
                     lsp_string(analysis->mem, text));
}

/* The edits of one file. */
static json_t *edits_of(struct lsp_analysis *analysis, const struct edit *edits,
                        const struct source *source) {
    json_t *list = json_array();
    for (const struct edit *at = edits; at != NULL; at = at->next) {
        if (at->span.source == source) {
            json_array_append_new(list, lsp_text_edit(analysis, at->span, at->text));
        }
    }
    return list;
}

static bool is_first_of_source(const struct edit *edits, const struct edit *edit) {
    const struct edit *at = edits;
    while (at->span.source != edit->span.source) {
        at = at->next;
    }
    return at == edit;
}

json_t *lsp_workspace_edit(struct lsp_analysis *analysis, const struct edit *edits) {
    bool versioned = analysis->lsp->client.knows_versions;
    json_t *changes = versioned ? json_array() : json_object();
    for (const struct edit *at = edits; at != NULL; at = at->next) {
        if (!is_first_of_source(edits, at)) {
            continue;
        }
        const struct lsp_view *view = lsp_view_of(analysis, at->span.source);
        json_t *list = edits_of(analysis, edits, at->span.source);
        json_t *uri = lsp_string(analysis->mem, view->uri);
        if (versioned) {
            json_t *version =
                view->document == NULL ? json_null() : json_integer(view->document->version);
            json_array_append_new(changes, json_pack("{s:{s:o,s:o},s:o}", "textDocument", "uri",
                                                     uri, "version", version, "edits", list));
        } else {
            json_object_set_new(changes, json_string_value(uri), list);
            json_decref(uri);
        }
    }
    return json_pack("{s:o}", versioned ? "documentChanges" : "changes", changes);
}
