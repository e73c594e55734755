/* What documents declare: outlines, a search by name, and what can be folded. */
#include <string.h>
#include <strings.h>

#include "ast.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_requests.h"
#include "mem.h"
#include "types.h"

/* Of the protocol's kinds. */
enum symbol_kind {
    SYMBOL_FIELD = 8,
    SYMBOL_ENUM = 10,
    SYMBOL_ENUM_MEMBER = 22,
    SYMBOL_STRUCT = 23,
    SYMBOL_TYPE = 26,
};

#define TAG_DEPRECATED 1
#define MOST_SYMBOLS 1000

struct symbol {
    const struct name *name;
    const char *detail; /* or NULL */
    enum symbol_kind kind;
    struct span span; /* of all of it */
    const struct preamble *preamble;
    const char *container; /* or NULL */
};

static enum symbol_kind kind_of(const struct declaration *declaration) {
    return declaration->kind == DECLARATION_RECORD ? SYMBOL_STRUCT
           : declaration->kind == DECLARATION_ENUM ? SYMBOL_ENUM
                                                   : SYMBOL_TYPE;
}

/* Where a declaration ends: where the next one or the text does, without what stands before that.
 */
static struct span span_of(const struct declaration *declaration) {
    const struct source *source = declaration->name.span.source;
    struct span span = {source, declaration->preamble.start, (uint32_t)source->length};
    if (declaration->next != NULL) {
        span.end = declaration->next->preamble.start;
    }
    const struct record *record = (const struct record *)(const void *)declaration;
    if (declaration->kind == DECLARATION_RECORD && record->close.end > span.start) {
        span.end = record->close.end;
    }
    while (span.end > declaration->name.span.end &&
           strchr(" \t\r\n", source->bytes[span.end - 1]) != NULL) {
        span.end--;
    }
    return span;
}

struct outline {
    struct mem *mem; /* of the request */
    struct lsp_analysis *analysis;
    const char *query; /* of a search, or NULL */
    json_t *list;
};

static json_t *nested(const struct outline *outline, const struct symbol *symbol,
                      json_t *children) {
    struct mem *mem = outline->mem;
    struct lsp_analysis *analysis = outline->analysis;
    json_t *item = json_pack("{s:o,s:i,s:o,s:o}", "name", lsp_string(mem, symbol->name->text),
                             "kind", (int)symbol->kind, "range", lsp_range(analysis, symbol->span),
                             "selectionRange", lsp_range(analysis, symbol->name->span));
    if (symbol->detail != NULL) {
        json_object_set_new(item, "detail", lsp_string(mem, symbol->detail));
    }
    if (symbol->preamble->deprecated != NULL) {
        json_object_set_new(item, "tags", json_pack("[i]", TAG_DEPRECATED));
    }
    if (children != NULL) {
        json_object_set_new(item, "children", children);
    }
    return item;
}

static json_t *flat(const struct outline *outline, const struct symbol *symbol) {
    struct mem *mem = outline->mem;
    struct lsp_analysis *analysis = outline->analysis;
    json_t *item =
        json_pack("{s:o,s:i,s:o}", "name", lsp_string(mem, symbol->name->text), "kind",
                  (int)symbol->kind, "location", lsp_location(analysis, symbol->name->span));
    if (symbol->container != NULL) {
        json_object_set_new(item, "containerName", lsp_string(mem, symbol->container));
    }
    return item;
}

typedef void symbol_visitor(void *context, const struct symbol *symbol);

static struct span whole(const struct preamble *preamble, struct span last) {
    return (struct span){last.source, preamble->start, last.end};
}

/* The fields or enumerators of a declaration. */
static void each_member(struct mem *mem, const struct declaration *declaration,
                        symbol_visitor visit, void *context) {
    const struct record *record = (const struct record *)(const void *)declaration;
    const struct enumeration *enumeration = (const struct enumeration *)(const void *)declaration;
    bool is_record = declaration->kind == DECLARATION_RECORD;
    bool is_enum = declaration->kind == DECLARATION_ENUM;
    for (size_t i = 0; is_record && i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        struct span span = field->type.span.end > field->span.end ? field->type.span : field->span;
        visit(context, &(struct symbol){&field->name, type_words(mem, &field->type), SYMBOL_FIELD,
                                        whole(&field->preamble, span), &field->preamble,
                                        declaration->name.text});
    }
    for (size_t i = 0; is_enum && i < enumeration->count; i++) {
        const struct enumerator *at = &enumeration->enumerators[i];
        struct span span = at->has_value && at->value.span.end > at->name.span.end ? at->value.span
                                                                                   : at->name.span;
        visit(context,
              &(struct symbol){&at->name, NULL, SYMBOL_ENUM_MEMBER, whole(&at->preamble, span),
                               &at->preamble, declaration->name.text});
    }
}

