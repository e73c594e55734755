/* Reading and writing the JSON of messages. */
#ifndef SLOTC_LSP_JSON_H
#define SLOTC_LSP_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lsp_position.h"

struct mem;

/* A message. Halves of surrogate pairs, which JSON can spell and no text has, and bytes that are
 * no UTF-8 become U+FFFD, as long as the half in what an editor counts. NULL where it is no JSON.
 */
json_t *lsp_json_read(struct mem *mem, const char *bytes, size_t length);

/* What stands under one key within another, and so on, the last key being NULL; or NULL. */
const json_t *lsp_json_at(const json_t *value, ...) __attribute__((sentinel));

/* The same of a string, NULL where there is none, or it holds a NUL; and of a truth. */
const char *lsp_json_string(const json_t *value);
bool lsp_json_is_true(const json_t *value);

/* A position; zeros where it is none. */
struct lsp_position lsp_json_position(const json_t *value);

/* A string, with U+FFFD for what is no UTF-8. */
json_t *lsp_string(struct mem *mem, const char *string);

#endif
