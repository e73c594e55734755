/* A record as users see it. */
#include <inttypes.h>

#include "chain.h"
#include "cost.h"
#include "layout.h"
#include "layout_rows.h"
#include "mem.h"
#include "model_public.h"
#include "plain.h"

/* A record while its value is made. */
struct subject {
    const struct model *model;
    struct mem *mem;
    const struct record *record;
    const struct layout *layout;
    struct layout_rows rows;
    struct value *fields; /* by the row of a field */
};

/* How a kind of row is called, and the flag that a template asks. */
static const struct {
    const char *name;
    enum model_key flag;
} kinds[] = {
    [ROW_FIELD] = {"field", KEY_is_field},     [ROW_DICT] = {"dict", KEY_is_dict},
    [ROW_UNIT] = {"bits", KEY_is_bits},        [ROW_PRESENCE] = {"presence", KEY_is_presence},
    [ROW_HOLE] = {"hole", KEY_is_padding},     [ROW_TAIL] = {"tail", KEY_is_padding},
    [ROW_NOTHING] = {"empty", KEY_is_padding},
};

static bool has_field(const struct layout_row *row) {
    return row->kind == ROW_FIELD || row->kind == ROW_BITS;
}

static struct value fields_of(struct subject *subject) {
    const struct layout_rows *rows = &subject->rows;
    struct value list = value_list(subject->mem);
    size_t last = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        last = has_field(&rows->items[i]) ? i : last;
    }
    subject->fields = mem_alloc(subject->mem, (rows->count + 1) * sizeof *subject->fields);
    for (size_t i = 0; i < rows->count; i++) {
        if (has_field(&rows->items[i])) {
            subject->fields[i] = model_public_field(subject->model, subject->mem, subject->record,
                                                    &rows->items[i], i == last);
            value_append(subject->mem, &list, subject->fields[i]);
        }
    }
    return list;
}

/* What shares a unit of bits or a byte of presence. */
static struct value sharers(struct subject *subject, size_t head) {
    const struct layout_rows *rows = &subject->rows;
    struct value list = value_list(subject->mem);
    for (size_t i = head + 1; i < rows->count; i++) {
        const struct layout_row *row = &rows->items[i];
        bool is_share = row->kind == ROW_BITS || row->kind == ROW_PRESENT;
        if (!is_share) {
            break;
        }
        if (list.as.list->count > 0) {
            value_set(&list.as.list->items[list.as.list->count - 1], KEY_last, value_bool(false));
        }
        struct value item = value_object(subject->mem);
        value_add(&item, KEY_name, value_string(row->field->name.text));
        value_add(&item, KEY_c_name, value_string(row->field->c_name));
        value_add(&item, KEY_docs, value_string(row->field->preamble.docs));
        value_add(&item, KEY_deprecated, value_string(row->field->preamble.deprecated));
        value_add(&item, KEY_shift, value_integer(row->bit));
        value_add(&item, KEY_width, value_integer(row->bits));
        value_add(&item, KEY_last, value_bool(true));
        value_append(subject->mem, &list, item);
    }
    return list;
}

static const char *name_of(struct mem *mem, const struct layout_row *row, size_t pad) {
    switch (row->kind) {
    case ROW_FIELD:
        return row->field->c_name;
    case ROW_DICT:
        return "ext";
    case ROW_UNIT:
        return mem_concat(mem, "bits_", mem_number(mem, row->member->number), NULL);
    case ROW_PRESENCE:
        return mem_concat(mem, "present_", mem_number(mem, row->member->number), NULL);
    case ROW_HOLE:
    case ROW_TAIL:
    case ROW_NOTHING:
    case ROW_BITS:
    case ROW_PRESENT:
        break;
    }
    return mem_concat(mem, "pad_", mem_number(mem, pad), NULL);
}

static void add_extent(struct value *object, struct mem *mem, const struct layout *layout,
                       const struct member *member) {
    bool known[WIDTH_COUNT];
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        known[width] = layout->known[width] && member->size[width] > 0;
    }
    value_add(object, KEY_offset,
              model_known_pair(mem, known, member->offset[WIDTH_64], member->offset[WIDTH_32]));
    value_add(object, KEY_size,
              model_known_pair(mem, known, member->size[WIDTH_64], member->size[WIDTH_32]));
}

