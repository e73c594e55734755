/* What is known of the thing under the cursor. */
#include <inttypes.h>
#include <string.h>

#include "chain.h"
#include "diagnostic.h"
#include "emitted.h"
#include "layout_figures.h"
#include "layout_rows.h"
#include "layout_text.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_place.h"
#include "lsp_requests.h"
#include "lsp_subject.h"
#include "lsp_words.h"
#include "mem.h"
#include "rules.h"
#include "rules_page.h"
#include "text.h"
#include "types.h"

/* Editors show some screens of text; of a record with thousands of fields that is enough. */
#define MOST_BYTES ((size_t)32 * 1024)

struct hover {
    struct lsp_analysis *analysis;
    struct mem *mem;
    bool is_markdown;
    struct text text;
};

/* Paragraphs stand apart. */
static void start_paragraph(struct hover *hover) {
    text_add_string(&hover->text, hover->text.length == 0 ? "" : "\n\n");
}

static void add(struct hover *hover, const char *words) {
    if (words != NULL && words[0] != '\0') {
        start_paragraph(hover);
        text_add_string(&hover->text, words);
    }
}

/* Backticks that a block of code can stand between: three, or one more than it has in a row. */
static const char *fence_for(struct mem *mem, const char *code) {
    size_t most = 2;
    for (const char *at = strchr(code, '`'); at != NULL; at = strchr(at, '`')) {
        size_t length = strspn(at, "`");
        most = length > most ? length : most;
        at += length;
    }
    char *fence = mem_alloc(mem, most + 2);
    memset(fence, '`', most + 1);
    return fence;
}

/* Text that is laid out, from its first line to the last that is shown. */
static void add_code(struct hover *hover, const char *language, const char *code) {
    size_t length = strlen(code);
    bool is_cut = length > MOST_BYTES;
    length = is_cut ? MOST_BYTES : length;
    while (is_cut && length > 0 && code[length - 1] != '\n') {
        length--;
    }
    while (length > 0 && code[length - 1] == '\n') {
        length--;
    }
    const char *fence = fence_for(hover->mem, code);
    start_paragraph(hover);
    if (hover->is_markdown) {
        text_format(&hover->text, "%s%s\n", fence, language);
    }
    text_add(&hover->text, code, length);
    text_add_string(&hover->text, is_cut ? "\n…" : "");
    if (hover->is_markdown) {
        text_format(&hover->text, "\n%s", fence);
    }
}

/* The schema's own words for a thing. */
static const char *source_text(struct mem *mem, struct span span) {
    return mem_copy(mem, span.source->bytes + span.start, span.end - span.start);
}

