/* Which declaration of the new side is which of the old one: by name; else by the name in another
 * package; else, of records and enums, by what is in them. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "map.h"
#include "mem.h"
#include "text.h"

#define NONE SIZE_MAX

/* What is matched: by index, the keys of one attempt, and the other side's index or NONE. */
struct matching {
    struct mem *mem;
    const char **keys[2]; /* of the old side, and of the new; a key may be NULL */
    size_t counts[2];
    size_t *others[2];
};

static struct matching matching_new(struct mem *mem, size_t old_count, size_t new_count) {
    struct matching matching = {.mem = mem, .counts = {old_count, new_count}};
    for (int side = 0; side < 2; side++) {
        size_t count = matching.counts[side];
        matching.keys[side] = mem_alloc(mem, count * sizeof *matching.keys[side]);
        matching.others[side] = mem_alloc(mem, count * sizeof *matching.others[side]);
        memset(matching.others[side], 0xff, count * sizeof *matching.others[side]);
    }
    return matching;
}

/* Where a key stands that is still without its match, and how often. */
struct seat {
    size_t index;
    size_t count;
};

static struct map *seats_of(const struct matching *matching, int side) {
    struct map *seats = map_new(matching->mem);
    for (size_t i = 0; i < matching->counts[side]; i++) {
        const char *key = matching->keys[side][i];
        if (key == NULL || matching->others[side][i] != NONE) {
            continue;
        }
        struct seat **seat = (struct seat **)(void *)map_place(seats, key, strlen(key));
        if (*seat == NULL) {
            *seat = mem_alloc(matching->mem, sizeof **seat);
            (*seat)->index = i;
        }
        (*seat)->count++;
    }
    return seats;
}

static bool is_done(const struct matching *matching, int side) {
    size_t i = 0;
    while (i < matching->counts[side] && matching->others[side][i] != NONE) {
        i++;
    }
    return i == matching->counts[side];
}

/* Matches what has the same key and is alone with it on its side. */
static void match(struct matching *matching) {
    if (is_done(matching, 0) || is_done(matching, 1)) {
        return;
    }
    struct map *old = seats_of(matching, 0);
    struct map *new = seats_of(matching, 1);
    for (size_t i = 0; i < matching->counts[1]; i++) {
        const char *key = matching->keys[1][i];
        if (key == NULL || matching->others[1][i] != NONE) {
            continue;
        }
        const struct seat *there = map_get(old, key, strlen(key));
        const struct seat *here = map_get(new, key, strlen(key));
        if (there != NULL && there->count == 1 && here->count == 1) {
            matching->others[1][i] = there->index;
            matching->others[0][there->index] = i;
        }
    }
}

static const char *record_shape(struct mem *mem, const struct locked_record *record) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < record->field_count; i++) {
        const struct locked_field *field = &record->fields[i];
        text_format(&text, "%s %s %" PRIu64 " %" PRIu64 ";", field->name, locked_type(mem, field),
                    field->offset[WIDTH_64], field->offset[WIDTH_32]);
    }
    return record->field_count == 0 ? NULL : text_string(&text);
}

static const char *enum_shape(struct mem *mem, const struct locked_enum *locked) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < locked->count; i++) {
        text_format(&text, "%s %" PRId64 ";", locked->items[i].name, locked->items[i].number);
    }
    return text_string(&text);
}

/* Three attempts: by the whole name, by the local one, by the shape. */
enum attempt {
    BY_NAME,
    BY_LOCAL_NAME,
    BY_SHAPE,
    ATTEMPT_COUNT,
};

static const char *key_of(struct mem *mem, enum attempt attempt, const char *name,
                          const struct locked_record *record, const struct locked_enum *locked) {
    if (attempt == BY_SHAPE) {
        return record != NULL   ? record_shape(mem, record)
               : locked != NULL ? enum_shape(mem, locked)
                                : NULL;
    }
    return attempt == BY_NAME ? name : locked_local(name);
}

