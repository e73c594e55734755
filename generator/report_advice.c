#include "report_advice.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "mem.h"
#include "report.h"
#include "text.h"
#include "uses.h"

/* So many records without @count are named; the others are counted. */
#define MOST_NAMES 3

struct advisor advisor_new(struct mem *mem, const struct program *program) {
    return (struct advisor){.mem = mem, .uses = uses_new(mem, program)};
}

/* A dict would spread to the children, and what holds the record by value would not take it. */
static bool is_bound(const struct advisor *advisor, const struct record *record) {
    unsigned uses = uses_of(advisor->uses, &record->declaration);
    return record->persistent || (uses & (USE_BASE | USE_VALUE)) != 0;
}

static const char *instances(struct mem *mem, uint64_t bytes) {
    return mem_format(mem, "%" PRIu64 " byte%s an instance", bytes, bytes == 1 ? "" : "s");
}

/* "76.3 MiB (8 bytes an instance)" */
static const char *saving_of(struct mem *mem, const struct report_row *row) {
    const char *all = row->saving.counted ? cost_in_units(mem, row->saving.bytes)
                                          : "more bytes than 64 bits count";
    return mem_concat(mem, all, " (", instances(mem, cost_saving(&row->cost, WIDTH_64)), ")", NULL);
}

static const char *count_of(struct mem *mem, const struct report_row *row) {
    return mem_concat(mem, "`@count(", report_number(mem, row->record->count), ")`", NULL);
}

static bool is_large(const struct report_row *row) {
    return !row->saving.counted || row->saving.bytes >= COST_LARGE;
}

/* The record could be slotted by one word of its own. */
static const char *advise_dict(const struct advisor *advisor, const struct report_row *row) {
    struct mem *mem = advisor->mem;
    if (row->dict_from != row->record || !record_is_open(row->record) || !is_large(row)) {
        return NULL;
    }
    const char *is = row->record->storage == STORAGE_DICT
                         ? "is dict-backed"
                         : "has no storage clause, so it is dict-backed,";
    return mem_format(mem,
                      "`%s` %s and has %s: `slots` would save %s, and %" PRIu32
                      " bytes more for each instance with a dynamic attribute. Keep the dict only "
                      "if names are added or deleted at run time.",
                      row->name, is, count_of(mem, row), saving_of(mem, row), cost_first_attribute);
}

static const char *advise_hatch(const struct advisor *advisor, const struct report_row *row) {
    struct mem *mem = advisor->mem;
    if (row->dict_from != row->record || record_is_open(row->record) || !is_large(row)) {
        return NULL;
    }
    return mem_format(mem,
                      "`%s` has a dict beside its slots and %s: `slots` alone would save %s. Keep "
                      "the dict only if names are added at run time.",
                      row->name, count_of(mem, row), saving_of(mem, row));
}

static const char *advise_inherited(const struct advisor *advisor, const struct report_row *row) {
    struct mem *mem = advisor->mem;
    const struct record *from = row->dict_from;
    if (from == NULL || from == row->record || !is_large(row)) {
        return NULL;
    }
    return mem_format(mem,
                      "`%s` has %s and inherits its dict from `%s`, which costs it %s. Slots of "
                      "its own save nothing of that; `slots` for `%s` would.",
                      row->name, count_of(mem, row), from->declaration.name.text,
                      saving_of(mem, row), from->declaration.name.text);
}

/* Only where nothing speaks against a dict: slots that save little are no fault. */
static const char *advise_slots(const struct advisor *advisor, const struct report_row *row) {
    struct mem *mem = advisor->mem;
    const struct record *record = row->record;
    bool is_tiny = record->count > 0 && row->saving.counted && row->saving.bytes <= COST_TINY;
    bool fits = record->max_size == 0 || row->cost.backed.size[WIDTH_64] <= record->max_size;
    if (row->dict_from != NULL || !is_tiny || !fits || is_bound(advisor, record)) {
        return NULL;
    }
    return mem_format(mem,
                      "`%s` is slotted and has %s: its slots save %s in all. That is no reason "
                      "against them; but if scripts are to add attributes, `%s` costs no more than "
                      "that, and %" PRIu32 " bytes for each instance that has some.",
                      row->name, count_of(mem, row), cost_in_units(mem, row->saving.bytes),
                      record->base == NULL ? "dict" : "slots + dict", cost_first_attribute);
}

/* At most one of them has something to say of a record. */
static const struct {
    const char *kind;
    const char *(*advise)(const struct advisor *advisor, const struct report_row *row);
} kinds[] = {
    {"dict-large", advise_dict},
    {"slots-dict-large", advise_hatch},
    {"dict-inherited", advise_inherited},
    {"slots-tiny", advise_slots},
};

void advise(const struct advisor *advisor, struct report_row *row) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && row->advice == NULL; i++) {
        row->advice = kinds[i].advise(advisor, row);
        row->advice_kind = row->advice == NULL ? NULL : kinds[i].kind;
    }
}

const char *advice_limits(struct mem *mem) {
    return mem_concat(mem, "Advice is given where slots would save ",
                      cost_in_units(mem, COST_LARGE), " or more in all, and where they save ",
                      cost_in_units(mem, COST_TINY), " or less.", NULL);
}

const char *advice_uncounted(struct mem *mem, const struct report *report) {
    struct text names = {.mem = mem};
    size_t count = report->count - report->expected;
    size_t named = 0;
    for (size_t i = 0; i < report->count && named < MOST_NAMES; i++) {
        const struct report_row *row = &report->rows[i];
        if (row->record->count == 0) {
            named++;
            const char *before = named == 1 ? "" : named == count ? " and " : ", ";
            text_format(&names, "%s`%s`", before, row->name);
        }
    }
    if (count == 0) {
        return NULL;
    }
    if (count > named) {
        text_format(&names, " and %zu more", count - named);
    }
    return mem_format(mem,
                      "%s %s no `@count`, so nothing is multiplied there: write `@count(1_000)`, "
                      "say, above a record for the number of instances that are expected.",
                      text_string(&names), count == 1 ? "has" : "have");
}
