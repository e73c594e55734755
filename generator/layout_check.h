/* What a layout may not be: too large, or other than its pins say. */
#ifndef SLOTC_LAYOUT_CHECK_H
#define SLOTC_LAYOUT_CHECK_H

#include <stddef.h>

struct diagnostics;
struct layouts;
struct mem;
struct member;
struct record;

/* Reports a record that is too large, unless what it is made of is so already. */
void layout_check_size(struct diagnostics *diagnostics, const struct layouts *layouts,
                       const struct record *record);

/* Reports cells that are pinned where they cannot stand; mem is for what is not kept. */
void layout_check_pins(struct mem *mem, struct diagnostics *diagnostics,
                       const struct layouts *layouts, const struct record *record,
                       const struct member *cells, size_t count);

#endif