static void add_nested(void *context, const struct symbol *symbol) {
    struct outline *outline = context;
    json_array_append_new(outline->list, nested(outline, symbol, NULL));
}

/* Whether the letters of a query stand in a name, in that order: what editors call fuzzy. */
static bool fits(const char *name, const char *query) {
    for (; *query != '\0' && *name != '\0'; name++) {
        query += strncasecmp(name, query, 1) == 0;
    }
    return *query == '\0';
}

static void add_flat(void *context, const struct symbol *symbol) {
    struct outline *outline = context;
    bool is_wanted = outline->query == NULL || (fits(symbol->name->text, outline->query) &&
                                                json_array_size(outline->list) < MOST_SYMBOLS);
    if (is_wanted) {
        json_array_append_new(outline->list, flat(outline, symbol));
    }
}

static struct symbol symbol_of(const struct declaration *declaration) {
    const struct record *record = (const struct record *)(const void *)declaration;
    bool is_record = declaration->kind == DECLARATION_RECORD;
    return (struct symbol){.name = &declaration->name,
                           .detail = is_record ? record->base_name.text : NULL,
                           .kind = kind_of(declaration),
                           .span = span_of(declaration),
                           .preamble = &declaration->preamble,
                           .container = declaration->file->package.text};
}

static void add_file(struct outline *outline, const struct file *file) {
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        struct symbol symbol = symbol_of(at);
        if (outline->query == NULL && outline->analysis->lsp->client.nests_symbols) {
            struct outline members = {outline->mem, outline->analysis, NULL, json_array()};
            each_member(outline->mem, at, add_nested, &members);
            json_array_append_new(outline->list, nested(outline, &symbol, members.list));
        } else {
            add_flat(outline, &symbol);
            each_member(outline->mem, at, add_flat, outline);
        }
    }
}

json_t *lsp_document_symbols(struct lsp_request *request) {
    struct lsp_document *document = lsp_asked_document(request);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_names(request->lsp, document);
    struct outline outline = {request->mem, analysis, NULL, json_array()};
    if (lsp_analysis_file(analysis) != NULL) {
        add_file(&outline, lsp_analysis_file(analysis));
    }
    return outline.list;
}

json_t *lsp_workspace_symbols(struct lsp_request *request) {
    const char *query = lsp_json_string(lsp_json_at(request->params, "query", NULL));
    struct lsp_wish wish = {.files = lsp_all_files(request->mem, request->lsp, NULL)};
    struct outline outline = {request->mem, NULL, query == NULL ? "" : query, json_array()};
    if (wish.files.count == 0) {
        return outline.list;
    }
    outline.analysis = lsp_analyse(request->lsp, &wish);
    const struct program *program = outline.analysis->run.program;
    for (size_t i = 0; program != NULL && i < program->file_count; i++) {
        add_file(&outline, program->files[i]);
    }
    lsp_analysis_free(outline.analysis);
    return outline.list;
}

json_t *lsp_folding(struct lsp_request *request) {
    struct lsp_document *document = lsp_asked_document(request);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_names(request->lsp, document);
    const struct file *file = lsp_analysis_file(analysis);
    const struct declaration *at = file == NULL ? NULL : file->declarations;
    json_t *list = json_array();
    for (; at != NULL; at = at->next) {
        struct span span = span_of(at);
        span.start = at->name.span.start;
        json_t *range = lsp_range(analysis, span);
        json_int_t first = json_integer_value(lsp_json_at(range, "start", "line", NULL));
        json_int_t last = json_integer_value(lsp_json_at(range, "end", "line", NULL));
        if (last > first) {
            json_array_append_new(list,
                                  json_pack("{s:I,s:I}", "startLine", first, "endLine", last));
        }
        json_decref(range);
    }
    return list;
}
