#include "layout.h"

#include <inttypes.h>
#include <stdlib.h>

#include "chain.h"
#include "diagnostic.h"
#include "mem.h"

#define MAX_INSTANCE (UINT64_C(1) << 31)

struct layouts {
    struct layout *items; /* by the record's index */
    struct member ***by_field; /* by the record's index, then the field's */
};

static uint64_t round_up(uint64_t value, uint64_t align) {
    return (value + align - 1) / align * align;
}

/* The order of two cells in a root; their places in the schema decide last. */
static int compare_falling(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (a->align[width] != b->align[width]) {
            return a->align[width] > b->align[width] ? -1 : 1;
        }
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->kind != MEMBER_FIELD) {
        return 0;
    }
    return a->field->index < b->field->index ? -1 : 1;
}

/* In a child: alignments rise, so that small cells fill the gap behind the base. */
static int compare_rising(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (a->align[width] != b->align[width]) {
            return a->align[width] < b->align[width] ? -1 : 1;
        }
    }
    return compare_falling(left, right);
}

/* The cells that a record adds, in the order of the schema, the dict's word first. */
static struct member *own_cells(struct mem *mem, const struct record *record, bool brings_dict,
                                size_t *count) {
    struct member *cells = mem_alloc(mem, (record->field_count + 1) * sizeof *cells);
    *count = 0;
    if (brings_dict) {
        cells[(*count)++] = (struct member){.kind = MEMBER_EXT, .size = {8, 4}, .align = {8, 4}};
    }
    for (size_t i = 0; i < record->field_count; i++) {
        struct measure measure = type_measure(&record->fields[i].type);
        struct member *cell = &cells[(*count)++];
        *cell = (struct member){.kind = MEMBER_FIELD, .field = &record->fields[i]};
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            cell->size[width] = measure.size[width];
            cell->align[width] = measure.align[width];
        }
    }
    return cells;
}

/* Appends a member behind the end so far, and the padding that it needs before itself. */
static void append(struct layout *layout, uint64_t end[WIDTH_COUNT], struct member member) {
    struct member pad = {.kind = MEMBER_PAD, .align = {1, 1}};
    bool padded = false;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint32_t align = member.align[width];
        member.offset[width] = round_up(end[width], align);
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

/* One byte that nobody reads or writes: C has no empty structs. */
static void make_empty(struct layout *layout) {
    layout->empty = true;
    layout->members[layout->member_count++] =
        (struct member){.kind = MEMBER_PAD, .size = {1, 1}, .align = {1, 1}};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        layout->measure.size[width] = 1;
        layout->padding[width] = 1;
    }
}

/* Each cell may have a pad before it; the base, its pad and the tail come on top. */
static size_t most_members(size_t cells) {
    return 2 * cells + 3;
}

static struct layout lay_out(struct mem *mem, const struct record *record,
                             const struct layout *base, bool brings_dict) {
    size_t count = 0;
    struct member *cells = own_cells(mem, record, brings_dict, &count);
    struct layout layout = {.members = mem_alloc(mem, most_members(count) * sizeof *cells),
                            .measure = {.align = {1, 1}}};
    uint64_t end[WIDTH_COUNT] = {0, 0};
    bool embeds = base != NULL && !base->empty;
    if (embeds) {
        struct member member = {.kind = MEMBER_BASE};
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            member.size[width] = base->measure.size[width];
            member.align[width] = base->measure.align[width];
            layout.padding[width] = base->padding[width];
            layout.ext_offset[width] = base->ext_offset[width];
        }
        append(&layout, end, member);
    }
    if (!record->declared_order && count > 1) {
        qsort(cells, count, sizeof *cells, embeds ? compare_rising : compare_falling);
    }
    for (size_t i = 0; i < count; i++) {
        append(&layout, end, cells[i]);
        const struct member *placed = &layout.members[layout.member_count - 1];
        for (enum width width = WIDTH_64; placed->kind == MEMBER_EXT && width < WIDTH_COUNT;
             width++) {
            layout.ext_offset[width] = placed->offset[width];
        }
    }
    append_tail(&layout, end);
    if (layout.member_count == 0) {
        make_empty(&layout);
    }
    layout.has_dict = brings_dict || (base != NULL && base->has_dict);
    return layout;
}

static void check_size(struct diagnostics *diagnostics, const struct record *record,
                       const struct layout *layout) {
    if (layout->measure.size[WIDTH_64] < MAX_INSTANCE) {
        return;
    }
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_LIMIT, record->declaration.name.span,
               "an instance of `%s` has %" PRIu64 " bytes; the limit is 2147483647",
               record->declaration.name.text, layout->measure.size[WIDTH_64]);
    diagnostic->record = record->declaration.qualified;
    diagnostic_help(diagnostic, "keep large arrays outside and point to them");
}

struct layouts *layout_program(struct mem *mem, const struct program *program,
                               const struct chains *chains, struct diagnostics *diagnostics) {
    struct layouts *layouts = mem_alloc(mem, sizeof *layouts);
    layouts->items = mem_alloc(mem, program->record_count * sizeof *layouts->items);
    layouts->by_field = mem_alloc(mem, program->record_count * sizeof *layouts->by_field);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const struct layout *base =
            record->base == NULL ? NULL : &layouts->items[record->base->index];
        struct layout *layout = &layouts->items[i];
        *layout = lay_out(mem, record, base, chain_of(chains, record)->dict_from == record);
        layouts->by_field[i] = mem_alloc(mem, record->field_count * sizeof(struct member *));
        for (size_t j = 0; j < layout->member_count; j++) {
            struct member *member = &layout->members[j];
            if (member->kind == MEMBER_FIELD) {
                layouts->by_field[i][member->field->index] = member;
            }
        }
        bool base_is_too_large = base != NULL && base->measure.size[WIDTH_64] >= MAX_INSTANCE;
        if (!base_is_too_large) {
            check_size(diagnostics, record, layout);
        }
    }
    return layouts;
}

const struct layout *layout_of(const struct layouts *layouts, const struct record *record) {
    return &layouts->items[record->index];
}

struct measure layout_if(struct mem *mem, const struct layouts *layouts,
                         const struct record *record, enum storage storage) {
    const struct layout *base = record->base == NULL ? NULL : layout_of(layouts, record->base);
    bool brings_dict = storage != STORAGE_SLOTS && (base == NULL || !base->has_dict);
    return lay_out(mem, record, base, brings_dict).measure;
}

const struct member *layout_member(const struct layouts *layouts, const struct field *field) {
    return layouts->by_field[field->record->index][field->index];
}
