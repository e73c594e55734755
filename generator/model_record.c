#include <inttypes.h>
#include <string.h>

#include "c_text.h"
#include "chain.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "model.h"
#include "reserved.h"
#include "resolve.h"
#include "text.h"

#define MAX_PARAMETERS 16
#define CACHE_LINE 64

static const char *const storage_words[] = {
    [STORAGE_NONE] = "none",
    [STORAGE_SLOTS] = "slots",
    [STORAGE_DICT] = "dict",
    [STORAGE_SLOTS_DICT] = "slots+dict",
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

static struct value fields_in_layout_order(struct subject *subject) {
    struct value fields = value_list(subject->mem);
    for (size_t i = 0; i < subject->depth; i++) {
        const struct layout *layout = layout_of(subject->model->layouts, subject->lineage[i]);
        for (size_t j = 0; j < layout->member_count; j++) {
            if (layout->members[j].kind == MEMBER_FIELD) {
                value_append(subject->mem, &fields, field_of(subject, layout->members[j].field));
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

/* Whether a parameter of that name would hide a global of ours: one that `init_with` uses, or one
 * that compilers warn of. Types and enumerators are looked up besides. */
static bool hides_global(const struct subject *subject, const char *name) {
    static const char *const ends[] = {"_class", "_enum", "_fini", "_init"};
    const char *last = strrchr(name, '_');
    bool is_end = false;
    for (size_t i = 0; last != NULL && i < sizeof ends / sizeof *ends; i++) {
        is_end = is_end || strcmp(last, ends[i]) == 0;
    }
    return is_end && map_get(subject->model->global_names, name, (size_t)(last - name)) != NULL;
}

/* What `init_with` takes, ancestors' first, in the order of the schema; a parameter is called as
 * its field, unless something else is. */
static struct value parameters(struct subject *subject, bool *fits) {
    struct value list = value_list(subject->mem);
    struct map *taken = map_new(subject->mem);
    *map_place(taken, "self", 4) = subject;
    size_t count = 0;
    for (size_t i = 0; i < subject->depth; i++) {
        count += subject->lineage[i]->field_count;
    }
    *fits = count <= MAX_PARAMETERS;
    for (size_t i = 0; i < subject->depth && *fits; i++) {
        for (size_t j = 0; j < subject->lineage[i]->field_count; j++) {
            const struct field *field = &subject->lineage[i]->fields[j];
            struct value item = field_of(subject, field);
            const char *name = field->c_name;
            if (hides_global(subject, name) || reserved_global(name)) {
                name = mem_format(subject->mem, "%s_", name);
            }
            while (map_get(taken, name, strlen(name)) != NULL ||
                   map_get(subject->model->global_names, name, strlen(name)) != NULL) {
                name = mem_format(subject->mem, "%s_", name);
            }
            *map_place(taken, name, strlen(name)) = subject;
            value_add(&item, KEY_parameter, value_string(name));
            value_append(subject->mem, &list, item);
        }
    }
    return list;
}

static struct value model_member(struct subject *subject, const struct member *member,
                                 size_t *pads) {
    struct mem *mem = subject->mem;
    struct value item = value_object(mem);
    if (member->kind == MEMBER_FIELD) {
        return field_of(subject, member->field);
    }
    value_add(&item, KEY_is_base, value_bool(member->kind == MEMBER_BASE));
    value_add(&item, KEY_is_ext, value_bool(member->kind == MEMBER_EXT));
    value_add(&item, KEY_is_pad, value_bool(member->kind == MEMBER_PAD));
    if (member->kind != MEMBER_FIELD) {
        value_add(
            &item, KEY_offset_c,
            value_string(model_c_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
        value_add(&item, KEY_offset_text,
                  value_string(
                      model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    }
    if (member->kind == MEMBER_PAD) {
        uint64_t wide = member->size[WIDTH_64];
        uint64_t narrow = member->size[WIDTH_32];
        bool both = wide > 0 && narrow > 0;
        value_add(&item, KEY_name, value_string(mem_format(mem, "pad_%zu", (*pads)++)));
        value_add(&item, KEY_size_c,
                  value_string(both ? model_c_pair(mem, wide, narrow)
                                    : mem_format(mem, "%" PRIu64, wide + narrow)));
        value_add(&item, KEY_wide_only, value_bool(narrow == 0));
        value_add(&item, KEY_narrow_only, value_bool(wide == 0));
    }
    return item;
}

static struct value members(struct subject *subject) {
    struct value list = value_list(subject->mem);
    size_t pads = 0;
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

/* One row of the table above the struct. */
struct row {
    const char *cells[5];
};

/* Numbers stand to the right of their columns, words to the left. */
static void add_row(struct mem *mem, struct value *table, const struct row *row,
                    const size_t widths[5]) {
    struct text line = {.mem = mem};
    for (int i = 0; i < 5; i++) {
        size_t length = strlen(row->cells[i]);
        bool is_number = i < 2;
        text_add_repeat(&line, ' ', is_number ? 2 + widths[i] - length : 2);
        text_add(&line, row->cells[i], length);
        text_add_repeat(&line, ' ', is_number || i == 4 ? 0 : widths[i] - length);
    }
    value_append(mem, table, value_string(text_string(&line)));
}

static const char *pair_text(struct mem *mem, const struct value *pair) {
    uint64_t wide = (uint64_t)value_get(pair, KEY_lp64)->as.integer;
    uint64_t narrow = (uint64_t)value_get(pair, KEY_ilp32)->as.integer;
    const char *first = mem_number(mem, wide);
    return wide == narrow ? first : mem_concat(mem, first, "/", mem_number(mem, narrow), NULL);
}

static void widen(const struct row *row, size_t widths[5]) {
    for (int i = 0; i < 5; i++) {
        size_t length = strlen(row->cells[i]);
        widths[i] = length > widths[i] ? length : widths[i];
    }
}

/* Offset, size, field, type and the record that brought it, for every field. */
static struct value layout_table(struct subject *subject, const struct value *fields) {
    struct mem *mem = subject->mem;
    const struct value_list *list = fields->as.list;
    bool has_dict = subject->layout->has_dict;
    struct row *rows = mem_alloc(mem, (list->count + 2) * sizeof *rows);
    size_t count = 0;
    size_t widths[5] = {0};
    rows[count++] = (struct row){{"offset", "size", "field", "type", "from"}};
    const struct layout *layout = subject->layout;
    struct value ext = model_pair(mem, layout->ext_offset[WIDTH_64], layout->ext_offset[WIDTH_32]);
    int64_t ext_offset = has_dict ? (int64_t)layout->ext_offset[WIDTH_64] : INT64_MAX;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *field = &list->items[i];
        const struct value *offset = value_get(field, KEY_offset);
        if (value_get(offset, KEY_lp64)->as.integer > ext_offset) {
            rows[count++] = (struct row){{pair_text(mem, &ext), "8/4", "ext", "(dict)",
                                          subject->chain->dict_from->declaration.name.text}};
            ext_offset = INT64_MAX;
        }
        rows[count++] = (struct row){
            {pair_text(mem, offset), pair_text(mem, value_get(field, KEY_size)),
             value_get(field, KEY_name)->as.text.bytes, value_get(field, KEY_type)->as.text.bytes,
             value_get(field, KEY_owner)->as.text.bytes}};
    }
    if (ext_offset != INT64_MAX) {
        rows[count++] = (struct row){{pair_text(mem, &ext), "8/4", "ext", "(dict)",
                                      subject->chain->dict_from->declaration.name.text}};
    }
    struct value table = value_list(mem);
    for (size_t i = 0; i < count && count > 1; i++) {
        widen(&rows[i], widths);
    }
    for (size_t i = 0; i < count && count > 1; i++) {
        add_row(mem, &table, &rows[i], widths);
    }
    return table;
}

/* "40 bytes, aligned to 8, no padding, 1 cache line", and the same for 32-bit pointers where it
 * differs. */
static const char *summary_of(struct mem *mem, const struct layout *layout, enum width width) {
    uint64_t size = layout->measure.size[width];
    uint64_t lines = (size + CACHE_LINE - 1) / CACHE_LINE;
    uint64_t padding = layout->padding[width];
    const char *pads = padding == 0 ? "no padding"
                                    : mem_format(mem, "%" PRIu64 " byte%s of padding", padding,
                                                 padding == 1 ? "" : "s");
    return mem_format(
        mem, "%" PRIu64 " byte%s, aligned to %" PRIu32 ", %s, %" PRIu64 " cache line%s", size,
        size == 1 ? "" : "s", layout->measure.align[width], pads, lines, lines == 1 ? "" : "s");
}

static struct value summary(struct subject *subject) {
    struct value lines = value_list(subject->mem);
    const char *wide = summary_of(subject->mem, subject->layout, WIDTH_64);
    const char *narrow = summary_of(subject->mem, subject->layout, WIDTH_32);
    bool same = strcmp(wide, narrow) == 0;
    value_append(subject->mem, &lines,
                 value_string(same ? wide : mem_format(subject->mem, "64-bit pointers: %s", wide)));
    if (!same) {
        value_append(subject->mem, &lines,
                     value_string(mem_format(subject->mem, "32-bit pointers: %s", narrow)));
    }
    return lines;
}

/* FNV-1a over names, types and offsets of the whole record: whatever moves or changes a field
 * changes it. */
static const char *layout_id(struct subject *subject, const struct value *fields) {
    struct text text = {.mem = subject->mem};
    text_format(&text, "%s %s %s", subject->record->declaration.qualified,
                pair_text(subject->mem, value_get(&subject->object, KEY_size)),
                storage_words[subject->record->storage]);
    for (size_t i = 0; i < fields->as.list->count; i++) {
        const struct value *field = &fields->as.list->items[i];
        text_add_string(&text,
                        mem_concat(subject->mem, "\n", value_get(field, KEY_name)->as.text.bytes,
                                   " ", value_get(field, KEY_type)->as.text.bytes, " ",
                                   pair_text(subject->mem, value_get(field, KEY_offset)), NULL));
    }
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
    }
    return mem_format(subject->mem, "0x%016" PRIx64, hash);
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
    set(subject, KEY_storage, value_string(storage_words[record->storage]));
    set(subject, KEY_has_dict, value_bool(layout->has_dict));
    set(subject, KEY_dict_from,
        dict_from == NULL
            ? value_null()
            : value_string(model_name_from(declaration->file, &dict_from->declaration)));
    set(subject, KEY_size,
        model_pair(mem, layout->measure.size[WIDTH_64], layout->measure.size[WIDTH_32]));
    set(subject, KEY_align,
        model_pair(mem, layout->measure.align[WIDTH_64], layout->measure.align[WIDTH_32]));
    set(subject, KEY_padding,
        model_pair(mem, layout->padding[WIDTH_64], layout->padding[WIDTH_32]));
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

/* Whether any cell of the chain owns memory. */
static bool owns_text(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            if (at->fields[i].type.type->owned) {
                return true;
            }
        }
    }
    return false;
}

/* A value that its field may refuse: text that is too long or finds no memory, no enumerator. */
static bool takes_fallible(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            const struct type_use *use = &at->fields[i].type;
            if (use->chars != 0 || use->type->owned || use->enumeration != NULL) {
                return true;
            }
        }
    }
    return false;
}

static const char *ext_path(struct subject *subject) {
    const char *path = path_to(subject, subject->chain->dict_from);
    return path[0] == '\0' ? "ext" : mem_format(subject->mem, "%s.ext", path);
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
    set(subject, KEY_embeds_base,
        value_bool(base != NULL && !layout_of(subject->model->layouts, base)->empty));
    set(subject, KEY_empty, value_bool(layout->empty));
    set(subject, KEY_size_c,
        value_string(model_c_pair(mem, measure->size[WIDTH_64], measure->size[WIDTH_32])));
    set(subject, KEY_align_c,
        value_string(model_c_pair(mem, measure->align[WIDTH_64], measure->align[WIDTH_32])));
    set(subject, KEY_size_text,
        value_string(model_bytes_pair(mem, measure->size[WIDTH_64], measure->size[WIDTH_32])));
    set(subject, KEY_open, value_bool(record_is_open(record)));
    set(subject, KEY_plain, value_bool(!layout->has_dict && !owns_text(record)));
    set(subject, KEY_own_count, value_integer((int64_t)record->field_count));
    set(subject, KEY_has_fields, value_bool(record->field_count > 0));
    set(subject, KEY_first_field, value_integer(subject->model->first_fields[record->index]));
    set(subject, KEY_fields_name,
        value_string(mem_format(mem, "slotc_%s_fields",
                                c_path_name(mem, record->declaration.file->relative))));
    set(subject, KEY_slot_count,
        value_integer((int64_t)value_get(&subject->object, KEY_slots)->as.list->count));
    set(subject, KEY_deletable_count, value_integer((int64_t)model_deletable_count(record)));
    bool has_init_with = false;
    set(subject, KEY_parameters, parameters(subject, &has_init_with));
    set(subject, KEY_fallible, value_bool(takes_fallible(record)));
    set(subject, KEY_has_init_with, value_bool(has_init_with));
    if (layout->has_dict) {
        set(subject, KEY_ext_path, value_string(ext_path(subject)));
        set(subject, KEY_ext_offset,
            value_string(
                model_c_pair(mem, layout->ext_offset[WIDTH_64], layout->ext_offset[WIDTH_32])));
    }
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
    set(&subject, KEY_summary, summary(&subject));
    set(&subject, KEY_doc_lines, model_doc_lines(mem, record->declaration.preamble.docs));
    set(&subject, KEY_table, layout_table(&subject, &fields));
    set(&subject, KEY_layout_id, value_string(layout_id(&subject, &fields)));
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
    struct subject subject = subject_of(model, mem, record, model_parameter);
    set_public_part(&subject);
    set_c_part(&subject);
    return subject.object;
}
