/* Findings, sent to the editor as its documents change. */

#include "diagnostic.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_finding.h"

#define MOST_OF_A_FILE 1000

/* Analyses what has changed; false where input came first. */
static bool analyse_all(struct lsp *lsp) {
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        if (at->analysis == NULL && lsp_frame_waits(&lsp->frames)) {
            return false;
        }
        (void)lsp_document_analysis(lsp, at);
    }
    return true;
}

static bool is_there(const json_t *list, const json_t *finding) {
    size_t index = 0;
    const json_t *item = NULL;
    json_array_foreach(list, index, item) {
        if (json_equal(item, finding)) {
            return true;
        }
    }
    return false;
}

/* The list of an address, made where there is none. */
static json_t *list_of(json_t *lists, const char *uri) {
    json_t *list = json_object_get(lists, uri);
    if (list == NULL) {
        list = json_array();
        json_object_set_new(lists, uri, list);
    }
    return list;
}

/* Adds what an analysis has found. A file that several documents import has its findings once. */
static void add_findings(struct lsp_analysis *analysis, json_t *lists) {
    const struct diagnostics *findings = analysis->run.diagnostics;
    const struct file *file = lsp_analysis_file(analysis);
    for (size_t i = 0; file != NULL && i < findings->count; i++) {
        const struct diagnostic *finding = findings->items[i];
        json_t *list = list_of(lists, lsp_view_of(analysis, finding->span.source)->uri);
        if (json_array_size(list) < MOST_OF_A_FILE) {
            json_t *item = lsp_finding(analysis, finding);
            if (is_there(list, item)) {
                json_decref(item);
            } else {
                json_array_append_new(list, item);
            }
        }
    }
}

static void send_list(struct lsp *lsp, const char *uri, json_t *list) {
    const struct lsp_document *document = lsp_document_find(lsp, uri);
    json_t *params = json_pack("{s:s,s:O}", "uri", uri, "diagnostics", list);
    if (document != NULL) {
        json_object_set_new(params, "version", json_integer(document->version));
    }
    lsp_notify(lsp, "textDocument/publishDiagnostics", params);
}

/* Sends the lists that the editor has not, and empty ones for those that are gone. */
static void send_lists(struct lsp *lsp, json_t *lists) {
    const char *uri = NULL;
    json_t *list = NULL;
    json_t *none = json_array();
    json_object_foreach(lists, uri, list) {
        const struct lsp_document *document = lsp_document_find(lsp, uri);
        if ((document != NULL && !document->is_published) ||
            !json_equal(list, json_object_get(lsp->published, uri))) {
            send_list(lsp, uri, list);
        }
    }
    json_object_foreach(lsp->published, uri, list) {
        if (json_object_get(lists, uri) == NULL && json_array_size(list) > 0) {
            send_list(lsp, uri, none);
        }
    }
    json_decref(none);
}

void lsp_publish(struct lsp *lsp) {
    bool is_news = lsp->documents == NULL && json_object_size(lsp->published) > 0;
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        is_news = is_news || !at->is_published;
    }
    if (!is_news || !analyse_all(lsp)) {
        return;
    }
    json_t *lists = json_object();
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        (void)list_of(lists, at->uri);
        add_findings(at->analysis, lists);
    }
    send_lists(lsp, lists);
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        at->is_published = true;
    }
    json_decref(lsp->published);
    lsp->published = lists;
}
