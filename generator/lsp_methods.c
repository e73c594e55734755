#include "lsp_methods.h"

#include <string.h>

#include "lsp.h"
#include "lsp_requests.h"

static const struct lsp_method methods[] = {
    {"initialize", lsp_initialize, false, NULL, NULL},
    {"initialized", lsp_initialized, true, NULL, NULL},
    {"shutdown", lsp_shutdown, false, NULL, NULL},
    {"textDocument/didOpen", lsp_did_open, true, "textDocumentSync",
     "{\"openClose\": true, \"change\": 2, \"save\": true}"},
    {"textDocument/didChange", lsp_did_change, true, NULL, NULL},
    {"textDocument/didSave", lsp_did_save, true, NULL, NULL},
    {"textDocument/didClose", lsp_did_close, true, NULL, NULL},
    {"textDocument/hover", lsp_hover, false, "hoverProvider", NULL},
    {"textDocument/completion", lsp_complete, false, "completionProvider",
     "{\"triggerCharacters\": [\":\", \"@\", \"=\", \"\\\"\", \"/\", \".\"]}"},
    {"textDocument/definition", lsp_definition, false, "definitionProvider", NULL},
    {"textDocument/references", lsp_references, false, "referencesProvider", NULL},
    {"textDocument/documentHighlight", lsp_highlight, false, "documentHighlightProvider", NULL},
    {"textDocument/documentSymbol", lsp_document_symbols, false, "documentSymbolProvider", NULL},
    {"textDocument/foldingRange", lsp_folding, false, "foldingRangeProvider", NULL},
    {"workspace/symbol", lsp_workspace_symbols, false, "workspaceSymbolProvider", NULL},
    {"textDocument/prepareRename", lsp_prepare_rename, false, NULL, NULL},
    {"textDocument/rename", lsp_rename, false, "renameProvider", "{\"prepareProvider\": true}"},
    {"textDocument/formatting", lsp_format, false, "documentFormattingProvider", NULL},
    {"textDocument/codeAction", lsp_code_actions, false, "codeActionProvider",
     "{\"codeActionKinds\": [\"quickfix\", \"source.fixAll\"]}"},
    {"textDocument/inlayHint", lsp_inlay_hints, false, "inlayHintProvider", NULL},
    {"slotc/text", lsp_own_text, false, NULL, NULL},
    {"workspace/didChangeWatchedFiles", lsp_did_change_files, true, NULL, NULL},
    {"workspace/didChangeWorkspaceFolders", lsp_change_folders, true, "workspace",
     "{\"workspaceFolders\": {\"supported\": true, \"changeNotifications\": true}}"},
};

const struct lsp_method *lsp_method_at(size_t index) {
    return index < sizeof methods / sizeof *methods ? &methods[index] : NULL;
}

const struct lsp_method *lsp_method_find(const char *name) {
    const struct lsp_method *row = NULL;
    for (size_t i = 0; (row = lsp_method_at(i)) != NULL && strcmp(row->name, name) != 0; i++) {
    }
    return row;
}
