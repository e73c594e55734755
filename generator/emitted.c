#include "emitted.h"

#include <string.h>

#include "chain.h"
#include "map.h"
#include "mem.h"
#include "resolve.h"
#include "text.h"
#include "types.h"

typedef void visitor(void *context, const char *name, const struct emitted *emitted);

struct visit {
    struct text name; /* the same bytes again for each */
    visitor *visit;
    void *context;
};

/* Behind a record's own name; the first is its type. */
static const char *const record_parts[] = {
    "",
    "_ALIGN",
    "_HAS_DICT",
    "_LAYOUT_ID",
    "_SIZE",
    "_SLOT_COUNT",
    "_class",
    "_columns",
    "_copy",
    "_delattr",
    "_delattr_n",
    "_dir",
    "_equal",
    "_fini",
    "_format",
    "_free",
    "_getattr",
    "_getattr_n",
    "_handle",
    "_hasattr",
    "_hasattr_n",
    "_hasdict",
    "_hash",
    "_init",
    "_init_with",
    "_keys",
    "_measure",
    "_new",
    "_pool",
    "_pool_clear",
    "_pool_count",
    "_pool_fini",
    "_pool_first",
    "_pool_free",
    "_pool_get",
    "_pool_handle",
    "_pool_has",
    "_pool_init",
    "_pool_new",
    "_pool_next",
    "_setattr",
    "_setattr_n",
    "_sizeof",
    "_sizeof_deep",
    "_vector",
    "_vector_append",
    "_vector_clear",
    "_vector_find",
    "_vector_fini",
    "_vector_init",
    "_vector_reserve",
    "_vector_search",
    "_vector_sort",
};

static const char *const enum_parts[] = {
    "", "_COUNT", "_enum", "_enum_names", "_enum_values", "_known", "_name", "_parse",
};

static void emit(struct visit *visit, const char *end, const char *end_of_end,
                 struct emitted emitted) {
    struct text *name = &visit->name;
    name->length = 0;
    text_add_string(name, emitted.declaration->c_name);
    text_add_string(name, emitted.part);
    text_add_string(name, end);
    text_add_string(name, end_of_end);
    visit->visit(visit->context, text_string(name), &emitted);
}

static void emit_verb(struct visit *visit, const struct record *record, const struct field *field,
                      const char *verb) {
    emit(visit, field->c_name, "",
         (struct emitted){.declaration = &record->declaration, .field = field, .part = verb});
}

static void emit_field(struct visit *visit, const struct record *record,
                       const struct field *field) {
    const struct type_use *use = &field->type;
    emit_verb(visit, record, field, "_OFFSET_");
    if (use->is_array) {
        emit_verb(visit, record, field, "_array_");
        emit_verb(visit, record, field, "_at_");
        emit_verb(visit, record, field, "_put_");
    } else {
        emit_verb(visit, record, field, "_get_");
        emit_verb(visit, record, field, "_set_");
    }
    if (use->type != NULL && (use->chars != 0 || use->type->owned)) {
        emit_verb(visit, record, field, "_length_");
        emit_verb(visit, record, field, "_setn_");
    }
    if (use->optional) {
        emit_verb(visit, record, field, "_clear_");
        emit_verb(visit, record, field, "_has_");
    }
    if (use->type != NULL && use->type->by_address) {
        emit_verb(visit, record, field, "_mut_");
    }
    if (!use->is_array && use->type != NULL && use->type->key != NULL) {
        emit_verb(visit, record, field, "_vector_find_by_");
        emit_verb(visit, record, field, "_vector_search_by_");
        emit_verb(visit, record, field, "_vector_sort_by_");
    }
}

static void emit_upcast(struct visit *visit, const struct record *record,
                        const struct record *ancestor) {
    struct emitted emitted = {
        .declaration = &record->declaration, .ancestor = ancestor, .part = "_as_"};
    emit(visit, ancestor->declaration.c_name, "", emitted);
    emitted.constant = true;
    emit(visit, ancestor->declaration.c_name, "_const", emitted);
}

static void emit_record(struct visit *visit, const struct record *record) {
    for (size_t i = 0; i < sizeof record_parts / sizeof *record_parts; i++) {
        emit(visit, "", "",
             (struct emitted){.declaration = &record->declaration, .part = record_parts[i]});
    }
    if (record_may_use_tail(record)) {
        emit(visit, "", "", (struct emitted){.declaration = &record->declaration, .part = "_tail"});
    }
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            emit_field(visit, record, &at->fields[i]);
        }
        if (at != record) {
            emit_upcast(visit, record, at);
        }
    }
}

static void emit_enum(struct visit *visit, const struct enumeration *enumeration) {
    for (size_t i = 0; i < sizeof enum_parts / sizeof *enum_parts; i++) {
        emit(visit, "", "",
             (struct emitted){.declaration = &enumeration->declaration, .part = enum_parts[i]});
    }
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        struct emitted emitted = {
            .declaration = &enumeration->declaration, .enumerator = enumerator, .part = ""};
        visit->visit(visit->context, enumerator->c_name, &emitted);
    }
}

void emitted_names(struct mem *mem, const struct program *program, visitor visit, void *context) {
    struct visit state = {{.mem = mem}, visit, context};
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            const void *whole = declaration;
            if (declaration->kind == DECLARATION_RECORD) {
                emit_record(&state, whole);
            } else if (declaration->kind == DECLARATION_ENUM) {
                emit_enum(&state, whole);
            }
        }
    }
}

void emitted_accessors(struct mem *mem, const struct field *field, visitor visit, void *context) {
    struct visit state = {{.mem = mem}, visit, context};
    emit_field(&state, field->record, field);
}

