/* Which declaration of the new side is which of the old one: by name; else by the name in another
 * package; else by what is in it. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "breaks_match.h"
#include "map.h"
#include "mem.h"
#include "text.h"

static const char *record_name(struct mem *mem, const void *record) {
    (void)mem;
    return ((const struct locked_record *)record)->name;
}

static const char *record_local_name(struct mem *mem, const void *record) {
    return locked_local(record_name(mem, record));
}

/* The fields, their types and places; none of a record without fields. */
static const char *record_shape(struct mem *mem, const void *item) {
    const struct locked_record *record = item;
    struct text text = {.mem = mem};
    for (size_t i = 0; i < record->field_count; i++) {
        const struct locked_field *field = &record->fields[i];
        text_format(&text, "%s %s %" PRIu64 " %" PRIu64 ";", field->name, locked_type(mem, field),
                    field->offset[WIDTH_64], field->offset[WIDTH_32]);
    }
    return record->field_count == 0 ? NULL : text_string(&text);
}

static const char *enum_name(struct mem *mem, const void *locked) {
    (void)mem;
    return ((const struct locked_enum *)locked)->name;
}

static const char *enum_local_name(struct mem *mem, const void *locked) {
    return locked_local(enum_name(mem, locked));
}

static const char *enum_shape(struct mem *mem, const void *item) {
    const struct locked_enum *locked = item;
    struct text text = {.mem = mem};
    for (size_t i = 0; i < locked->count; i++) {
        text_format(&text, "%s %" PRId64 ";", locked->items[i].name, locked->items[i].number);
    }
    return text_string(&text);
}

static const char *extern_name(struct mem *mem, const void *foreign) {
    (void)mem;
    return ((const struct locked_extern *)foreign)->name;
}

static const char *extern_local_name(struct mem *mem, const void *foreign) {
    return locked_local(extern_name(mem, foreign));
}

static const char *extern_type(struct mem *mem, const void *foreign) {
    (void)mem;
    return ((const struct locked_extern *)foreign)->c_type;
}

static const char *item_name(struct mem *mem, const void *item) {
    (void)mem;
    return ((const struct locked_enumerator *)item)->name;
}

static const char *item_number(struct mem *mem, const void *item) {
    return mem_format(mem, "%" PRId64, ((const struct locked_enumerator *)item)->number);
}

static const struct match *match_all(struct mem *mem, struct match_items old,
                                     struct match_items new, match_key *const keys[3],
                                     size_t *count) {
    struct matching *matching = matching_new(mem, old, new);
    matching_names(matching, keys[0]);
    for (size_t i = 1; i < 3 && keys[i] != NULL; i++) {
        matching_try(matching, keys[i]);
    }
    return matching_all(matching, count);
}

/* What breaks_subject finds it by. */
static const char *subject_key(struct mem *mem, const char *side, const char *name) {
    return mem_concat(mem, side, " ", name, NULL);
}

static void know_subject(struct breaks *breaks, const char *side, const char *name,
                         struct subject *subject) {
    const char *key = subject_key(breaks->mem, side, name);
    *map_place(breaks->subjects, key, strlen(key)) = subject;
}

struct subject *breaks_subject(const struct breaks *breaks, const char *side, const char *name) {
    const char *key = name == NULL ? NULL : subject_key(breaks->mem, side, name);
    return key == NULL ? NULL : map_get(breaks->subjects, key, strlen(key));
}

/* What a side calls a declaration, and where it stands; no name where the side has none of it. */
struct locked_place {
    const char *name;
    struct span span;
};

static const struct span no_span;

/* Records, enums and extern types are structs of their own that have both. */
#define PLACE_OF(locked)                                                                           \
    ((struct locked_place){(locked) == NULL ? NULL : (locked)->name,                               \
                           (locked) == NULL ? no_span : (locked)->span})

