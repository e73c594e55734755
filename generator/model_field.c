#include <inttypes.h>
#include <string.h>

#include "c_text.h"
#include "chain.h"
#include "layout.h"
#include "mem.h"
#include "model.h"
#include "name_hash.h"
#include "text.h"

uint64_t model_deletable_count(const struct record *record) {
    uint64_t count = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        count += record_is_open(at) ? at->field_count : 0;
    }
    return count;
}

/* "self->" and this lead to a member of the struct in which the field is declared. */
static const char *path_to(struct mem *mem, const struct record *record, const struct record *owner,
                           const char *member) {
    if (owner == record) {
        return member;
    }
    struct text path = {.mem = mem};
    for (const struct record *at = record; at != owner; at = at->base) {
        text_add_string(&path, "base.");
    }
    text_add_string(&path, member);
    return text_string(&path);
}

/* The type as it stands before a name: "double ", "char *". */
static struct value before_name(struct mem *mem, const char *type) {
    return value_string(type[strlen(type) - 1] == '*' ? type : mem_concat(mem, type, " ", NULL));
}

/* A pointer to constant items: "const double *", "const char *const *". */
static const char *c_items(struct mem *mem, const struct type_use *use, const char *value_type) {
    if (use->type->by_address) {
        return value_type;
    }
    bool is_pointer = value_type[strlen(value_type) - 1] == '*';
    return is_pointer ? mem_concat(mem, value_type, "const *", NULL)
                      : mem_concat(mem, "const ", value_type, " *", NULL);
}

/* "[4]" behind the member's name, "[4][16]" for an array of texts. */
static struct value suffix(struct mem *mem, const struct type_use *use) {
    const char *items =
        use->items == 0 ? "" : mem_concat(mem, "[", mem_number(mem, use->items), "]", NULL);
    const char *chars =
        use->chars == 0 ? "" : mem_concat(mem, "[", mem_number(mem, use->chars), "]", NULL);
    return value_string(mem_concat(mem, items, chars, NULL));
}

static struct value template_for(struct mem *mem, const char *what, const struct type_use *use) {
    return value_string(
        mem_concat(mem, what, use->type->form, use->is_array ? "_array.h" : ".h", NULL));
}

static void add_c_types(struct mem *mem, struct value *object, const struct type_use *use) {
    const struct type *stored = use->enumeration != NULL ? use->enumeration->type : use->type;
    const char *value_type = use->type->c_value(mem, use);
    const char *cell_type = use->type->c_cell(mem, use);
    value_add(object, KEY_c_type, value_string(value_type));
    value_add(object, KEY_cell_type, value_string(cell_type));
    value_add(object, KEY_declares, before_name(mem, cell_type));
    value_add(object, KEY_returns, before_name(mem, value_type));
    value_add(object, KEY_takes,
              before_name(mem, use->is_array ? c_items(mem, use, value_type) : value_type));
    value_add(object, KEY_suffix, suffix(mem, use));
    value_add(object, KEY_cell, value_string(stored->cell));
    value_add(object, KEY_enum_c_name,
              use->enumeration == NULL ? value_null() : value_string(value_type));
    value_add(object, KEY_is_array, value_bool(use->is_array));
    value_add(object, KEY_owned, value_bool(use->type->owned));
    value_add(object, KEY_items, value_integer(use->items));
    value_add(object, KEY_chars, value_integer(use->chars));
    value_add(object, KEY_target,
              use->record == NULL ? value_null() : value_string(use->record->declaration.c_name));
    value_add(object, KEY_accessors, template_for(mem, "access_", use));
    value_add(object, KEY_bodies, template_for(mem, "body_", use));
    value_add(object, KEY_stores, template_for(mem, "store_", use));
    value_add(object, KEY_inits, template_for(mem, "init_", use));
}

static const char *bits_text(struct mem *mem, uint64_t bits) {
    return bits <= INT32_MAX ? mem_number(mem, bits)
                             : mem_format(mem, "UINT64_C(0x%" PRIx64 ")", bits);
}

/* What `init` stores. */
static void add_initial(struct mem *mem, struct value *object, const struct field *field) {
    const struct type *type = field->type.type;
    const char *initial = field->has_initial ? type->c_initial(mem, field) : type->zero;
    value_add(object, KEY_initial, value_bool(field->has_initial));
    value_add(object, KEY_value, value_string(initial));
    value_add(object, KEY_text,
              value_string(type->c_text == NULL ? NULL : type->c_text(mem, field)));
    uint64_t bits = field->has_initial && type->bits != NULL ? type->bits(field) : 0;
    value_add(object, KEY_bits, value_string(bits_text(mem, bits)));
}

/* A mask that compiles as a number of the unit's own width. */
static const char *mask_text(struct mem *mem, uint32_t unit_size, uint64_t mask) {
    return unit_size == 8 ? mem_format(mem, "UINT64_C(0x%" PRIx64 ")", mask)
                          : mem_format(mem, "0x%" PRIx64 "u", mask);
}

/* How bits[N] are cut out of their unit and put into it. C computes with int at the least, so that
 * a cast is needed (and allowed) just where the widths differ. */
