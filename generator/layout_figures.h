/* What a layout comes to: the figures below a record's table. To add one, add a function to the
 * list in layout_figures.c. */
#ifndef SLOTC_LAYOUT_FIGURES_H
#define SLOTC_LAYOUT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

struct chains;
struct layout_rows;
struct layouts;
struct mem;
struct record;

/* A number for each pointer width, and what it counts. */
struct figure {
    const char *numbers[WIDTH_COUNT];
    const char *label;
};

struct figures {
    struct figure *items;
    size_t count;
};

/* What a report is about. */
struct layout_subject {
    struct mem *mem;
    const struct chains *chains;
    const struct layouts *layouts;
    const struct record *record;
    const struct layout_rows *rows;
    bool only_one; /* of the pointer widths is asked for: */
    enum width only;
};

struct figures layout_figures(const struct layout_subject *subject);

#endif
