/* A field as users see it. */
#include <string.h>

#include "chain.h"
#include "layout.h"
#include "layout_rows.h"
#include "mem.h"
#include "model_public.h"
#include "text.h"
#include "types.h"

const char *model_public_path(const struct model *model, struct mem *mem,
                              const struct record *record, const struct record *owner,
                              const char *name) {
    struct text path = {.mem = mem};
    for (const struct record *at = record; at != owner; at = at->base) {
        text_add_string(&path, "base.");
    }
    text_add_string(&path, layout_of(model->layouts, owner)->in_tail ? "tail." : "");
    text_add_string(&path, name);
    return text_string(&path);
}

/* Text where the number has more digits than integers have here. */
static struct value integer_of(struct mem *mem, const struct literal *literal) {
    if (literal->integer > INT64_MAX) {
        const char *digits = mem_number(mem, literal->integer);
        return value_string(literal->negative ? mem_concat(mem, "-", digits, NULL) : digits);
    }
    int64_t integer = (int64_t)literal->integer;
    return value_integer(literal->negative ? -integer : integer);
}

static struct value default_of(struct mem *mem, const struct field *field) {
    const struct literal *literal = field->initial;
    if (!field->has_initial) {
        return value_null();
    }
    if (field->initial_enumerator != NULL) {
        return value_string(field->initial_enumerator->name.text);
    }
    switch (literal->kind) {
    case LITERAL_BOOL:
        return value_bool(literal->integer != 0);
    case LITERAL_FLOAT:
        return value_real(literal->negative ? -literal->real : literal->real);
    case LITERAL_INTEGER:
        return literal->too_large ? value_real(literal->negative ? -literal->real : literal->real)
                                  : integer_of(mem, literal);
    case LITERAL_STRING:
    case LITERAL_NAME:
        break;
    }
    return value_text(literal->text, literal->length);
}

/* The type that a number is stored as; NULL where the field holds no numbers. */
static const struct type *number_of(const struct type_use *use) {
    if (use->enumeration != NULL) {
        return use->enumeration->type;
    }
    return use->type->bits != NULL && use->type->measure.size[WIDTH_64] != 0 ? use->type : NULL;
}

static bool is_word(const struct type_use *use, const char *word) {
    return strcmp(use->type->word, word) == 0;
}

/* What a template asks of a type, a flag each, since it cannot compare. */
static void add_flags(struct value *object, const struct type_use *use) {
    const struct type *number = number_of(use);
    bool is_float = is_word(use, "f32") || is_word(use, "f64");
    bool is_integer =
        number != NULL && use->enumeration == NULL && !is_float && !is_word(use, "bool");
    value_add(object, KEY_is_array, value_bool(use->is_array));
    value_add(object, KEY_is_bits, value_bool(use->bit_count != 0));
    value_add(object, KEY_is_bool, value_bool(is_word(use, "bool")));
    value_add(object, KEY_is_chars, value_bool(use->chars != 0));
    value_add(object, KEY_is_enum, value_bool(use->enumeration != NULL));
    value_add(object, KEY_is_extern, value_bool(use->foreign != NULL));
    value_add(object, KEY_is_f32, value_bool(is_word(use, "f32")));
    value_add(object, KEY_is_f64, value_bool(is_word(use, "f64")));
    value_add(object, KEY_is_integer, value_bool(is_integer));
    value_add(object, KEY_is_record, value_bool(use->type == &type_record));
    value_add(object, KEY_is_ref, value_bool(use->type == &type_ref));
    value_add(object, KEY_is_signed, value_bool(number != NULL && number->least < 0));
    value_add(object, KEY_is_str, value_bool(use->type->owned));
}

static struct value number_or_null(uint64_t number) {
    return number == 0 ? value_null() : value_integer((int64_t)number);
}

static const struct declaration *target_of(const struct type_use *use) {
    return use->record != NULL        ? &use->record->declaration
           : use->enumeration != NULL ? &use->enumeration->declaration
           : use->foreign != NULL     ? &use->foreign->declaration
                                      : NULL;
}

