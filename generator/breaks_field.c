/* Changes of fields, but for their types. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "mem.h"

static bool is_gone(const struct field_pair *pair) {
    return pair->new == NULL;
}

static bool is_both(const struct field_pair *pair) {
    return pair->old != NULL && pair->new != NULL;
}

static bool same_text(const char *old, const char *new) {
    return old == NULL || new == NULL ? old == new : strcmp(old, new) == 0;
}

static struct breakage *at_field(struct breakage *breakage, const struct field_pair *pair) {
    breakage->span = pair->new == NULL ? breakage->span : pair->new->span;
    breakage->old_span = pair->old == NULL ? breakage->old_span : pair->old->span;
    return breakage;
}

/* The record has kept its size, and everything in it its place: what is new lies where nothing
 * lay. */
static bool slips_in(const struct record_pair *record) {
    bool slips = !record->subject.resized;
    for (size_t i = 0; slips && i < record->field_count; i++) {
        slips = !record->fields[i].moved;
    }
    return slips;
}

static bool has_dict(const struct record_pair *record) {
    return record->old->has_dict;
}

static struct breakage *add_new(struct breaks *breaks, struct record_pair *record,
                                const struct field_pair *pair, const char *where) {
    struct breakage *breakage =
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s: %s` is new in `%s`, %s %" PRIu64, pair->new->name,
                            locked_type(breaks->mem, pair->new), record->subject.name, where,
                            pair->new->offset[WIDTH_64]),
                 pair);
    breakage->levels |= has_dict(record) ? BREAKS_DICT : BREAKS_NOTHING;
    return breakage;
}

static void check_slipped(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (pair->old == NULL && slips_in(record)) {
        add_new(breaks, record, pair, "in what was padding at");
    }
}

static void check_added(struct breaks *breaks, struct record_pair *record,
                        const struct field_pair *pair) {
    if (pair->old == NULL && !slips_in(record)) {
        add_new(breaks, record, pair, "at");
    }
}

static void check_removed(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (is_gone(pair)) {
        at_field(breaks_add(breaks, &record->subject, pair->old->name,
                            "`%s: %s` is gone from `%s`, where it was at %" PRIu64, pair->old->name,
                            locked_type(breaks->mem, pair->old), record->subject.name,
                            pair->old->offset[WIDTH_64]),
                 pair);
    }
}

/* Functions of text are no inline ones: objects ask for them by name. */
static bool is_linked(const struct locked_field *field) {
    return strcmp(field->form, "str") == 0 || strcmp(field->form, "chars") == 0;
}

static void check_renamed(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (!is_both(pair) || !pair->renamed) {
        return;
    }
    bool keeps_c_name = strcmp(pair->old->c_name, pair->new->c_name) == 0;
    struct breakage *breakage =
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s` is gone and `%s` has its %s: it looks renamed", pair->old->name,
                            pair->new->name, keeps_c_name ? "name in C" : "type and its place"),
                 pair);
    breakage->levels = keeps_c_name ? BREAKS_DICT : breakage->levels;
    breakage->levels |= !keeps_c_name && is_linked(pair->old) ? BREAKS_ABI : BREAKS_NOTHING;
}

static void check_c_name(struct breaks *breaks, struct record_pair *record,
                         const struct field_pair *pair) {
    if (is_both(pair) && !pair->renamed && strcmp(pair->old->c_name, pair->new->c_name) != 0) {
        struct breakage *breakage =
            at_field(breaks_add(breaks, &record->subject, pair->new->name,
                                "`%s.%s` is called `%s` in C, and was `%s`", record->subject.name,
                                pair->new->name, pair->new->c_name, pair->old->c_name),
                     pair);
        breakage->levels |= is_linked(pair->old) ? BREAKS_ABI : BREAKS_NOTHING;
    }
}

static const char *place_words(struct mem *mem, const struct field_pair *pair) {
    const struct locked_field *old = pair->old;
    const struct locked_field *new = pair->new;
    if (old->offset[WIDTH_64] != new->offset[WIDTH_64] ||
        old->offset[WIDTH_32] != new->offset[WIDTH_32]) {
        return breaks_both_words(mem, old->offset, new->offset);
    }
    if (old->shift != new->shift) {
        return mem_format(mem, "from bit %" PRIu32 " to bit %" PRIu32 " at %" PRIu64, old->shift,
                          new->shift, new->offset[WIDTH_64]);
    }
    if (old->presence_bit != new->presence_bit) {
        return mem_format(mem, "with the bit of its presence, from %" PRIu32 " to %" PRIu32,
                          old->presence_bit, new->presence_bit);
    }
    return mem_concat(mem, "with the byte of its presence, ",
                      breaks_both_words(mem, old->presence, new->presence), NULL);
}

/* All of a record in one, at the first of them. */
static void check_moved(struct breaks *breaks, struct record_pair *record) {
    struct breakage *breakage = NULL;
    if (record->subject.cause != NULL || record->subject.added || record->subject.removed) {
        return;
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_pair *pair = &record->fields[i];
        if (!is_both(pair) || !pair->moved) {
            continue;
        }
        const char *words = place_words(breaks->mem, pair);
        if (breakage == NULL) {
            breakage =
                at_field(breaks_add(breaks, &record->subject, pair->new->name, "`%s.%s` moves %s",
                                    record->subject.name, pair->new->name, words),
                         pair);
        } else {
            breakage_note(breaks, breakage, pair->new->span, "`%s` moves %s", pair->new->name,
                          words);
        }
    }
}

