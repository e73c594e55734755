#include "model_public.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "types.h"

struct value model_public_lines(struct mem *mem, const char *docs) {
    struct value lines = value_list(mem);
    for (const char *at = docs; at != NULL;) {
        size_t length = strcspn(at, "\n");
        value_append(mem, &lines, value_text(at, length));
        at = at[length] == '\0' ? NULL : at + length + 1;
    }
    return lines;
}

static void add_preamble(struct value *object, struct mem *mem, const struct preamble *preamble) {
    value_add(object, KEY_docs, value_string(preamble->docs));
    value_add(object, KEY_doc_lines, model_public_lines(mem, preamble->docs));
    value_add(object, KEY_deprecated, value_string(preamble->deprecated));
}

void model_public_declare(struct value *object, struct mem *mem,
                          const struct declaration *declaration) {
    struct position position =
        source_position(declaration->file->source, declaration->name.span.start);
    value_add(object, KEY_name, value_string(declaration->name.text));
    value_add(object, KEY_qualified, value_string(declaration->qualified));
    add_preamble(object, mem, &declaration->preamble);
    value_add(object, KEY_schema, value_string(declaration->file->relative));
    value_add(object, KEY_line, value_integer(position.line));
}

static struct value enumerators(struct mem *mem, const struct enumeration *enumeration) {
    struct value list = value_list(mem);
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        struct value item = value_object(mem);
        value_add(&item, KEY_name, value_string(enumerator->name.text));
        value_add(&item, KEY_c_name, value_string(enumerator->c_name));
        value_add(&item, KEY_value, value_integer(enumerator->number));
        add_preamble(&item, mem, &enumerator->preamble);
        value_add(&item, KEY_last, value_bool(i + 1 == enumeration->count));
        value_append(mem, &list, item);
    }
    return list;
}

static struct value public_enum(struct mem *mem, const struct declaration *declaration) {
    const struct enumeration *enumeration = (const struct enumeration *)(const void *)declaration;
    const struct type *type = enumeration->type;
    int64_t size = (int64_t)type->measure.size[WIDTH_64];
    struct value object = value_object(mem);
    model_public_declare(&object, mem, declaration);
    value_add(&object, KEY_c_name, value_string(declaration->c_name));
    value_add(&object, KEY_type, value_string(type->word));
    value_add(&object, KEY_is_signed, value_bool(type->least < 0));
    value_add(&object, KEY_number_bits, value_integer(8 * size));
    value_add(&object, KEY_size, model_pair(mem, (uint64_t)size, (uint64_t)size));
    value_add(&object, KEY_count, value_integer((int64_t)enumeration->count));
    value_add(&object, KEY_enumerators, enumerators(mem, enumeration));
    return object;
}

static struct value public_extern(struct mem *mem, const struct declaration *declaration) {
    const struct extern_type *type = (const struct extern_type *)(const void *)declaration;
    const struct extern_size *size = type->size;
    const struct measure *measure = &size->measure;
    struct value object = value_object(mem);
    model_public_declare(&object, mem, declaration);
    value_add(&object, KEY_c_type, value_string(type->c_type));
    value_add(&object, KEY_header, value_string(type->include));
    value_add(&object, KEY_stated, value_bool(type->stated));
    value_add(&object, KEY_size,
              model_known_pair(mem, size->known, measure->size[WIDTH_64], measure->size[WIDTH_32]));
    value_add(
        &object, KEY_align,
        model_known_pair(mem, size->known, measure->align[WIDTH_64], measure->align[WIDTH_32]));
    return object;
}

typedef struct value declaration_maker(struct mem *mem, const struct declaration *declaration);

/* The declarations of a kind, in the order of the schema. */
static void add_declarations(struct value *object, struct mem *mem, const struct file *file,
                             enum declaration_kind kind) {
    static const struct {
        declaration_maker *make;
        enum model_key list;
        enum model_key has;
    } rows[] = {
        [DECLARATION_ENUM] = {public_enum, KEY_enums, KEY_has_enums},
        [DECLARATION_EXTERN] = {public_extern, KEY_externs, KEY_has_externs},
    };
    struct value list = value_list(mem);
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        if (at->kind == kind) {
            value_append(mem, &list, rows[kind].make(mem, at));
        }
    }
    size_t count = list.as.list->count;
    for (size_t i = 0; i < count; i++) {
        value_add(&list.as.list->items[i], KEY_last, value_bool(i + 1 == count));
    }
    value_add(object, rows[kind].has, value_bool(count > 0));
    value_add(object, rows[kind].list, list);
}