static struct subject subject_of(const char *kind, const char *old, const char *new) {
    bool renamed = old != NULL && new != NULL &&strcmp(old, new) != 0;
    return (struct subject){
        .kind = kind,
        .name = new == NULL ? old : new,
        .old_name = renamed ? old : NULL,
        .added = old == NULL,
        .removed = new == NULL,
    };
}

static void add_subject(struct breaks *breaks, struct subject *subject) {
    const char *old = subject->old_name == NULL ? subject->name : subject->old_name;
    subject->last_breakage = &subject->breakages;
    if (!subject->removed) {
        const char *key = mem_concat(breaks->mem, "new ", subject->name, NULL);
        *map_place(breaks->subjects, key, strlen(key)) = subject;
    }
    if (!subject->added) {
        const char *key = mem_concat(breaks->mem, "old ", old, NULL);
        *map_place(breaks->subjects, key, strlen(key)) = subject;
    }
}

struct subject *breaks_subject(const struct breaks *breaks, const char *side, const char *name) {
    const char *key = name == NULL ? NULL : mem_concat(breaks->mem, side, " ", name, NULL);
    return key == NULL ? NULL : map_get(breaks->subjects, key, strlen(key));
}

bool breaks_same_target(const struct breaks *breaks, const char *old, const char *new) {
    if (old == NULL || new == NULL) {
        return old == new;
    }
    const struct subject *before = breaks_subject(breaks, "old", old);
    const struct subject *after = breaks_subject(breaks, "new", new);
    return before == after && (before != NULL || strcmp(old, new) == 0);
}

static bool same_measure(const struct measure *old, const struct measure *new) {
    return old->size[WIDTH_64] == new->size[WIDTH_64] &&
           old->size[WIDTH_32] == new->size[WIDTH_32] &&
           old->align[WIDTH_64] == new->align[WIDTH_64] &&
           old->align[WIDTH_32] == new->align[WIDTH_32];
}

static void pair_records(struct breaks *breaks) {
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    struct matching matching = matching_new(breaks->mem, old->record_count, new->record_count);
    for (enum attempt attempt = BY_NAME; attempt < ATTEMPT_COUNT; attempt++) {
        for (size_t i = 0; i < old->record_count; i++) {
            const struct locked_record *record = &old->records[i];
            matching.keys[0][i] = matching.others[0][i] != NONE
                                      ? NULL
                                      : key_of(breaks->mem, attempt, record->name, record, NULL);
        }
        for (size_t i = 0; i < new->record_count; i++) {
            const struct locked_record *record = &new->records[i];
            matching.keys[1][i] = matching.others[1][i] != NONE
                                      ? NULL
                                      : key_of(breaks->mem, attempt, record->name, record, NULL);
        }
        match(&matching);
    }
    breaks->records =
        mem_alloc(breaks->mem, (old->record_count + new->record_count) * sizeof *breaks->records);
    for (size_t i = 0; i < new->record_count; i++) {
        size_t other = matching.others[1][i];
        breaks->records[breaks->record_count++] = (struct record_pair){
            .old = other == NONE ? NULL : &old->records[other], .new = &new->records[i]};
    }
    for (size_t i = 0; i < old->record_count; i++) {
        if (matching.others[0][i] == NONE) {
            breaks->records[breaks->record_count++] = (struct record_pair){.old = &old->records[i]};
        }
    }
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *pair = &breaks->records[i];
        pair->subject = subject_of("record", pair->old == NULL ? NULL : pair->old->name,
                                   pair->new == NULL ? NULL : pair->new->name);
        pair->subject.span = pair->new == NULL ? (struct span){0} : pair->new->span;
        pair->subject.old_span = pair->old == NULL ? (struct span){0} : pair->old->span;
        pair->subject.resized = pair->old != NULL && pair->new != NULL &&
                                !same_measure(&pair->old->measure, &pair->new->measure);
        add_subject(breaks, &pair->subject);
    }
}

