#include "layout_check.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "diagnostic.h"
#include "layout.h"
#include "mem.h"
#include "pack.h"

#define MAX_INSTANCE (UINT64_C(1) << 31)

/* The most bytes whose bits a `uint32_t` counts, with UINT32_MAX left for "always there": a
 * record's table says of a field `T?` which bit of the object is its own. */
enum {
    MAX_COUNTED = (1 << 29) - 1
};

static bool presence_out_of_reach(const struct layout *layout) {
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        if (member->kind == MEMBER_PRESENCE && member->offset[WIDTH_64] >= MAX_COUNTED) {
            return true;
        }
    }
    return false;
}

static bool is_too_large(const struct layouts *layouts, const struct record *record) {
    return layout_of(layouts, record)->measure.size[WIDTH_64] >= MAX_INSTANCE;
}

/* Whether the base or a record held by value is too large, which says enough. */
static bool needs_too_large(const struct layouts *layouts, const struct record *record) {
    bool needs = record->base != NULL && is_too_large(layouts, record->base);
    for (size_t i = 0; i < record->field_count && !needs; i++) {
        const struct type_use *use = &record->fields[i].type;
        needs = use->type == &type_record && is_too_large(layouts, use->record);
    }
    return needs;
}

void layout_check_size(struct diagnostics *diagnostics, const struct layouts *layouts,
                       const struct record *record) {
    const struct layout *layout = layout_of(layouts, record);
    const bool counted = !presence_out_of_reach(layout);
    if ((layout->measure.size[WIDTH_64] < MAX_INSTANCE && counted) ||
        needs_too_large(layouts, record)) {
        return;
    }
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_LIMIT, record->declaration.name.span,
               "an instance of `%s` has %" PRIu64 " bytes; the limit is %s",
               record->declaration.name.text, layout->measure.size[WIDTH_64],
               counted ? "2147483647" : "536870911 where a field may be absent");
    diagnostic->record = record->declaration.qualified;
    diagnostic_help(diagnostic, "keep large arrays outside and point to them");
}

static struct diagnostic *report_pin(struct diagnostics *diagnostics, enum error_rule rule,
                                     const struct field *field, const char *message) {
    struct diagnostic *diagnostic = report(diagnostics, rule, field->offset_span, "%s", message);
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    return diagnostic;
}

static bool check_alignment(struct mem *mem, struct diagnostics *diagnostics,
                            const struct member *cell, uint64_t start) {
    const struct field *field = cell->field;
    uint32_t align = cell->align[WIDTH_64];
    if (field->offset % align == 0) {
        return true;
    }
    const char *message =
        mem_format(mem, "`%s` cannot stand at offset %" PRIu64 ": it is aligned to %" PRIu32,
                   field->name.text, field->offset, align);
    diagnostic_help(report_pin(diagnostics, ERROR_OFFSET_MISALIGNED, field, message),
                    "the next offset that it can have is %" PRIu64,
                    pack_round_up(field->offset < start ? start : field->offset, align));
    return false;
}

/* A cell that is pinned within the base, which ends at an offset. */
static void report_in_base(struct mem *mem, struct diagnostics *diagnostics,
                           const struct record *record, const struct member *cell, uint64_t end) {
    const char *place = record_may_use_tail(record) ? "among the members of the base, which end"
                                                    : "within the base, which ends";
    const char *message =
        mem_format(mem, "`%s` would lie %s at %" PRIu64, cell->field->name.text, place, end);
    struct diagnostic *diagnostic =
        report_pin(diagnostics, ERROR_OFFSET_OVERLAP, cell->field, message);
    diagnostic_note(diagnostic, record->base->declaration.name.span, "the base is declared here");
    diagnostic_help(diagnostic,
                    "offsets count from the start of the whole record: the first that is free is "
                    "%" PRIu64,
                    pack_round_up(end, cell->align[WIDTH_64]));
}

/* A cell that is pinned half in the tail of the base, half behind it. */
static void report_across(struct mem *mem, struct diagnostics *diagnostics,
                          const struct record *record, const struct member *cell, uint64_t bar) {
    const char *message =
        mem_format(mem, "`%s` would lie across the end of the base, which is at %" PRIu64,
                   cell->field->name.text, bar);
    struct diagnostic *diagnostic =
        report_pin(diagnostics, ERROR_OFFSET_OVERLAP, cell->field, message);
    diagnostic_note(diagnostic, record->base->open_tail_span, "its tail is open from here");
    diagnostic_help(diagnostic,
                    "the tail takes whole fields: the first offset behind it is %" PRIu64,
                    pack_round_up(bar, cell->align[WIDTH_64]));
}

