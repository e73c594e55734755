/* Cells of a child in the tail padding of its base: which of them fill most of it.
 *
 * The tail is shorter than the base's alignment, so that a cell that fits is aligned to no more
 * than the base's end is. Placed by rising alignment, any cells whose sizes sum up to no more than
 * the tail therefore fit into it, and filling it is a matter of sums. */
#ifndef SLOTC_PACK_TAIL_H
#define SLOTC_PACK_TAIL_H

#include <stddef.h>
#include <stdint.h>

#include "types.h"

struct mem;
struct member;
struct room;

/* Moves those that fill most of the tail to the front, in one width; they and the others rise. */
void pack_tail_fill(struct mem *mem, struct member *cells, size_t count, const struct room *room,
                    enum width width);

/* No order of the cells takes less than this in one width. */
uint64_t pack_tail_least(struct mem *mem, const struct member *cells, size_t count,
                         const struct room *room, enum width width);

#endif