/* The enumerators of both, by name, then by number. */
static void pair_enumerators(struct mem *mem, struct enum_pair *pair) {
    size_t old_count = pair->old == NULL ? 0 : pair->old->count;
    size_t new_count = pair->new == NULL ? 0 : pair->new->count;
    struct matching matching = matching_new(mem, old_count, new_count);
    for (int attempt = 0; attempt < 2; attempt++) {
        for (size_t i = 0; i < old_count; i++) {
            const struct locked_enumerator *item = &pair->old->items[i];
            matching.keys[0][i] =
                attempt == 0 ? item->name : mem_format(mem, "%" PRId64, item->number);
        }
        for (size_t i = 0; i < new_count; i++) {
            const struct locked_enumerator *item = &pair->new->items[i];
            matching.keys[1][i] =
                attempt == 0 ? item->name : mem_format(mem, "%" PRId64, item->number);
        }
        match(&matching);
    }
    pair->items = mem_alloc(mem, (old_count + new_count) * sizeof *pair->items);
    for (size_t i = 0; i < new_count; i++) {
        const struct locked_enumerator *new = &pair->new->items[i];
        size_t other = matching.others[1][i];
        const struct locked_enumerator *old = other == NONE ? NULL : &pair->old->items[other];
        pair->items[pair->count++] = (struct enumerator_pair){
            .old = old, .new = new, .renamed = old != NULL &&strcmp(old->name, new->name) != 0};
    }
    for (size_t i = 0; i < old_count; i++) {
        if (matching.others[0][i] == NONE) {
            pair->items[pair->count++] = (struct enumerator_pair){.old = &pair->old->items[i]};
        }
    }
}

static void pair_enums(struct breaks *breaks) {
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    struct matching matching = matching_new(breaks->mem, old->enum_count, new->enum_count);
    for (enum attempt attempt = BY_NAME; attempt < ATTEMPT_COUNT; attempt++) {
        for (size_t i = 0; i < old->enum_count; i++) {
            matching.keys[0][i] =
                key_of(breaks->mem, attempt, old->enums[i].name, NULL, &old->enums[i]);
        }
        for (size_t i = 0; i < new->enum_count; i++) {
            matching.keys[1][i] =
                key_of(breaks->mem, attempt, new->enums[i].name, NULL, &new->enums[i]);
        }
        match(&matching);
    }
    breaks->enums =
        mem_alloc(breaks->mem, (old->enum_count + new->enum_count) * sizeof *breaks->enums);
    for (size_t i = 0; i < new->enum_count; i++) {
        size_t other = matching.others[1][i];
        breaks->enums[breaks->enum_count++] = (struct enum_pair){
            .old = other == NONE ? NULL : &old->enums[other], .new = &new->enums[i]};
    }
    for (size_t i = 0; i < old->enum_count; i++) {
        if (matching.others[0][i] == NONE) {
            breaks->enums[breaks->enum_count++] = (struct enum_pair){.old = &old->enums[i]};
        }
    }
    for (size_t i = 0; i < breaks->enum_count; i++) {
        struct enum_pair *pair = &breaks->enums[i];
        pair->subject = subject_of("enum", pair->old == NULL ? NULL : pair->old->name,
                                   pair->new == NULL ? NULL : pair->new->name);
        pair->subject.span = pair->new == NULL ? (struct span){0} : pair->new->span;
        pair->subject.old_span = pair->old == NULL ? (struct span){0} : pair->old->span;
        if (pair->old != NULL && pair->new != NULL) {
            const struct type *before = type_find(pair->old->type);
            const struct type *after = type_find(pair->new->type);
            pair->subject.resized =
                before != NULL && after != NULL && !same_measure(&before->measure, &after->measure);
        }
        pair_enumerators(breaks->mem, pair);
        add_subject(breaks, &pair->subject);
    }
}