static struct value member_of(struct subject *subject, size_t at, size_t pad) {
    const struct layout_row *row = &subject->rows.items[at];
    struct mem *mem = subject->mem;
    const struct declaration *owner = &row->owner->declaration;
    const char *name = name_of(mem, row, pad);
    struct value object = value_object_for(mem, 24);
    value_add(&object, KEY_kind, value_string(kinds[row->kind].name));
    value_add(&object, KEY_is_field, value_bool(false));
    value_add(&object, KEY_is_dict, value_bool(false));
    value_add(&object, KEY_is_bits, value_bool(false));
    value_add(&object, KEY_is_presence, value_bool(false));
    value_add(&object, KEY_is_padding, value_bool(false));
    value_set(&object, kinds[row->kind].flag, value_bool(true));
    value_add(&object, KEY_c_name, value_string(name));
    value_add(
        &object, KEY_c_path,
        value_string(model_public_path(subject->model, mem, subject->record, row->owner, name)));
    value_add(&object, KEY_owner,
              value_string(model_name_from(subject->record->declaration.file, owner)));
    value_add(&object, KEY_owner_c_name, value_string(owner->c_name));
    value_add(&object, KEY_own, value_bool(row->owner == subject->record));
    add_extent(&object, mem, layout_of(subject->model->layouts, row->owner), row->member);
    value_add(&object, KEY_field, row->kind == ROW_FIELD ? subject->fields[at] : value_null());
    value_add(&object, KEY_used_bits, row->bits == 0 ? value_null() : value_integer(row->bits));
    value_add(&object, KEY_bits, sharers(subject, at));
    value_add(&object, KEY_last, value_bool(true));
    return object;
}

/* All that an instance holds, one behind the other. */
static struct value members_of(struct subject *subject) {
    const struct layout_rows *rows = &subject->rows;
    struct value list = value_list(subject->mem);
    const struct record *owner = NULL;
    size_t pads = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct layout_row *row = &rows->items[i];
        if (row->kind == ROW_BITS || row->kind == ROW_PRESENT) {
            continue;
        }
        pads = owner == row->owner ? pads : 0;
        owner = row->owner;
        if (list.as.list->count > 0) {
            value_set(&list.as.list->items[list.as.list->count - 1], KEY_last, value_bool(false));
        }
        value_append(subject->mem, &list, member_of(subject, i, pads));
        pads += row->member->kind == MEMBER_PAD;
    }
    return list;
}

static struct value slots_of(const struct subject *subject) {
    struct mem *mem = subject->mem;
    const struct record *record = subject->record;
    const struct record **lineage = mem_alloc(mem, record->depth * sizeof(struct record *));
    struct value names = value_list(mem);
    for (const struct record *at = record; at != NULL; at = at->base) {
        lineage[at->depth - 1] = at;
    }
    for (size_t i = 0; i < record->depth; i++) {
        for (size_t j = 0; j < lineage[i]->field_count && !record_is_open(lineage[i]); j++) {
            value_append(mem, &names, value_string(lineage[i]->fields[j].name.text));
        }
    }
    return names;
}

/* The record and its ancestors, the root first. */
static struct value chain_value(const struct subject *subject) {
    struct mem *mem = subject->mem;
    const struct record *record = subject->record;
    struct value list = value_list(mem);
    struct value *items = mem_alloc(mem, record->depth * sizeof *items);
    for (const struct record *at = record; at != NULL; at = at->base) {
        const struct layout *layout = layout_of(subject->model->layouts, at);
        struct value item = value_object(mem);
        value_add(&item, KEY_name,
                  value_string(model_name_from(record->declaration.file, &at->declaration)));
        value_add(&item, KEY_qualified, value_string(at->declaration.qualified));
        value_add(&item, KEY_c_name, value_string(at->declaration.c_name));
        value_add(&item, KEY_storage, value_string(record_storage_words(at)));
        value_add(&item, KEY_size,
                  model_known_pair(mem, layout->known, layout->measure.size[WIDTH_64],
                                   layout->measure.size[WIDTH_32]));
        value_add(&item, KEY_last, value_bool(at == record));
        items[at->depth - 1] = item;
    }
    for (size_t i = 0; i < record->depth; i++) {
        value_append(mem, &list, items[i]);
    }
    return list;
}

