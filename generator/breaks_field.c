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

static bool is_open(const struct locked_record *record) {
    return strcmp(record->storage, "dict") == 0 || strcmp(record->storage, "none") == 0;
}

/* Whether a setter gives the dict another number of the field that is there again. */
static bool renumbers(const struct record_pair *record) {
    bool renumbered = false;
    for (size_t i = 0; i < record->field_count && is_open(record->old) && is_open(record->new);
         i++) {
        const struct field_pair *field = &record->fields[i];
        bool is_own = is_both(field) && field->old_owner == NULL && field->new_owner == NULL;
        renumbered =
            renumbered || (is_own && !field->old->optional && !field->new->optional &&
                           field->old - record->old->fields != field->new - record->new->fields);
    }
    return renumbered;
}

static struct breakage *add_new(struct breaks *breaks, struct record_pair *record,
                                const struct field_pair *pair, const char *where) {
    struct breakage *breakage =
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s: %s` is new in `%s`, %s %" PRIu64, pair->new->name,
                            locked_type(breaks->mem, pair->new), record->subject.name, where,
                            pair->new->offset[WIDTH_64]),
                 pair);
    breakage->levels |= record->dict_below ? BREAKS_DICT : BREAKS_NOTHING;
    return breakage;
}

static void check_slipped(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (pair->old == NULL && slips_in(record)) {
        struct breakage *breakage = add_new(breaks, record, pair, "in what was padding at");
        breakage->levels |= renumbers(record) ? BREAKS_ABI : BREAKS_NOTHING;
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
        return breaks_both_words(mem, old->offset, new->offset, "");
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
                      breaks_both_words(mem, old->presence, new->presence, ""), NULL);
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
    if (is_both(pair) && pair->new_owner != pair->old_owner) {
        const struct record_pair *before = pair->old_owner == NULL ? record : pair->old_owner;
        const struct record_pair *now = pair->new_owner == NULL ? record : pair->new_owner;
        at_field(breaks_add(breaks, &record->subject, pair->new->name,
                            "`%s` of `%s` is declared by `%s`, and was by `%s`", pair->new->name,
                            record->subject.name, now->new->name, before->old->name),
                 pair);
    }
}

static void check_default(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (is_both(pair) && !pair->retyped &&
        !breaks_same_text(pair->old->initial, pair->new->initial)) {
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
        struct breakage *breakage =
            breaks_add(breaks, &record->subject, NULL,
                       "the fields of `%s` are declared in another order", record->subject.name);
        breakage->levels |= renumbers(record) ? BREAKS_ABI : BREAKS_NOTHING;
    }
}

const struct break_kind field_breaks[] = {
    {BREAK_KIND(
         "field-added", "a field is new, and makes room for itself",
         "the record has grown, or other fields have moved. Beside a dict, the name was free for "
         "any value before: dict, too",
         BREAKS_DATA | BREAKS_ABI),
     .check_field = check_added},
    {BREAK_KIND("field-slipped-in", "a field is new, and lies in what was padding",
                "nothing has moved, but bytes written before have zeros or garbage there, and old "
                "programs leave it so; what `init_with` takes is told by itself. Before a field "
                "of a dict-backed record, whose setters know it by number: abi, too",
                BREAKS_DATA),
     .check_field = check_slipped},
    {BREAK_KIND("field-removed", "a field is gone",
                "its accessors are gone, and old objects and programs read what nobody writes",
                BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_removed},
    {BREAK_KIND(
         "field-renamed", "a field has another name, and the same type and place",
         "its accessors are called otherwise, the bytes are the same. Of text some accessors are "
         "linked by name: abi, too. With its C name kept: dict alone",
         BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_renamed},
    {BREAK_KIND(
         "field-moved", "fields lie elsewhere",
         "accessors are inline, so the old place is in every old object and in all old bytes",
         BREAKS_DATA | BREAKS_ABI),
     .check_record = check_moved},
    {BREAK_KIND("field-owner", "a field is declared by another record of the chain",
                "a child has the accessors of what it inherits; a move is told by itself",
                BREAKS_NOTHING),
     .check_field = check_owner},
    {BREAK_KIND(
         "field-order", "fields are declared in another order",
         "moves and `init_with` are told by themselves; `format` and `dir` follow the new order. "
         "In a dict-backed record, whose setters know fields by number: abi",
         BREAKS_NOTHING),
     .check_record = check_order},
    {BREAK_KIND("field-c-name", "a field has another name in C",
                "its accessors are called otherwise. Of text some are linked by name: abi, too",
                BREAKS_SOURCE),
     .check_field = check_c_name},
    {BREAK_KIND("default", "a field starts with another value",
                "it is behaviour: old objects start it as before, since `init` is inline",
                BREAKS_NOTHING),
     .check_field = check_default},
    {BREAK_KIND("readonly-added", "a field can no longer be set",
                "its setter is gone, and setting it by name is refused",
                BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_readonly},
    {BREAK_KIND("readonly-removed", "a field can be set now", "what worked works", BREAKS_NOTHING),
     .check_field = check_writable},
    {BREAK_KIND("field-deprecated", "a field is deprecated, or no longer", "as for records",
                BREAKS_NOTHING),
     .check_field = check_deprecated},
    {BREAK_KIND("field-wishes", "a field's @offset or @hot has changed", "a move is told by itself",
                BREAKS_NOTHING),
     .check_field = check_wishes},
};

const size_t field_break_count = sizeof field_breaks / sizeof *field_breaks;