static void pair_externs(struct breaks *breaks) {
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    struct matching matching = matching_new(breaks->mem, old->extern_count, new->extern_count);
    for (enum attempt attempt = BY_NAME; attempt < BY_SHAPE; attempt++) {
        for (size_t i = 0; i < old->extern_count; i++) {
            matching.keys[0][i] = key_of(breaks->mem, attempt, old->externs[i].name, NULL, NULL);
        }
        for (size_t i = 0; i < new->extern_count; i++) {
            matching.keys[1][i] = key_of(breaks->mem, attempt, new->externs[i].name, NULL, NULL);
        }
        match(&matching);
    }
    breaks->externs =
        mem_alloc(breaks->mem, (old->extern_count + new->extern_count) * sizeof *breaks->externs);
    for (size_t i = 0; i < new->extern_count; i++) {
        size_t other = matching.others[1][i];
        breaks->externs[breaks->extern_count++] = (struct extern_pair){
            .old = other == NONE ? NULL : &old->externs[other], .new = &new->externs[i]};
    }
    for (size_t i = 0; i < old->extern_count; i++) {
        if (matching.others[0][i] == NONE) {
            breaks->externs[breaks->extern_count++] = (struct extern_pair){.old = &old->externs[i]};
        }
    }
    for (size_t i = 0; i < breaks->extern_count; i++) {
        struct extern_pair *pair = &breaks->externs[i];
        pair->subject = subject_of("extern", pair->old == NULL ? NULL : pair->old->name,
                                   pair->new == NULL ? NULL : pair->new->name);
        pair->subject.span = pair->new == NULL ? (struct span){0} : pair->new->span;
        pair->subject.old_span = pair->old == NULL ? (struct span){0} : pair->old->span;
        pair->subject.resized = pair->old != NULL && pair->new != NULL &&
                                !same_measure(&pair->old->measure, &pair->new->measure);
        add_subject(breaks, &pair->subject);
    }
}

/* Three attempts: by name; by the C name, where that was kept; by type and place. */
static const char *field_key(struct mem *mem, int attempt, const struct locked_field *field) {
    if (attempt < 2) {
        return attempt == 0 ? field->name : field->c_name;
    }
    return mem_format(mem, "%s %" PRIu64 " %" PRIu64 " %" PRIu32, locked_type(mem, field),
                      field->offset[WIDTH_64], field->offset[WIDTH_32], field->shift);
}

static bool is_retyped(const struct breaks *breaks, const struct locked_field *old,
                       const struct locked_field *new) {
    return strcmp(old->word, new->word) != 0 || old->items != new->items ||
           old->optional != new->optional || !breaks_same_target(breaks, old->target, new->target);
}

static bool is_moved(const struct locked_field *old, const struct locked_field *new) {
    bool moved = old->shift != new->shift;
    for (enum width width = 0; width < WIDTH_COUNT; width++) {
        moved = moved || old->offset[width] != new->offset[width];
        moved = moved ||
                (old->optional && new->optional && old->presence[width] != new->presence[width]);
    }
    return moved || (old->optional && new->optional && old->presence_bit != new->presence_bit);
}

/* The field of that name in an ancestor on the new side. */
static const struct locked_field *find_above(const struct breaks *breaks,
                                             const struct record_pair *pair, const char *name,
                                             const struct locked_record **owner) {
    for (struct record_pair *at = pair->base; at != NULL; at = at->base) {
        if (at->names == NULL) {
            at->names = map_new(breaks->mem);
            for (size_t i = 0; i < at->new->field_count; i++) {
                struct locked_field *field = &at->new->fields[i];
                *map_place(at->names, field->name, strlen(field->name)) = field;
            }
        }
        const struct locked_field *found = map_get(at->names, name, strlen(name));
        if (found != NULL) {
            *owner = at->new;
            return found;
        }
    }
    return NULL;
}

