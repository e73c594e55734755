/* Comments that speak to slotc: `// slotc:allow rule: reason`, on a line of its own, silences a
 * rule in its file. They document nothing, whether they begin with `//` or `///`. */
#ifndef SLOTC_DIRECTIVE_H
#define SLOTC_DIRECTIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "ast.h"

struct mem;

struct directive {
    struct span span; /* from the comment's first byte to the last one of its text */
    struct name word; /* "allow" */
    struct name rule; /* or a group; no text where none is named */
    bool has_reason;
    bool has_line; /* a line comment, and nothing else stands on its line */
    struct directive *next;
};

/* Whether a comment whose text, behind its marks, starts there is one. Words behind `slotc:` and a
 * space are a sentence. */
bool directive_starts(const struct source *source, uint32_t text);

/* Reads the one that a comment, of the bytes from start to end, is. */
struct directive *directive_read(struct mem *mem, const struct source *source, uint32_t start,
                                 uint32_t end);

#endif
