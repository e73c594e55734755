/* What a dict costs: the figures that `lint`, `layout` and `report` give. */
#ifndef SLOTC_COST_H
#define SLOTC_COST_H

#include <stdbool.h>
#include <stdint.h>

#include "types.h"

struct layouts;
struct mem;
struct record;

/* One instance of a record without a dict, and with one that is still empty. */
struct cost {
    struct measure slotted; /* as if no record of the chain brought a dict */
    struct measure backed; /* as if the record did, where no ancestor does */
    bool known[WIDTH_COUNT]; /* the figures of another width are those of this one */
};

struct cost cost_of(struct mem *mem, const struct layouts *layouts, const struct record *record);

/* What slots save of an instance, or would: the dict's word and what it adds of padding. */
uint64_t cost_saving(const struct cost *cost, enum width width);

/* The same of a child that adds no field and forgets its slots, below a record without a dict. */
struct cost cost_below(struct mem *mem, const struct layouts *layouts, const struct record *record);

/* The bytes that the first dynamic attribute of an instance adds, with 64-bit pointers. */
extern const uint32_t cost_first_attribute;

/* The bytes of that many instances; false where 64 bits don't count them. */
bool cost_times(uint64_t bytes, uint64_t count, uint64_t *total);

/* The two together; false where 64 bits don't count them. */
bool cost_plus(uint64_t bytes, uint64_t more, uint64_t *total);

/* A size for one pointer width; "-" where that is not known. */
const char *cost_size(struct mem *mem, const struct cost *cost, const struct measure *measure,
                      enum width width);

/* "31.5 MiB", "24 bytes" */
const char *cost_in_units(struct mem *mem, uint64_t bytes);

#endif
