/* Rules about bytes: those that the order of fields is not to blame for (rules_order.c has these).
 */
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

/* The padding right before a member. */
static uint64_t hole_before(const struct layout *layout, const struct member *member) {
    const struct member *before = member == layout->members ? member : member - 1;
    return before->kind == MEMBER_PAD ? before->size[WIDTH_64] : 0;
}

static size_t count_pins(const struct record *record) {
    size_t count = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        count += record->fields[i].pinned;
    }
    return count;
}

static void check_hole(struct check *check, const struct field *field) {
    if (!field->pinned || !check->resolved) {
        return; /* pins that are wrong are reported as such */
    }
    const struct record *record = field->record;
    const struct layout *layout = layout_of(check->layouts, record);
    uint64_t hole = hole_before(layout, layout_place(check->layouts, field)->member);
    uint64_t lost = hole == 0 ? 0 : check_lost(check, record, WISH_OFFSET);
    if (lost == 0) {
        return;
    }
    uint64_t size = layout->measure.size[WIDTH_64];
    struct diagnostic *diagnostic = check_report(
        check, field->offset_span,
        "`%s` is pinned behind a hole of %" PRIu64 " byte%s: without %s`@offset` an instance of "
        "`%s` takes %" PRIu64 " byte%s instead of %" PRIu64 ", %" PRIu64 " less%s",
        field->name.text, hole, hole == 1 ? "" : "s", count_pins(record) > 1 ? "any " : "",
        record->declaration.name.text, size - lost, size - lost == 1 ? "" : "s", size, lost,
        cost_for_all(check->mem, lost, record->count, " less"));
    diagnostic_help(diagnostic, "drop `@offset`, pin it further ahead, or declare what the bytes "
                                "before it are for");
}

static void check_tail_padding(struct check *check, const struct record *record) {
    const struct layout *layout = layout_of(check->layouts, record);
    uint64_t tail = layout->measure.size[WIDTH_64] - layout->end[WIDTH_64];
    uint64_t lost = record->align == 0 || tail == 0 ? 0 : check_lost(check, record, WISH_ALIGN);
    if (lost == 0) {
        return;
    }
    uint64_t size = layout->measure.size[WIDTH_64];
    const struct annotation *align = check_annotation(&record->declaration.preamble, "align");
    struct diagnostic *diagnostic = check_report(
        check, align->span,
        "`@align(%" PRIu32 ")` leaves %" PRIu64 " of the %" PRIu64 " bytes of `%s` for padding at "
        "its end: without it an instance takes %" PRIu64 ", %" PRIu64 " less%s",
        record->align, tail, size, record->declaration.name.text, size - lost, lost,
        cost_for_all(check->mem, lost, record->count, " less"));
    diagnostic_help(diagnostic,
                    "align the array or the pool rather than each instance; or allow it "
                    "with what the alignment is for");
}

/* What an instance would take if the tail of its base were open to it. */
static uint64_t size_in_tail(const struct check *check, const struct record *record) {
    const struct variant same = {.wishes = WISH_ALL};
    struct record base = *record->base;
    struct record child = *record;
    base.open_tail = true;
    child.base = &base;
    return layout_if(check->mem, check->layouts, &child, &same).size[WIDTH_64];
}

static void check_grown(struct check *check, const struct record *record) {
    const struct record *base = record->base;
    if (base == NULL || base->open_tail || base->final ||
        base->declaration.file != record->declaration.file) {
        return;
    }
    const struct layout *layout = layout_of(check->layouts, base);
    uint64_t tail = layout->measure.size[WIDTH_64] - layout->end[WIDTH_64];
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    uint64_t in_tail = layout->empty || tail == 0 ? size : size_in_tail(check, record);
    if (in_tail >= size) {
        return;
    }
    const char *name = base->declaration.name.text;
    struct diagnostic *diagnostic = check_report(
        check, record->declaration.name.span,
        "`%s` leaves the last %" PRIu64 " byte%s of `%s` unused, which are padding: in them, an "
        "instance takes %" PRIu64 " bytes instead of %" PRIu64 ", %" PRIu64 " less%s",
        record->declaration.name.text, tail, tail == 1 ? "" : "s", name, in_tail, size,
        size - in_tail, cost_for_all(check->mem, size - in_tail, record->count, " less"));
    diagnostic_note(diagnostic, base->declaration.name.span, "`%s` is declared here", name);
    diagnostic_help(diagnostic,
                    "write `@open_tail` above `%s`; then C code must not assign a whole `%s` where "
                    "it may be part of a child",
                    name, name);
}

/* A hot field that has not become one of the first 64 bytes. */
static void check_hot_field(struct check *check, const struct field *field) {
    if (!field->hot) {
        return;
    }
    const struct member *member = layout_place(check->layouts, field)->member;
    if (!layout_is_cold(member, WIDTH_64)) {
        return;
    }
    uint64_t first = member->offset[WIDTH_64];
    uint64_t last = first + member->size[WIDTH_64] - 1;
    const char *bytes = first == last
                            ? mem_format(check->mem, "byte %" PRIu64, first)
                            : mem_format(check->mem, "bytes %" PRIu64 " to %" PRIu64, first, last);
    bool crosses = layout_crosses_line(member, WIDTH_64);
    const struct annotation *hot = check_annotation(&field->preamble, "hot");
    struct diagnostic *diagnostic = check_report(
        check, hot->span,
        "`%s` is `@hot`, but lies %s: %s of `%s`, where the first line ends with byte %d",
        field->name.text,
        crosses ? "across the end of a cache line" : "behind the first cache line", bytes,
        field->record->declaration.name.text, CACHE_LINE - 1);
    diagnostic_help(diagnostic, "make what stands before it smaller, mark fewer fields, or drop "
                                "`@hot`: it places a field only where that costs no bytes");
}

