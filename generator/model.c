#include "model.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "c_text.h"
#include "chain.h"
#include "layout.h"
#include "layout_id.h"
#include "map.h"
#include "mem.h"
#include "plain.h"
#include "text.h"

/* An enum in more runs of numbers than these is checked by a switch: compilers take long chains of
 * comparisons badly. */
#define MAX_RANGES 16

static void intern_keys(struct value_keys *keys) {
#define MODEL_KEY(name) #name,
    static const char *const names[] = {
#include "model_keys.def"
    };
#undef MODEL_KEY
    for (size_t i = 0; i < KEY_COUNT; i++) {
        value_key(keys, names[i], strlen(names[i]));
    }
}

static void number_fields(struct model *model, struct mem *mem) {
    const struct program *program = model->program;
    struct map *totals = map_new(mem); /* file → how many of its fields have a number already */
    model->first_fields = mem_alloc(mem, program->record_count * sizeof *model->first_fields);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const char *key = (const char *)&record->declaration.file;
        void **place = map_place(totals, key, sizeof record->declaration.file);
        if (*place == NULL) {
            *place = mem_alloc(mem, sizeof(uint32_t));
        }
        uint32_t *total = *place;
        model->first_fields[i] = *total;
        *total += (uint32_t)record->field_count;
    }
}

/* Whether a field without a value of its own, or with this one, is bytes of 0. */
static bool starts_zero(const struct model *model, const struct field *field) {
    const struct type_use *use = &field->type;
    if (use->type == &type_record) {
        return model->zeroed[use->record->index];
    }
    if (!field->has_initial) {
        return true;
    }
    return use->chars != 0 ? field->initial->length == 0 : use->type->bits(field) == 0;
}

/* The records stand in an order in which what one needs comes before it. */
static void find_zeroed(struct model *model, struct mem *mem) {
    const struct program *program = model->program;
    model->zeroed = mem_alloc(mem, program->record_count * sizeof *model->zeroed);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        bool zeroed = !layout_of(model->layouts, record)->has_dict &&
                      (record->base == NULL || model->zeroed[record->base->index]);
        for (size_t j = 0; j < record->field_count; j++) {
            zeroed = zeroed && starts_zero(model, &record->fields[j]);
        }
        model->zeroed[record->index] = zeroed;
    }
}

static void note_global_names(struct mem *mem, struct map *names, struct declaration *declaration) {
    const struct extern_type *foreign = (const struct extern_type *)(const void *)declaration;
    if (declaration->kind == DECLARATION_EXTERN) {
        const char *name = type_typedef(mem, foreign);
        if (name != NULL) {
            *map_place(names, name, strlen(name)) = declaration;
        }
        return;
    }
    *map_place(names, declaration->c_name, strlen(declaration->c_name)) = declaration;
    if (declaration->kind == DECLARATION_ENUM) {
        const struct enumeration *enumeration =
            (const struct enumeration *)(const void *)declaration;
        for (size_t i = 0; i < enumeration->count; i++) {
            const char *name = enumeration->enumerators[i].c_name;
            *map_place(names, name, strlen(name)) = declaration;
        }
    }
}

struct model *model_new(struct mem *mem, const struct program *program, const struct chains *chains,
                        const struct layouts *layouts, unsigned parts) {
    struct model *model = mem_alloc(mem, sizeof *model);
    *model = (struct model){.keys = value_keys_new(mem),
                            .program = program,
                            .chains = chains,
                            .layouts = layouts,
                            .global_names = map_new(mem)};
    model->parts = parts;
    unsigned by_class =
        PART_NAMES | PART_REFLECT | PART_VALUE | PART_FORMAT | PART_POOL | PART_MEASURE;
    model->with_classes = (parts & by_class) != 0;
    for (size_t i = 0; i < program->record_count && !model->with_classes; i++) {
        model->with_classes = !plain_record(chains, program->records[i]);
    }
    intern_keys(model->keys);
    number_fields(model, mem);
    model_number_names(model, mem);
    find_zeroed(model, mem);
    model->layout_ids = layout_ids_new(mem, program, layouts);
    for (size_t i = 0; i < program->file_count; i++) {
        struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            note_global_names(mem, model->global_names, declaration);
        }
    }
    return model;
}

