/* A text, line by line, where it lies: large ones are not copied for it. */
#ifndef SLOTC_LINES_H
#define SLOTC_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct line {
    const char *bytes;
    size_t length; /* with its line end, where it has one */
};

/* The line at *at, which moves behind it; false at the end. */
bool lines_next(const char **at, const char *end, struct line *line);

bool line_begins(const struct line *line, const char *text);

#endif
