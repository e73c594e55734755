/* The functions behind the rows of lsp_methods.c that tell the editor something. */
#ifndef SLOTC_LSP_REQUESTS_H
#define SLOTC_LSP_REQUESTS_H

#include <jansson.h>

struct lsp_request;

/* lsp_hover.c */
json_t *lsp_hover(struct lsp_request *request);

/* lsp_complete.c */
json_t *lsp_complete(struct lsp_request *request);

/* lsp_actions.c */
json_t *lsp_code_actions(struct lsp_request *request);

/* lsp_format.c */
json_t *lsp_format(struct lsp_request *request);

/* lsp_hints.c */
json_t *lsp_inlay_hints(struct lsp_request *request);

/* lsp_rename.c */
json_t *lsp_prepare_rename(struct lsp_request *request);
json_t *lsp_rename(struct lsp_request *request);

/* lsp_goto.c */
json_t *lsp_definition(struct lsp_request *request);
json_t *lsp_references(struct lsp_request *request);
json_t *lsp_highlight(struct lsp_request *request);

/* lsp_symbols.c */
json_t *lsp_document_symbols(struct lsp_request *request);
json_t *lsp_workspace_symbols(struct lsp_request *request);
json_t *lsp_folding(struct lsp_request *request);

#endif