static bool has_record(const struct file *file) {
    const struct declaration *at = file->declarations;
    while (at != NULL && at->kind != DECLARATION_RECORD) {
        at = at->next;
    }
    return at != NULL;
}

struct value model_public_file(const struct model *model, struct mem *mem,
                               const struct file *file) {
    (void)model;
    struct value object = value_object(mem);
    struct value imports = value_list(mem);
    for (const struct import *import = file->imports; import != NULL; import = import->next) {
        value_append(mem, &imports, value_string(import->path.text));
    }
    value_add(&object, KEY_schema, value_string(file->relative));
    value_add(&object, KEY_package, value_string(file->package.text));
    value_add(&object, KEY_header, value_string(mem_concat(mem, file->relative, ".h", NULL)));
    value_add(&object, KEY_named, value_bool(file->source->named));
    value_add(&object, KEY_has_imports, value_bool(imports.as.list->count > 0));
    value_add(&object, KEY_imports, imports);
    add_declarations(&object, mem, file, DECLARATION_ENUM);
    add_declarations(&object, mem, file, DECLARATION_EXTERN);
    value_add(&object, KEY_has_records, value_bool(has_record(file)));
    return object;
}

/* Puts the file into the order behind what it imports. Imports may form no cycle, and chains of
 * them are no longer than there are files: the way back is kept, not the stack used. */
static void add_behind_imports(const struct file **order, size_t *count, bool *seen,
                               const struct file *file, const struct file **way,
                               const struct import **next) {
    size_t depth = 0;
    if (seen[file->source->order]) {
        return;
    }
    seen[file->source->order] = true;
    way[0] = file;
    next[0] = file->imports;
    for (;;) {
        const struct import *import = next[depth];
        if (import == NULL) {
            order[(*count)++] = way[depth];
            if (depth-- == 0) {
                return;
            }
            continue;
        }
        next[depth] = import->next;
        if (!seen[import->file->source->order]) {
            seen[import->file->source->order] = true;
            way[++depth] = import->file;
            next[depth] = import->file->imports;
        }
    }
}

static const struct file **order_of(const struct program *program, struct mem *mem) {
    const struct file **order = mem_alloc(mem, program->file_count * sizeof(struct file *));
    const struct file **way = mem_alloc(mem, program->file_count * sizeof(struct file *));
    const struct import **next = mem_alloc(mem, program->file_count * sizeof(struct import *));
    bool *seen = mem_alloc(mem, program->file_count * sizeof *seen);
    size_t count = 0;
    for (size_t i = 0; i < program->file_count; i++) {
        add_behind_imports(order, &count, seen, program->files[i], way, next);
    }
    return order;
}

/* A file's records so that what one needs comes before it. */
static struct value records_of(const struct model *model, struct mem *mem,
                               const struct file *file) {
    const struct program *program = model->program;
    struct value list = value_list(mem);
    for (size_t i = 0; i < program->record_count; i++) {
        if (program->records[i]->declaration.file == file) {
            value_append(mem, &list, model_public_record(model, mem, program->records[i], false));
        }
    }
    size_t count = list.as.list->count;
    if (count > 0) {
        value_set(&list.as.list->items[count - 1], KEY_last, value_bool(true));
    }
    return list;
}

struct value model_public(const struct model *model, struct mem *mem, bool with_imports) {
    const struct file **order = order_of(model->program, mem);
    struct value schemas = value_list(mem);
    for (size_t i = 0; i < model->program->file_count; i++) {
        if (order[i]->source->named || with_imports) {
            struct value schema = model_public_file(model, mem, order[i]);
            value_add(&schema, KEY_records, records_of(model, mem, order[i]));
            value_append(mem, &schemas, schema);
        }
    }
    size_t count = schemas.as.list->count;
    for (size_t i = 0; i < count; i++) {
        value_add(&schemas.as.list->items[i], KEY_last, value_bool(i + 1 == count));
    }
    struct value whole = value_object(mem);
    value_add(&whole, KEY_schemas, schemas);
    return whole;
}
