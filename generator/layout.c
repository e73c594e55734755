#include "layout.h"

#include <inttypes.h>
#include <stdlib.h>

#include "chain.h"
#include "diagnostic.h"
#include "mem.h"
#include "pack.h"

#define MAX_INSTANCE (UINT64_C(1) << 31)

struct layouts {
    struct layout *items; /* by the record's index */
    struct place **places; /* by the record's index, then the field's */
};

/* The cells that a record adds, before they are sorted. */
struct cells {
    struct member *items;
    size_t count;
    uint32_t units; /* of bits */
    uint32_t presence; /* bytes */
    uint32_t first_fit[65]; /* by a number of bits: the first unit that may have room */
    struct share *shares; /* by the field's index */
};

/* What a record is laid out with. */
struct request {
    const struct layout *base; /* NULL without one */
    bool brings_dict;
    unsigned wishes;
    bool as_written;
};

/* Which unit and presence bit a field has, by their numbers. */
struct share {
    uint32_t unit;
    uint32_t shift;
    uint32_t presence; /* bits before its own */
};

/* A unit of bits while fields are put into it. */
struct unit {
    uint32_t size; /* in bits */
    uint32_t used;
};

static struct member *add_cell(struct cells *cells, enum member_kind kind, struct measure measure) {
    struct member *cell = &cells->items[cells->count++];
    *cell = (struct member){.kind = kind};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        cell->size[width] = measure.size[width];
        cell->align[width] = measure.align[width];
    }
    return cell;
}

static struct measure bytes(uint32_t size) {
    return (struct measure){{size, size}, {size, size}};
}

/* First fit, in the order of the schema, into units of the smallest type that holds each. */
static void add_bits(struct mem *mem, struct cells *cells, struct unit **units,
                     const struct field *field) {
    uint32_t wanted = field->type.bit_count;
    struct share *share = &cells->shares[field->index];
    /* Units only fill up: those before the last that took so many bits have no room for as many. */
    uint32_t *first = &cells->first_fit[wanted];
    for (share->unit = *first; share->unit < cells->units; share->unit++) {
        struct unit *unit = &(*units)[share->unit];
        if (unit->size - unit->used >= wanted) {
            share->shift = unit->used;
            unit->used += wanted;
            *first = share->unit;
            return;
        }
    }
    uint32_t size = wanted <= 8 ? 1 : wanted <= 16 ? 2 : wanted <= 32 ? 4 : 8;
    *first = cells->units;
    *units = mem_grow(mem, *units, cells->units, sizeof(struct unit));
    (*units)[cells->units] = (struct unit){8 * size, wanted};
    add_cell(cells, MEMBER_BITS, bytes(size))->number = cells->units++;
}

/* The size of a field's cell; a record by value has been laid out before. */
static struct measure cell_measure(const struct layouts *layouts, const struct type_use *use) {
    struct measure measure = type_measure(use);
    if (use->type == &type_record && use->record != NULL) {
        measure = layouts->items[use->record->index].measure;
        for (enum width width = WIDTH_64; use->items != 0 && width < WIDTH_COUNT; width++) {
            measure.size[width] *= use->items;
        }
    }
    return measure;
}

/* The cells that a record adds, in the order of the schema, the dict's word first and the bytes of
 * presence last. */
static struct cells own_cells(struct mem *mem, const struct layouts *layouts,
                              const struct record *record, const struct request *request) {
    struct cells cells = {.items =
                              mem_alloc(mem, (2 * record->field_count + 1) * sizeof *cells.items)};
    cells.shares = mem_alloc(mem, record->field_count * sizeof *cells.shares);
    struct unit *units = NULL;
    uint32_t optional = 0;
    if (request->brings_dict) {
        add_cell(&cells, MEMBER_EXT, (struct measure){{8, 4}, {8, 4}});
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->type.bit_count != 0) {
            add_bits(mem, &cells, &units, field);
        } else {
            struct member *cell =
                add_cell(&cells, MEMBER_FIELD, cell_measure(layouts, &field->type));
            cell->field = field;
            cell->pinned = field->pinned && (request->wishes & WISH_OFFSET) != 0;
            cell->hot = field->hot && (request->wishes & WISH_HOT) != 0;
        }
        cells.shares[i].presence = optional;
        optional += field->type.optional;
    }
    for (cells.presence = 0; cells.presence < (optional + 7) / 8; cells.presence++) {
        add_cell(&cells, MEMBER_PRESENCE, bytes(1))->number = cells.presence;
    }
    return cells;
}