static void check_places(struct mem *mem, struct diagnostics *diagnostics,
                         const struct record *record, const struct member *cells, size_t count,
                         const struct room *room) {
    const uint64_t *start = room->start;
    uint64_t bar = room->bar[WIDTH_64];
    struct member *sorted = mem_alloc(mem, count * sizeof *sorted);
    memcpy(sorted, cells, count * sizeof *sorted);
    size_t pinned = pack_pinned_first(mem, sorted, count);
    for (size_t i = 0; i < pinned; i++) {
        const struct field *field = sorted[i].field;
        const struct member *before = i == 0 ? NULL : &sorted[i - 1];
        if (!check_alignment(mem, diagnostics, &sorted[i], start[WIDTH_64])) {
            continue;
        }
        if (field->offset < start[WIDTH_64]) {
            report_in_base(mem, diagnostics, record, &sorted[i], start[WIDTH_64]);
        } else if (field->offset < bar && field->offset + sorted[i].size[WIDTH_64] > bar) {
            report_across(mem, diagnostics, record, &sorted[i], bar);
        } else if (before != NULL &&
                   before->field->offset + before->size[WIDTH_64] > field->offset) {
            const char *message = mem_format(mem, "`%s` would overlap `%s`, which ends at %" PRIu64,
                                             field->name.text, before->field->name.text,
                                             before->field->offset + before->size[WIDTH_64]);
            struct diagnostic *diagnostic =
                report_pin(diagnostics, ERROR_OFFSET_OVERLAP, field, message);
            diagnostic_note(diagnostic, before->field->offset_span, "`%s` is pinned here",
                            before->field->name.text);
            diagnostic_help(diagnostic, "move one of them");
        }
    }
}

static void report_passed_pin(struct mem *mem, struct diagnostics *diagnostics,
                              const struct member *member, enum width width) {
    const struct field *field = member->field;
    const char *why = width == WIDTH_64 ? "in declared order" : "with 32-bit pointers";
    const char *message = mem_format(
        mem, "`%s` cannot stand at offset %" PRIu64 ": %s the fields before it end at %" PRIu64,
        field->name.text, field->offset, why, member->offset[width]);
    diagnostic_help(report_pin(diagnostics, ERROR_OFFSET_OVERLAP, field, message),
                    width == WIDTH_64 ? "move the field up, pin it further on, or drop "
                                        "`@order(declared)`"
                                      : "move the field up, or pin it further on");
}

/* In declared order the fields before a pinned one may already have passed its offset; with 32-bit
 * pointers in any, where a type of a C header takes more there. */
static void check_passed_pins(struct mem *mem, struct diagnostics *diagnostics,
                              const struct layout *layout) {
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        if (member->kind != MEMBER_FIELD || !member->field->pinned) {
            continue;
        }
        if (member->offset[WIDTH_64] > member->field->offset) {
            report_passed_pin(mem, diagnostics, member, WIDTH_64);
        } else if (member->offset[WIDTH_32] > member->field->offset) {
            report_passed_pin(mem, diagnostics, member, WIDTH_32);
        }
    }
}

/* Where the cells of a record may be pinned. */
static struct room room_of(const struct layouts *layouts, const struct record *record) {
    const struct layout *base = record->base == NULL ? NULL : layout_of(layouts, record->base);
    struct room room = {.start = {0, 0}};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && base != NULL && !base->empty;
         width++) {
        bool is_open = record_may_use_tail(record);
        room.start[width] = is_open ? base->end[width] : base->measure.size[width];
        room.bar[width] = base->measure.size[width];
    }
    return room;
}

void layout_check_pins(struct mem *mem, struct diagnostics *diagnostics,
                       const struct layouts *layouts, const struct record *record,
                       const struct member *cells, size_t count) {
    const struct room room = room_of(layouts, record);
    size_t errors = diagnostics->error_count;
    check_places(mem, diagnostics, record, cells, count, &room);
    if (diagnostics->error_count == errors) {
        check_passed_pins(mem, diagnostics, layout_of(layouts, record));
    }
}
