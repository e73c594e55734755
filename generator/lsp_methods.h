/* What the server can be asked: a row for each message, with the function that answers it and how
 * the editor is told of it. */
#ifndef SLOTC_LSP_METHODS_H
#define SLOTC_LSP_METHODS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct lsp_request;

struct lsp_method {
    const char *name; /* "textDocument/hover" */
    /* The result, or NULL for null; lsp_fail makes it an error. A notification's is ignored. */
    json_t *(*answer)(struct lsp_request *request);
    bool is_notification;
    const char *capability; /* "hoverProvider"; NULL where it goes without saying */
    const char *provides; /* its value, as JSON; NULL for true */
};

const struct lsp_method *lsp_method_find(const char *name);

/* Every row by index; NULL past the last. */
const struct lsp_method *lsp_method_at(size_t index);

#endif
