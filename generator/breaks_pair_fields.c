/* Which field of a record is which: by name, also where an ancestor declares it or did so; else by
 * the name in C, where that was kept; else by type and place. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "breaks_match.h"
#include "map.h"
#include "mem.h"

static const char *field_name(struct mem *mem, const void *field) {
    (void)mem;
    return ((const struct locked_field *)field)->name;
}

static const char *field_c_name(struct mem *mem, const void *field) {
    (void)mem;
    return ((const struct locked_field *)field)->c_name;
}

static const char *field_place(struct mem *mem, const void *item) {
    const struct locked_field *field = item;
    return mem_format(mem, "%s %" PRIu64 " %" PRIu64 " %" PRIu32, locked_type(mem, field),
                      field->offset[WIDTH_64], field->offset[WIDTH_32], field->shift);
}

static bool is_retyped(const struct breaks *breaks, const struct locked_field *old,
                       const struct locked_field *new) {
    return strcmp(old->word, new->word) != 0 || old->items != new->items ||
           old->optional != new->optional || !breaks_same_target(breaks, old->target, new->target);
}

static bool is_moved(const struct locked_field *old, const struct locked_field *new) {
    bool both_optional = old->optional && new->optional;
    bool moved = old->shift != new->shift;
    for (enum width width = 0; width < WIDTH_COUNT; width++) {
        moved = moved || old->offset[width] != new->offset[width];
        moved = moved || (both_optional && old->presence[width] != new->presence[width]);
    }
    return moved || (both_optional && old->presence_bit != new->presence_bit);
}

static void compare(const struct breaks *breaks, struct field_pair *field) {
    if (field->old != NULL && field->new != NULL) {
        field->renamed = strcmp(field->old->name, field->new->name) != 0;
        field->retyped = is_retyped(breaks, field->old, field->new);
        field->moved = is_moved(field->old, field->new);
    }
}

/* The fields of a record of one side by their names; both are there. */
static const struct map *names_of(struct mem *mem, struct record_pair *pair, enum match_side side) {
    if (pair->names[side] == NULL) {
        const struct locked_record *record = side == MATCH_NEW ? pair->new : pair->old;
        pair->names[side] = map_new(mem);
        for (size_t i = 0; i < record->field_count; i++) {
            struct locked_field *field = &record->fields[i];
            *map_place(pair->names[side], field->name, strlen(field->name)) = field;
        }
    }
    return pair->names[side];
}

static struct record_pair *base_on(const struct record_pair *pair, enum match_side side) {
    return side == MATCH_NEW ? pair->base : pair->old_base;
}

/* The field of that name in an ancestor on that side. */
static const struct locked_field *find_above(struct mem *mem, const struct record_pair *pair,
                                             enum match_side side, const char *name,
                                             const struct record_pair **owner) {
    for (struct record_pair *at = base_on(pair, side); at != NULL; at = base_on(at, side)) {
        const struct locked_field *found = map_get(names_of(mem, at, side), name, strlen(name));
        if (found != NULL) {
            *owner = at;
            return found;
        }
    }
    return NULL;
}

static void add_pair(const struct breaks *breaks, struct record_pair *pair,
                     struct field_pair field) {
    compare(breaks, &field);
    pair->fields = mem_grow(breaks->mem, pair->fields, pair->field_count, sizeof field);
    pair->fields[pair->field_count++] = field;
}

/* Own fields that an ancestor has now. */
static void pull_up(const struct breaks *breaks, struct record_pair *pair,
                    struct matching *matching) {
    for (size_t i = 0; i < pair->old->field_count && pair->base != NULL; i++) {
        struct field_pair field = {.old = &pair->old->fields[i]};
        if (matching_is_alone(matching, MATCH_OLD, i)) {
            field.new = find_above(breaks->mem, pair, MATCH_NEW, field.old->name, &field.new_owner);
        }
        if (field.new != NULL) {
            matching_drop(matching, MATCH_OLD, i);
            add_pair(breaks, pair, field);
        }
    }
}

/* Own fields that an ancestor had before. */
static void push_down(const struct breaks *breaks, struct record_pair *pair,
                      struct matching *matching) {
    for (size_t i = 0; i < pair->new->field_count && pair->old_base != NULL; i++) {
        struct field_pair field = {.new = &pair->new->fields[i]};
        if (matching_is_alone(matching, MATCH_NEW, i)) {
            field.old = find_above(breaks->mem, pair, MATCH_OLD, field.new->name, &field.old_owner);
        }
        if (field.old != NULL) {
            matching_drop(matching, MATCH_NEW, i);
            add_pair(breaks, pair, field);
        }
    }
}

