/* Rules about fields that would take fewer bytes in another order, or as another type. */
#include <inttypes.h>
#include <string.h>

#include "cost.h"
#include "edit.h"
#include "layout.h"
#include "mem.h"
#include "rules.h"
#include "text.h"

/* So many fields are named in an order that is better. */
#define MOST_NAMES 12

/* "`b`, `a`, `c`": the own fields as they would be sorted; NULL of a record that has too many, or
 * bits, whose order is that of their units. */
static const char *better_order(const struct check *check, const struct record *record) {
    const struct variant sorted = {.wishes = WISH_ALL & ~(unsigned)WISH_DECLARED};
    const struct layouts *layouts = layouts_if(check->mem, check->layouts, record, &sorted);
    const struct layout *layout = layout_of(layouts, record);
    struct text names = {.mem = check->mem};
    size_t count = 0;
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        if (member->kind == MEMBER_FIELD) {
            text_format(&names, "%s`%s`", count++ == 0 ? "" : ", ", member->field->name.text);
        }
    }
    bool is_whole = count == record->field_count && count <= MOST_NAMES;
    return is_whole ? text_string(&names) : NULL;
}

/* Whether bytes of the record may be stored: its own, or as part of a record that is. Those that
 * need a record stand behind it. */
static bool is_stored(const struct check *check, const struct record *record) {
    const struct program *program = check->program;
    bool *stored = mem_alloc(check->mem, program->record_count * sizeof *stored);
    for (size_t i = program->record_count; i-- > 0;) {
        const struct record *whole = program->records[i];
        stored[whole->index] = stored[whole->index] || whole->persistent;
        if (!stored[whole->index]) {
            continue;
        }
        if (whole->base != NULL) {
            stored[whole->base->index] = true;
        }
        for (size_t k = 0; k < whole->field_count; k++) {
            const struct record *part = whole->fields[k].type.record;
            if (part != NULL) {
                stored[part->index] = true;
            }
        }
    }
    return stored[record->index];
}

static void check_order(struct check *check, const struct record *record) {
    uint64_t lost = record->declared_order ? check_lost(check, record, WISH_DECLARED) : 0;
    if (lost == 0) {
        return;
    }
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    const struct annotation *order = check_annotation(&record->declaration.preamble, "order");
    const char *better = better_order(check, record);
    struct diagnostic *diagnostic = check_report(
        check, order->span,
        "the declared order of `%s` wastes %" PRIu64 " byte%s: sorted, an instance takes %" PRIu64
        " bytes instead of %" PRIu64 "%s",
        record->declaration.name.text, lost, lost == 1 ? "" : "s", size - lost, size,
        cost_for_all(check->mem, lost, record->count, " less"));
    bool stored = is_stored(check, record);
    const char *order_of_old =
        stored ? "bytes that are stored already have the old order; in new data " : "";
    if (better != NULL) {
        diagnostic_help(diagnostic, "%sdrop `@order(declared)`, or declare %s in this order",
                        order_of_old, better);
    } else {
        diagnostic_help(diagnostic, "%sdrop `@order(declared)`", order_of_old);
    }
    if (!stored && !edit_holds_comment(order->span)) {
        diagnostic_edit(diagnostic, edit_removal(order->span), "");
    }
}

/* So many are a run; what fewer take is seldom worth the shifting. */
#define LEAST_BOOLS 4

static bool is_plain_bool(const struct field *field) {
    const struct type_use *use = &field->type;
    return use->type == type_find("bool") && !use->is_array && !field->pinned && !field->hot;
}

static size_t count_bools(const struct record *record) {
    size_t count = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        count += is_plain_bool(&record->fields[i]);
    }
    return count;
}

/* What an instance would take if each `bool` were a `bits[1]`. */
static uint64_t size_of_bits(const struct check *check, const struct record *record) {
    struct field *fields = mem_alloc(check->mem, record->field_count * sizeof *fields);
    for (size_t i = 0; i < record->field_count; i++) {
        fields[i] = record->fields[i];
        if (is_plain_bool(&fields[i])) {
            fields[i].type.type = type_find("bits");
            fields[i].type.bit_count = 1;
        }
    }
    return cost_with_fields(check->mem, check->layouts, record, fields).size[WIDTH_64];
}

static void edit_bools(struct diagnostic *diagnostic, const struct record *record) {
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (!is_plain_bool(field)) {
            continue;
        }
        diagnostic_edit(diagnostic, field->type.name.span, "bits[1]");
        if (field->has_initial) {
            diagnostic_edit(diagnostic, field->initial->span,
                            field->initial->integer == 0 ? "0" : "1");
        }
    }
}

static void check_bools(struct check *check, const struct record *record) {
    size_t count = count_bools(record);
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    uint64_t packed = count < LEAST_BOOLS ? size : size_of_bits(check, record);
    if (packed >= size) {
        return;
    }
    struct diagnostic *diagnostic = check_report(
        check, record->declaration.name.span,
        "`%s` has %zu `bool`s of a byte each: as `bits[1]` eight share a byte, and an instance "
        "takes "
        "%" PRIu64 " byte%s instead of %" PRIu64 ", %" PRIu64 " less%s",
        record->declaration.name.text, count, packed, packed == 1 ? "" : "s", size, size - packed,
        cost_for_all(check->mem, size - packed, record->count, " less"));
    diagnostic_help(diagnostic, "write `bits[1]` for `bool`; accessors then take and give 0 and 1");
    if (!is_stored(check, record)) {
        edit_bools(diagnostic, record);
    }
}

const struct rule order_rules[] = {
    {.name = "bool-run",
     .group = "layout",
     .severity = SEVERITY_WARNING,
     .fixing = FIX_LAYOUT,
     .summary = "four or more `bool`s of a record that would be smaller with `bits`",
     .why = "A `bool` takes a byte for one bit. Eight of them as `bits[1]` take one byte together; "
            "what that saves of an instance, padding included, is in the message. Where it saves "
            "nothing, nothing is found.",
     .instead = "Write `bits[1]` for `bool`, and `0` and `1` for `false` and `true`. The generated "
                "accessors shift and mask; in C the values are numbers.",
     .allow =
         "Where other code takes the address of such a member, or where the bytes are those of a "
         "file or a device.",
     .check_record = check_bools},
    {.name = "order-wastes",
     .group = "layout",
     .severity = SEVERITY_WARNING,
     .strict = SEVERITY_ERROR,
     .fixing = FIX_LAYOUT,
     .summary = "`@order(declared)` keeps an order that takes more bytes than a sorted one",
     .why =
         "With `@order(declared)` fields stand as they are written, and the padding that this "
         "needs "
         "is part of every instance: `u8`, `u64`, `u8` take 24 bytes, `u64`, `u8`, `u8` take 16.",
     .instead = "Drop `@order(declared)`: slotc sorts fields for the least padding. Or keep it and "
                "write the fields in the order that the message shows.",
     .allow =
         "Where the order is given from outside: a struct of a C library, a file's format, a "
         "device. Stored bytes (`@persistent`) are misread in a new order, so there the edit is "
         "not offered.",
     .check_record = check_order},
};

const size_t order_rule_count = sizeof order_rules / sizeof *order_rules;
