/* The order of a record's own cells where sorting alone cannot find it: some are pinned to an
 * offset, some want to stand in the first cache line, some may stand in the tail of the base.
 *
 * Both pointer widths share one order. With 32-bit pointers no cell is larger or more aligned than
 * with 64-bit ones, and a base ends where it does with 64-bit ones or before its tail begins there,
 * so that an order that fits there fits here, too. */
#ifndef SLOTC_PACK_H
#define SLOTC_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "types.h"

struct mem;
struct member;

/* The next multiple of align, or value itself. */
uint64_t pack_round_up(uint64_t value, uint64_t align);

/* The plain order of members, for qsort: by alignment with 64-bit pointers and then with 32-bit
 * ones, then kind, then as they stand in the schema. Falling in a root, rising in a child. */
int pack_falling(const void *left, const void *right);
int pack_rising(const void *left, const void *right);

/* Whether sorting is not enough. */
bool pack_is_needed(const struct member *cells, size_t count);

/* Where the cells go, and with what alignment at the least. */
struct room {
    uint64_t start[WIDTH_COUNT]; /* behind the base, or behind its last cell */
    uint64_t bar[WIDTH_COUNT]; /* the base's end, which no cell lies across, where it is ahead */
    uint32_t align[WIDTH_COUNT];
    bool open_tail; /* what is left at the end is of use to children */
};

/* Where a cell goes that comes behind so many bytes. */
uint64_t pack_offset(const struct member *cell, uint64_t end, const struct room *room,
                     enum width width);

/* Puts the cells in order: of several ways to fill the gaps round the pinned ones, and of all
 * orders where the cells are few, the one that takes least with 64-bit pointers; of those, the
 * one that takes least with 32-bit ones, then the one with the longest tail where that is open, and
 * then the one with most hot bytes in the first line. */
void pack_cells(struct mem *mem, struct member *cells, size_t count, const struct room *room);

/* Moves the pinned cells to the front, by offset, and says how many there are. */
size_t pack_pinned_first(struct mem *mem, struct member *cells, size_t count);

#endif