/* Whether what a record is made of has a known size for a pointer width. */
static bool is_known(const struct layouts *layouts, const struct record *record,
                     const struct layout *base, enum width width) {
    bool known = base == NULL || base->known[width];
    for (size_t i = 0; i < record->field_count && known; i++) {
        const struct type_use *use = &record->fields[i].type;
        known = use->type == &type_record && use->record != NULL
                    ? layouts->items[use->record->index].known[width]
                    : type_is_known(use, width);
    }
    return known;
}

/* The width whose figures stand for a width. */
static enum width standing_for(const struct layout *layout, enum width width) {
    enum width other = width == WIDTH_64 ? WIDTH_32 : WIDTH_64;
    return layout->known[width] || !layout->known[other] ? width : other;
}

/* A width that is not known gets the other's figures, all through. */
static void level(const struct layout *layout, struct cells *cells) {
    for (size_t i = 0; i < cells->count; i++) {
        struct member *cell = &cells->items[i];
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            cell->size[width] = cell->size[standing_for(layout, width)];
            cell->align[width] = cell->align[standing_for(layout, width)];
        }
    }
}

/* Appends a member behind the end so far, and the padding that it needs before itself. */
static void append(struct layout *layout, uint64_t end[WIDTH_COUNT], struct member member) {
    struct member pad = {.kind = MEMBER_PAD, .align = {1, 1}};
    bool padded = false;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint32_t align = member.align[width];
        /* Pins that overlap have been reported; what is laid out of them is of no use. */
        uint64_t least =
            member.pinned && member.field->offset > end[width] ? member.field->offset : end[width];
        member.offset[width] = pack_round_up(least, align);
        pad.offset[width] = end[width];
        pad.size[width] = member.offset[width] - end[width];
        padded = padded || pad.size[width] > 0;
        layout->padding[width] += pad.size[width];
        end[width] = member.offset[width] + member.size[width];
        if (align > layout->measure.align[width]) {
            layout->measure.align[width] = align;
        }
    }
    if (padded) {
        layout->members[layout->member_count++] = pad;
    }
    if (member.kind != MEMBER_PAD) {
        layout->members[layout->member_count++] = member;
    }
}

static void append_tail(struct layout *layout, uint64_t end[WIDTH_COUNT]) {
    struct member tail = {.kind = MEMBER_PAD};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        tail.align[width] = layout->measure.align[width];
    }
    append(layout, end, tail);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        layout->measure.size[width] = end[width];
    }
}

/* One byte that nobody reads or writes, or as many as it is aligned to: C has no empty structs. */
static void make_empty(struct layout *layout) {
    struct member pad = {.kind = MEMBER_PAD, .align = {1, 1}};
    layout->empty = true;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        pad.size[width] = layout->measure.align[width];
        layout->measure.size[width] = pad.size[width];
        layout->padding[width] = pad.size[width];
    }
    layout->members[layout->member_count++] = pad;
}

/* Each cell may have a pad before it; the base, its pad and the tail come on top. */
static size_t most_members(size_t cells) {
    return 2 * cells + 3;
}

/* The base is the first member. */
static void append_base(struct layout *layout, uint64_t end[WIDTH_COUNT],
                        const struct layout *base) {
    struct member member = {.kind = MEMBER_BASE};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        enum width from = standing_for(layout, width);
        member.size[width] = base->measure.size[from];
        member.align[width] = base->measure.align[from];
        layout->padding[width] = base->padding[from];
        layout->ext_offset[width] = base->ext_offset[from];
    }
    append(layout, end, member);
}

/* Sorts the cells, where nothing in the schema bends their order. */
static void order_cells(struct mem *mem, struct cells *cells, const struct room *room) {
    if (cells->count < 2) {
        return;
    }
    if (pack_is_needed(cells->items, cells->count)) {
        pack_cells(mem, cells->items, cells->count, room);
    } else {
        qsort(cells->items, cells->count, sizeof *cells->items,
              room->start[WIDTH_64] > 0 ? pack_rising : pack_falling);
    }
}