/* Makes the subject of a pair whose names are NULL on the side that does not have it. */
static void add_subject(struct breaks *breaks, struct subject *subject, const char *kind,
                        struct locked_place old, struct locked_place new) {
    bool renamed = old.name != NULL && new.name != NULL && !breaks_same_text(old.name, new.name);
    subject->kind = kind;
    subject->name = new.name == NULL ? old.name : new.name;
    subject->old_name = renamed ? old.name : NULL;
    subject->added = old.name == NULL;
    subject->removed = new.name == NULL;
    subject->old_span = old.span;
    subject->span = new.span;
    subject->last_breakage = &subject->breakages;
    if (old.name != NULL) {
        know_subject(breaks, "old", old.name, subject);
    }
    if (new.name != NULL) {
        know_subject(breaks, "new", new.name, subject);
    }
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

static void pair_externs(struct breaks *breaks) {
    static match_key *const keys[] = {extern_name, extern_local_name, extern_type};
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    const struct match *matches = match_all(
        breaks->mem, (struct match_items){old->externs, old->extern_count, sizeof *old->externs},
        (struct match_items){new->externs, new->extern_count, sizeof *new->externs}, keys,
        &breaks->extern_count);
    breaks->externs = mem_alloc(breaks->mem, breaks->extern_count * sizeof *breaks->externs);
    for (size_t i = 0; i < breaks->extern_count; i++) {
        struct extern_pair *pair = &breaks->externs[i];
        pair->old = matches[i].old;
        pair->new = matches[i].new;
        pair->subject.resized = pair->old != NULL && pair->new != NULL &&
                                !same_measure(&pair->old->measure, &pair->new->measure);
        add_subject(breaks, &pair->subject, "extern", PLACE_OF(pair->old), PLACE_OF(pair->new));
    }
}

/* By name, then by number. */
static void pair_enumerators(struct mem *mem, struct enum_pair *pair) {
    static match_key *const keys[] = {item_name, item_number, NULL};
    const struct locked_enum *old = pair->old;
    const struct locked_enum *new = pair->new;
    const size_t size = sizeof(struct locked_enumerator);
    const struct match *matches =
        match_all(mem, (struct match_items){old->items, old->count, size},
                  (struct match_items){new->items, new->count, size}, keys, &pair->count);
    pair->items = mem_alloc(mem, pair->count * sizeof *pair->items);
    for (size_t i = 0; i < pair->count; i++) {
        struct enumerator_pair *item = &pair->items[i];
        item->old = matches[i].old;
        item->new = matches[i].new;
        item->renamed = item->old != NULL && item->new != NULL &&
                        !breaks_same_text(item->old->name, item->new->name);
    }
}

static bool is_stored_larger(const struct enum_pair *pair) {
    const struct type *before = type_find(pair->old->type);
    const struct type *after = type_find(pair->new->type);
    return before != NULL && after != NULL && !same_measure(&before->measure, &after->measure);
}

static void pair_enums(struct breaks *breaks) {
    static match_key *const keys[] = {enum_name, enum_local_name, enum_shape};
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    const struct match *matches = match_all(
        breaks->mem, (struct match_items){old->enums, old->enum_count, sizeof *old->enums},
        (struct match_items){new->enums, new->enum_count, sizeof *new->enums}, keys,
        &breaks->enum_count);
    breaks->enums = mem_alloc(breaks->mem, breaks->enum_count * sizeof *breaks->enums);
    for (size_t i = 0; i < breaks->enum_count; i++) {
        struct enum_pair *pair = &breaks->enums[i];
        pair->old = matches[i].old;
        pair->new = matches[i].new;
        if (pair->old != NULL && pair->new != NULL) {
            pair->subject.resized = is_stored_larger(pair);
            pair_enumerators(breaks->mem, pair);
        }
        add_subject(breaks, &pair->subject, "enum", PLACE_OF(pair->old), PLACE_OF(pair->new));
    }
}

static void pair_records(struct breaks *breaks) {
    static match_key *const keys[] = {record_name, record_local_name, record_shape};
    const struct lock *old = breaks->old;
    const struct lock *new = breaks->new;
    const struct match *matches = match_all(
        breaks->mem, (struct match_items){old->records, old->record_count, sizeof *old->records},
        (struct match_items){new->records, new->record_count, sizeof *new->records}, keys,
        &breaks->record_count);
    breaks->records = mem_alloc(breaks->mem, breaks->record_count * sizeof *breaks->records);
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *pair = &breaks->records[i];
        pair->old = matches[i].old;
        pair->new = matches[i].new;
        pair->subject.resized = pair->old != NULL && pair->new != NULL &&
                                !same_measure(&pair->old->measure, &pair->new->measure);
        add_subject(breaks, &pair->subject, "record", PLACE_OF(pair->old), PLACE_OF(pair->new));
    }
}

static struct record_pair *base_of(const struct breaks *breaks, const char *side,
                                   const struct locked_record *record) {
    struct subject *base = breaks_subject(breaks, side, record == NULL ? NULL : record->base);
    return (struct record_pair *)(void *)base;
}

/* Marks those below which there was a dict. */
static void mark_dicts(struct breaks *breaks) {
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *at = &breaks->records[i];
        bool has_dict = at->old != NULL && at->old->has_dict;
        for (; has_dict && at != NULL && !at->dict_below; at = at->old_base) {
            at->dict_below = true;
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
        pair->base = base_of(breaks, "new", pair->new);
        pair->old_base = base_of(breaks, "old", pair->old);
        pair->same_base = pair->base == pair->old_base;
    }
    mark_dicts(breaks);
    for (size_t i = 0; i < breaks->record_count; i++) {
        if (breaks->records[i].old != NULL && breaks->records[i].new != NULL) {
            breaks_pair_fields(breaks, &breaks->records[i]);
        }
    }
}
