#include "lock.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "layout_id.h"
#include "mem.h"
#include "text.h"

const char *locked_local(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;
}

const char *locked_usual_c_name(struct mem *mem, const char *name) {
    char *usual = mem_string(mem, name);
    for (char *dot = strchr(usual, '.'); dot != NULL; dot = strchr(dot, '.')) {
        *dot = '_';
    }
    return usual;
}

const char *locked_type(struct mem *mem, const struct locked_field *field) {
    const char *target = field->target == NULL ? "" : field->target;
    const char *gap = field->word[0] != '\0' && target[0] != '\0' ? " " : "";
    const char *items = field->items == 0 ? "" : mem_format(mem, "[%" PRIu32 "]", field->items);
    return mem_concat(mem, field->word, gap, target, items, field->optional ? "?" : "", NULL);
}

/* The word of a type as the schema has it, or "" of one that is declared. */
static const char *word_of(struct mem *mem, const struct type_use *use) {
    if (use->type == &type_enum || use->type == &type_record || use->type == &type_extern) {
        return "";
    }
    uint32_t length = use->chars != 0 ? use->chars : use->bit_count;
    const char *word = use->type->word;
    return length == 0 ? word : mem_format(mem, "%s[%" PRIu32 "]", word, length);
}

static const char *target_of(const struct type_use *use) {
    return use->enumeration != NULL ? use->enumeration->declaration.qualified
           : use->record != NULL    ? use->record->declaration.qualified
           : use->foreign != NULL   ? use->foreign->declaration.qualified
                                    : NULL;
}

static const char *initial_of(struct mem *mem, const struct field *field) {
    if (!field->has_initial) {
        return NULL;
    }
    return field->initial_enumerator != NULL ? field->initial_enumerator->name.text
                                             : field->type.type->c_initial(mem, field);
}

static void lock_field(struct mem *mem, const struct layouts *layouts, const struct field *field,
                       struct locked_field *locked) {
    const struct type_use *use = &field->type;
    const struct place *place = layout_place(layouts, field);
    struct text wishes = {.mem = mem};
    if (field->pinned) {
        text_format(&wishes, "@offset(%" PRIu64 ")", field->offset);
    }
    if (field->hot) {
        text_add_string(&wishes, wishes.length == 0 ? "@hot" : " @hot");
    }
    *locked = (struct locked_field){
        .name = field->name.text,
        .c_name = field->c_name,
        .word = word_of(mem, use),
        .target = target_of(use),
        .form = use->type->form,
        .items = use->items,
        .optional = use->optional,
        .readonly = field->readonly,
        .initial = initial_of(mem, field),
        .deprecated = field->preamble.deprecated,
        .wishes = text_string(&wishes),
        .shift = place->shift,
        .presence_bit = place->presence_bit,
        .span = field->name.span,
    };
    for (enum width width = 0; width < WIDTH_COUNT; width++) {
        locked->offset[width] = place->member->offset[width];
        locked->size[width] = place->member->size[width];
        if (place->presence != NULL) {
            locked->presence[width] = place->presence->offset[width];
        }
    }
}

static const char *wishes_of(struct mem *mem, const struct record *record) {
    struct text text = {.mem = mem};
    if (record->align != 0) {
        text_format(&text, " @align(%" PRIu32 ")", record->align);
    }
    text_add_string(&text, record->declared_order ? " @order(declared)" : "");
    text_add_string(&text, record->open_tail ? " @open_tail" : "");
    text_add_string(&text, record->persistent ? " @persistent" : "");
    text_add_string(&text, record->final ? " @final" : "");
    if (record->max_size != 0) {
        text_format(&text, " @max_size(%" PRIu64 ")", record->max_size);
    }
    return text.length == 0 ? "" : text_string(&text) + 1;
}

static void lock_record(struct mem *mem, const struct layouts *layouts, const struct record *record,
                        struct locked_record *locked) {
    const struct layout *layout = layout_of(layouts, record);
    *locked = (struct locked_record){
        .name = record->declaration.qualified,
        .c_name = record->declaration.c_name,
        .base = record->base == NULL ? NULL : record->base->declaration.qualified,
        .storage = record_storage_words(record),
        .has_dict = layout->has_dict,
        .deprecated = record->declaration.preamble.deprecated,
        .wishes = wishes_of(mem, record),
        .count = record->count,
        .measure = layout->measure,
        .fields = mem_alloc(mem, record->field_count * sizeof *locked->fields),
        .field_count = record->field_count,
        .imported = !record->declaration.file->source->named,
        .span = record->declaration.name.span,
    };
    for (enum width width = 0; width < WIDTH_COUNT && layout->has_dict; width++) {
        locked->ext[width] = layout->ext_offset[width];
    }
    for (size_t i = 0; i < record->field_count; i++) {
        lock_field(mem, layouts, &record->fields[i], &locked->fields[i]);
    }
}

static void lock_enum(struct mem *mem, const struct enumeration *enumeration,
                      struct locked_enum *locked) {
    const struct declaration *declaration = &enumeration->declaration;
    *locked = (struct locked_enum){
        .name = declaration->qualified,
        .c_name = declaration->c_name,
        .type = enumeration->type->word,
        .items = mem_alloc(mem, enumeration->count * sizeof *locked->items),
        .count = enumeration->count,
        .imported = !declaration->file->source->named,
        .span = declaration->name.span,
    };
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        locked->items[i] = (struct locked_enumerator){
            .name = enumerator->name.text,
            .c_name = enumerator->c_name,
            .deprecated = enumerator->preamble.deprecated,
            .number = enumerator->number,
            .span = enumerator->name.span,
        };
    }
}

static void lock_extern(const struct extern_type *foreign, struct locked_extern *locked) {
    const struct declaration *declaration = &foreign->declaration;
    *locked = (struct locked_extern){
        .name = declaration->qualified,
        .c_type = foreign->c_type,
        .include = foreign->include,
        .measure = foreign->size->measure,
        .imported = !declaration->file->source->named,
        .span = declaration->name.span,
    };
}

/* Room for all declarations of a program. */
static struct lock *new_lock(struct mem *mem, const struct program *program) {
    struct lock *lock = mem_alloc(mem, sizeof *lock);
    size_t counts[DECLARATION_RECORD + 1] = {0};
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *at = program->files[i]->declarations;
        for (; at != NULL; at = at->next) {
            counts[at->kind]++;
        }
    }
    lock->records = mem_alloc(mem, program->record_count * sizeof *lock->records);
    lock->enums = mem_alloc(mem, counts[DECLARATION_ENUM] * sizeof *lock->enums);
    lock->externs = mem_alloc(mem, counts[DECLARATION_EXTERN] * sizeof *lock->externs);
    lock->source = program->files[0]->source;
    return lock;
}

struct lock *lock_of_program(struct mem *mem, const struct program *program,
                             const struct layouts *layouts) {
    struct lock *lock = new_lock(mem, program);
    const uint64_t *ids = layout_ids_new(mem, program, layouts);
    for (size_t i = 0; i < program->record_count; i++) {
        struct locked_record *locked = &lock->records[lock->record_count++];
        lock_record(mem, layouts, program->records[i], locked);
        locked->layout_id = ids[i];
    }
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *at = program->files[i]->declarations;
        for (; at != NULL; at = at->next) {
            const void *declaration = at;
            if (at->kind == DECLARATION_ENUM) {
                lock_enum(mem, declaration, &lock->enums[lock->enum_count++]);
            } else if (at->kind == DECLARATION_EXTERN) {
                lock_extern(declaration, &lock->externs[lock->extern_count++]);
            }
        }
    }
    return lock;
}
