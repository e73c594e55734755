#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "layout_cells.h"
#include "layout_check.h"
#include "mem.h"
#include "pack.h"

struct layouts {
    struct layout *items; /* by the record's index, of a chain by its depth */
    struct place **places; /* by the same, then by the field's index */

    /* Of a chain that is laid out otherwise, */
    const struct record **chain; /* from the root down, */
    size_t depth; /* so many records; 0 of all records */
    const struct layouts *others; /* and of the records that are not in it. */
};

/* What a record is laid out with. */
struct request {
    struct mem *scratch; /* for what is of no use once the record is laid out */
    const struct layout *base; /* NULL without one */
    bool may_use_tail; /* of the base */
    bool brings_dict;
    unsigned wishes;
    bool as_written;
};

/* A layout while members are added to it. */
struct placing {
    struct layout layout;
    struct room room;
    uint64_t end[WIDTH_COUNT];
};

/* Appends a member behind the end so far, and the padding that it needs before itself. */
static void append(struct placing *placing, struct member member) {
    struct layout *layout = &placing->layout;
    struct member pad = {.kind = MEMBER_PAD, .align = {1, 1}};
    bool padded = false;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint64_t end = placing->end[width];
        member.offset[width] = pack_offset(&member, end, &placing->room, width);
        pad.offset[width] = end;
        pad.size[width] = member.offset[width] - end;
        padded = padded || pad.size[width] > 0;
        layout->padding[width] += pad.size[width];
        placing->end[width] = member.offset[width] + member.size[width];
        if (member.align[width] > layout->measure.align[width]) {
            layout->measure.align[width] = member.align[width];
        }
    }
    if (padded) {
        layout->members[layout->member_count++] = pad;
    }
    if (member.kind != MEMBER_PAD) {
        layout->members[layout->member_count++] = member;
    }
}

static void append_tail(struct placing *placing) {
    struct layout *layout = &placing->layout;
    struct member tail = {.kind = MEMBER_PAD};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        tail.align[width] = layout->measure.align[width];
    }
    append(placing, tail);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        layout->measure.size[width] = placing->end[width];
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

/* The base is the first member. What is added begins behind it, or where its tail does. */
static void append_base(struct placing *placing, const struct layout *base, bool in_tail) {
    struct layout *layout = &placing->layout;
    struct member member = {.kind = MEMBER_BASE};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        enum width from = layout_standing_for(layout->known, width);
        member.size[width] = base->measure.size[from];
        member.align[width] = base->measure.align[from];
        layout->padding[width] = base->padding[from];
        layout->ext_offset[width] = base->ext_offset[from];
    }
    append(placing, member);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && in_tail; width++) {
        enum width from = layout_standing_for(layout->known, width);
        layout->padding[width] -= base->measure.size[from] - base->end[from];
        placing->room.bar[width] = base->measure.size[from];
        placing->end[width] = base->end[from];
    }
}

/* Sorts the cells, where nothing in the schema bends their order. */
static void order_cells(struct mem *mem, struct cells *cells, const struct room *room) {
    if (cells->count < 2) {
        return;
    }
    bool in_tail = room->bar[WIDTH_64] > 0;
    bool in_child = room->start[WIDTH_64] > 0;
    if (in_tail || (in_child && room->open_tail) || pack_is_needed(cells->items, cells->count)) {
        pack_cells(mem, cells->items, cells->count, room);
    } else {
        qsort(cells->items, cells->count, sizeof *cells->items,
              in_child ? pack_rising : pack_falling);
    }
}