struct value model_pair(struct mem *mem, uint64_t wide, uint64_t narrow) {
    struct value pair = value_object(mem);
    value_add(&pair, KEY_lp64, value_integer((int64_t)wide));
    value_add(&pair, KEY_ilp32, value_integer((int64_t)narrow));
    return pair;
}

struct value model_known_pair(struct mem *mem, const bool known[2], uint64_t wide,
                              uint64_t narrow) {
    struct value pair = value_object(mem);
    value_add(&pair, KEY_lp64, known[WIDTH_64] ? value_integer((int64_t)wide) : value_null());
    value_add(&pair, KEY_ilp32, known[WIDTH_32] ? value_integer((int64_t)narrow) : value_null());
    return pair;
}

const char *model_c_pair(struct mem *mem, uint64_t wide, uint64_t narrow) {
    const char *first = mem_number(mem, wide);
    return wide == narrow
               ? first
               : mem_concat(mem, "SLOTS_WIDTH(", first, ", ", mem_number(mem, narrow), ")", NULL);
}

const char *model_words_pair(struct mem *mem, uint64_t wide, uint64_t narrow) {
    const char *first = mem_number(mem, wide);
    return wide == narrow ? first
                          : mem_concat(mem, first, " (", mem_number(mem, narrow),
                                       " with 32-bit pointers)", NULL);
}

const char *model_bytes_pair(struct mem *mem, uint64_t wide, uint64_t narrow) {
    const char *bytes =
        mem_concat(mem, mem_number(mem, wide), wide == 1 ? " byte" : " bytes", NULL);
    return wide == narrow ? bytes
                          : mem_concat(mem, bytes, " (", mem_number(mem, narrow),
                                       " with 32-bit pointers)", NULL);
}

struct value model_tail(struct mem *mem, const struct record *record, const struct layout *layout) {
    uint64_t tail[WIDTH_COUNT] = {0, 0};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && !layout->empty; width++) {
        tail[width] = layout->measure.size[width] - layout->end[width];
    }
    bool is_open = record->open_tail && (tail[WIDTH_64] > 0 || tail[WIDTH_32] > 0);
    return is_open ? value_string(model_c_pair(mem, tail[WIDTH_64], tail[WIDTH_32])) : value_null();
}

struct value model_deprecated(struct mem *mem, const struct preamble *preamble) {
    const char *instead = preamble->deprecated;
    return instead == NULL ? value_null() : value_string(c_string(mem, instead, strlen(instead)));
}

const char *model_name_from(const struct file *file, const struct declaration *declaration) {
    const char *here = file->package.text == NULL ? "" : file->package.text;
    const char *there =
        declaration->file->package.text == NULL ? "" : declaration->file->package.text;
    return strcmp(here, there) == 0 ? declaration->name.text : declaration->qualified;
}

