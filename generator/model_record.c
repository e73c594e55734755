#include <inttypes.h>
#include <string.h>

#include "c_text.h"
#include "chain.h"
#include "emitted.h"
#include "layout.h"
#include "mem.h"
#include "model.h"
#include "plain.h"
#include "resolve.h"
#include "text.h"

/* Of each member the first field in it, and of each field the next in the same member, counted
 * from 1: 0 is none. */
struct sharing {
    size_t *first;
    size_t *next;
};

/* A record while its model is made: what several of its parts need. */
struct subject {
    const struct model *model;
    struct mem *mem;
    const struct record *record;
    const struct layout *layout;
    const struct chain *chain;
    struct value object;
    const struct record *lineage[MAX_CHAIN]; /* the chain from the root down to the record */
    size_t depth;
    struct value *fields[MAX_CHAIN]; /* of each record of the chain, in the order of the schema */
    struct sharing sharing; /* of the record's own fields */
};

static void set(struct subject *subject, enum model_key key, struct value value) {
    value_add(&subject->object, key, value);
}

typedef struct value field_maker(const struct model *model, struct mem *mem,
                                 const struct record *record, const struct field *field);

/* Makes the fields' values once; the lists below share them. */
static void make_fields(struct subject *subject, field_maker *make) {
    subject->depth = subject->record->depth;
    for (const struct record *at = subject->record; at != NULL; at = at->base) {
        struct value *values = mem_alloc(subject->mem, at->field_count * sizeof *values);
        for (size_t i = 0; i < at->field_count; i++) {
            values[i] = make(subject->model, subject->mem, subject->record, &at->fields[i]);
        }
        subject->lineage[at->depth - 1] = at;
        subject->fields[at->depth - 1] = values;
    }
}

static struct value field_of(const struct subject *subject, const struct field *field) {
    return subject->fields[field->record->depth - 1][field->index];
}

static struct sharing find_sharing(const struct subject *subject, const struct record *record,
                                   const struct layout *layout) {
    struct sharing sharing = {
        mem_alloc(subject->mem, (layout->member_count + 1) * sizeof *sharing.first),
        mem_alloc(subject->mem, (record->field_count + 1) * sizeof *sharing.next),
    };
    for (size_t i = record->field_count; i-- > 0;) {
        const struct place *place = layout_place(subject->model->layouts, &record->fields[i]);
        size_t *first = &sharing.first[place->member - layout->members];
        sharing.next[i] = *first;
        *first = i + 1;
    }
    return sharing;
}

static struct value fields_in_layout_order(struct subject *subject) {
    struct value fields = value_list(subject->mem);
    for (size_t i = 0; i < subject->depth; i++) {
        const struct record *record = subject->lineage[i];
        const struct layout *layout = layout_of(subject->model->layouts, record);
        struct sharing sharing = find_sharing(subject, record, layout);
        for (size_t j = 0; j < layout->member_count; j++) {
            for (size_t at = sharing.first[j]; at != 0; at = sharing.next[at - 1]) {
                value_append(subject->mem, &fields, field_of(subject, &record->fields[at - 1]));
            }
        }
    }
    return fields;
}

/* The record's own fields in the order of the schema. */
static struct value declared_fields(struct subject *subject) {
    struct value list = value_list(subject->mem);
    for (size_t i = 0; i < subject->record->field_count; i++) {
        value_append(subject->mem, &list, subject->fields[subject->depth - 1][i]);
    }
    return list;
}

/* The fields whose accessors have bodies. */
static struct value texts(struct subject *subject) {
    struct value list = value_list(subject->mem);
    for (size_t i = 0; i < subject->depth; i++) {
        for (size_t j = 0; j < subject->lineage[i]->field_count; j++) {
            if (type_is_text(&subject->lineage[i]->fields[j].type)) {
                value_append(subject->mem, &list, subject->fields[i][j]);
            }
        }
    }
    return list;
}

static struct value slot_names(struct subject *subject) {
    struct value names = value_list(subject->mem);
    for (size_t i = 0; i < subject->depth; i++) {
        for (size_t j = 0;
             j < subject->lineage[i]->field_count && !record_is_open(subject->lineage[i]); j++) {
            value_append(subject->mem, &names,
                         value_string(subject->lineage[i]->fields[j].name.text));
        }
    }
    return names;
}

