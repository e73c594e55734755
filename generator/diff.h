/* The unified difference of two texts, line by line, as `diff -u` prints it. */
#ifndef SLOTC_DIFF_H
#define SLOTC_DIFF_H

#include <stdbool.h>
#include <stddef.h>

struct mem;
struct text;

/* One of two texts, and the name that its side of the difference bears. */
struct diff_side {
    const char *name;
    const char *bytes;
    size_t length;
};

/* Appends the difference with three lines of context to out, headed by the two names, and
 * returns true; false, and nothing appended, where the texts are equal. */
bool diff_unified(struct mem *mem, struct diff_side is, struct diff_side should, struct text *out);

#endif