/* Documentation is Markdown as it is; a block of code that it leaves open ends with it. */
static void add_docs(struct hover *hover, const char *docs) {
    bool is_open = false;
    for (const char *line = docs; line != NULL && *line != '\0';) {
        is_open = is_open != (strncmp(line + strspn(line, " "), "```", 3) == 0);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    add(hover, docs);
    text_add_string(&hover->text, is_open && hover->is_markdown ? "\n```" : "");
}

static void add_preamble(struct hover *hover, const struct preamble *preamble) {
    if (preamble->deprecated != NULL) {
        add(hover, mem_format(hover->mem, "Deprecated: %s", preamble->deprecated));
    }
    add_docs(hover, preamble->docs);
}

static void add_caveat(struct hover *hover) {
    if (!hover->analysis->run.is_readable) {
        add(hover, "The text has errors: this is what can be read of it.");
    }
}

static void add_record(struct hover *hover, const struct record *record) {
    const struct run *run = &hover->analysis->run;
    struct layout_rows rows = layout_rows(hover->mem, run->layouts, record);
    struct layout_subject subject = {.mem = hover->mem,
                                     .chains = run->chains,
                                     .layouts = run->layouts,
                                     .record = record,
                                     .rows = &rows};
    struct text layout = {.mem = hover->mem};
    layout_text(&layout, &subject);
    add_preamble(hover, &record->declaration.preamble);
    add_code(hover, "text", text_string(&layout));
    add_caveat(hover);
}

static void add_enum(struct hover *hover, const struct enumeration *enumeration) {
    const char *storage = enumeration->type == NULL ? "u8" : enumeration->type->word;
    add_code(hover, "slots",
             mem_format(hover->mem, "enum %s : %s", enumeration->declaration.name.text, storage));
    add_preamble(hover, &enumeration->declaration.preamble);
    add(hover, mem_format(hover->mem, "%zu enumerator%s, in C `%s`", enumeration->count,
                          enumeration->count == 1 ? "" : "s", enumeration->declaration.c_name));
}

static void add_extern(struct hover *hover, const struct extern_type *type) {
    add_code(hover, "slots",
             mem_format(hover->mem, "extern \"%s\" from \"%s\" as %s", type->spelling.text,
                        type->header.text, type->declaration.name.text));
    add_preamble(hover, &type->declaration.preamble);
    const struct extern_size *size = type->size;
    if (size != NULL && size->known[WIDTH_64]) {
        add(hover, mem_format(hover->mem, "%" PRIu64 " bytes, aligned to %" PRIu32,
                              size->measure.size[WIDTH_64], size->measure.align[WIDTH_64]));
    }
}

static void add_declaration(struct hover *hover, const struct lsp_subject *subject) {
    const void *whole = subject->declaration;
    if (subject->declaration->kind == DECLARATION_RECORD) {
        add_record(hover, whole);
    } else if (subject->declaration->kind == DECLARATION_ENUM) {
        add_enum(hover, whole);
    } else {
        add_extern(hover, whole);
    }
}

struct accessors {
    const struct field *field;
    struct text text;
};

static bool is_one_of(const char *part, const char *const *parts) {
    while (*parts != NULL && strcmp(*parts, part) != 0) {
        parts++;
    }
    return *parts != NULL;
}

/* A readonly field has no setter, and an array none of a text of its own; searches in vectors are
 * not about this field alone. */
static void add_accessor(void *context, const char *name, const struct emitted *emitted) {
    struct accessors *accessors = context;
    static const char *const setters[] = {"_set_", "_setn_", "_put_", "_mut_", NULL};
    static const char *const of_text[] = {"_length_", "_setn_", NULL};
    const struct field *field = accessors->field;
    bool is_shown = strncmp(emitted->part, "_vector", 7) != 0 &&
                    strcmp(emitted->part, "_OFFSET_") != 0 &&
                    !(field->readonly && is_one_of(emitted->part, setters)) &&
                    !(field->type.is_array && is_one_of(emitted->part, of_text));
    if (is_shown) {
        text_format(&accessors->text, "%s`%s`", accessors->text.length == 0 ? "In C: " : ", ",
                    name);
    }
}

static void add_field(struct hover *hover, const struct lsp_subject *subject) {
    const struct field *field = subject->field;
    struct accessors accessors = {field, {.mem = hover->mem}};
    add_code(hover, "slots", source_text(hover->mem, field->span));
    add_preamble(hover, &field->preamble);
    if (field->record == NULL) {
        return;
    }
    add(hover, mem_format(hover->mem, "%s of `%s`, %s",
                          record_is_open(field->record) ? "cell that can be deleted" : "slot",
                          field->record->declaration.qualified,
                          lsp_place_words(hover->mem, hover->analysis->run.layouts, field)));
    emitted_accessors(hover->mem, field, add_accessor, &accessors);
    add(hover, text_string(&accessors.text));
    add_caveat(hover);
}

static void add_enumerator(struct hover *hover, const struct lsp_subject *subject) {
    const struct enumerator *enumerator = subject->enumerator;
    add_code(hover, "slots",
             mem_format(hover->mem, "%s = %" PRId64, enumerator->name.text, enumerator->number));
    add_preamble(hover, &enumerator->preamble);
    add(hover,
        mem_format(hover->mem, "enumerator of `%s`, in C `%s`", subject->declaration->qualified,
                   enumerator->c_name == NULL ? "" : enumerator->c_name));
}

static void add_import(struct hover *hover, const struct lsp_subject *subject) {
    const struct file *file = subject->import->file;
    if (file == NULL) {
        return;
    }
    size_t count = 0;
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        count++;
    }
    add(hover, mem_format(hover->mem, "`%s`: %zu declaration%s%s%s", file->source->path, count,
                          count == 1 ? "" : "s", file->package.text == NULL ? "" : " in package ",
                          file->package.text == NULL ? "" : file->package.text));
}