/* Half-open runs of numbers without a gap, so that the check for an enumerator is short. */
static int compare_numbers(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static struct value enum_ranges(struct mem *mem, const struct enumeration *enumeration) {
    int64_t *numbers = mem_alloc(mem, enumeration->count * sizeof *numbers);
    for (size_t i = 0; i < enumeration->count; i++) {
        numbers[i] = enumeration->enumerators[i].number;
    }
    if (enumeration->count > 1) {
        qsort(numbers, enumeration->count, sizeof *numbers, compare_numbers);
    }
    struct value ranges = value_list(mem);
    for (size_t first = 0; first < enumeration->count;) {
        size_t last = first;
        while (last + 1 < enumeration->count && numbers[last + 1] == numbers[last] + 1) {
            last++;
        }
        const char *from = type_c_integer(mem, numbers[first] < 0, (uint64_t)llabs(numbers[first]));
        const char *to = type_c_integer(mem, numbers[last] < 0, (uint64_t)llabs(numbers[last]));
        const char *text = first == last
                               ? mem_format(mem, "number == %s", from)
                               : mem_format(mem, "(number >= %s && number <= %s)", from, to);
        bool is_all = first == 0 && last + 1 == enumeration->count && first != last;
        struct value range = value_object(mem);
        value_add(&range, KEY_text,
                  value_string(is_all ? mem_format(mem, "number >= %s && number <= %s", from, to)
                                      : text));
        value_add(&range, KEY_last, value_bool(last + 1 == enumeration->count));
        value_append(mem, &ranges, range);
        first = last + 1;
    }
    return ranges;
}

struct value model_doc_lines(struct mem *mem, const char *docs) {
    struct value lines = value_list(mem);
    for (const char *at = docs; at != NULL;) {
        size_t length = strcspn(at, "\n");
        const char *line = c_comment(mem, mem_copy(mem, at, length));
        value_append(mem, &lines,
                     value_string(line[0] == '\0' ? "" : mem_concat(mem, " ", line, NULL)));
        at = at[length] == '\0' ? NULL : at + length + 1;
    }
    return lines;
}

static struct value enumerators(struct mem *mem, const struct enumeration *enumeration) {
    const struct declaration *declaration = &enumeration->declaration;
    struct value list = value_list(mem);
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        struct value item = value_object(mem);
        value_add(&item, KEY_name, value_string(enumerator->name.text));
        value_add(&item, KEY_c_name, value_string(enumerator->c_name));
        value_add(&item, KEY_value, value_integer(enumerator->number));
        value_add(&item, KEY_number,
                  value_string(type_c_integer(mem, enumerator->number < 0,
                                              (uint64_t)llabs(enumerator->number))));
        value_add(&item, KEY_docs, value_string(enumerator->preamble.docs));
        value_add(&item, KEY_deprecated, model_deprecated(mem, &enumerator->preamble));
        value_add(&item, KEY_doc_lines, model_doc_lines(mem, enumerator->preamble.docs));
        value_add(
            &item, KEY_hover,
            value_string(mem_concat(mem, declaration->file->relative, ": ", declaration->name.text,
                                    ".", enumerator->name.text, NULL)));
        value_add(&item, KEY_last, value_bool(i + 1 == enumeration->count));
        value_append(mem, &list, item);
    }
    return list;
}

struct value model_enum(const struct model *model, struct mem *mem,
                        const struct enumeration *enumeration) {
    (void)model;
    const struct declaration *declaration = &enumeration->declaration;
    struct value object = value_object(mem);
    value_add(&object, KEY_name, value_string(declaration->name.text));
    value_add(&object, KEY_c_name, value_string(declaration->c_name));
    value_add(&object, KEY_type, value_string(enumeration->type->word));
    value_add(&object, KEY_schema, value_string(declaration->file->relative));
    value_add(&object, KEY_count, value_integer((int64_t)enumeration->count));
    value_add(&object, KEY_enumerators, enumerators(mem, enumeration));
    struct value ranges = enum_ranges(mem, enumeration);
    value_add(&object, KEY_scattered, value_bool(ranges.as.list->count > MAX_RANGES));
    value_add(&object, KEY_ranges, ranges);
    value_add(&object, KEY_docs, value_string(declaration->preamble.docs));
    value_add(&object, KEY_deprecated, model_deprecated(mem, &declaration->preamble));
    value_add(&object, KEY_doc_lines, model_doc_lines(mem, declaration->preamble.docs));
    value_add(&object, KEY_line,
              value_integer(
                  source_position(declaration->file->source, declaration->name.span.start).line));
    return object;
}

static struct value imports(struct mem *mem, const struct file *file) {
    struct value list = value_list(mem);
    for (const struct import *import = file->imports; import != NULL; import = import->next) {
        value_append(mem, &list, value_string(import->path.text));
    }
    return list;
}

