/* Rules about how records store their fields, where the chain is in order (rules_chain.c has the
 * others). */
#include <inttypes.h>

#include "chain.h"
#include "cost.h"
#include "layout.h"
#include "mem.h"
#include "rules.h"
#include "uses.h"

static const char *name_of(const struct record *record) {
    return record->declaration.name.text;
}

/* "an instance takes 24 bytes, 16 without it, 8 more", and for all. */
static const char *cost_of_dict(const struct check *check, const struct record *record) {
    struct cost cost = cost_of(check->mem, check->layouts, record);
    uint64_t more = cost_saving(&cost, WIDTH_64);
    return mem_format(check->mem,
                      "an instance takes %" PRIu64 " bytes instead of %" PRIu64 ", %" PRIu64
                      " more%s",
                      cost.backed.size[WIDTH_64], cost.slotted.size[WIDTH_64], more,
                      cost_for_all(check->mem, more, record->count, " more"));
}

static void check_scale(struct check *check, const struct record *record) {
    const struct record *from = chain_of(check->chains, record)->dict_from;
    if (record->count < COST_MANY || from == NULL || !record_is_open(from) ||
        check_dict_is_reported(check, from)) {
        return;
    }
    const struct annotation *count = check_annotation(&record->declaration.preamble, "count");
    const char *how = from == record
                          ? "is dict-backed"
                          : mem_format(check->mem, "inherits a dict from `%s`", name_of(from));
    struct diagnostic *diagnostic =
        check_report(check, count->span, "`%s` %s and expects %" PRIu64 " instances: %s",
                     name_of(record), how, record->count, cost_of_dict(check, record));
    if (from != record) {
        diagnostic_note(diagnostic, from->declaration.name.span, "`%s` brings the dict here",
                        name_of(from));
    }
    diagnostic_note(diagnostic, record->declaration.name.span,
                    "the first dynamic attribute of an instance adds %" PRIu32
                    " bytes (64-bit pointers)",
                    cost_first_attribute);
    diagnostic_help(diagnostic,
                    "write `slots` for `%s`, if no names are added or deleted at run time",
                    name_of(from));
}

static void check_hatch(struct check *check, const struct record *record) {
    if (record->storage != STORAGE_SLOTS_DICT ||
        chain_of(check->chains, record)->dict_from != record) {
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, record->storage_span, "`%s` has a dict beside its slots: %s",
                     name_of(record), cost_of_dict(check, record));
    diagnostic_help(diagnostic, "declare what the dict is to hold as fields, `T?` where it may be "
                                "absent, and write `slots`");
}

/* What uses a record may leave no room for a dict in it. */
static bool may_have_dict(struct check *check, const struct record *record,
                          const struct cost *cost) {
    bool fits = record->max_size == 0 || cost->backed.size[WIDTH_64] <= record->max_size;
    unsigned uses = uses_of(check_uses(check), &record->declaration);
    return fits && !record->persistent && (uses & (USE_BASE | USE_VALUE)) == 0;
}

static void check_few(struct check *check, const struct record *record) {
    if (record->storage != STORAGE_SLOTS || record->count == 0 ||
        chain_of(check->chains, record)->dict_from != NULL) {
        return;
    }
    uint64_t total = 0;
    struct cost cost = cost_of(check->mem, check->layouts, record);
    bool is_counted = cost_times(cost_saving(&cost, WIDTH_64), record->count, &total);
    if (!is_counted || total > COST_TINY || !may_have_dict(check, record, &cost)) {
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, record->storage_span,
                     "the slots of `%s` save %" PRIu64 " bytes of an instance, and %" PRIu64
                     " for the %" PRIu64 " expected: that is no reason for them",
                     name_of(record), cost_saving(&cost, WIDTH_64), total, record->count);
    diagnostic_help(diagnostic, "write `%s` if names are to be added at run time",
                    record->base == NULL ? "dict" : "slots + dict");
}

const struct rule storage_rules[] = {
    {.name = "dict-at-scale",
     .group = "storage",
     .severity = SEVERITY_WARNING,
     .strict = SEVERITY_ERROR,
     .summary = "a dict-backed record with a `@count` of 10,000 or more",
     .why =
         "A dict-backed record carries a word for its dict in every instance, 8 bytes with 64-bit "
         "pointers, and the first dynamic attribute of an instance adds a table on the heap. For "
         "one that is nothing; a `@count` of 10,000 or more multiplies it. Instances also need "
         "`fini`, and are no plain data that can be copied or written as bytes.",
     .instead =
         "Write `slots`, and declare all fields, `T?` where one may be absent. `slotc report` "
         "sets both side by side.",
     .allow =
         "Where names really are added or deleted at run time on that many instances. `slots + "
         "dict` says so, too, and is not reported.",
     .check_record = check_scale},
    {.name = "escape-hatch",
     .group = "storage",
     .severity = SEVERITY_OFF,
     .summary = "a record says `slots + dict`",
     .why =
         "`slots + dict` keeps a word for a dict in every instance, 8 bytes with 64-bit pointers, "
         "so "
         "that anything can be added at run time, and the compiler sees none of it. A project that "
         "wants none of that turns this rule on.",
     .instead = "Declare what the dict was to hold, as optional fields (`T?`), and write `slots`.",
     .allow =
         "It is off in every set. Where a project turns it on, allow it on the few records that "
         "scripts or plugins hang their own values on.",
     .check_record = check_hatch},
    {.name = "slots-for-few",
     .group = "storage",
     .severity = SEVERITY_OFF,
     .summary = "a slotted record of which there are so few that slots save next to nothing",
     .why = "Slots are worth their fixed form where there are many instances. Where all that are "
            "expected (`@count`) save a page of memory, 4,096 bytes, or less, a dict would cost no "
            "more than that, and scripts could add attributes.",
     .instead =
         "Write `dict`, or `slots + dict` in a chain, if that is of use; otherwise leave it.",
     .allow = "It is off in every set: slots that save little are no fault. Turn it on to look for "
              "records that were slotted out of habit.",
     .check_record = check_few},
};

const size_t storage_rule_count = sizeof storage_rules / sizeof *storage_rules;
