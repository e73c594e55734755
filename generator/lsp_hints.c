/* Offset and size behind each field. */
#include <string.h>

#include "ast.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_place.h"
#include "lsp_requests.h"
#include "mem.h"

struct hinting {
    struct lsp_request *request;
    struct lsp_analysis *analysis;
    struct span span; /* that is asked about */
    json_t *list;
};

static void add_hint(struct hinting *hinting, const struct field *field) {
    const struct source *source = field->span.source;
    uint32_t at = field->span.end;
    bool is_whole = at < source->length && source->bytes[at] == ';';
    if (!is_whole || field->record == NULL || at < hinting->span.start || at > hinting->span.end) {
        return;
    }
    json_t *range = lsp_range(hinting->analysis, (struct span){source, at + 1, at + 1});
    const char *words =
        lsp_place_words(hinting->request->mem, hinting->analysis->run.layouts, field);
    json_array_append_new(hinting->list,
                          json_pack("{s:O,s:o,s:b}", "position", json_object_get(range, "start"),
                                    "label", lsp_string(hinting->request->mem, words),
                                    "paddingLeft", 1));
    json_decref(range);
}

json_t *lsp_inlay_hints(struct lsp_request *request) {
    struct hinting hinting = {.request = request};
    struct lsp_document *document = lsp_asked_document(request);
    if (document == NULL) {
        return NULL;
    }
    hinting.analysis = lsp_document_analysis(request->lsp, document);
    const struct file *file = lsp_analysis_file(hinting.analysis);
    if (file == NULL) {
        return NULL;
    }
    hinting.list = json_array();
    hinting.span = lsp_asked_range(request, document, file->source);
    const struct declaration *at = file->declarations;
    for (; at != NULL; at = at->next) {
        const struct record *record = (const struct record *)(const void *)at;
        for (size_t i = 0; at->kind == DECLARATION_RECORD && i < record->field_count; i++) {
            add_hint(&hinting, &record->fields[i]);
        }
    }
    return hinting.list;
}
