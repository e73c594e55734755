#include "deprecated.h"

#include <stddef.h>

#include "ast.h"

static bool is_marked(const struct declaration *declaration) {
    return declaration->preamble.deprecated != NULL;
}

static bool enum_names_it(const struct enumeration *enumeration) {
    bool named = is_marked(&enumeration->declaration);
    for (size_t i = 0; i < enumeration->count && !named; i++) {
        named = enumeration->enumerators[i].preamble.deprecated != NULL;
    }
    return named;
}

static bool field_names_it(const struct field *field) {
    const struct type_use *use = &field->type;
    const struct enumerator *initial = field->initial_enumerator;
    return (use->record != NULL && is_marked(&use->record->declaration)) ||
           (use->enumeration != NULL && is_marked(&use->enumeration->declaration)) ||
           (initial != NULL && initial->preamble.deprecated != NULL);
}

/* Its accessors name the types of inherited fields, too, and its upcasts all ancestors. */
static bool record_names_it(const struct record *record) {
    bool named = false;
    for (const struct record *at = record; at != NULL && !named; at = at->base) {
        named = is_marked(&at->declaration);
        for (size_t i = 0; i < at->field_count && !named; i++) {
            named = field_names_it(&at->fields[i]);
        }
    }
    return named;
}

bool deprecated_is_named(const struct file *file) {
    bool named = false;
    const struct declaration *declaration = file->declarations;
    for (; declaration != NULL && !named; declaration = declaration->next) {
        const void *whole = declaration;
        named = (declaration->kind == DECLARATION_ENUM && enum_names_it(whole)) ||
                (declaration->kind == DECLARATION_RECORD && record_names_it(whole));
    }
    return named;
}
