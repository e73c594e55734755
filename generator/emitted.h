/* The globals that the generated code has: one list of them, whatever parts are chosen. */
#ifndef SLOTC_EMITTED_H
#define SLOTC_EMITTED_H

#include <stdbool.h>

#include "ast.h"

struct mem;

/* What a global comes from. */
struct emitted {
    const struct declaration *declaration;
    const struct field *field; /* of an accessor, else NULL */
    const struct record *ancestor; /* of an upcast, else NULL */
    const struct enumerator *enumerator; /* of an enumerator, else NULL */
    bool constant; /* the upcast of a constant object */
    const char *part; /* behind the declaration's name: "_init", "_get_" */
};

/* Calls visit with every global of every record and enum of a program, and with what it comes
 * from. A name is there for the call only. */
void emitted_names(struct mem *mem, const struct program *program,
                   void visit(void *context, const char *name, const struct emitted *emitted),
                   void *context);

/* The same with the accessors of one field, of the record that declares it. */
void emitted_accessors(struct mem *mem, const struct field *field,
                       void visit(void *context, const char *name, const struct emitted *emitted),
                       void *context);

/* A quick look at whether two of those names may be the same: where it says no, none are, but for
 * those of two fields that have one name in the schema. */
bool emitted_may_collide(struct mem *mem, const struct program *program);

/* So many at the most are visited. */
size_t emitted_most(struct mem *mem, const struct program *program);

/* A record whose fields are more than these has no `init_with`. */
#define MAX_INIT_WITH 16

/* How many values `init_with` takes: all fields that are not `T?`, inherited ones too. */
size_t emitted_parameters(const struct record *record);

/* Where in the schema it comes from, and in words: "`R` + `_get_f`, of the field `R.f`". */
struct span emitted_span(const struct emitted *emitted);
const char *emitted_words(struct mem *mem, const struct emitted *emitted);

#endif