/* The unit's defaults, put together. */
static const char *unit_value(struct subject *subject, const struct member *unit) {
    const struct record *record = subject->record;
    uint64_t value = 0;
    size_t at = subject->sharing.first[unit - subject->layout->members];
    for (; at != 0; at = subject->sharing.next[at - 1]) {
        const struct field *field = &record->fields[at - 1];
        const struct place *place = layout_place(subject->model->layouts, field);
        if (field->has_initial) {
            value |= field->initial->integer << place->shift;
        }
    }
    if (value <= INT32_MAX) {
        return mem_number(subject->mem, value);
    }
    const char *constant = value > UINT32_MAX ? "UINT64_C" : "UINT32_C";
    return mem_format(subject->mem, "%s(0x%" PRIx64 ")", constant, value);
}

/* "self->" and this lead to one of the record's own members. */
static struct value own_path(struct subject *subject, const char *name) {
    bool in_tail = subject->layout->in_tail;
    return value_string(in_tail ? mem_concat(subject->mem, "tail.", name, NULL) : name);
}

static void add_pad(struct subject *subject, struct value *item, const struct member *member,
                    size_t *pads) {
    struct mem *mem = subject->mem;
    uint64_t wide = member->size[WIDTH_64];
    uint64_t narrow = member->size[WIDTH_32];
    bool both = wide > 0 && narrow > 0;
    const char *name = mem_concat(mem, "pad_", mem_number(mem, (*pads)++), NULL);
    value_add(item, KEY_name, value_string(name));
    value_add(item, KEY_path, own_path(subject, name));
    value_add(
        item, KEY_size_c,
        value_string(both ? model_c_pair(mem, wide, narrow) : mem_number(mem, wide + narrow)));
    value_add(item, KEY_wide_only, value_bool(narrow == 0));
    value_add(item, KEY_narrow_only, value_bool(wide == 0));
}