static void add_rule(struct hover *hover, const struct lsp_subject *subject) {
    const struct rule *rule = subject->word == NULL ? NULL : rules_find(subject->word);
    const struct rule_group *group = NULL;
    if (rule != NULL) {
        add(hover, mem_format(hover->mem, "`%s`: %s", rule->name,
                              rules_sentence(hover->mem, rule->summary)));
        add(hover, rule->why);
        add(hover, rule->instead);
        add(hover, mem_format(hover->mem, "`slotc explain %s` says more.", rule->name));
    }
    for (size_t i = 0; rule == NULL && (group = rule_group_at(i)) != NULL; i++) {
        if (subject->word != NULL && strcmp(group->name, subject->word) == 0) {
            add(hover,
                mem_format(hover->mem, "rules of the group `%s`: %s", group->name, group->summary));
        }
    }
}

static void add_word(struct hover *hover, const struct lsp_subject *subject) {
    const char *meaning =
        subject->kind == SUBJECT_TYPE         ? lsp_type_meaning(hover->mem, subject->word)
        : subject->kind == SUBJECT_ANNOTATION ? lsp_annotation_meaning(hover->mem, subject->word)
                                              : lsp_keyword_meaning(subject->word);
    if (meaning != NULL) {
        add(hover,
            mem_format(hover->mem, "`%s%s`: %s", subject->kind == SUBJECT_ANNOTATION ? "@" : "",
                       subject->word, meaning));
    }
}

static void add_subject(struct hover *hover, const struct lsp_subject *subject) {
    switch (subject->kind) {
    case SUBJECT_DECLARATION:
        add_declaration(hover, subject);
        break;
    case SUBJECT_FIELD:
        add_field(hover, subject);
        break;
    case SUBJECT_ENUMERATOR:
        add_enumerator(hover, subject);
        break;
    case SUBJECT_IMPORT:
        add_import(hover, subject);
        break;
    case SUBJECT_RULE:
        add_rule(hover, subject);
        break;
    case SUBJECT_TYPE:
    case SUBJECT_ANNOTATION:
    case SUBJECT_WORD:
        add_word(hover, subject);
        break;
    case SUBJECT_HEADER:
    case SUBJECT_PACKAGE:
    case SUBJECT_NOTHING:
        break;
    }
}

json_t *lsp_hover(struct lsp_request *request) {
    size_t offset = 0;
    struct lsp_document *document = lsp_asked_place(request, &offset);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_analysis(request->lsp, document);
    const struct file *file = lsp_analysis_file(analysis);
    if (file == NULL) {
        return NULL;
    }
    bool is_markdown = request->lsp->client.shows_markdown;
    struct hover hover = {analysis, request->mem, is_markdown, {.mem = request->mem}};
    struct lsp_subject subject = lsp_subject_at(request->mem, file, offset);
    add_subject(&hover, &subject);
    if (hover.text.length == 0) {
        return NULL;
    }
    return json_pack("{s:{s:s,s:o},s:o}", "contents", "kind",
                     is_markdown ? "markdown" : "plaintext", "value",
                     lsp_string(request->mem, text_string(&hover.text)), "range",
                     lsp_range(analysis, subject.span));
}