/* Behind a declaration's name comes nothing, or a part that begins with `_`, and no part begins as
 * the verb of a field does. So a global of one declaration can only be that of another whose name
 * is the beginning of its own, up to a `_`. What @c_name makes of fields is left to a closer look.
 */
static bool begins_as_other(const struct map *declarations, const char *name, const void *own) {
    for (const char *at = strchr(name, '_'); at != NULL; at = strchr(at + 1, '_')) {
        const void *other = map_get(declarations, name, (size_t)(at - name));
        if (other != NULL && other != own) {
            return true;
        }
    }
    return false;
}

static bool is_enum_part(const struct declaration *declaration, const char *name) {
    size_t length = strlen(declaration->c_name);
    for (size_t i = 0; i < sizeof enum_parts / sizeof *enum_parts; i++) {
        if (strncmp(name, declaration->c_name, length) == 0 &&
            strcmp(name + length, enum_parts[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* An enumerator has one global, its own name. */
static bool enumerators_may_collide(const struct map *declarations, struct map *enumerators,
                                    const struct enumeration *enumeration) {
    for (size_t i = 0; i < enumeration->count; i++) {
        const char *name = enumeration->enumerators[i].c_name;
        void **place = map_place(enumerators, name, strlen(name));
        if (*place != NULL || map_get(declarations, name, strlen(name)) != NULL ||
            is_enum_part(&enumeration->declaration, name) ||
            begins_as_other(declarations, name, enumeration)) {
            return true;
        }
        *place = enumerators;
    }
    return false;
}

static bool has_renamed_field(const struct record *record) {
    for (size_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].preamble.c_name != NULL) {
            return true;
        }
    }
    return false;
}

/* The declarations that globals are made of, by their names in C; false where two share one. */
static bool index_declarations(struct map *declarations, const struct program *program) {
    for (size_t i = 0; i < program->file_count; i++) {
        struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            if (declaration->kind == DECLARATION_EXTERN) {
                continue;
            }
            void **place =
                map_place(declarations, declaration->c_name, strlen(declaration->c_name));
            if (*place != NULL) {
                return false;
            }
            *place = declaration;
        }
    }
    return true;
}

bool emitted_may_collide(struct mem *mem, const struct program *program) {
    struct map *declarations = map_new(mem);
    struct map *enumerators = map_new(mem);
    if (!index_declarations(declarations, program)) {
        return true;
    }
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            const void *whole = declaration;
            bool is_record = declaration->kind == DECLARATION_RECORD;
            bool is_enum = declaration->kind == DECLARATION_ENUM;
            if ((is_record || is_enum) &&
                begins_as_other(declarations, declaration->c_name, declaration)) {
                return true;
            }
            if ((is_record && has_renamed_field(whole)) ||
                (is_enum && enumerators_may_collide(declarations, enumerators, whole))) {
                return true;
            }
        }
    }
    return false;
}

/* What emit_field emits at the most, and emit_record for an ancestor and for itself. */
#define MOST_OF_FIELD 11
#define MOST_OF_ANCESTOR 2
#define MOST_OF_RECORD (sizeof record_parts / sizeof *record_parts + 1)

size_t emitted_most(struct mem *mem, const struct program *program) {
    size_t *fields = mem_alloc(mem, (program->record_count + 1) * sizeof *fields);
    size_t most = 0;
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        fields[i] = record->field_count + (record->base == NULL ? 0 : fields[record->base->index]);
        most += MOST_OF_RECORD + MOST_OF_FIELD * fields[i] + MOST_OF_ANCESTOR * record->depth;
    }
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            const void *whole = declaration;
            const struct enumeration *enumeration = whole;
            most += declaration->kind != DECLARATION_ENUM
                        ? 0
                        : sizeof enum_parts / sizeof *enum_parts + enumeration->count;
        }
    }
    return most;
}

size_t emitted_parameters(const struct record *record) {
    size_t count = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            count += !at->fields[i].type.optional;
        }
    }
    return count;
}

struct span emitted_span(const struct emitted *emitted) {
    if (emitted->enumerator != NULL) {
        return emitted->enumerator->name.span;
    }
    bool is_own =
        emitted->field != NULL && &emitted->field->record->declaration == emitted->declaration;
    return is_own ? emitted->field->name.span : emitted->declaration->name.span;
}

const char *emitted_words(struct mem *mem, const struct emitted *emitted) {
    const struct declaration *declaration = emitted->declaration;
    const char *kind = declaration->kind == DECLARATION_ENUM ? "enum" : "record";
    const char *name = declaration->c_name;
    if (emitted->enumerator != NULL) {
        return mem_format(mem, "the enumerator `%s` of enum `%s`", emitted->enumerator->name.text,
                          declaration->qualified);
    }
    if (emitted->field != NULL) {
        return mem_format(mem, "`%s` + `%s%s`, of the field `%s.%s`", name, emitted->part,
                          emitted->field->c_name, declaration->qualified,
                          emitted->field->name.text);
    }
    if (emitted->ancestor != NULL) {
        return mem_format(mem, "`%s` + `_as_%s`%s, an upcast of record `%s`", name,
                          emitted->ancestor->declaration.c_name,
                          emitted->constant ? " + `_const`" : "", declaration->qualified);
    }
    if (emitted->part[0] == '\0') {
        return mem_format(mem, "the type of %s `%s`", kind, declaration->qualified);
    }
    return mem_format(mem, "`%s` + `%s`, of %s `%s`", name, emitted->part, kind,
                      declaration->qualified);
}
