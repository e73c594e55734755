/* Places in a text as editors count them: lines from 0, and characters of a line in UTF-16 or
 * UTF-8 code units. A line ends with LF, CR LF or a lone CR.
 *
 * What lies beyond a line's end is its end, what lies within a character is its start. A byte that
 * is no UTF-8 counts as one unit: an editor shows one replacement for it. */
#ifndef SLOTC_LSP_POSITION_H
#define SLOTC_LSP_POSITION_H

#include <stddef.h>
#include <stdint.h>

struct mem;

enum lsp_encoding {
    LSP_UTF16,
    LSP_UTF8,
};

struct lsp_text {
    const char *bytes;
    size_t length;
    const size_t *lines; /* where each starts */
    size_t line_count;
};

struct lsp_position {
    size_t line;
    size_t character;
};

/* The bytes are not copied. */
struct lsp_text lsp_text_of(struct mem *mem, const char *bytes, size_t length);

size_t lsp_offset(const struct lsp_text *text, enum lsp_encoding encoding,
                  struct lsp_position position);
struct lsp_position lsp_position(const struct lsp_text *text, enum lsp_encoding encoding,
                                 size_t offset);

#endif
