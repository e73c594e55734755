/* How the editor and the server begin, and end: what each can do. */
#include <string.h>

#include "lsp.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_methods.h"
#include "lsp_uri.h"
#include "mem.h"
#include "version.h"

/* Whether a list has a string. */
static bool has(const json_t *list, const char *wanted) {
    size_t index = 0;
    const json_t *item = NULL;
    json_array_foreach(list, index, item) {
        const char *string = lsp_json_string(item);
        if (string != NULL && strcmp(string, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* Markdown where the editor names it before plain text, or says nothing. */
static bool shows_markdown(const json_t *hover) {
    const json_t *formats = lsp_json_at(hover, "contentFormat", NULL);
    const char *first = lsp_json_string(json_array_get(formats, 0));
    return first == NULL || strcmp(first, "plaintext") != 0;
}

static void read_client(struct lsp *lsp, const json_t *can) {
    const json_t *text = lsp_json_at(can, "textDocument", NULL);
    const json_t *workspace = lsp_json_at(can, "workspace", NULL);
    const json_t *findings = lsp_json_at(text, "publishDiagnostics", NULL);
    const json_t *action = lsp_json_at(text, "codeAction", NULL);
    lsp->client = (struct lsp_client){
        .shows_markdown = shows_markdown(lsp_json_at(text, "hover", NULL)),
        .watches_files = lsp_json_is_true(
            lsp_json_at(workspace, "didChangeWatchedFiles", "dynamicRegistration", NULL)),
        .knows_related = lsp_json_is_true(lsp_json_at(findings, "relatedInformation", NULL)),
        .knows_tags = lsp_json_at(findings, "tagSupport", NULL) != NULL,
        .knows_versions =
            lsp_json_is_true(lsp_json_at(workspace, "workspaceEdit", "documentChanges", NULL)),
        .nests_symbols = lsp_json_is_true(
            lsp_json_at(text, "documentSymbol", "hierarchicalDocumentSymbolSupport", NULL)),
        .knows_actions = lsp_json_at(action, "codeActionLiteralSupport", NULL) != NULL,
        .prefers_actions = lsp_json_is_true(lsp_json_at(action, "isPreferredSupport", NULL)),
        .prepares_renames = lsp_json_is_true(lsp_json_at(text, "rename", "prepareSupport", NULL)),
    };
    const json_t *encodings = lsp_json_at(can, "general", "positionEncodings", NULL);
    lsp->encoding = has(encodings, "utf-8") ? LSP_UTF8 : LSP_UTF16;
}

/* Keeps the path of a folder, without a slash at its end. */
static void add_folder(struct lsp_request *request, const char *uri) {
    if (uri != NULL && lsp_uri_is_file(uri)) {
        const char *path = lsp_path_tidy(request->mem, lsp_uri_path(request->mem, uri));
        json_t *item = json_string(path);
        if (item != NULL) {
            json_array_append_new(request->lsp->folders, item);
        }
    }
}

static void add_folders(struct lsp_request *request, const json_t *folders) {
    size_t index = 0;
    const json_t *folder = NULL;
    json_array_foreach(folders, index, folder) {
        add_folder(request, lsp_json_string(lsp_json_at(folder, "uri", NULL)));
    }
}

static json_t *capabilities(const struct lsp *lsp) {
    json_t *all = json_object();
    const struct lsp_method *row = NULL;
    for (size_t i = 0; (row = lsp_method_at(i)) != NULL; i++) {
        if (row->capability != NULL) {
            json_object_set_new(all, row->capability,
                                row->provides == NULL ? json_true()
                                                      : json_loads(row->provides, 0, NULL));
        }
    }
    /* The long forms are for editors that know of them. */
    if (!lsp->client.prepares_renames) {
        json_object_set_new(all, "renameProvider", json_true());
    }
    if (!lsp->client.knows_actions) {
        json_object_set_new(all, "codeActionProvider", json_false());
    }
    json_object_set_new(all, "positionEncoding",
                        json_string(lsp->encoding == LSP_UTF8 ? "utf-8" : "utf-16"));
    return all;
}

json_t *lsp_initialize(struct lsp_request *request) {
    struct lsp *lsp = request->lsp;
    const json_t *folders = lsp_json_at(request->params, "workspaceFolders", NULL);
    read_client(lsp, lsp_json_at(request->params, "capabilities", NULL));
    if (json_is_array(folders)) {
        add_folders(request, folders);
    } else {
        add_folder(request, lsp_json_string(lsp_json_at(request->params, "rootUri", NULL)));
    }
    lsp->state = LSP_RUNNING;
    return json_pack("{s:o,s:{s:s,s:s}}", "capabilities", capabilities(lsp), "serverInfo", "name",
                     "slotc", "version", SLOTC_VERSION);
}

/* Schemas, configurations and headers that change on disk are of interest. */
json_t *lsp_initialized(struct lsp_request *request) {
    if (request->lsp->client.watches_files) {
        json_t *params = json_pack("{s:[{s:s,s:s,s:{s:[{s:s}]}}]}", "registrations", "id", "files",
                                   "method", "workspace/didChangeWatchedFiles", "registerOptions",
                                   "watchers", "globPattern", "**/{*.slots,slotc.ini,*.h}");
        lsp_request_client(request->lsp, "client/registerCapability", params);
    }
    return NULL;
}

json_t *lsp_shutdown(struct lsp_request *request) {
    request->lsp->state = LSP_SHUT_DOWN;
    return NULL;
}

static void remove_folder(struct lsp_request *request, const char *uri) {
    json_t *folders = request->lsp->folders;
    const char *path =
        uri == NULL ? "" : lsp_path_tidy(request->mem, lsp_uri_path(request->mem, uri));
    for (size_t i = json_array_size(folders); i > 0; i--) {
        if (strcmp(json_string_value(json_array_get(folders, i - 1)), path) == 0) {
            json_array_remove(folders, i - 1);
        }
    }
}

json_t *lsp_change_folders(struct lsp_request *request) {
    const json_t *event = lsp_json_at(request->params, "event", NULL);
    size_t index = 0;
    const json_t *folder = NULL;
    json_array_foreach(lsp_json_at(event, "removed", NULL), index, folder) {
        remove_folder(request, lsp_json_string(lsp_json_at(folder, "uri", NULL)));
    }
    add_folders(request, lsp_json_at(event, "added", NULL));
    lsp_documents_forget(request->lsp);
    return NULL;
}
