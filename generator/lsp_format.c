/* The layout of `slotc fmt`, as the least edits that make it. */
#include <string.h>

#include "ast.h"
#include "diagnostic.h"
#include "fmt.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_requests.h"
#include "mem.h"
#include "text.h"

/* Two texts that differ in white space, and in commas that stand in one of them. */
struct comparing {
    struct lsp_analysis *analysis;
    const struct source *source;
    struct mem *mem;
    size_t old; /* so far */
    const char *laid_out;
    size_t length;
    size_t made;
    json_t *edits;
};

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void replace(struct comparing *comparing, size_t start, size_t end, const char *text,
                    size_t length) {
    struct span span = {comparing->source, (uint32_t)start, (uint32_t)end};
    json_array_append_new(comparing->edits, lsp_text_edit(comparing->analysis, span,
                                                          mem_copy(comparing->mem, text, length)));
}

/* Goes on behind the white space of both, and evens it out. */
static void even_out(struct comparing *comparing) {
    const char *old = comparing->source->bytes + comparing->old;
    const char *made = comparing->laid_out + comparing->made;
    size_t old_left = comparing->source->length - comparing->old;
    size_t new_left = comparing->length - comparing->made;
    size_t old_length = 0;
    size_t new_length = 0;
    while (old_length < old_left && is_blank(old[old_length])) {
        old_length++;
    }
    while (new_length < new_left && is_blank(made[new_length])) {
        new_length++;
    }
    if (old_length != new_length || memcmp(old, made, old_length) != 0) {
        replace(comparing, comparing->old, comparing->old + old_length, made, new_length);
    }
    comparing->old += old_length;
    comparing->made += new_length;
}

/* Behind one byte that both have, or a comma that one has; false where they differ otherwise. */
static bool step(struct comparing *comparing) {
    const struct source *source = comparing->source;
    const char *old = comparing->old < source->length ? source->bytes + comparing->old : "";
    const char *made =
        comparing->made < comparing->length ? comparing->laid_out + comparing->made : "";
    if (*old == *made) {
        comparing->old++;
        comparing->made++;
    } else if (*made == ',') {
        replace(comparing, comparing->old, comparing->old, ",", 1);
        comparing->made++;
    } else if (*old == ',') {
        replace(comparing, comparing->old, comparing->old + 1, "", 0);
        comparing->old++;
    } else {
        return false;
    }
    return true;
}

/* The edits; where the texts turn out to differ in more, the whole text is one. */
static void compare(struct comparing *comparing) {
    bool good = true;
    comparing->edits = json_array();
    while (good &&
           (comparing->old < comparing->source->length || comparing->made < comparing->length)) {
        even_out(comparing);
        good =
            (comparing->old == comparing->source->length && comparing->made == comparing->length) ||
            step(comparing);
    }
    if (!good) {
        json_array_clear(comparing->edits);
        replace(comparing, 0, comparing->source->length, comparing->laid_out, comparing->length);
    }
}

/* The edit that drops the byte-order mark of a document, as `slotc fmt` does. */
static void drop_mark(struct comparing *comparing) {
    struct span start = {comparing->source, 0, 0};
    json_t *range = lsp_range(comparing->analysis, start);
    json_object_set_new(range, "start", json_pack("{s:i,s:i}", "line", 0, "character", 0));
    json_array_insert_new(comparing->edits, 0,
                          json_pack("{s:o,s:s}", "range", range, "newText", ""));
}

json_t *lsp_format(struct lsp_request *request) {
    struct lsp_document *document = lsp_asked_document(request);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_names(request->lsp, document);
    const struct file *file = lsp_analysis_file(analysis);
    struct text laid_out = {.mem = request->mem};
    if (file == NULL ||
        !fmt(request->mem, file->source, diagnostics_new(request->mem), &laid_out)) {
        return NULL; /* its errors are shown already */
    }
    struct comparing comparing = {.analysis = analysis,
                                  .source = file->source,
                                  .mem = request->mem,
                                  .laid_out = text_string(&laid_out),
                                  .length = laid_out.length};
    compare(&comparing);
    if (file->source->skipped > 0) {
        drop_mark(&comparing);
    }
    return comparing.edits;
}