static void add_bits(struct mem *mem, struct value *object, const struct record *record,
                     const struct field *field, const struct place *place) {
    uint32_t count = field->type.bit_count;
    uint32_t unit = (uint32_t)place->member->size[WIDTH_64];
    uint32_t value = type_unsigned_size(count);
    uint32_t computed = unit < 4 ? 4 : unit;
    uint64_t mask = UINT64_MAX >> (64 - count);
    uint64_t whole = UINT64_MAX >> (64 - 8 * unit);
    const char *name = mem_concat(mem, "bits_", mem_number(mem, place->member->number), NULL);
    value_add(object, KEY_unit_path, value_string(path_to(mem, record, field->record, name)));
    value_add(object, KEY_unit_type,
              unit < computed ? value_string(type_c_unsigned(unit)) : value_null());
    value_add(object, KEY_shift, place->shift == 0 ? value_null() : value_integer(place->shift));
    value_add(object, KEY_mask, value_string(mask_text(mem, unit, mask)));
    value_add(object, KEY_limit,
              count == 8 * value ? value_null() : value_string(mask_text(mem, value, mask)));
    value_add(object, KEY_hole,
              value_string(mask_text(mem, unit, whole & ~(mask << place->shift))));
    value_add(object, KEY_narrow, value_bool(value < computed));
    value_add(object, KEY_widen,
              value < computed ? value_string(type_c_unsigned(computed)) : value_null());
}

static void add_presence(struct mem *mem, struct value *object, const struct record *record,
                         const struct field *field, const struct place *place) {
    const struct member *byte = place->presence;
    const char *name = mem_concat(mem, "present_", mem_number(mem, byte->number), NULL);
    uint32_t mask = 1U << place->presence_bit;
    value_add(object, KEY_presence_path, value_string(path_to(mem, record, field->record, name)));
    value_add(object, KEY_presence_mask, value_string(mem_format(mem, "0x%02xu", mask)));
    value_add(object, KEY_presence_off, value_string(mem_format(mem, "0x%02xu", 0xffU & ~mask)));
}

/* "8 bytes", or "3 bits from bit 5 of 1 byte". */
static const char *extent(struct mem *mem, const struct field *field, const struct place *place) {
    const uint64_t *size = place->member->size;
    const char *all = model_bytes_pair(mem, size[WIDTH_64], size[WIDTH_32]);
    uint32_t count = field->type.bit_count;
    if (count == 0) {
        return all;
    }
    return mem_concat(mem, mem_number(mem, count),
                      count == 1 ? " bit from bit " : " bits from bit ",
                      mem_number(mem, place->shift), " of ", all, NULL);
}

/* What an editor shows: the type, where it lies, and where in the schema it is declared. */
static const char *hover(struct mem *mem, const struct field *field, const struct place *place,
                         const char *type) {
    const struct member *member = place->member;
    const struct declaration *owner = &field->record->declaration;
    return mem_concat(mem, type, ", offset ",
                      model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32]),
                      ", ", extent(mem, field, place), "; ", owner->file->relative, ": ",
                      owner->name.text, ".", field->name.text, NULL);
}

static void add_identity(struct value *object, struct mem *mem, const struct record *record,
                         const struct field *field) {
    value_add(object, KEY_name, value_string(field->name.text));
    value_add(object, KEY_type, value_string(type_words(mem, &field->type)));
    value_add(object, KEY_c_name, value_string(field->c_name));
    value_add(object, KEY_record, value_string(record->declaration.c_name));
    value_add(object, KEY_is_field, value_bool(true));
}

/* Bit `presence_bit` of the byte there, counted from the start of the record. */
static const char *presence_text(struct mem *mem, const struct place *place) {
    if (place->presence == NULL) {
        return "SLOTS_ALWAYS";
    }
    const uint64_t *offset = place->presence->offset;
    return model_c_pair(mem, 8 * offset[WIDTH_64] + place->presence_bit,
                        8 * offset[WIDTH_32] + place->presence_bit);
}