/* Each header once, whatever ways lead to it, in the order of the imports. */
static struct value includes(struct mem *mem, const struct file *file) {
    struct value list = value_list(mem);
    struct map *seen = map_new(mem);
    for (const struct import *import = file->imports; import != NULL; import = import->next) {
        void **place = map_place(seen, import->file->relative, strlen(import->file->relative));
        if (*place == NULL) {
            *place = import->file;
            value_append(mem, &list, value_string(mem_format(mem, "%s.h", import->file->relative)));
        }
    }
    return list;
}

/* Inherited names count: a record without fields of its own has them, too. */
static bool needs_names(const struct model *model, const struct file *file) {
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        const struct record *record = (const struct record *)(const void *)declaration;
        if (declaration->kind == DECLARATION_RECORD && model->names[record->index].bits > 0) {
            return true;
        }
    }
    return false;
}

static bool needs_dict(const struct model *model, const struct file *file, bool *has_fields) {
    bool needed = false;
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        if (declaration->kind == DECLARATION_RECORD) {
            const struct record *record = (const struct record *)(const void *)declaration;
            needed = needed || chain_of(model->chains, record)->dict_from != NULL;
            *has_fields = *has_fields || record->field_count > 0;
        }
    }
    return needed;
}

/* The records of this file that a `ref` names: a struct may hold a pointer to one that comes later.
 */
static struct value forwards(struct mem *mem, const struct file *file) {
    struct value list = value_list(mem);
    struct map *seen = map_new(mem);
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        const struct record *record = (const struct record *)(const void *)declaration;
        for (size_t i = 0; declaration->kind == DECLARATION_RECORD && i < record->field_count;
             i++) {
            const struct type_use *use = &record->fields[i].type;
            bool points = use->type == &type_ref && use->record->declaration.file == file;
            const char *name = points ? use->record->declaration.c_name : "";
            void **place = map_place(seen, name, strlen(name));
            if (points && *place == NULL) {
                *place = seen;
                value_append(mem, &list, value_string(name));
            }
        }
    }
    return list;
}

struct value model_file(const struct model *model, struct mem *mem, const struct file *file) {
    struct value object = value_object(mem);
    bool has_fields = false;
    bool has_dict = needs_dict(model, file, &has_fields);
    value_add(&object, KEY_schema, value_string(file->relative));
    value_add(&object, KEY_package, value_string(file->package.text));
    value_add(&object, KEY_imports, imports(mem, file));
    value_add(&object, KEY_includes, includes(mem, file));
    value_add(&object, KEY_guard, value_string(c_guard(mem, file->relative)));
    value_add(&object, KEY_fields_name, value_string(model_table_name(mem, file, "fields")));
    value_add(&object, KEY_names_name, value_string(model_table_name(mem, file, "names")));
    value_add(&object, KEY_needs_dict, value_bool(has_dict));
    value_add(&object, KEY_has_fields, value_bool(has_fields));
    if ((model->parts & PART_POOL) != 0) {
        value_add(&object, KEY_with_pool, value_bool(true));
    }
    if ((model->parts & PART_MEASURE) != 0) {
        value_add(&object, KEY_with_measure, value_bool(true));
    }
    value_add(&object, KEY_fields_table, value_bool(has_fields && model->with_classes));
    struct value names = forwards(mem, file);
    value_add(&object, KEY_has_forwards, value_bool(names.as.list->count > 0));
    value_add(&object, KEY_forwards, names);
    struct value enums = value_list(mem);
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        if (declaration->kind == DECLARATION_ENUM) {
            value_append(
                mem, &enums,
                model_enum(model, mem, (const struct enumeration *)(const void *)declaration));
        }
    }
    model_add_externs(&object, mem, file);
    bool has_names = needs_names(model, file);
    value_add(&object, KEY_names_table, value_bool(has_names));
    bool has_tables = enums.as.list->count > 0 || has_names || (has_fields && model->with_classes);
    value_add(&object, KEY_has_tables, value_bool(has_tables));
    value_add(&object, KEY_enums, enums);
    return object;
}
