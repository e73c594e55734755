/* What could be written at the cursor. */
#include <string.h>

#include "annotations.h"
#include "diagnostic.h"
#include "fix.h"
#include "folders.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_candidates.h"
#include "lsp_context.h"
#include "lsp_document.h"
#include "lsp_import.h"
#include "lsp_json.h"
#include "lsp_requests.h"
#include "lsp_words.h"
#include "mem.h"
#include "rules.h"
#include "types.h"

#define TAG_DEPRECATED 1
#define MOST_ITEMS 5000

struct completion {
    struct mem *mem;
    struct lsp_analysis *analysis;
    const struct file *file;
    const struct lsp_context *context;
    struct candidate_wish wish;
    uint32_t offset; /* of the cursor */
    struct span span; /* that is replaced */
    json_t *items;
};

/* Without what stands behind the cursor already: the bracket of `char[`, the values of `@count(N)`,
 * the colon of a directive. */
static const char *fitting(const struct completion *completion, const char *text) {
    const struct source *source = completion->span.source;
    const char *behind =
        completion->span.end < source->length ? source->bytes + completion->span.end : "";
    char next = *behind;
    const char *cut = next == '[' || next == '(' || next == ':' ? strchr(text, next) : NULL;
    return cut == NULL ? text : mem_copy(completion->mem, text, (size_t)(cut - text));
}

static json_t *import_edit(struct completion *completion, const char *path) {
    const struct edit *edit = lsp_import_edit(completion->mem, completion->file->source, path);
    return lsp_text_edit(completion->analysis, edit->span, edit->text);
}

static void add(void *context, const struct candidate *candidate) {
    struct completion *completion = context;
    struct mem *mem = completion->mem;
    if (json_array_size(completion->items) == MOST_ITEMS) {
        return;
    }
    const char *text = candidate->text == NULL ? candidate->label : candidate->text;
    json_t *item =
        json_pack("{s:o,s:i,s:o}", "label", lsp_string(mem, candidate->label), "kind",
                  (int)candidate->kind, "textEdit",
                  lsp_text_edit(completion->analysis, completion->span, fitting(completion, text)));
    if (candidate->detail != NULL) {
        json_object_set_new(item, "detail", lsp_string(mem, candidate->detail));
    }
    if (candidate->docs != NULL) {
        json_object_set_new(item, "documentation", lsp_string(mem, candidate->docs));
    }
    if (candidate->deprecated) {
        json_object_set_new(item, "tags", json_pack("[i]", TAG_DEPRECATED));
    }
    if (candidate->import != NULL) {
        json_object_set_new(item, "additionalTextEdits",
                            json_pack("[o]", import_edit(completion, candidate->import)));
        json_object_set_new(
            item, "sortText",
            lsp_string(mem, mem_concat(mem, "~", candidate->label, NULL))); /* the last ones */
    }
    json_array_append_new(completion->items, item);
}

static void add_word(struct completion *completion, const char *word) {
    add(completion, &(struct candidate){.label = word,
                                        .kind = CANDIDATE_KEYWORD,
                                        .docs = lsp_keyword_meaning(word)});
}

static void add_words(struct completion *completion, const char *const *words) {
    for (; *words != NULL; words++) {
        add_word(completion, *words);
    }
}

static void add_declarations(struct completion *completion, unsigned kinds) {
    completion->wish.kinds = kinds;
    completion->wish.package = completion->context->package;
    lsp_candidates(&completion->wish, add, completion);
}

static void add_types(struct completion *completion, bool integers_alone) {
    const struct type *type = NULL;
    for (unsigned i = 0; (type = type_at(i)) != NULL; i++) {
        bool is_integer = type->least != 0 || type->most != 0;
        if (is_integer || !integers_alone) {
            const char *word = type->word;
            bool has_length = type->most_length != 0;
            add(completion,
                &(struct candidate){
                    .label = has_length ? mem_concat(completion->mem, word, "[N]", NULL) : word,
                    .text = has_length ? mem_concat(completion->mem, word, "[", NULL) : NULL,
                    .kind = CANDIDATE_KEYWORD,
                    .docs = lsp_type_meaning(completion->mem, word)});
        }
    }
}

static void add_field_types(struct completion *completion) {
    if (completion->context->package == NULL) {
        add_types(completion, false);
        add(completion, &(struct candidate){.label = "ref",
                                            .kind = CANDIDATE_KEYWORD,
                                            .docs = lsp_type_meaning(completion->mem, "ref")});
    }
    add_declarations(completion, ~0U);
}

static void add_values(struct completion *completion) {
    const char *type = completion->context->type;
    static const char *const truths[] = {"true", "false", NULL};
    if (strcmp(type, "bool") == 0) {
        add_words(completion, truths);
        return;
    }
    const struct enumeration *enumeration = lsp_enum_named(completion->file, type);
    for (size_t i = 0; enumeration != NULL && i < enumeration->count; i++) {
        const struct enumerator *at = &enumeration->enumerators[i];
        add(completion, &(struct candidate){.label = at->name.text,
                                            .kind = CANDIDATE_ENUM_MEMBER,
                                            .detail = enumeration->declaration.name.text,
                                            .docs = at->preamble.docs,
                                            .deprecated = at->preamble.deprecated != NULL});
    }
}