static void pair_gone(struct breaks *breaks, struct record_pair *pair,
                      const struct locked_field *old) {
    struct field_pair field = {.old = old};
    field.new = find_above(breaks, pair, old->name, &field.new_owner);
    if (field.new != NULL) {
        field.retyped = is_retyped(breaks, old, field.new);
        field.moved = is_moved(old, field.new);
    }
    pair->fields[pair->field_count++] = field;
}

static void pair_fields(struct breaks *breaks, struct record_pair *pair) {
    struct mem *mem = breaks->mem;
    const size_t old_count = pair->old == NULL ? 0 : pair->old->field_count;
    const size_t new_count = pair->new == NULL ? 0 : pair->new->field_count;
    pair->fields = mem_alloc(mem, (old_count + new_count) * sizeof *pair->fields);
    if (pair->old == NULL || pair->new == NULL) {
        return;
    }
    struct matching matching = matching_new(mem, old_count, new_count);
    for (size_t i = 0; i < old_count && i < new_count; i++) { /* most are where they were */
        if (strcmp(pair->old->fields[i].name, pair->new->fields[i].name) == 0) {
            matching.others[0][i] = matching.others[1][i] = i;
        }
    }
    for (int attempt = 0; attempt < 3; attempt++) {
        for (size_t i = 0; i < old_count; i++) {
            matching.keys[0][i] = matching.others[0][i] != NONE
                                      ? NULL
                                      : field_key(mem, attempt, &pair->old->fields[i]);
        }
        for (size_t i = 0; i < new_count; i++) {
            matching.keys[1][i] = matching.others[1][i] != NONE
                                      ? NULL
                                      : field_key(mem, attempt, &pair->new->fields[i]);
        }
        match(&matching);
    }
    size_t last = 0;
    for (size_t i = 0; i < new_count; i++) {
        const struct locked_field *new = &pair->new->fields[i];
        size_t other = matching.others[1][i];
        struct field_pair field = {.new = new};
        if (other != NONE) {
            field.old = &pair->old->fields[other];
            field.renamed = strcmp(field.old->name, new->name) != 0;
            field.retyped = is_retyped(breaks, field.old, new);
            field.moved = is_moved(field.old, new);
            pair->reordered = pair->reordered || other < last;
            last = other;
        }
        pair->fields[pair->field_count++] = field;
    }
    for (size_t i = 0; i < old_count; i++) {
        if (matching.others[0][i] == NONE) {
            pair_gone(breaks, pair, &pair->old->fields[i]);
        }
    }
}

/* Whether its declaration asks for the layout that it asked for. */
static bool says_the_same(const struct record_pair *pair) {
    bool same = pair->same_base && !pair->reordered &&
                pair->old->has_dict ==
                    pair->new->has_dict &&strcmp(pair->old->wishes, pair->new->wishes) == 0;
    for (size_t i = 0; same && i < pair->field_count; i++) {
        const struct field_pair *field = &pair->fields[i];
        same = field->old != NULL && field->new != NULL && field->new_owner == NULL &&
               !field->retyped &&strcmp(field->old->wishes, field->new->wishes) == 0;
    }
    return same;
}

static int64_t growth(const struct field_pair *field, enum width width) {
    int64_t after =
        field->new == NULL || field->new_owner != NULL ? 0 : (int64_t)field->new->size[width];
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

void breaks_pair(struct breaks *breaks) {
    breaks->subjects = map_new(breaks->mem);
    pair_externs(breaks);
    pair_enums(breaks);
    pair_records(breaks);
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *pair = &breaks->records[i];
        struct subject *base =
            breaks_subject(breaks, "new", pair->new == NULL ? NULL : pair->new->base);
        pair->base = (struct record_pair *)(void *)base;
    }
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *pair = &breaks->records[i];
        pair_fields(breaks, pair);
        if (pair->old != NULL && pair->new != NULL) {
            pair->same_base = breaks_same_target(breaks, pair->old->base, pair->new->base);
            pair->same_words = says_the_same(pair);
            blame(pair);
        }
    }
}
