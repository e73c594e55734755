/* What the editor says of its documents: opened, changed, saved, closed. */
#include "lsp.h"
#include "lsp_document.h"
#include "lsp_json.h"

json_t *lsp_did_open(struct lsp_request *request) {
    struct lsp *lsp = request->lsp;
    const json_t *item = lsp_json_at(request->params, "textDocument", NULL);
    const char *uri = lsp_json_string(lsp_json_at(item, "uri", NULL));
    const json_t *text = lsp_json_at(item, "text", NULL);
    if (uri == NULL || !json_is_string(text)) {
        return NULL;
    }
    struct lsp_document *known = lsp_document_find(lsp, uri);
    lsp_documents_forget(lsp);
    if (known != NULL) {
        lsp_document_close(lsp, known);
    }
    lsp_document_open(lsp, uri, json_integer_value(lsp_json_at(item, "version", NULL)),
                      json_string_value(text), json_string_length(text));
    return NULL;
}

/* One change: of a range, or of all. */
static void change(const struct lsp *lsp, struct lsp_document *document, const json_t *event) {
    const json_t *text = lsp_json_at(event, "text", NULL);
    const json_t *range = lsp_json_at(event, "range", NULL);
    size_t start = 0;
    size_t end = document->text.length;
    if (!json_is_string(text)) {
        return;
    }
    if (json_is_object(range)) {
        start = lsp_offset(&document->text, lsp->encoding,
                           lsp_json_position(lsp_json_at(range, "start", NULL)));
        end = lsp_offset(&document->text, lsp->encoding,
                         lsp_json_position(lsp_json_at(range, "end", NULL)));
    }
    lsp_document_splice(document, start < end ? start : end, start < end ? end : start,
                        json_string_value(text), json_string_length(text));
}

json_t *lsp_did_change(struct lsp_request *request) {
    struct lsp_document *document = lsp_asked_document(request);
    size_t index = 0;
    const json_t *event = NULL;
    if (document == NULL) {
        return NULL;
    }
    json_array_foreach(lsp_json_at(request->params, "contentChanges", NULL), index, event) {
        change(request->lsp, document, event);
    }
    document->version =
        json_integer_value(lsp_json_at(request->params, "textDocument", "version", NULL));
    lsp_document_changed(request->lsp, document);
    return NULL;
}

/* On disk is what is open: but a header that it needs may be there by now. */
json_t *lsp_did_save(struct lsp_request *request) {
    lsp_documents_forget(request->lsp);
    return NULL;
}

json_t *lsp_did_close(struct lsp_request *request) {
    struct lsp_document *document = lsp_asked_document(request);
    if (document != NULL) {
        lsp_documents_forget(request->lsp);
        lsp_document_close(request->lsp, document);
    }
    return NULL;
}

json_t *lsp_did_change_files(struct lsp_request *request) {
    lsp_documents_forget(request->lsp);
    return NULL;
}

/* The text that the server has of a document: tests compare it with their own. */
json_t *lsp_own_text(struct lsp_request *request) {
    const struct lsp_document *document = lsp_asked_document(request);
    return document == NULL ? NULL : json_stringn(document->text.bytes, document->text.length);
}