/* The bytes past a line that are few enough to be saved. */
#define FEW_BYTES 8

static void check_overrun(struct check *check, const struct record *record) {
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    bool base_is_over =
        record->base != NULL &&
        layout_of(check->layouts, record->base)->measure.size[WIDTH_64] > CACHE_LINE;
    if (record->count < COST_MANY || size <= CACHE_LINE || size > CACHE_LINE + FEW_BYTES ||
        base_is_over) {
        return;
    }
    const struct field *largest = largest_field(check, record);
    uint64_t over = size - CACHE_LINE;
    struct diagnostic *diagnostic =
        check_report(check, record->declaration.name.span,
                     "`%s` takes %" PRIu64 " bytes, %" PRIu64
                     " more than a cache line: each instance lies in two "
                     "lines at the least%s",
                     record->declaration.name.text, size, over,
                     cost_for_all(check->mem, over, record->count, " more"));
    if (largest != NULL) {
        uint64_t most = size_of(check, largest);
        diagnostic_note(diagnostic, largest->name.span, "`%s` takes most: %" PRIu64 " byte%s",
                        largest->name.text, most, most == 1 ? "" : "s");
    }
    diagnostic_help(diagnostic,
                    "save %" PRIu64 " byte%s: a smaller integer, `bits[N]`, or a shorter "
                    "text",
                    over, over == 1 ? "" : "s");
}

const struct rule layout_rules[] = {
    {.name = "base-grew-tail",
     .group = "layout",
     .severity = SEVERITY_OFF,
     .strict = SEVERITY_WARNING,
     .summary = "a child begins behind the padding of its base, in which its fields would fit",
     .why =
         "A base is the first member of its children, with the padding at its own end: a base of "
         "a `f64` and a `u8` takes 16 bytes, 7 of them unused, and a child that adds a `u32` "
         "begins at byte 16 and takes 24. In the base's tail it would take 16.",
     .instead =
         "Write `@open_tail` above the base: children in the same file then begin behind its "
         "last field. Or give the base the field, where most children have it.",
     .allow = "Where C code assigns whole bases, or copies them with `sizeof`: into a child, that "
              "would overwrite the fields in the tail. It is off but in the set `strict`.",
     .check_record = check_grown},
    {.name = "cache-line-straddle",
     .group = "layout",
     .severity = SEVERITY_WARNING,
     .summary = "a `@hot` field is not in the first cache line, or one of many records is just "
                "larger than a line",
     .why =
         "Memory comes in lines of 64 bytes. A hot field behind the first one, or across its end, "
         "costs a second line for each instance that is looked at. A record of 65 to 72 bytes of "
         "which there are 10,000 or more (`@count`) never lies in one line: a few bytes double "
         "what a walk over them reads.",
     .instead = "Make what stands before a hot field smaller, or mark fewer fields. Bring a record "
                "down to 64 bytes by smaller integers, `bits[N]` or a shorter text.",
     .allow = "Where the fields are looked at together with the rest of the record anyway, so that "
              "both lines are needed.",
     .check_record = check_overrun,
     .check_field = check_hot_field},
    {.name = "layout-hole",
     .group = "layout",
     .severity = SEVERITY_NOTE,
     .strict = SEVERITY_WARNING,
     .summary = "`@offset` leaves a hole before its field, and the record is larger for it",
     .why =
         "Fields are sorted so that a record takes the least bytes there are; holes that no order "
         "avoids are never reported. This one is there only since the field is pinned, and every "
         "instance carries it.",
     .instead =
         "Drop `@offset`, or pin the field further ahead. Where the bytes have a meaning, as in "
         "a register map or a file's header, declare it: `reserved: u8[4]`.",
     .allow = "Where the offset is given from outside, and the gap is meant.",
     .check_field = check_hole},
    {.name = "layout-tail-padding",
     .group = "layout",
     .severity = SEVERITY_NOTE,
     .strict = SEVERITY_WARNING,
     .summary = "`@align` makes a record larger by padding at its end",
     .why =
         "A record's size is a multiple of its alignment, so that arrays of it are aligned, too: "
         "24 bytes of fields under `@align(64)` take 64, and 40 of them are padding.",
     .instead = "Align the first instance only, by the array or the pool, or align to less.",
     .allow = "Where each instance must have a cache line of its own, since threads write to "
              "neighbours, or where vector instructions ask for it.",
     .check_record = check_tail_padding},
    {.name = "max-size",
     .group = "layout",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "an instance is larger than its record's @max_size",
     .why =
         "`@max_size(N)` is a promise: somebody counts on an instance taking N bytes at the most, "
         "with 64-bit and with 32-bit pointers. A field that was added, or a base that grew, has "
         "broken it.",
     .instead =
         "Make a field smaller, move what is seldom needed into a record of its own, or raise "
         "the limit on purpose. `slotc layout` shows where the bytes are.",
     .allow = "It cannot be allowed: the limit itself is what can be changed.",
     .check_record = check_max_size},
};

const size_t layout_rule_count = sizeof layout_rules / sizeof *layout_rules;
