#include "plain.h"

#include <stddef.h>

#include "ast.h"
#include "chain.h"
#include "diagnostic.h"
#include "resolve.h"
#include "types.h"

/* The first field of the chain whose cell owns memory, or NULL. */
static const struct field *owning_field(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            const struct type *type = at->fields[i].type.type;
            if (type != NULL && type->owned) {
                return &at->fields[i];
            }
        }
    }
    return NULL;
}

bool plain_record(const struct chains *chains, const struct record *record) {
    return chain_of(chains, record)->dict_from == NULL && owning_field(record) == NULL;
}

static void check_field(const struct chains *chains, const struct field *field,
                        struct diagnostics *diagnostics) {
    const struct type_use *use = &field->type;
    if (use->type != &type_record || plain_record(chains, use->record)) {
        return;
    }
    const char *inner = use->record->declaration.name.text;
    const struct record *dict_from = chain_of(chains, use->record)->dict_from;
    const struct field *owner = owning_field(use->record);
    struct diagnostic *diagnostic = report(diagnostics, ERROR_TYPE_MISUSED, use->name.span,
                                           "`%s` cannot be held by value: it %s", inner,
                                           dict_from != NULL ? "has a dict" : "owns text");
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    diagnostic_note(diagnostic,
                    dict_from != NULL ? dict_from->declaration.name.span : owner->name.span,
                    dict_from != NULL ? "the dict comes from here" : "`%s` is a `str`",
                    dict_from != NULL ? "" : owner->name.text);
    diagnostic_help(diagnostic,
                    dict_from != NULL ? "point to it: `ref %s`, or let its chain say `slots`"
                                      : "point to it: `ref %s`, or keep its text in a `char[N]`",
                    inner);
}

void plain_check(const struct program *program, const struct chains *chains,
                 struct diagnostics *diagnostics) {
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        for (size_t j = 0; record->depth <= MAX_CHAIN && j < record->field_count; j++) {
            check_field(chains, &record->fields[j], diagnostics);
        }
    }
}
