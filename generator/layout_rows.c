#include "layout_rows.h"

#include <stdbool.h>

#include "ast.h"
#include "layout.h"
#include "mem.h"

/* The fields of one record that share members: by a member's number the first field in it, and by
 * a field's index the next one, counted from 1. */
struct sharing {
    size_t *first;
    size_t *next;
};

struct rows {
    struct mem *mem;
    const struct layouts *layouts;
    struct layout_rows list;
};

static struct layout_row *add_row(struct rows *rows, struct layout_row row) {
    struct layout_rows *list = &rows->list;
    list->items = mem_grow(rows->mem, list->items, list->count, sizeof *list->items);
    list->items[list->count] = row;
    return &list->items[list->count++];
}

/* The member of a field that others may share: its unit of bits, or its byte of presence. */
static const struct member *shared_member(const struct place *place, enum member_kind kind) {
    if (kind == MEMBER_PRESENCE) {
        return place->presence;
    }
    return place->member->kind == kind ? place->member : NULL;
}

static struct sharing find_sharing(const struct rows *rows, const struct record *record,
                                   enum member_kind kind) {
    struct sharing sharing = {
        mem_alloc(rows->mem, (record->field_count + 1) * sizeof *sharing.first),
        mem_alloc(rows->mem, (record->field_count + 1) * sizeof *sharing.next),
    };
    for (size_t i = record->field_count; i-- > 0;) {
        const struct place *place = layout_place(rows->layouts, &record->fields[i]);
        const struct member *member = shared_member(place, kind);
        if (member != NULL) {
            sharing.next[i] = sharing.first[member->number];
            sharing.first[member->number] = i + 1;
        }
    }
    return sharing;
}

/* A row for a member that fields share, and one for each of them. */
static void add_shared(struct rows *rows, const struct record *record, const struct member *member,
                       const struct sharing *sharing) {
    bool is_unit = member->kind == MEMBER_BITS;
    size_t head = rows->list.count;
    uint32_t used = 0;
    add_row(rows, (struct layout_row){.kind = is_unit ? ROW_UNIT : ROW_PRESENCE,
                                      .owner = record,
                                      .member = member});
    for (size_t at = sharing->first[member->number]; at != 0; at = sharing->next[at - 1]) {
        const struct field *field = &record->fields[at - 1];
        const struct place *place = layout_place(rows->layouts, field);
        struct layout_row row = {.kind = is_unit ? ROW_BITS : ROW_PRESENT,
                                 .owner = record,
                                 .member = member,
                                 .field = field};
        row.bit = is_unit ? place->shift : place->presence_bit;
        row.bits = is_unit ? field->type.bit_count : 1;
        used += row.bits;
        add_row(rows, row);
    }
    rows->list.items[head].bits = used;
}

/* Takes back the padding at the end of the base, where the record's own cells begin. */
static void open_tail(struct rows *rows) {
    struct layout_rows *list = &rows->list;
    while (list->count > 0 && list->items[list->count - 1].member->kind == MEMBER_PAD) {
        list->count--;
    }
}

/* What a record adds to its base. */
static void add_record(struct rows *rows, const struct record *record) {
    static const enum row_kind kinds[] = {
        [MEMBER_FIELD] = ROW_FIELD, [MEMBER_EXT] = ROW_DICT, [MEMBER_PAD] = ROW_HOLE};
    const struct layout *layout = layout_of(rows->layouts, record);
    struct sharing bits = find_sharing(rows, record, MEMBER_BITS);
    struct sharing presence = find_sharing(rows, record, MEMBER_PRESENCE);
    if (layout->in_tail) {
        open_tail(rows);
    }
    for (size_t i = 0; i < layout->member_count; i++) {
        const struct member *member = &layout->members[i];
        bool is_tail = member->kind == MEMBER_PAD && i + 1 == layout->member_count;
        if (member->kind == MEMBER_BITS || member->kind == MEMBER_PRESENCE) {
            add_shared(rows, record, member, member->kind == MEMBER_BITS ? &bits : &presence);
        } else if (member->kind != MEMBER_BASE) {
            enum row_kind kind = is_tail ? ROW_TAIL : kinds[member->kind];
            add_row(rows, (struct layout_row){.kind = layout->empty ? ROW_NOTHING : kind,
                                              .owner = record,
                                              .member = member,
                                              .field = member->field});
        }
    }
}

struct layout_rows layout_rows(struct mem *mem, const struct layouts *layouts,
                               const struct record *record) {
    struct rows rows = {.mem = mem, .layouts = layouts};
    const struct record **lineage = mem_alloc(mem, record->depth * sizeof(struct record *));
    size_t count = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        lineage[count++] = at;
    }
    while (count-- > 0) {
        /* A record without members is not embedded in its children. */
        if (lineage[count] == record || !layout_of(layouts, lineage[count])->empty) {
            add_record(&rows, lineage[count]);
        }
    }
    return rows.list;
}