static struct value model_member(struct subject *subject, const struct member *member,
                                 size_t *pads) {
    struct mem *mem = subject->mem;
    if (member->kind == MEMBER_FIELD) {
        return field_of(subject, member->field);
    }
    struct value item = value_object(mem);
    const char *number = mem_number(mem, member->number);
    value_add(&item, KEY_is_base, value_bool(member->kind == MEMBER_BASE));
    value_add(&item, KEY_is_ext, value_bool(member->kind == MEMBER_EXT));
    value_add(&item, KEY_is_field, value_bool(false));
    value_add(&item, KEY_is_bits, value_bool(member->kind == MEMBER_BITS));
    value_add(&item, KEY_is_presence, value_bool(member->kind == MEMBER_PRESENCE));
    value_add(&item, KEY_is_pad, value_bool(member->kind == MEMBER_PAD));
    value_add(&item, KEY_offset_c,
              value_string(model_c_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    value_add(
        &item, KEY_offset_text,
        value_string(model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    value_add(&item, KEY_record_name, value_string(subject->record->declaration.name.text));
    value_add(&item, KEY_record_c_name, value_string(subject->record->declaration.c_name));
    if (member->kind == MEMBER_PAD) {
        add_pad(subject, &item, member, pads);
    } else if (member->kind == MEMBER_BASE) {
        const uint64_t *end = layout_of(subject->model->layouts, subject->record->base)->end;
        value_add(&item, KEY_size_c, value_string(model_c_pair(mem, end[WIDTH_64], end[WIDTH_32])));
    } else if (member->kind == MEMBER_EXT) {
        value_add(&item, KEY_path, own_path(subject, "ext"));
    } else if (member->kind == MEMBER_BITS) {
        const char *name = mem_concat(mem, "bits_", number, NULL);
        value_add(&item, KEY_name, value_string(name));
        value_add(&item, KEY_path, own_path(subject, name));
        value_add(&item, KEY_cell_type,
                  value_string(type_c_unsigned((uint32_t)member->size[WIDTH_64])));
        value_add(&item, KEY_value, value_string(unit_value(subject, member)));
    } else if (member->kind == MEMBER_PRESENCE) {
        const char *name = mem_concat(mem, "present_", number, NULL);
        value_add(&item, KEY_name, value_string(name));
        value_add(&item, KEY_path, own_path(subject, name));
    }
    return item;
}

static struct value members(struct subject *subject) {
    struct value list = value_list(subject->mem);
    size_t pads = 0;
    subject->sharing = find_sharing(subject, subject->record, subject->layout);
    for (size_t i = 0; i < subject->layout->member_count; i++) {
        value_append(subject->mem, &list,
                     model_member(subject, &subject->layout->members[i], &pads));
    }
    return list;
}

/* "self->" and this lead to an ancestor's struct; an ancestor without members has none. */
static const char *path_to(struct subject *subject, const struct record *ancestor) {
    struct text path = {.mem = subject->mem};
    for (const struct record *at = subject->record; at != ancestor; at = at->base) {
        text_add_string(&path, path.length == 0 ? "base" : ".base");
    }
    return text_string(&path);
}

static struct value upcasts(struct subject *subject) {
    struct value list = value_list(subject->mem);
    for (const struct record *at = subject->record->base; at != NULL; at = at->base) {
        struct value item = value_object(subject->mem);
        value_add(&item, KEY_c_name, value_string(at->declaration.c_name));
        value_add(&item, KEY_record, value_string(subject->record->declaration.c_name));
        bool has_struct = !layout_of(subject->model->layouts, at)->empty;
        value_add(&item, KEY_path, has_struct ? value_string(path_to(subject, at)) : value_null());
        value_append(subject->mem, &list, item);
    }
    return list;
}

static void set_public_part(struct subject *subject) {
    const struct record *record = subject->record;
    const struct declaration *declaration = &record->declaration;
    const struct layout *layout = subject->layout;
    struct mem *mem = subject->mem;
    const struct record *dict_from = subject->chain->dict_from;
    set(subject, KEY_name, value_string(declaration->name.text));
    set(subject, KEY_c_name, value_string(declaration->c_name));
    set(subject, KEY_base,
        record->base == NULL
            ? value_null()
            : value_string(model_name_from(declaration->file, &record->base->declaration)));
    set(subject, KEY_storage, value_string(record_storage_words(record)));
    set(subject, KEY_has_dict, value_bool(layout->has_dict));
    set(subject, KEY_dict_from,
        dict_from == NULL
            ? value_null()
            : value_string(model_name_from(declaration->file, &dict_from->declaration)));
    set(subject, KEY_size,
        model_known_pair(mem, layout->known, layout->measure.size[WIDTH_64],
                         layout->measure.size[WIDTH_32]));
    set(subject, KEY_align,
        model_known_pair(mem, layout->known, layout->measure.align[WIDTH_64],
                         layout->measure.align[WIDTH_32]));
    set(subject, KEY_padding,
        model_known_pair(mem, layout->known, layout->padding[WIDTH_64], layout->padding[WIDTH_32]));
    set(subject, KEY_slots, slot_names(subject));
    set(subject, KEY_max_size,
        record->max_size == 0 ? value_null() : value_integer((int64_t)record->max_size));
    set(subject, KEY_count,
        record->count == 0 ? value_null() : value_integer((int64_t)record->count));
    set(subject, KEY_docs, value_string(declaration->preamble.docs));
    set(subject, KEY_line,
        value_integer(
            source_position(declaration->file->source, declaration->name.span.start).line));
}

/* A value that its field may refuse: text that is too long or finds no memory, no enumerator. */
static bool takes_fallible(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            const struct type_use *use = &at->fields[i].type;
            if (use->type->fallible && !use->optional) {
                return true;
            }
        }
    }
    return false;
}

static const char *ext_path(struct subject *subject) {
    const struct record *dict_from = subject->chain->dict_from;
    const char *path = path_to(subject, dict_from);
    const char *name = layout_of(subject->model->layouts, dict_from)->in_tail ? "tail.ext" : "ext";
    return path[0] == '\0' ? name : mem_concat(subject->mem, path, ".", name, NULL);
}

static bool has_optional(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            if (at->fields[i].type.optional) {
                return true;
            }
        }
    }
    return false;
}

