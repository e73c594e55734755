#include <inttypes.h>
#include <string.h>

#include "c_text.h"
#include "chain.h"
#include "layout.h"
#include "mem.h"
#include "model.h"
#include "text.h"

uint64_t model_deletable_count(const struct record *record) {
    uint64_t count = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        count += record_is_open(at) ? at->field_count : 0;
    }
    return count;
}

/* The type as the schema writes it: "char[16]", "i32[4]", "Unit". */
static const char *type_words(struct mem *mem, const struct type_use *use) {
    if (use->chars == 0 && use->items == 0) {
        return use->name.text;
    }
    struct text text = {.mem = mem};
    text_add_string(&text, use->name.text);
    if (use->chars != 0) {
        text_format(&text, "[%" PRIu32 "]", use->chars);
    }
    if (use->items != 0) {
        text_format(&text, "[%" PRIu32 "]", use->items);
    }
    return text_string(&text);
}

/* "self->" and this lead to the field's cell in the record. */
static const char *path_to(struct mem *mem, const struct record *record,
                           const struct field *field) {
    if (field->record == record) {
        return field->c_name;
    }
    struct text path = {.mem = mem};
    for (const struct record *at = record; at != field->record; at = at->base) {
        text_add_string(&path, "base.");
    }
    text_add_string(&path, field->c_name);
    return text_string(&path);
}

/* The type as it stands before a name: "double ", "char *". */
static struct value before_name(struct mem *mem, const char *type) {
    return value_string(type[strlen(type) - 1] == '*' ? type : mem_concat(mem, type, " ", NULL));
}

static const char *cell_type(const struct type_use *use) {
    const struct type *stored = use->enumeration != NULL ? use->enumeration->type : use->type;
    return use->chars != 0 ? "char" : use->type->owned ? "char *" : stored->c_type;
}

static void add_c_types(struct mem *mem, struct value *object, const struct type_use *use) {
    const struct type *stored = use->enumeration != NULL ? use->enumeration->type : use->type;
    const char *value_type =
        use->enumeration != NULL ? use->enumeration->declaration.c_name : use->type->c_type;
    uint32_t items = use->chars != 0 ? use->chars : use->items;
    value_add(object, KEY_c_type, value_string(value_type));
    value_add(object, KEY_cell_type, value_string(cell_type(use)));
    value_add(object, KEY_declares, before_name(mem, cell_type(use)));
    value_add(object, KEY_takes,
              use->is_array ? value_string(mem_concat(mem, "const ", value_type, " *", NULL))
                            : before_name(mem, value_type));
    value_add(object, KEY_suffix,
              items == 0 ? value_null()
                         : value_string(mem_concat(mem, "[", mem_number(mem, items), "]", NULL)));
    value_add(object, KEY_cell, value_string(stored->cell));
    value_add(object, KEY_is_enum, value_bool(use->enumeration != NULL));
    value_add(object, KEY_enum_c_name,
              use->enumeration == NULL ? value_null() : value_string(value_type));
    value_add(object, KEY_is_array, value_bool(use->is_array));
    value_add(object, KEY_items, value_integer(use->items));
    const char *array = use->enumeration != NULL ? "access_enum_array.h" : "access_array.h";
    const char *array_store = use->enumeration != NULL ? "store_enum_array.h" : "store_array.h";
    value_add(object, KEY_accessors, value_string(use->is_array ? array : use->type->accessors));
    value_add(object, KEY_stores, value_string(use->is_array ? array_store : use->type->stores));
}

static const char *bits_text(struct mem *mem, uint64_t bits) {
    return bits <= INT32_MAX ? mem_number(mem, bits)
                             : mem_format(mem, "UINT64_C(0x%" PRIx64 ")", bits);
}

