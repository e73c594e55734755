/* Rules about bytes. */
#include <inttypes.h>

#include "layout.h"
#include "mem.h"
#include "rules.h"

/* The largest own field: the one to look at first when a record has become too large. */
static const struct field *largest_field(const struct record *record) {
    const struct field *largest = NULL;
    uint64_t most = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        uint64_t size = type_measure(&record->fields[i].type).size[WIDTH_64];
        if (size > most) {
            most = size;
            largest = &record->fields[i];
        }
    }
    return largest;
}

static void check_max_size(struct check *check, const struct record *record) {
    const struct layout *layout = layout_of(check->layouts, record);
    uint64_t size = layout->measure.size[WIDTH_64];
    const char *where = "with 64-bit pointers";
    if (layout->measure.size[WIDTH_32] > size) {
        size = layout->measure.size[WIDTH_32];
        where = "with 32-bit pointers";
    }
    if (record->max_size == 0 || size <= record->max_size) {
        return;
    }
    const char *name = record->declaration.name.text;
    struct diagnostic *diagnostic = check_report(
        check, record->max_size_span,
        "an instance of `%s` has %" PRIu64 " bytes %s, more than `@max_size(%" PRIu64 ")` allows",
        name, size, where, record->max_size);
    const struct field *largest = largest_field(record);
    if (largest != NULL) {
        diagnostic_note(diagnostic, largest->name.span, "`%s` takes most: %" PRIu64 " bytes",
                        largest->name.text, type_measure(&largest->type).size[WIDTH_64]);
    }
    if (record->base != NULL) {
        diagnostic_note(diagnostic, record->base->declaration.name.span,
                        "the base `%s` takes %" PRIu64 " bytes",
                        record->base->declaration.name.text,
                        layout_of(check->layouts, record->base)->measure.size[WIDTH_64]);
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