static void add_type(struct value *object, struct mem *mem, const struct file *file,
                     const struct type_use *use) {
    const struct declaration *target = target_of(use);
    const char *c_name = use->foreign != NULL ? use->foreign->c_type
                         : target != NULL     ? target->c_name
                                              : NULL;
    value_add(object, KEY_type, value_string(type_words(mem, use)));
    value_add(object, KEY_c_type, value_string(use->type->c_value(mem, use)));
    value_add(object, KEY_cell_type, value_string(use->type->c_cell(mem, use)));
    value_add(object, KEY_target,
              value_string(target == NULL ? NULL : model_name_from(file, target)));
    value_add(object, KEY_target_c_name, value_string(c_name));
    value_add(object, KEY_items, number_or_null(use->items));
    value_add(object, KEY_chars, number_or_null(use->chars));
    value_add(object, KEY_width, number_or_null(use->bit_count));
    value_add(object, KEY_optional, value_bool(use->optional));
    add_flags(object, use);
}

/* Where it lies; of bits[N] the unit that holds them does. */
static void add_place(struct value *object, const struct model *model, struct mem *mem,
                      const struct field *field) {
    const struct place *place = layout_place(model->layouts, field);
    const struct member *member = place->member;
    const struct type *number = number_of(&field->type);
    const bool *known = layout_of(model->layouts, field->record)->known;
    uint64_t items = field->type.items == 0 ? 1 : field->type.items;
    uint64_t bits = number == NULL ? 0 : 8 * number->measure.size[WIDTH_64];
    bool is_share = field->type.bit_count != 0;
    value_add(object, KEY_offset,
              model_known_pair(mem, known, member->offset[WIDTH_64], member->offset[WIDTH_32]));
    value_add(object, KEY_size,
              model_known_pair(mem, known, member->size[WIDTH_64], member->size[WIDTH_32]));
    value_add(object, KEY_item_size,
              model_known_pair(mem, known, member->size[WIDTH_64] / items,
                               member->size[WIDTH_32] / items));
    value_add(object, KEY_shift, is_share ? value_integer(place->shift) : value_null());
    value_add(object, KEY_number_bits,
              number_or_null(is_share ? 8 * member->size[WIDTH_64] : bits));
    struct value presence = value_null();
    if (place->presence != NULL) {
        const uint64_t *offset = place->presence->offset;
        presence = value_object(mem);
        value_add(&presence, KEY_offset,
                  model_known_pair(mem, known, offset[WIDTH_64], offset[WIDTH_32]));
        value_add(&presence, KEY_bit, value_integer(place->presence_bit));
    }
    value_add(object, KEY_presence, presence);
}

static const char *path_of(const struct model *model, struct mem *mem, const struct record *record,
                           const struct field *field) {
    const struct member *member = layout_place(model->layouts, field)->member;
    const char *name = field->type.bit_count == 0
                           ? field->c_name
                           : mem_concat(mem, "bits_", mem_number(mem, member->number), NULL);
    return model_public_path(model, mem, record, field->record, name);
}

struct value model_public_field(const struct model *model, struct mem *mem,
                                const struct record *record, const struct layout_row *row,
                                bool last) {
    const struct field *field = row->field;
    const struct declaration *owner = &field->record->declaration;
    const struct file *file = record->declaration.file;
    struct position position = source_position(owner->file->source, field->name.span.start);
    struct value object = value_object_for(mem, 48);
    value_add(&object, KEY_name, value_string(field->name.text));
    value_add(&object, KEY_c_name, value_string(field->c_name));
    add_type(&object, mem, file, &field->type);
    value_add(&object, KEY_owner, value_string(model_name_from(file, owner)));
    value_add(&object, KEY_owner_c_name, value_string(owner->c_name));
    value_add(&object, KEY_own, value_bool(field->record == record));
    value_add(&object, KEY_kind, value_string(record_is_open(field->record) ? "dict" : "slot"));
    add_place(&object, model, mem, field);
    value_add(&object, KEY_c_path, value_string(path_of(model, mem, record, field)));
    value_add(&object, KEY_readonly, value_bool(field->readonly));
    value_add(&object, KEY_has_default, value_bool(field->has_initial));
    value_add(&object, KEY_default, default_of(mem, field));
    value_add(&object, KEY_line, value_integer(position.line));
    value_add(&object, KEY_docs, value_string(field->preamble.docs));
    value_add(&object, KEY_doc_lines, model_public_lines(mem, field->preamble.docs));
    value_add(&object, KEY_deprecated, value_string(field->preamble.deprecated));
    value_add(&object, KEY_last, value_bool(last));
    return object;
}
