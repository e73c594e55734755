#include "layout_cells.h"

#include "ast.h"
#include "mem.h"

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
        measure = layout_of(layouts, use->record)->measure;
        for (enum width width = WIDTH_64; use->items != 0 && width < WIDTH_COUNT; width++) {
            measure.size[width] *= use->items;
        }
    }
    return measure;
}

/* The cells that a record adds, in the order of the schema, the dict's word first and the bytes of
 * presence last. */
static struct cells own_cells(struct mem *mem, const struct layouts *layouts,
                              const struct record *record, bool brings_dict, unsigned wishes) {
    struct cells cells = {.items =
                              mem_alloc(mem, (2 * record->field_count + 1) * sizeof *cells.items)};
    cells.shares = mem_alloc(mem, record->field_count * sizeof *cells.shares);
    struct unit *units = NULL;
    uint32_t optional = 0;
    if (brings_dict) {
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
            cell->pinned = field->pinned && (wishes & WISH_OFFSET) != 0;
            cell->hot = field->hot && (wishes & WISH_HOT) != 0;
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
                    ? layout_of(layouts, use->record)->known[width]
                    : type_is_known(use, width);
    }
    return known;
}

enum width layout_standing_for(const bool known[WIDTH_COUNT], enum width width) {
    enum width other = width == WIDTH_64 ? WIDTH_32 : WIDTH_64;
    return known[width] || !known[other] ? width : other;
}

/* A width that is not known gets the other's figures, all through. */
static void level(struct cells *cells) {
    for (size_t i = 0; i < cells->count; i++) {
        struct member *cell = &cells->items[i];
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            cell->size[width] = cell->size[layout_standing_for(cells->known, width)];
            cell->align[width] = cell->align[layout_standing_for(cells->known, width)];
        }
    }
}

struct cells layout_cells(struct mem *mem, const struct layouts *layouts,
                          const struct record *record, const struct layout *base, bool brings_dict,
                          unsigned wishes) {
    struct cells cells = own_cells(mem, layouts, record, brings_dict, wishes);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        cells.known[width] = is_known(layouts, record, base, width);
    }
    level(&cells);
    return cells;
}
