/* Addresses of documents: `file:` ones stand for paths, with percent escapes; any other is its own
 * path, of a document that is in no file. */
#ifndef SLOTC_LSP_URI_H
#define SLOTC_LSP_URI_H

#include <stdbool.h>

struct mem;

bool lsp_uri_is_file(const char *uri);

/* The path that an address stands for. */
const char *lsp_uri_path(struct mem *mem, const char *uri);

/* The address of a path; of what is an address already, itself. */
const char *lsp_path_uri(struct mem *mem, const char *path);

/* The path without `.`, `..` and doubled slashes, as far as its letters say. */
const char *lsp_path_tidy(struct mem *mem, const char *path);

#endif