static void append_cells(struct layout *layout, uint64_t end[WIDTH_COUNT],
                         const struct cells *cells) {
    for (size_t i = 0; i < cells->count; i++) {
        append(layout, end, cells->items[i]);
        const struct member *placed = &layout->members[layout->member_count - 1];
        for (enum width width = WIDTH_64; placed->kind == MEMBER_EXT && width < WIDTH_COUNT;
             width++) {
            layout->ext_offset[width] = placed->offset[width];
        }
    }
}

static void raise_align(struct layout *layout, uint32_t align) {
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (align > layout->measure.align[width]) {
            layout->measure.align[width] = align;
        }
    }
}

static struct layout lay_out(struct mem *mem, const struct layouts *layouts,
                             const struct record *record, const struct request *request,
                             struct cells *cells) {
    const struct layout *base = request->base;
    *cells = own_cells(mem, layouts, record, request);
    struct layout layout = {.members =
                                mem_alloc(mem, most_members(cells->count) * sizeof(struct member)),
                            .measure = {.align = {1, 1}}};
    uint64_t end[WIDTH_COUNT] = {0, 0};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        layout.known[width] = is_known(layouts, record, base, width);
    }
    level(&layout, cells);
    if (base != NULL && !base->empty) {
        append_base(&layout, end, base);
    }
    bool is_declared = record->declared_order && (request->wishes & WISH_DECLARED) != 0;
    raise_align(&layout, (request->wishes & WISH_ALIGN) != 0 ? record->align : 0);
    if (!request->as_written && !is_declared) {
        const struct room room = {
            .start = {end[WIDTH_64], end[WIDTH_32]},
            .align = {layout.measure.align[WIDTH_64], layout.measure.align[WIDTH_32]},
        };
        order_cells(mem, cells, &room);
    }
    append_cells(&layout, end, cells);
    append_tail(&layout, end);
    if (layout.member_count == 0) {
        make_empty(&layout);
    }
    layout.has_dict = request->brings_dict || (base != NULL && base->has_dict);
    return layout;
}

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

static void check_size(struct diagnostics *diagnostics, const struct record *record,
                       const struct layout *layout) {
    const bool counted = !presence_out_of_reach(layout);
    if (layout->measure.size[WIDTH_64] < MAX_INSTANCE && counted) {
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

/* The members that the shares' numbers stand for, now that they have their places. */
static void find_places(const struct layout *layout, const struct record *record,
                        const struct cells *cells, struct mem *mem, struct place *places) {
    const struct member **units = mem_alloc(mem, (cells->units + 1) * sizeof(struct member *));
    const struct member **presence =
        mem_alloc(mem, (cells->presence + 1) * sizeof(struct member *));
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        if (member->kind == MEMBER_FIELD) {
            places[member->field->index].member = member;
        } else if (member->kind == MEMBER_BITS) {
            units[member->number] = member;
        } else if (member->kind == MEMBER_PRESENCE) {
            presence[member->number] = member;
        }
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct share *share = &cells->shares[i];
        if (record->fields[i].type.bit_count != 0) {
            places[i].member = units[share->unit];
            places[i].shift = share->shift;
        }
        if (record->fields[i].type.optional) {
            places[i].presence = presence[share->presence / 8];
            places[i].presence_bit = share->presence % 8;
        }
    }
}

static void report_passed_pin(struct diagnostics *diagnostics, const struct member *member,
                              enum width width) {
    const struct field *field = member->field;
    const char *why = width == WIDTH_64 ? "in declared order" : "with 32-bit pointers";
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_OFFSET_OVERLAP, field->offset_span,
               "`%s` cannot stand at offset %" PRIu64 ": %s the fields before it end at %" PRIu64,
               field->name.text, field->offset, why, member->offset[width]);
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    diagnostic_help(diagnostic, width == WIDTH_64 ? "move the field up, pin it further on, or drop "
                                                    "`@order(declared)`"
                                                  : "move the field up, or pin it further on");
}

/* In declared order the fields before a pinned one may already have passed its offset; with 32-bit
 * pointers in any, where a type of a C header takes more there. */
static void check_passed_pins(struct diagnostics *diagnostics, const struct layout *layout) {
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        if (member->kind != MEMBER_FIELD || !member->field->pinned) {
            continue;
        }
        if (member->offset[WIDTH_64] > member->field->offset) {
            report_passed_pin(diagnostics, member, WIDTH_64);
        } else if (member->offset[WIDTH_32] > member->field->offset) {
            report_passed_pin(diagnostics, member, WIDTH_32);
        }
    }
}