static void check_owner(struct breaks *breaks, struct record_pair *record,
                        const struct field_pair *pair) {
    if (is_both(pair) && pair->new_owner != NULL) {
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s.%s` is a field of its ancestor `%s` now", record->subject.name,
                            pair->new->name, pair->new_owner->name),
                 pair);
    }
}

static void check_default(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (is_both(pair) && !pair->retyped && !same_text(pair->old->initial, pair->new->initial)) {
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s.%s` starts as %s, and started as %s", record->subject.name,
                            pair->new->name,
                            pair->new->initial == NULL ? "zero" : pair->new->initial,
                            pair->old->initial == NULL ? "zero" : pair->old->initial),
                 pair);
    }
}

static void check_readonly(struct breaks *breaks, struct record_pair *record,
                           const struct field_pair *pair) {
    if (is_both(pair) && !pair->old->readonly && pair->new->readonly) {
        struct breakage *breakage = at_field(breaks_add(breaks, &record->subject, pair->new->name,
                                                        "`%s.%s` is readonly now: it has no setter",
                                                        record->subject.name, pair->new->name),
                                             pair);
        breakage->levels |= is_linked(pair->old) ? BREAKS_ABI : BREAKS_NOTHING;
    }
}

static void check_writable(struct breaks *breaks, struct record_pair *record,
                           const struct field_pair *pair) {
    if (is_both(pair) && pair->old->readonly && !pair->new->readonly) {
        at_field(breaks_add(breaks, &record->subject, pair->new->name, "`%s.%s` can be set now",
                            record->subject.name, pair->new->name),
                 pair);
    }
}

static void check_deprecated(struct breaks *breaks, struct record_pair *record,
                             const struct field_pair *pair) {
    if (is_both(pair) && (pair->old->deprecated == NULL) != (pair->new->deprecated == NULL)) {
        at_field(breaks_add(breaks, &record->subject, pair->new->name, "`%s.%s` is %s deprecated",
                            record->subject.name, pair->new->name,
                            pair->new->deprecated == NULL ? "no longer" : "now"),
                 pair);
    }
}

static void check_wishes(struct breaks *breaks, struct record_pair *record,
                         const struct field_pair *pair) {
    if (is_both(pair) && strcmp(pair->old->wishes, pair->new->wishes) != 0) {
        const char *new = pair->new->wishes;
        at_field(breaks_add(breaks, &record->subject, pair->new->name, "`%s.%s` says %s%s%s now",
                            record->subject.name, pair->new->name, new[0] == '\0' ? "" : "`",
                            new[0] == '\0' ? "nothing about its place" : new,
                            new[0] == '\0' ? "" : "`"),
                 pair);
    }
}

static void check_order(struct breaks *breaks, struct record_pair *record) {
    if (record->reordered) {
        breaks_add(breaks, &record->subject, NULL,
                   "the fields of `%s` are declared in another order", record->subject.name);
    }
}

#define ROW(word, what) .rule = {.name = (word), .group = "diff", .summary = (what)}

const struct break_kind field_breaks[] = {
    {ROW("field-added", "a field is new, and makes room for itself"),
     .levels = BREAKS_DATA | BREAKS_ABI,
     .why =
         "the record has grown, or other fields have moved. Beside a dict, the name was free for "
         "any value before: dict, too",
     .check_field = check_added},
    {ROW("field-slipped-in", "a field is new, and lies in what was padding"), .levels = BREAKS_DATA,
     .why = "nothing has moved, but bytes written before have zeros or garbage there, and old "
            "programs leave it so; what `init_with` takes is told by itself",
     .check_field = check_slipped},
    {ROW("field-removed", "a field is gone"),
     .levels = BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE | BREAKS_DICT,
     .why = "its accessors are gone, and old objects and programs read what nobody writes",
     .check_field = check_removed},
    {ROW("field-renamed", "a field has another name, and the same type and place"),
     .levels = BREAKS_SOURCE | BREAKS_DICT,
     .why =
         "its accessors are called otherwise, the bytes are the same. Of text some accessors are "
         "linked by name: abi, too. With its C name kept: dict alone",
     .check_field = check_renamed},
    {ROW("field-moved", "fields lie elsewhere"), .levels = BREAKS_DATA | BREAKS_ABI,
     .why = "accessors are inline, so the old place is in every old object and in all old bytes",
     .check_record = check_moved},
    {ROW("field-inherited", "a field is an ancestor's now"), .levels = BREAKS_NOTHING,
     .why = "a child has the accessors of what it inherits; a move is told by itself",
     .check_field = check_owner},
    {ROW("field-order", "fields are declared in another order"), .levels = BREAKS_NOTHING,
     .why = "moves and `init_with` are told by themselves; `format` and `dir` follow the new order",
     .check_record = check_order},
    {ROW("field-c-name", "a field has another name in C"), .levels = BREAKS_SOURCE,
     .why = "its accessors are called otherwise. Of text some are linked by name: abi, too",
     .check_field = check_c_name},
    {ROW("default", "a field starts with another value"), .levels = BREAKS_NOTHING,
     .why = "it is behaviour: old objects start it as before, since `init` is inline",
     .check_field = check_default},
    {ROW("readonly-added", "a field can no longer be set"), .levels = BREAKS_SOURCE | BREAKS_DICT,
     .why = "its setter is gone, and setting it by name is refused", .check_field = check_readonly},
    {ROW("readonly-removed", "a field can be set now"), .levels = BREAKS_NOTHING,
     .why = "what worked works", .check_field = check_writable},
    {ROW("field-deprecated", "a field is deprecated, or no longer"), .levels = BREAKS_NOTHING,
     .why = "as for records", .check_field = check_deprecated},
    {ROW("field-wishes", "a field's @offset or @hot has changed"), .levels = BREAKS_NOTHING,
     .why = "a move is told by itself", .check_field = check_wishes},
};

const size_t field_break_count = sizeof field_breaks / sizeof *field_breaks;