static void pair_own(const struct breaks *breaks, struct record_pair *pair) {
    struct match_items old = {pair->old->fields, pair->old->field_count, sizeof *pair->old->fields};
    struct match_items new = {pair->new->fields, pair->new->field_count, sizeof *pair->new->fields};
    struct matching *matching = matching_new(breaks->mem, old, new);
    matching_names(matching, field_name);
    pull_up(breaks, pair, matching);
    push_down(breaks, pair, matching);
    matching_try(matching, field_c_name);
    matching_try(matching, field_place);
    size_t count = 0;
    const struct match *matches = matching_all(matching, &count);
    const struct locked_field *last = NULL;
    for (size_t i = 0; i < count; i++) {
        struct field_pair field = {.old = matches[i].old, .new = matches[i].new};
        if (field.old != NULL && field.new != NULL) {
            pair->reordered = pair->reordered || (last != NULL && field.old < last);
            last = field.old;
        }
        add_pair(breaks, pair, field);
    }
}

/* What a new base brings, and what an old one takes along. */
static void pair_inherited(const struct breaks *breaks, struct record_pair *pair) {
    const struct map *own_before = names_of(breaks->mem, pair, MATCH_OLD);
    const struct map *own_now = names_of(breaks->mem, pair, MATCH_NEW);
    for (const struct record_pair *at = pair->base; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->new->field_count; i++) {
            struct field_pair field = {.new = &at->new->fields[i], .new_owner = at};
            const char *name = field.new->name;
            field.old = find_above(breaks->mem, pair, MATCH_OLD, name, &field.old_owner);
            bool is_told = field.old_owner == at || /* by the ancestor */
                           map_get(own_before, name, strlen(name)) != NULL; /* pulled up */
            if (!is_told) {
                add_pair(breaks, pair, field);
            }
        }
    }
    for (const struct record_pair *at = pair->old_base; at != NULL; at = at->old_base) {
        for (size_t i = 0; i < at->old->field_count; i++) {
            struct field_pair field = {.old = &at->old->fields[i], .old_owner = at};
            const struct record_pair *owner = NULL;
            const char *name = field.old->name;
            bool is_kept = find_above(breaks->mem, pair, MATCH_NEW, name, &owner) != NULL ||
                           map_get(own_now, name, strlen(name)) != NULL;
            if (!is_kept) {
                add_pair(breaks, pair, field);
            }
        }
    }
}

/* The annotations that a layout depends on. */
static bool same_wishes(const char *old, const char *new) {
    static const char *const kept[] = {"@align(", "@order(", "@open_tail"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *before = strstr(old, kept[i]);
        const char *after = strstr(new, kept[i]);
        size_t length = before == NULL ? 0 : strcspn(before, " ");
        if ((before == NULL) != (after == NULL) ||
            (before != NULL && strncmp(before, after, length) != 0)) {
            return false;
        }
    }
    return true;
}

/* Without a clause a record is dict-backed. */
static bool same_storage(const char *old, const char *new) {
    old = strcmp(old, "none") == 0 ? "dict" : old;
    new = strcmp(new, "none") == 0 ? "dict" : new;
    return strcmp(old, new) == 0;
}

static bool field_wishes_stay(const struct field_pair *field) {
    return strcmp(field->old->wishes, field->new->wishes) == 0;
}

/* Whether its declaration asks for the layout that it asked for. */
static bool says_the_same(const struct record_pair *pair) {
    bool same = pair->same_base && !pair->reordered &&
                same_wishes(pair->old->wishes, pair->new->wishes) &&
                same_storage(pair->old->storage, pair->new->storage);
    for (size_t i = 0; same && i < pair->field_count; i++) {
        const struct field_pair *field = &pair->fields[i];
        same = field->old != NULL && field->new != NULL && field->old_owner == NULL &&
               field->new_owner == NULL && !field->retyped &&field_wishes_stay(field);
    }
    return same;
}

static int64_t growth(const struct field_pair *field, enum width width) {
    int64_t after = field->new == NULL ? 0 : (int64_t)field->new->size[width];
    return after - (field->old == NULL ? 0 : (int64_t)field->old->size[width]);
}

/* The field that adds most to a record that has grown, or takes most from one that has shrunk. */
static void blame(struct record_pair *pair) {
    enum width width = WIDTH_64;
    if (pair->old->measure.size[WIDTH_64] == pair->new->measure.size[WIDTH_64]) {
        width = WIDTH_32;
    }
    int64_t sign = pair->new->measure.size[width] >= pair->old->measure.size[width] ? 1 : -1;
    for (size_t i = 0; i < pair->field_count; i++) {
        int64_t bytes = growth(&pair->fields[i], width);
        if (bytes * sign > pair->blamed_bytes * sign) {
            pair->blamed = &pair->fields[i];
            pair->blamed_bytes = bytes;
        }
    }
}

void breaks_pair_fields(struct breaks *breaks, struct record_pair *pair) {
    pair_own(breaks, pair);
    if (!pair->same_base) {
        pair_inherited(breaks, pair);
    }
    pair->same_words = says_the_same(pair);
    blame(pair);
}
