/* What the parts of resolve share. */
#ifndef SLOTC_RESOLVER_H
#define SLOTC_RESOLVER_H

#include <stddef.h>

#include "ast.h"
#include "diagnostic.h"

struct mem;

struct resolver {
    struct mem *mem;
    struct diagnostics *diagnostics;
    struct program *program;
    struct map *declared; /* name → the first declaration of it, its namesakes linked */
    size_t offers_left; /* names that may still be compared for suggestions: keeps a file of nothing
                           but unknown names linear */
};

/* What a name means in a file: a declaration, two of them, or nothing. */
struct meaning {
    struct declaration *declaration;
    const struct declaration *other; /* where two packages offer it */
};

/* resolve.c */
struct meaning resolve_name(const struct resolver *resolver, const struct file *file,
                            const char *text);

/* The nearest name that would have been known there, or NULL; kinds is a set of bits 1 << kind. */
const char *resolve_suggestion(struct resolver *resolver, const struct file *file, const char *text,
                               unsigned kinds, bool with_types);

/* A file that an import of the file imports and that declares the name: the usual slip, since
 * imports are not transitive. NULL where there is none. */
const struct file *resolve_reachable_holder(const struct resolver *resolver,
                                            const struct file *file, const char *text);

/* Helps with a name that has a package: is it the package that is unknown? False for a bare name.
 */
bool resolve_help_package(struct resolver *resolver, struct diagnostic *diagnostic,
                          const struct file *file, const char *text);
/* A name that two packages declare. */
void resolve_report_ambiguous(struct resolver *resolver, enum error_rule rule,
                              const struct name *name, const struct meaning *meaning);
/* Adds "did you mean …" and the edit, where there is a nearest name. */
void resolve_suggest(struct diagnostic *diagnostic, struct span span, const char *nearest);

/* resolve_enum.c */
void resolve_enum(struct resolver *resolver, struct enumeration *enumeration);

/* resolve_extern.c */
void resolve_extern(struct resolver *resolver, struct extern_type *type);
/* @align(N), or with a number for each pointer width; aligns stay as they are where it is wrong. */
void resolve_align(struct resolver *resolver, const struct annotation *annotation,
                   uint32_t aligns[2]);
void resolve_extern_align(struct extern_type *type, const uint32_t aligns[2]);
/* @size(N), likewise. */
void resolve_extern_size(struct resolver *resolver, struct extern_type *type,
                         const struct annotation *annotation);
/* Once both may be there. */
void resolve_extern_statement(struct resolver *resolver, struct extern_type *type);

/* resolve_field.c */
/* Our type for what C, Python and other schema languages call `int` or `string`, or NULL. */
const char *resolve_word_elsewhere(const char *word);
void resolve_field(struct resolver *resolver, const struct record *record, struct field *field);

/* resolve_order.c: puts the records in order, those that a record needs whole before itself. */
void resolve_order(struct resolver *resolver);

/* annotations.c: the annotations of each thing that can have some. */
void resolve_record_annotations(struct resolver *resolver, struct record *record);
void resolve_field_annotations(struct resolver *resolver, struct field *field);
void resolve_enum_annotations(struct resolver *resolver, struct enumeration *enumeration);
void resolve_enumerator_annotations(struct resolver *resolver, struct enumerator *enumerator);
void resolve_extern_annotations(struct resolver *resolver, struct extern_type *type);

#endif