static void append_cells(struct placing *placing, const struct cells *cells) {
    struct layout *layout = &placing->layout;
    for (size_t i = 0; i < cells->count; i++) {
        append(placing, cells->items[i]);
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

/* Where the tail begins: behind the last cell. That of a base is part of it where it may be used,
 * but for a record that adds nothing the base knows where. */
static void find_end(struct placing *placing, const struct request *request, bool adds_cells) {
    const struct layout *base = request->base;
    bool is_base = !adds_cells && base != NULL && request->may_use_tail;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        placing->layout.end[width] = is_base ? base->end[width] : placing->end[width];
    }
}

/* As many as there are: the most that there could be are twice that. */
static void keep_members(struct mem *mem, struct layout *layout) {
    struct member *kept = mem_alloc(mem, layout->member_count * sizeof *kept);
    memcpy(kept, layout->members, layout->member_count * sizeof *kept);
    layout->members = kept;
}

/* Puts a record's cells in order and places them, in the tail of its base or behind that. */
static struct layout place_cells(struct mem *mem, const struct record *record,
                                 const struct request *request, struct cells *cells, bool in_tail) {
    const struct layout *base = request->base;
    struct placing placing = {
        .layout = {.members = mem_alloc(request->scratch,
                                        most_members(cells->count) * sizeof(struct member)),
                   .measure = {.align = {1, 1}},
                   .in_tail = in_tail},
    };
    struct layout *layout = &placing.layout;
    memcpy(layout->known, cells->known, sizeof layout->known);
    if (base != NULL && !base->empty) {
        append_base(&placing, base, in_tail);
    }
    bool is_declared = record->declared_order && (request->wishes & WISH_DECLARED) != 0;
    raise_align(layout, (request->wishes & WISH_ALIGN) != 0 ? record->align : 0);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        placing.room.start[width] = placing.end[width];
        placing.room.align[width] = layout->measure.align[width];
    }
    placing.room.open_tail = record->open_tail && (request->wishes & WISH_OPEN_TAIL) != 0;
    if (!request->as_written && !is_declared) {
        order_cells(request->scratch, cells, &placing.room);
    }
    append_cells(&placing, cells);
    find_end(&placing, request, cells->count > 0);
    append_tail(&placing);
    if (layout->member_count == 0) {
        make_empty(layout);
    }
    layout->has_dict = request->brings_dict || (base != NULL && base->has_dict);
    keep_members(mem, layout);
    return placing.layout;
}

/* Whether the tail is worth it: it saves bytes of the record or, where its own tail is open, of its
 * children. A field may be pinned there, too. */
static bool is_better_in_tail(const struct layout *in_tail, const struct layout *behind,
                              const struct record *record, const struct cells *cells) {
    for (size_t i = 0; i < cells->count; i++) {
        const struct member *cell = &cells->items[i];
        if (cell->pinned && cell->field->offset < in_tail->members[0].size[WIDTH_64]) {
            return true;
        }
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (in_tail->measure.size[width] != behind->measure.size[width]) {
            return in_tail->measure.size[width] < behind->measure.size[width];
        }
    }
    return record->open_tail && in_tail->end[WIDTH_64] < behind->end[WIDTH_64];
}

static struct layout lay_out(struct mem *mem, const struct layouts *layouts,
                             const struct record *record, const struct request *request,
                             struct cells *cells) {
    *cells = layout_cells(request->scratch, layouts, record, request->base, request->brings_dict,
                          request->wishes);
    if (!request->may_use_tail || cells->count == 0) {
        return place_cells(mem, record, request, cells, false);
    }
    struct cells same = *cells;
    same.items = mem_alloc(request->scratch, cells->count * sizeof *cells->items);
    memcpy(same.items, cells->items, cells->count * sizeof *cells->items);
    struct layout behind = place_cells(mem, record, request, cells, false);
    struct layout in_tail = place_cells(mem, record, request, &same, true);
    if (!is_better_in_tail(&in_tail, &behind, record, &same)) {
        return behind;
    }
    *cells = same;
    return in_tail;
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

/* A base without members has no tail: it is not embedded. */
static bool may_use_tail(const struct record *record, const struct layout *base, unsigned wishes) {
    return base != NULL && !base->empty && (wishes & WISH_OPEN_TAIL) != 0 &&
           record_may_use_tail(record);
}

struct layouts *layout_program(struct mem *mem, const struct program *program,
                               const struct chains *chains, struct diagnostics *diagnostics) {
    struct layouts *layouts = mem_alloc(mem, sizeof *layouts);
    layouts->items = mem_alloc(mem, program->record_count * sizeof *layouts->items);
    layouts->places = mem_alloc(mem, program->record_count * sizeof *layouts->places);
    struct mem *scratch = mem_child(mem);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        mem_clear(scratch);
        struct layout *layout = &layouts->items[i];
        const struct layout *base =
            record->base == NULL ? NULL : &layouts->items[record->base->index];
        struct cells cells;
        struct request request = {.scratch = scratch,
                                  .base = base,
                                  .may_use_tail = may_use_tail(record, base, WISH_ALL),
                                  .brings_dict = chain_of(chains, record)->dict_from == record,
                                  .wishes = WISH_ALL};
        *layout = lay_out(mem, layouts, record, &request, &cells);
        layouts->places[i] = mem_alloc(mem, record->field_count * sizeof **layouts->places);
        find_places(layout, record, &cells, scratch, layouts->places[i]);
        layout_check_pins(scratch, diagnostics, layouts, record, cells.items, cells.count);
        layout_check_size(diagnostics, layouts, record);
    }
    mem_free(scratch);
    return layouts;
}