static void check_pins(struct mem *mem, struct diagnostics *diagnostics,
                       const struct record *record, const struct layouts *layouts,
                       const struct cells *cells) {
    const struct layout *base = record->base == NULL ? NULL : &layouts->items[record->base->index];
    const uint64_t none[WIDTH_COUNT] = {0, 0};
    bool embeds = base != NULL && !base->empty;
    size_t errors = diagnostics->error_count;
    pack_check(mem, diagnostics, record, cells->items, cells->count,
               embeds ? base->measure.size : none);
    if (diagnostics->error_count == errors) {
        check_passed_pins(diagnostics, &layouts->items[record->index]);
    }
}

static bool is_too_large(const struct layouts *layouts, const struct record *record) {
    return layouts->items[record->index].measure.size[WIDTH_64] >= MAX_INSTANCE;
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

struct layouts *layout_program(struct mem *mem, const struct program *program,
                               const struct chains *chains, struct diagnostics *diagnostics) {
    struct layouts *layouts = mem_alloc(mem, sizeof *layouts);
    layouts->items = mem_alloc(mem, program->record_count * sizeof *layouts->items);
    layouts->places = mem_alloc(mem, program->record_count * sizeof *layouts->places);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        struct layout *layout = &layouts->items[i];
        const struct record *base = record->base;
        struct cells cells;
        struct request request = {.base = base == NULL ? NULL : &layouts->items[base->index],
                                  .brings_dict = chain_of(chains, record)->dict_from == record,
                                  .wishes = WISH_ALL};
        *layout = lay_out(mem, layouts, record, &request, &cells);
        layouts->places[i] = mem_alloc(mem, record->field_count * sizeof **layouts->places);
        find_places(layout, record, &cells, mem, layouts->places[i]);
        check_pins(mem, diagnostics, record, layouts, &cells);
        if (!needs_too_large(layouts, record)) {
            check_size(diagnostics, record, layout);
        }
    }
    return layouts;
}

const struct layout *layout_of(const struct layouts *layouts, const struct record *record) {
    return &layouts->items[record->index];
}

uint64_t layout_cache_lines(const struct layout *layout, enum width width) {
    return (layout->measure.size[width] + CACHE_LINE - 1) / CACHE_LINE;
}

/* An ancestor that stays as it is need not be laid out again, nor need its own. */
static bool is_changed(const struct layouts *layouts, const struct record *ancestor,
                       const struct variant *variant) {
    return variant->as_written || variant->wishes != WISH_ALL ||
           (variant->dict == DICT_NOWHERE && layout_of(layouts, ancestor)->has_dict);
}

static bool brings_dict(const struct layouts *layouts, const struct record *record) {
    return layout_of(layouts, record)->has_dict &&
           (record->base == NULL || !layout_of(layouts, record->base)->has_dict);
}

struct measure layout_if(struct mem *mem, const struct layouts *layouts,
                         const struct record *record, const struct variant *variant) {
    const struct record **lineage = mem_alloc(mem, record->depth * sizeof(struct record *));
    size_t count = 0;
    const struct record *at = record;
    do {
        lineage[count++] = at;
        at = at->base;
    } while (at != NULL && is_changed(layouts, at, variant));
    struct layout layout = {0};
    const struct layout *base = at == NULL ? NULL : layout_of(layouts, at);
    struct mem *scratch = mem_child(mem); /* of a base no more is needed than its measure */
    while (count-- > 0) {
        at = lineage[count];
        bool adds_one = variant->dict == DICT_SOMEWHERE && at == record &&
                        !layout_of(layouts, record)->has_dict;
        struct request request = {
            .base = base,
            .brings_dict = adds_one || (variant->dict != DICT_NOWHERE && brings_dict(layouts, at)),
            .wishes = variant->wishes,
            .as_written = variant->as_written,
        };
        struct cells cells;
        mem_clear(scratch);
        layout = lay_out(scratch, layouts, at, &request, &cells);
        base = &layout;
    }
    mem_free(scratch);
    return layout.measure;
}

const struct place *layout_place(const struct layouts *layouts, const struct field *field) {
    return &layouts->places[field->record->index][field->index];
}