static void set_parts(struct subject *subject) {
    unsigned parts = subject->model->parts;
    set(subject, KEY_with_names, value_bool((parts & PART_NAMES) != 0));
    set(subject, KEY_with_value, value_bool((parts & PART_VALUE) != 0));
    set(subject, KEY_with_heap, value_bool((parts & PART_HEAP) != 0));
    set(subject, KEY_with_format, value_bool((parts & PART_FORMAT) != 0));
    set(subject, KEY_with_sizes, value_bool((parts & PART_SIZES) != 0));
    if ((parts & PART_POOL) != 0) {
        set(subject, KEY_with_pool, value_bool(true));
    }
    if ((parts & PART_MEASURE) != 0) {
        set(subject, KEY_with_measure, value_bool(true));
    }
    /* A plain record is allocated as a whole or not at all. */
    bool allocates = !plain_record(subject->model->chains, subject->record) ||
                     (parts & (PART_HEAP | PART_POOL)) != 0;
    set(subject, KEY_with_trace, value_bool((parts & PART_TRACE) != 0 && allocates));
    unsigned bodies =
        parts & (PART_NAMES | PART_VALUE | PART_HEAP | PART_FORMAT | PART_POOL | PART_MEASURE);
    bool is_plain = plain_record(subject->model->chains, subject->record);
    set(subject, KEY_with_bodies, value_bool(bodies != 0 || !is_plain));
    set(subject, KEY_light_only, value_bool(is_plain && (parts & PART_SIZES) != 0));
    set(subject, KEY_with_class, value_bool(subject->model->with_classes));
    set(subject, KEY_has_optional, value_bool(has_optional(subject->record)));
}

static const char *name_form(const struct model_names *names) {
    if (names->bits == 0) {
        return "0";
    }
    if (names->multiplier != 0) {
        return "SLOTS_NAMES_DIRECT";
    }
    return names->deep ? "SLOTS_NAMES_LONG" : "SLOTS_NAMES_SHORT";
}

static void set_names(struct subject *subject) {
    const struct model_names *names = &subject->model->names[subject->record->index];
    struct mem *mem = subject->mem;
    set(subject, KEY_has_names, value_bool(names->bits > 0));
    set(subject, KEY_first_name, value_integer((int64_t)names->first));
    set(subject, KEY_name_bits, value_integer(names->bits));
    set(subject, KEY_name_form, value_string(name_form(names)));
    set(subject, KEY_name_multiplier,
        value_string(names->multiplier == 0 ? "0"
                                            : mem_format(mem, "0x%" PRIx64, names->multiplier)));
    set(subject, KEY_names_name,
        value_string(model_table_name(mem, subject->record->declaration.file, "names")));
}

static void set_c_part(struct subject *subject) {
    const struct record *record = subject->record;
    const struct layout *layout = subject->layout;
    const struct measure *measure = &layout->measure;
    struct mem *mem = subject->mem;
    const struct record *base = record->base;
    set(subject, KEY_schema, value_string(record->declaration.file->relative));
    set(subject, KEY_base_c_name,
        base == NULL ? value_null() : value_string(base->declaration.c_name));
    set(subject, KEY_deprecated, model_deprecated(mem, &record->declaration.preamble));
    set(subject, KEY_empty, value_bool(layout->empty));
    set(subject, KEY_in_tail, value_bool(layout->in_tail));
    set(subject, KEY_open_tail, model_tail(mem, record, layout));
    bool zeroed = subject->model->zeroed[record->index];
    set(subject, KEY_zeroed, value_bool(zeroed && !layout->empty));
    set(subject, KEY_assigned, value_bool(!zeroed && !layout->empty));
    set(subject, KEY_size_c,
        value_string(model_c_pair(mem, measure->size[WIDTH_64], measure->size[WIDTH_32])));
    set(subject, KEY_align_c,
        value_string(model_c_pair(mem, measure->align[WIDTH_64], measure->align[WIDTH_32])));
    set(subject, KEY_size_text,
        value_string(model_bytes_pair(mem, measure->size[WIDTH_64], measure->size[WIDTH_32])));
    set(subject, KEY_align_text,
        value_string(model_words_pair(mem, measure->align[WIDTH_64], measure->align[WIDTH_32])));
    set(subject, KEY_aligned, record->align == 0 ? value_null() : value_integer(record->align));
    set(subject, KEY_open, value_bool(record_is_open(record)));
    set(subject, KEY_plain, value_bool(plain_record(subject->model->chains, record)));
    set(subject, KEY_layout_id,
        value_string(mem_format(mem, "%016" PRIx64, subject->model->layout_ids[record->index])));
    set_parts(subject);
    set(subject, KEY_own_count, value_integer((int64_t)record->field_count));
    set(subject, KEY_has_fields, value_bool(record->field_count > 0));
    set(subject, KEY_first_field, value_integer(subject->model->first_fields[record->index]));
    set(subject, KEY_fields_name,
        value_string(model_table_name(mem, record->declaration.file, "fields")));
    set_names(subject);
    set(subject, KEY_slot_count,
        value_integer((int64_t)value_get(&subject->object, KEY_slots)->as.list->count));
    set(subject, KEY_deletable_count, value_integer((int64_t)model_deletable_count(record)));
    bool wrapped = false;
    struct value list = model_parameters(subject->model, mem, record, subject->fields, &wrapped);
    set(subject, KEY_parameters, list);
    set(subject, KEY_wrapped, value_bool(wrapped));
    set(subject, KEY_fallible, value_bool(takes_fallible(record)));
    set(subject, KEY_has_init_with, value_bool(emitted_parameters(record) <= MAX_INIT_WITH));
    if (layout->has_dict) {
        const struct record *dict_from = subject->chain->dict_from;
        set(subject, KEY_brings_dict, value_bool(dict_from == record));
        set(subject, KEY_dict_from_c_name, value_string(dict_from->declaration.c_name));
        set(subject, KEY_ext_path, value_string(ext_path(subject)));
        set(subject, KEY_ext_offset,
            value_string(
                model_c_pair(mem, layout->ext_offset[WIDTH_64], layout->ext_offset[WIDTH_32])));
    }
}