/* What `init` stores, in one of three manners: a value, zeros, or a text. */
static void add_initial(struct mem *mem, struct value *object, const struct field *field) {
    const struct type *type = field->type.type;
    const char *initial = field->has_initial ? type->c_initial(mem, field) : NULL;
    bool is_bytes = field->type.is_array || field->type.chars != 0;
    value_add(object, KEY_init_zero, value_bool(is_bytes && initial == NULL));
    value_add(object, KEY_init_text,
              is_bytes && initial != NULL ? value_string(initial) : value_null());
    value_add(object, KEY_init_value,
              is_bytes ? value_null() : value_string(initial == NULL ? type->zero : initial));
    uint64_t bits = field->has_initial && type->bits != NULL ? type->bits(field) : 0;
    value_add(object, KEY_bits, value_string(bits_text(mem, bits)));
    value_add(object, KEY_text, value_string(is_bytes && initial != NULL ? initial : "SLOTS_NULL"));
}

/* What an editor shows: the type, where it lies, and where in the schema it is declared. */
static const char *hover(struct mem *mem, const struct field *field, const struct member *member,
                         const char *type) {
    const struct declaration *owner = &field->record->declaration;
    return mem_concat(mem, type, ", offset ",
                      model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32]),
                      ", ", model_bytes_pair(mem, member->size[WIDTH_64], member->size[WIDTH_32]),
                      "; ", owner->file->relative, ": ", owner->name.text, ".", field->name.text,
                      NULL);
}

static void add_identity(struct value *object, struct mem *mem, const struct record *record,
                         const struct field *field) {
    value_add(object, KEY_name, value_string(field->name.text));
    value_add(object, KEY_type, value_string(type_words(mem, &field->type)));
    value_add(object, KEY_c_name, value_string(field->c_name));
    value_add(object, KEY_record, value_string(record->declaration.c_name));
    value_add(object, KEY_is_field, value_bool(true));
}

static void add_place(struct value *object, struct mem *mem, const struct member *member) {
    value_add(object, KEY_offset_c,
              value_string(model_c_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    value_add(object, KEY_size_c,
              value_string(model_c_pair(mem, member->size[WIDTH_64], member->size[WIDTH_32])));
}

struct value model_parameter(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field) {
    (void)model;
    struct value object = value_object_for(mem, 16);
    add_identity(&object, mem, record, field);
    value_add(&object, KEY_path, value_string(path_to(mem, record, field)));
    add_c_types(mem, &object, &field->type);
    return object;
}

struct value model_field_row(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field) {
    struct value object = model_parameter(model, mem, record, field);
    add_place(&object, mem, layout_member(model->layouts, field));
    add_initial(mem, &object, field);
    return object;
}

struct value model_field(const struct model *model, struct mem *mem, const struct record *record,
                         const struct field *field) {
    const struct member *member = layout_member(model->layouts, field);
    const struct declaration *owner = &field->record->declaration;
    bool deletable = record_is_open(field->record);
    const char *deprecated = field->preamble.deprecated;
    struct value object = value_object_for(mem, 40);
    add_identity(&object, mem, record, field);
    value_add(&object, KEY_owner, value_string(model_name_from(record->declaration.file, owner)));
    value_add(&object, KEY_kind, value_string(deletable ? "dict" : "slot"));
    value_add(&object, KEY_offset,
              model_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32]));
    value_add(&object, KEY_size, model_pair(mem, member->size[WIDTH_64], member->size[WIDTH_32]));
    value_add(&object, KEY_line,
              value_integer(source_position(owner->file->source, field->name.span.start).line));
    value_add(&object, KEY_docs, value_string(field->preamble.docs));

    value_add(&object, KEY_path, value_string(path_to(mem, record, field)));
    value_add(&object, KEY_doc_lines, model_doc_lines(mem, field->preamble.docs));
    value_add(&object, KEY_hover,
              value_string(hover(mem, field, member, type_words(mem, &field->type))));
    value_add(&object, KEY_deprecated,
              deprecated == NULL ? value_null()
                                 : value_string(c_string(mem, deprecated, strlen(deprecated))));
    value_add(
        &object, KEY_offset_text,
        value_string(model_words_pair(mem, member->offset[WIDTH_64], member->offset[WIDTH_32])));
    value_add(&object, KEY_deletable, value_bool(deletable));
    value_add(&object, KEY_number,
              value_integer((int64_t)(model_deletable_count(field->record->base) + field->index)));
    add_place(&object, mem, member);
    add_c_types(mem, &object, &field->type);
    add_initial(mem, &object, field);
    return object;
}