static void add_annotations(struct completion *completion) {
    struct annotation_words words;
    for (size_t i = 0; annotation_words_at(i, &words); i++) {
        if ((words.targets & completion->context->targets) != 0) {
            add(completion,
                &(struct candidate){.label = words.name,
                                    .text = words.form + 1, /* without the `@` */
                                    .kind = CANDIDATE_PROPERTY,
                                    .detail = words.takes,
                                    .docs = lsp_annotation_meaning(completion->mem, words.name)});
        }
    }
}

/* Behind the name of a rule in a directive come a colon and a reason. */
static void add_rules(struct completion *completion, bool in_directive) {
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        if (!rule->fixed) {
            add(completion,
                &(struct candidate){
                    .label = rule->name,
                    .text =
                        in_directive ? mem_concat(completion->mem, rule->name, ": ", NULL) : NULL,
                    .kind = CANDIDATE_PROPERTY,
                    .docs = rule->summary});
        }
    }
}

/* What is typed of a path so far; the part behind its last slash is replaced. */
static void add_paths(struct completion *completion) {
    struct span *span = &completion->span;
    const char *begin = mem_copy(completion->mem, span->source->bytes + span->start,
                                 completion->offset - span->start);
    span->start += (uint32_t)folders_length(begin);
    lsp_candidate_paths(&completion->wish, begin, add, completion);
}

static const char *const declaration_words[] = {"package", "import", "extern",
                                                "enum",    "record", NULL};

static void add_declaration_words(struct completion *completion) {
    add_words(completion, declaration_words);
}

/* What an annotation may stand on. */
static void add_annotated_words(struct completion *completion) {
    add_words(completion, declaration_words + 2);
}

static void add_storage(struct completion *completion) {
    static const char *const words[] = {"slots", "dict", "slots + dict", NULL};
    add_words(completion, words);
}

static void add_dict(struct completion *completion) {
    add_word(completion, "dict");
}

static void add_records(struct completion *completion) {
    add_declarations(completion, 1U << DECLARATION_RECORD);
}

/* The declaration whose head the cursor is in: the last one that is named before it. */
static const struct declaration *own_declaration(const struct completion *completion) {
    const struct declaration *own = NULL;
    for (const struct declaration *at = completion->file->declarations; at != NULL; at = at->next) {
        own = at->name.text != NULL && at->name.span.end <= completion->span.start ? at : own;
    }
    if (own == NULL) {
        return NULL;
    }
    const char *bytes = own->file->source->bytes;
    uint32_t behind = own->name.span.end;
    return memchr(bytes + behind, '{', completion->span.start - behind) == NULL ? own : NULL;
}

static void add_bases(struct completion *completion) {
    completion->wish.is_base = true;
    completion->wish.own = own_declaration(completion);
    add_records(completion);
}

static void add_integer_types(struct completion *completion) {
    add_types(completion, true);
}

static void add_from(struct completion *completion) {
    add_word(completion, "from");
}

static void add_as(struct completion *completion) {
    add_word(completion, "as");
}

static void add_orders(struct completion *completion) {
    static const char *const words[] = {"declared", "packed", NULL};
    add_words(completion, words);
}

static void add_directives(struct completion *completion) {
    add_word(completion, "allow");
}

static void add_quoted_rules(struct completion *completion) {
    add_rules(completion, false);
}

static void add_directive_rules(struct completion *completion) {
    add_rules(completion, true);
}

static void add_expected(struct completion *completion) {
    static void (*const adders[])(struct completion * completion) = {
        [EXPECTS_NOTHING] = NULL,
        [EXPECTS_DECLARATION] = add_declaration_words,
        [EXPECTS_ANNOTATED] = add_annotated_words,
        [EXPECTS_STORAGE] = add_storage,
        [EXPECTS_DICT] = add_dict,
        [EXPECTS_BASE] = add_bases,
        [EXPECTS_INTEGER_TYPE] = add_integer_types,
        [EXPECTS_TYPE] = add_field_types,
        [EXPECTS_RECORD] = add_records,
        [EXPECTS_VALUE] = add_values,
        [EXPECTS_FROM] = add_from,
        [EXPECTS_AS] = add_as,
        [EXPECTS_ANNOTATION] = add_annotations,
        [EXPECTS_ORDER] = add_orders,
        [EXPECTS_IMPORT_PATH] = add_paths,
        [EXPECTS_RULE] = add_quoted_rules,
        [EXPECTS_DIRECTIVE] = add_directives,
        [EXPECTS_DIRECTIVE_RULE] = add_directive_rules,
    };
    if (adders[completion->context->expects] != NULL) {
        adders[completion->context->expects](completion);
    }
}

json_t *lsp_complete(struct lsp_request *request) {
    size_t offset = 0;
    struct lsp_document *document = lsp_asked_place(request, &offset);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_names(request->lsp, document);
    const struct file *file = lsp_analysis_file(analysis);
    if (file == NULL) {
        return NULL;
    }
    struct lsp_context context = lsp_context_at(request->mem, file->source, (uint32_t)offset);
    struct completion completion = {
        .mem = request->mem,
        .analysis = analysis,
        .file = file,
        .context = &context,
        .offset = (uint32_t)offset,
        .wish = {.lsp = request->lsp,
                 .mem = request->mem,
                 .document = document,
                 .analysis = analysis},
        .span = {file->source, context.start, context.end},
        .items = json_array(),
    };
    add_expected(&completion);
    bool is_cut = json_array_size(completion.items) == MOST_ITEMS;
    return json_pack("{s:b,s:o}", "isIncomplete", is_cut, "items", completion.items);
}