/* Those that have the record, and where it is in their lists. */
static const struct layouts *find(const struct layouts *layouts, const struct record *record,
                                  size_t *index) {
    *index = record->depth - 1;
    if (*index < layouts->depth && layouts->chain[*index] == record) {
        return layouts;
    }
    *index = record->index;
    return layouts->depth == 0 ? layouts : layouts->others;
}

const struct layout *layout_of(const struct layouts *layouts, const struct record *record) {
    size_t index = 0;
    const struct layouts *found = find(layouts, record, &index);
    return &found->items[index];
}

uint64_t layout_cache_lines(const struct layout *layout, enum width width) {
    return (layout->measure.size[width] + CACHE_LINE - 1) / CACHE_LINE;
}

bool layout_crosses_line(const struct member *member, enum width width) {
    uint64_t offset = member->offset[width];
    return offset / CACHE_LINE != (offset + member->size[width] - 1) / CACHE_LINE;
}

bool layout_is_cold(const struct member *member, enum width width) {
    return member->hot && member->offset[width] + member->size[width] > CACHE_LINE;
}

static bool brings_dict(const struct layouts *layouts, const struct record *record) {
    return layout_of(layouts, record)->has_dict &&
           (record->base == NULL || !layout_of(layouts, record->base)->has_dict);
}

/* What a record of the chain is laid out with. */
static struct request request_for(struct mem *scratch, const struct layouts *layouts,
                                  const struct record *at, const struct layout *base,
                                  const struct variant *variant, bool is_last) {
    bool adds_one = variant->dict == DICT_SOMEWHERE && is_last && !layout_of(layouts, at)->has_dict;
    return (struct request){
        .scratch = scratch,
        .base = base,
        .may_use_tail = may_use_tail(at, base, variant->wishes),
        .brings_dict = adds_one || (variant->dict != DICT_NOWHERE && brings_dict(layouts, at)),
        .wishes = variant->wishes,
        .as_written = variant->as_written,
    };
}

const struct layouts *layouts_if(struct mem *mem, const struct layouts *layouts,
                                 const struct record *record, const struct variant *variant) {
    struct layouts *others = mem_alloc(mem, sizeof *others);
    size_t depth = record->depth;
    *others = (struct layouts){
        .items = mem_alloc(mem, depth * sizeof *others->items),
        .places = mem_alloc(mem, depth * sizeof *others->places),
        .chain = mem_alloc(mem, depth * sizeof *others->chain),
        .depth = depth,
        .others = layouts,
    };
    size_t at = depth;
    for (const struct record *ancestor = record; ancestor != NULL; ancestor = ancestor->base) {
        others->chain[--at] = ancestor;
    }
    for (; at < depth; at++) {
        const struct record *ancestor = others->chain[at];
        const struct layout *base = at == 0 ? NULL : &others->items[at - 1];
        struct request request =
            request_for(mem, layouts, ancestor, base, variant, ancestor == record);
        struct cells cells;
        others->items[at] = lay_out(mem, layouts, ancestor, &request, &cells);
        others->places[at] = mem_alloc(mem, ancestor->field_count * sizeof **others->places);
        find_places(&others->items[at], ancestor, &cells, mem, others->places[at]);
    }
    return others;
}

/* An ancestor that stays as it is need not be laid out again, nor need its own. */
static bool is_changed(const struct layouts *layouts, const struct record *ancestor,
                       const struct variant *variant) {
    return variant->as_written || variant->wishes != WISH_ALL ||
           (variant->dict == DICT_NOWHERE && layout_of(layouts, ancestor)->has_dict);
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
        struct request request = request_for(scratch, layouts, at, base, variant, at == record);
        struct cells cells;
        mem_clear(scratch);
        layout = lay_out(scratch, layouts, at, &request, &cells);
        base = &layout;
    }
    mem_free(scratch);
    return layout.measure;
}

const struct place *layout_place(const struct layouts *layouts, const struct field *field) {
    size_t index = 0;
    const struct layouts *found = find(layouts, field->record, &index);
    return &found->places[index][field->index];
}
