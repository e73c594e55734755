/* Which item of one side is which of the other: those with the same key, in as many attempts as
 * there are keys. */
#ifndef SLOTC_BREAKS_MATCH_H
#define SLOTC_BREAKS_MATCH_H

#include <stdbool.h>
#include <stddef.h>

struct mem;

enum match_side {
    MATCH_OLD,
    MATCH_NEW,
    MATCH_SIDE_COUNT,
};

/* The items of a side, which lie one behind the other. */
struct match_items {
    const void *first;
    size_t count;
    size_t size; /* of each */
};

/* NULL on the side that has none. */
struct match {
    const void *old;
    const void *new;
};

struct matching;

/* What an item is known by; NULL where it cannot be known so. */
typedef const char *match_key(struct mem *mem, const void *item);

struct matching *matching_new(struct mem *mem, struct match_items old, struct match_items new);

/* The first attempt, by names: each is there once on a side, and most are where they were. */
void matching_names(struct matching *matching, match_key *key);

/* Matches what is still alone, has the same key, and shares that with nothing on its own side. */
void matching_try(struct matching *matching, match_key *key);

/* Whether the item of that index is still alone, and takes it out: it is matched no more. */
bool matching_is_alone(const struct matching *matching, enum match_side side, size_t index);
void matching_drop(struct matching *matching, enum match_side side, size_t index);

/* All that were not taken out: those of the new side in its order, then those that the old side has
 * alone. */
const struct match *matching_all(const struct matching *matching, size_t *count);

#endif