/* The fields whose setters allocate. */
static struct value strings(struct subject *subject) {
    struct value list = value_list(subject->mem);
    for (size_t i = 0; i < subject->depth; i++) {
        for (size_t j = 0; j < subject->lineage[i]->field_count; j++) {
            const struct field *field = &subject->lineage[i]->fields[j];
            if (field->type.type->owned && !field->readonly) {
                value_append(subject->mem, &list, subject->fields[i][j]);
            }
        }
    }
    return list;
}

static struct subject subject_of(const struct model *model, struct mem *mem,
                                 const struct record *record, field_maker *make) {
    struct subject subject = {
        .model = model,
        .mem = mem,
        .record = record,
        .layout = layout_of(model->layouts, record),
        .chain = chain_of(model->chains, record),
        .object = value_object(mem),
    };
    make_fields(&subject, make);
    return subject;
}

struct value model_record(const struct model *model, struct mem *mem, const struct record *record) {
    struct subject subject = subject_of(model, mem, record, model_field);
    set_public_part(&subject);
    struct value fields = fields_in_layout_order(&subject);
    set(&subject, KEY_fields, fields);
    set_c_part(&subject);
    set(&subject, KEY_members, members(&subject));
    set(&subject, KEY_upcasts, upcasts(&subject));
    set(&subject, KEY_texts, texts(&subject));
    set(&subject, KEY_strings, strings(&subject));
    set(&subject, KEY_summary, model_summary(mem, subject.layout));
    set(&subject, KEY_doc_lines, model_doc_lines(mem, record->declaration.preamble.docs));
    set(&subject, KEY_table, model_table(model, mem, record, &fields));
    return subject.object;
}

struct value model_record_struct(const struct model *model, struct mem *mem,
                                 const struct record *record) {
    struct subject subject = subject_of(model, mem, record, model_field_struct);
    const struct layout *layout = subject.layout;
    const struct record *base = record->base;
    set(&subject, KEY_c_name, value_string(record->declaration.c_name));
    set(&subject, KEY_base_c_name,
        base == NULL ? value_null() : value_string(base->declaration.c_name));
    set(&subject, KEY_name, value_string(record->declaration.name.text));
    set(&subject, KEY_in_tail, value_bool(layout->in_tail));
    set(&subject, KEY_aligned, record->align == 0 ? value_null() : value_integer(record->align));
    set(&subject, KEY_align_c,
        value_string(
            model_c_pair(mem, layout->measure.align[WIDTH_64], layout->measure.align[WIDTH_32])));
    set(&subject, KEY_members, members(&subject));
    return subject.object;
}

struct value model_record_rows(const struct model *model, struct mem *mem,
                               const struct record *record) {
    struct subject subject = subject_of(model, mem, record, model_field_row);
    set(&subject, KEY_declared, declared_fields(&subject));
    return subject.object;
}

struct value model_record_body(const struct model *model, struct mem *mem,
                               const struct record *record) {
    struct subject subject = subject_of(model, mem, record, model_field_body);
    set_public_part(&subject);
    set_c_part(&subject);
    set(&subject, KEY_texts, texts(&subject));
    return subject.object;
}