static void add_place(struct value *object, struct mem *mem, const struct member *member) {
    value_add(object, KEY_offset_c,
              value_string(model_c_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    value_add(object, KEY_size_c,
              value_string(model_c_pair(mem, member->size[WIDTH_64], member->size[WIDTH_32])));
}

struct value model_parameter(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field) {
    struct value object = value_object_for(mem, 32);
    add_identity(&object, mem, record, field);
    value_add(&object, KEY_path, value_string(path_to(mem, record, field->record, field->c_name)));
    value_add(&object, KEY_readonly, value_bool(field->readonly));
    value_add(&object, KEY_optional, value_bool(field->type.optional));
    add_c_types(mem, &object, &field->type);
    if (field->type.bit_count != 0) {
        add_bits(mem, &object, record, field, layout_place(model->layouts, field));
    }
    if (field->type.type == &type_record) {
        value_add(&object, KEY_inner_empty,
                  value_bool(layout_of(model->layouts, field->type.record)->empty));
    }
    return object;
}

/* Its row in the table of fields says no more than its name, type, cell and place. */
static bool is_simple(const struct field *field) {
    const struct type_use *use = &field->type;
    bool is_scalar = use->enumeration == NULL && use->record == NULL && use->foreign == NULL &&
                     use->bit_count == 0;
    bool has_default = field->has_initial && (use->chars != 0 || use->type->bits(field) != 0);
    return is_scalar && !has_default && !field->readonly && !use->optional && !use->is_array &&
           strcmp(field->name.text, field->c_name) == 0;
}

/* How its name is found, and how its value is read where that is a number. */
static void add_words(struct mem *mem, struct value *object, const struct field *field,
                      const struct member *member) {
    const struct type_use *use = &field->type;
    bool is_number = use->type->bits != NULL && !use->is_array;
    uint64_t width = use->bit_count != 0 ? use->bit_count : 8 * member->size[WIDTH_64];
    struct name_words words = name_words_of(field->name.text);
    value_add(object, KEY_name_first, value_string(mem_format(mem, "0x%" PRIx64, words.first)));
    value_add(object, KEY_name_last, value_string(mem_format(mem, "0x%" PRIx64, words.last)));
    value_add(object, KEY_name_ends, value_string(mem_format(mem, "0x%" PRIx64, words.ends)));
    value_add(object, KEY_name_length, value_integer(words.length));
    value_add(object, KEY_number_kind, value_string(is_number ? use->type->kind : NULL));
    value_add(object, KEY_number_width, value_integer((int64_t)width));
}

struct value model_field_row(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field) {
    struct value object = model_parameter(model, mem, record, field);
    const struct place *place = layout_place(model->layouts, field);
    add_words(mem, &object, field, place->member);
    add_place(&object, mem, place->member);
    add_initial(mem, &object, field);
    value_add(&object, KEY_presence, value_string(presence_text(mem, place)));
    value_add(&object, KEY_width, value_integer(field->type.bit_count));
    value_add(&object, KEY_first_bit, value_integer(place->shift));
    value_add(&object, KEY_simple, value_bool(is_simple(field)));
    return object;
}

/* What a vector is sorted and searched by: its row in its class, and what makes a value of it. */
static void add_key(struct value *object, const struct field *field) {
    bool is_one = !field->type.is_array && field->type.type->key != NULL;
    value_add(object, KEY_key, is_one ? value_string(field->type.type->key) : value_null());
    value_add(object, KEY_owner_c_name, value_string(field->record->declaration.c_name));
    value_add(object, KEY_index, value_integer((int64_t)field->index));
}

struct value model_field(const struct model *model, struct mem *mem, const struct record *record,
                         const struct field *field) {
    const struct place *place = layout_place(model->layouts, field);
    const struct member *member = place->member;
    const struct declaration *owner = &field->record->declaration;
    bool open = record_is_open(field->record);
    const bool *known = layout_of(model->layouts, field->record)->known;
    struct value object = model_parameter(model, mem, record, field);
    add_place(&object, mem, member);
    add_initial(mem, &object, field);
    value_add(&object, KEY_width, value_integer(field->type.bit_count));
    value_add(&object, KEY_owner, value_string(model_name_from(record->declaration.file, owner)));
    value_add(&object, KEY_kind, value_string(open ? "dict" : "slot"));
    value_add(&object, KEY_offset,
              model_known_pair(mem, known, member->offset[WIDTH_64], member->offset[WIDTH_32]));
    value_add(&object, KEY_size,
              model_known_pair(mem, known, member->size[WIDTH_64], member->size[WIDTH_32]));
    value_add(&object, KEY_line,
              value_integer(source_position(owner->file->source, field->name.span.start).line));
    value_add(&object, KEY_docs, value_string(field->preamble.docs));

    value_add(&object, KEY_doc_lines, model_doc_lines(mem, field->preamble.docs));
    value_add(&object, KEY_hover,
              value_string(hover(mem, field, place, type_words(mem, &field->type))));
    value_add(&object, KEY_deprecated, model_deprecated(mem, &field->preamble));
    value_add(
        &object, KEY_offset_text,
        value_string(model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    /* A field of type T? is absent by its presence bit, in every storage. */
    value_add(&object, KEY_deletable, value_bool(open && !field->type.optional));
    value_add(&object, KEY_keeps, value_bool(open || field->type.optional));
    value_add(&object, KEY_number,
              value_integer((int64_t)(model_deletable_count(field->record->base) + field->index)));
    if (field->type.optional) {
        add_presence(mem, &object, record, field, place);
    }
    if ((model->parts & PART_POOL) != 0) {
        add_key(&object, field);
    }
    return object;
}

struct value model_field_struct(const struct model *model, struct mem *mem,
                                const struct record *record, const struct field *field) {
    (void)model;
    struct value object = value_object_for(mem, 8);
    add_identity(&object, mem, record, field);
    value_add(&object, KEY_declares, before_name(mem, field->type.type->c_cell(mem, &field->type)));
    value_add(&object, KEY_suffix, suffix(mem, &field->type));
    return object;
}

struct value model_field_body(const struct model *model, struct mem *mem,
                              const struct record *record, const struct field *field) {
    return type_is_text(&field->type) ? model_field(model, mem, record, field)
                                      : model_parameter(model, mem, record, field);
}
