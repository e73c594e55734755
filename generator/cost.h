/* What a dict costs: the figures that `lint`, `layout` and `report` give. */
#ifndef SLOTC_COST_H
#define SLOTC_COST_H

#include <stdbool.h>
#include <stdint.h>

#include "types.h"

struct field;
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

/* What an instance takes more than it would without those wishes (enum wish) of its chain. A search
 * may do better with a wish than without: then nothing is lost. */
void cost_lost(struct mem *mem, const struct layouts *layouts, const struct record *record,
               unsigned wishes, uint64_t lost[WIDTH_COUNT]);

/* What an instance would take with these fields in place of the record's own. */
struct measure cost_with_fields(struct mem *mem, const struct layouts *layouts,
                                const struct record *record, struct field *fields);

/* The bytes that the first dynamic attribute of an instance adds, with 64-bit pointers. */
extern const uint32_t cost_first_attribute;

/* From so many bytes on, of all instances together, slots are worth a word. */
#define COST_LARGE (UINT64_C(1) << 20)

/* So few bytes, of all instances together, are nothing: a page of memory. */
#define COST_TINY UINT64_C(4096)

/* From a @count of so many on, each byte of an instance counts. */
#define COST_MANY UINT64_C(10000)

/* The bytes of that many instances; false where 64 bits don't count them. */
bool cost_times(uint64_t bytes, uint64_t count, uint64_t *total);

/* The two together; false where 64 bits don't count them. */
bool cost_plus(uint64_t bytes, uint64_t more, uint64_t *total);

/* A size for one pointer width; "-" where that is not known. */
const char *cost_size(struct mem *mem, const struct cost *cost, const struct measure *measure,
                      enum width width);

/* Behind the bytes of one instance, those of all expected: ", 80 bytes more for the 10 expected",
 * with " more", " less" or nothing as the word; "" without a count. */
const char *cost_for_all(struct mem *mem, uint64_t bytes, uint64_t count, const char *word);

/* "31.5 MiB", "24 bytes" */
const char *cost_in_units(struct mem *mem, uint64_t bytes);

#endif
