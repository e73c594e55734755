/* For layout.c: the cells that a record adds to its base, and how large each is. */
#ifndef SLOTC_LAYOUT_CELLS_H
#define SLOTC_LAYOUT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout.h"

/* Which unit and presence bit a field has, by their numbers. */
struct share {
    uint32_t unit;
    uint32_t shift;
    uint32_t presence; /* bits before its own */
};

/* The cells that a record adds, before they are sorted. */
struct cells {
    struct member *items;
    size_t count;
    uint32_t units; /* of bits */
    uint32_t presence; /* bytes */
    uint32_t first_fit[65]; /* by a number of bits: the first unit that may have room */
    struct share *shares; /* by the field's index */
    bool known[WIDTH_COUNT]; /* of the record: see struct layout */
};

/* In the order of the schema, the dict's word first and the bytes of presence last. base is NULL
 * without one, wishes are of enum wish. */
struct cells layout_cells(struct mem *mem, const struct layouts *layouts,
                          const struct record *record, const struct layout *base, bool brings_dict,
                          unsigned wishes);

/* The width whose figures stand for a width: the other one's where only that is known. */
enum width layout_standing_for(const bool known[WIDTH_COUNT], enum width width);

#endif
