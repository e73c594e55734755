/* Rules about bytes. */
#include <inttypes.h>

#include "chain.h"
#include "cost.h"
#include "layout.h"
#include "mem.h"
#include "rules.h"

/* The bytes of a field by itself; bits share theirs with others. */
static uint64_t size_of(const struct check *check, const struct field *field) {
    uint64_t bits = field->type.bit_count;
    return bits != 0 ? (bits + 7) / 8 : layout_place(check->layouts, field)->member->size[WIDTH_64];
}

/* The largest own field: the one to look at first when a record has become too large. */
static const struct field *largest_field(const struct check *check, const struct record *record) {
    const struct field *largest = NULL;
    uint64_t most = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        uint64_t size = size_of(check, &record->fields[i]);
        if (size > most) {
            most = size;
            largest = &record->fields[i];
        }
    }
    return largest;
}

/* A trap that is reported has made the record too large; of those that it spoils nothing is said
 * before it is mended. */
static bool is_spoiled(const struct check *check, const struct record *record) {
    if (!check_follows_from_trap(check, record)) {
        return false;
    }
    struct measure slotted = cost_of(check->mem, check->layouts, record).slotted;
    return chain_of(check->chains, record)->trap != record ||
           slotted.size[WIDTH_64] <= record->max_size;
}

static void check_max_size(struct check *check, const struct record *record) {
    const struct layout *layout = layout_of(check->layouts, record);
    uint64_t size = layout->measure.size[WIDTH_64];
    const char *where = "with 64-bit pointers";
    if (layout->measure.size[WIDTH_32] > size) {
        size = layout->measure.size[WIDTH_32];
        where = "with 32-bit pointers";
    }
    if (record->max_size == 0 || size <= record->max_size || is_spoiled(check, record)) {
        return;
    }
    const char *name = record->declaration.name.text;
    struct diagnostic *diagnostic = check_report(
        check, record->max_size_span,
        "an instance of `%s` has %" PRIu64 " bytes %s, more than `@max_size(%" PRIu64 ")` allows",
        name, size, where, record->max_size);
    const struct field *largest = largest_field(check, record);
    if (largest != NULL) {
        uint64_t most = size_of(check, largest);
        diagnostic_note(diagnostic, largest->name.span, "`%s` takes most: %" PRIu64 " byte%s",
                        largest->name.text, most, most == 1 ? "" : "s");
    }
    if (record->base != NULL) {
        uint64_t base = layout_of(check->layouts, record->base)->measure.size[WIDTH_64];
        diagnostic_note(diagnostic, record->base->declaration.name.span,
                        "the base `%s` takes %" PRIu64 " byte%s",
                        record->base->declaration.name.text, base, base == 1 ? "" : "s");
    }
    diagnostic_help(diagnostic,
                    "make a field smaller, move it out of the record, or raise the limit");
}

const struct rule layout_rules[] = {
    {.name = "max-size",
     .group = "layout",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "an instance is larger than its record's @max_size",
     .check_record = check_max_size},
};

const size_t layout_rule_count = sizeof layout_rules / sizeof *layout_rules;
