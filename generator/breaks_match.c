#include "breaks_match.h"

#include <stdint.h>
#include <string.h>

#include "map.h"
#include "mem.h"

#define ALONE SIZE_MAX
#define DROPPED (SIZE_MAX - 1)

struct matching {
    struct mem *mem;
    struct match_items items[MATCH_SIDE_COUNT];
    size_t *others[MATCH_SIDE_COUNT]; /* the other side's index, or one of the above */
};

static const void *item_at(const struct matching *matching, enum match_side side, size_t index) {
    return (const char *)matching->items[side].first + index * matching->items[side].size;
}

struct matching *matching_new(struct mem *mem, struct match_items old, struct match_items new) {
    struct matching *matching = mem_alloc(mem, sizeof *matching);
    *matching = (struct matching){.mem = mem, .items = {old, new}};
    for (enum match_side side = 0; side < MATCH_SIDE_COUNT; side++) {
        size_t count = matching->items[side].count;
        matching->others[side] = mem_alloc(mem, count * sizeof *matching->others[side]);
        for (size_t i = 0; i < count; i++) {
            matching->others[side][i] = ALONE;
        }
    }
    return matching;
}

bool matching_is_alone(const struct matching *matching, enum match_side side, size_t index) {
    return matching->others[side][index] == ALONE;
}

void matching_drop(struct matching *matching, enum match_side side, size_t index) {
    matching->others[side][index] = DROPPED;
}

/* Where a key is, and how often. */
struct seat {
    size_t index;
    size_t count;
};

/* The keys of what is still alone on a side: struct seat. NULL where nothing is. */
static struct map *seats_of(const struct matching *matching, enum match_side side, match_key *key) {
    struct map *seats = NULL;
    for (size_t i = 0; i < matching->items[side].count; i++) {
        const char *word = matching_is_alone(matching, side, i)
                               ? key(matching->mem, item_at(matching, side, i))
                               : NULL;
        if (word == NULL) {
            continue;
        }
        seats = seats == NULL ? map_new(matching->mem) : seats;
        struct seat **seat = (struct seat **)(void *)map_place(seats, word, strlen(word));
        if (*seat == NULL) {
            *seat = mem_alloc(matching->mem, sizeof **seat);
            (*seat)->index = i;
        }
        (*seat)->count++;
    }
    return seats;
}

/* What is the same in both from the start on. */
static void try_in_place(struct matching *matching, match_key *key) {
    size_t count = matching->items[MATCH_OLD].count;
    count = matching->items[MATCH_NEW].count < count ? matching->items[MATCH_NEW].count : count;
    for (size_t i = 0; i < count; i++) {
        const char *old = key(matching->mem, item_at(matching, MATCH_OLD, i));
        const char *new = key(matching->mem, item_at(matching, MATCH_NEW, i));
        if (old == NULL || new == NULL || strcmp(old, new) != 0) {
            return;
        }
        matching->others[MATCH_OLD][i] = matching->others[MATCH_NEW][i] = i;
    }
}

void matching_names(struct matching *matching, match_key *key) {
    try_in_place(matching, key);
    matching_try(matching, key);
}

void matching_try(struct matching *matching, match_key *key) {
    const struct map *old = seats_of(matching, MATCH_OLD, key);
    const struct map *new = old == NULL ? NULL : seats_of(matching, MATCH_NEW, key);
    for (size_t i = 0; new != NULL &&i < matching->items[MATCH_NEW].count; i++) {
        const char *word = matching_is_alone(matching, MATCH_NEW, i)
                               ? key(matching->mem, item_at(matching, MATCH_NEW, i))
                               : NULL;
        const struct seat *there = word == NULL ? NULL : map_get(old, word, strlen(word));
        const struct seat *here = word == NULL ? NULL : map_get(new, word, strlen(word));
        if (there != NULL && there->count == 1 && here->count == 1) {
            matching->others[MATCH_NEW][i] = there->index;
            matching->others[MATCH_OLD][there->index] = i;
        }
    }
}

const struct match *matching_all(const struct matching *matching, size_t *count) {
    size_t most = matching->items[MATCH_OLD].count + matching->items[MATCH_NEW].count;
    struct match *matches = mem_alloc(matching->mem, most * sizeof *matches);
    *count = 0;
    for (size_t i = 0; i < matching->items[MATCH_NEW].count; i++) {
        size_t other = matching->others[MATCH_NEW][i];
        if (other != DROPPED) {
            matches[(*count)++] = (struct match){
                .old = other == ALONE ? NULL : item_at(matching, MATCH_OLD, other),
                .new = item_at(matching, MATCH_NEW, i),
            };
        }
    }
    for (size_t i = 0; i < matching->items[MATCH_OLD].count; i++) {
        if (matching_is_alone(matching, MATCH_OLD, i)) {
            matches[(*count)++] = (struct match){.old = item_at(matching, MATCH_OLD, i)};
        }
    }
    return matches;
}