static void add_bases(struct value *object, const struct subject *subject) {
    const struct record *record = subject->record;
    const struct file *file = record->declaration.file;
    const struct record *base = record->base;
    const struct record *dict_from = chain_of(subject->model->chains, record)->dict_from;
    value_add(object, KEY_base,
              value_string(base == NULL ? NULL : model_name_from(file, &base->declaration)));
    value_add(object, KEY_base_c_name,
              value_string(base == NULL ? NULL : base->declaration.c_name));
    value_add(object, KEY_chain, chain_value(subject));
    value_add(object, KEY_storage, value_string(record_storage_words(record)));
    value_add(object, KEY_has_dict, value_bool(subject->layout->has_dict));
    value_add(
        object, KEY_dict_from,
        value_string(dict_from == NULL ? NULL : model_name_from(file, &dict_from->declaration)));
    value_add(object, KEY_dict_from_c_name,
              value_string(dict_from == NULL ? NULL : dict_from->declaration.c_name));
}

static void add_figures(struct value *object, const struct subject *subject) {
    const struct layout *layout = subject->layout;
    const bool *known = layout->known;
    struct mem *mem = subject->mem;
    struct cost cost = cost_of(mem, subject->model->layouts, subject->record);
    value_add(object, KEY_size,
              model_known_pair(mem, known, layout->measure.size[WIDTH_64],
                               layout->measure.size[WIDTH_32]));
    value_add(object, KEY_align,
              model_known_pair(mem, known, layout->measure.align[WIDTH_64],
                               layout->measure.align[WIDTH_32]));
    value_add(object, KEY_padding,
              model_known_pair(mem, known, layout->padding[WIDTH_64], layout->padding[WIDTH_32]));
    value_add(object, KEY_cache_line_count,
              model_known_pair(mem, known, layout_cache_lines(layout, WIDTH_64),
                               layout_cache_lines(layout, WIDTH_32)));
    value_add(object, KEY_size_without_dict,
              model_known_pair(mem, cost.known, cost.slotted.size[WIDTH_64],
                               cost.slotted.size[WIDTH_32]));
    value_add(
        object, KEY_size_with_dict,
        model_known_pair(mem, cost.known, cost.backed.size[WIDTH_64], cost.backed.size[WIDTH_32]));
}

/* What of its end a child's cells may take; null where none may. */
static struct value open_tail(const struct subject *subject) {
    const struct layout *layout = subject->layout;
    uint64_t tail[WIDTH_COUNT] = {0, 0};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && !layout->empty; width++) {
        tail[width] = layout->measure.size[width] - layout->end[width];
    }
    bool is_open = subject->record->open_tail && (tail[WIDTH_64] > 0 || tail[WIDTH_32] > 0);
    return is_open ? model_known_pair(subject->mem, layout->known, tail[WIDTH_64], tail[WIDTH_32])
                   : value_null();
}

static struct value number_or_null(uint64_t number) {
    return number == 0 ? value_null() : value_integer((int64_t)number);
}

struct value model_public_record(const struct model *model, struct mem *mem,
                                 const struct record *record, bool last) {
    struct subject subject = {
        .model = model,
        .mem = mem,
        .record = record,
        .layout = layout_of(model->layouts, record),
        .rows = layout_rows(mem, model->layouts, record),
    };
    struct value object = value_object_for(mem, 48);
    model_public_declare(&object, mem, &record->declaration);
    value_add(&object, KEY_c_name, value_string(record->declaration.c_name));
    add_bases(&object, &subject);
    add_figures(&object, &subject);
    value_add(&object, KEY_max_size, number_or_null(record->max_size));
    value_add(&object, KEY_count, number_or_null(record->count));
    value_add(&object, KEY_final, value_bool(record->final));
    value_add(&object, KEY_persistent, value_bool(record->persistent));
    value_add(&object, KEY_plain, value_bool(plain_record(model->chains, record)));
    value_add(&object, KEY_in_tail, value_bool(subject.layout->in_tail));
    value_add(&object, KEY_open_tail, open_tail(&subject));
    value_add(&object, KEY_layout_id,
              value_string(mem_format(mem, "%016" PRIx64, model->layout_ids[record->index])));
    value_add(&object, KEY_slots, slots_of(&subject));
    struct value fields = fields_of(&subject);
    value_add(&object, KEY_has_fields, value_bool(fields.as.list->count > 0));
    value_add(&object, KEY_fields, fields);
    value_add(&object, KEY_members, members_of(&subject));
    value_add(&object, KEY_last, value_bool(last));
    return object;
}
