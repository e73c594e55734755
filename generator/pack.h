/* The order of a record's own cells where sorting alone cannot find it: some are pinned to an
 * offset, some want to stand in the first cache line.
 *
 * Both pointer widths share one order. It is found for 64-bit pointers; with 32-bit ones no cell is
 * larger or more aligned, so that the same order fits there, too. */
#ifndef SLOTC_PACK_H
#define SLOTC_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diagnostics;
struct layouts;
struct mem;
struct member;
struct record;

/* Whether sorting is not enough. */
bool pack_is_needed(const struct member *cells, size_t count);

/* Puts the cells in order behind start bytes: of several ways to fill the gaps round the pinned
 * ones, the one that takes least; of those, the one with most hot bytes in the first cache line. */
void pack_cells(struct mem *mem, struct member *cells, size_t count, uint64_t start);

/* Reports cells that are pinned where they cannot stand. start is the end of the base for both
 * widths. */
void pack_check(struct mem *mem, struct diagnostics *diagnostics, const struct record *record,
                const struct member *cells, size_t count, const uint64_t start[2]);

#endif
