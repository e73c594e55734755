/* What import has found in a header, and what becomes of it in the schema.
 *
 * Everything is found once (import_find.h); what it becomes is worked out anew, in rounds, until
 * slotc itself lays it out as C does (import.h). */
#ifndef SLOTC_IMPORTED_H
#define SLOTC_IMPORTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clang.h"
#include "load.h"
#include "types.h"

struct clang_unit;
struct import_request;
struct map;
struct mem;

/* A member of a C struct; those of anonymous structs stand in their place. */
struct imported_member {
    const char *name; /* "" where it has none */
    CXCursor cursor;
    CXType type;
    uint64_t offset; /* in bits */
    uint64_t size; /* in bytes; 0 of a flexible array */
    bool is_bits;
    uint32_t bits; /* of a bit-field */
    const struct imported *inner; /* of a union's that has no name: the struct that it is */
    const struct imported *stands_for; /* the anonymous union whose member it is, or NULL */
};

/* A field of a record in the schema. */
struct imported_field {
    const char *name;
    const char *c_name; /* for @c_name, or NULL */
    const char *type; /* as the schema writes it */
    const char *docs; /* lines, or NULL */
    const char *note; /* what C calls it, or why it is kept as bytes; or NULL */
    uint64_t offset; /* in bits */
    uint64_t size; /* in bytes; 0 of bits */
    bool is_bits;
    bool pinned;
    bool opaque;
    const struct imported *target; /* the record that it holds or refers to, or NULL */
    bool is_ref;
};

struct imported_enumerator {
    const char *name;
    const char *c_name; /* for @c_name, or NULL */
    const char *docs;
    long long number;
    const char *namesake; /* an earlier one of that number, or NULL */
};

enum imported_kind {
    IMPORTED_ENUM,
    IMPORTED_RECORD,
    IMPORTED_UNION, /* never in the schema, but in what is said */
};

struct imported {
    enum imported_kind kind;
    size_t index; /* among the importer's */
    CXCursor cursor;
    const char *tag; /* "" where it has none */
    const char *alias; /* the first typedef of it, or "" */
    CXCursor alias_cursor;
    const char *place; /* "a.h:3:8" */
    const char *docs;
    bool in_main; /* in the header itself, not in one that it includes */
    bool asked; /* for, by its name */
    bool wanted;
    const char *skipped; /* why it is left out, or NULL */
    const char *fault; /* what slotc said of it in this round, or NULL */
    bool fault_is_name; /* it may help to call it otherwise in C */
    const char *faulty_field; /* it, rather than the record, or NULL */

    const char *stem; /* of the names of what has none: "outer_field" */
    const char *name; /* in the schema */
    const char *c_name; /* in C */
    bool is_renamed; /* in C: it needs @c_name */
    unsigned renamings; /* how often its name in C was refused */
    struct paths refused; /* names of fields that C must not have */
    size_t start; /* of its text in the schema */
    size_t end;

    struct imported_member *members; /* of a struct */
    size_t member_count;
    bool has_too_many; /* members, so that none is here */
    uint64_t size;
    uint32_t align;
    const struct imported *base;
    struct imported_field *fields;
    size_t field_count;
    uint32_t raised_align; /* for @align, or 0 */
    struct paths notes;
    bool has_bits;
    bool no_bits; /* slotc would lay them out otherwise */
    bool has_refs;
    bool no_refs; /* likewise, with other pointers than the target's */

    struct imported_enumerator *enumerators; /* of an enum */
    size_t enumerator_count;
    const char *storage; /* its integer type */
    bool has_zero;
};

/* A C type that the schema keeps as it is. */
struct imported_extern {
    const char *spelling; /* in C */
    const char *name; /* in the schema */
    uint64_t size;
    uint32_t align;
};

struct importer {
    struct mem *mem;
    const struct clang *clang;
    const struct clang_unit *unit;
    const struct import_request *request;
    struct imported **items; /* what is held by value before what holds it */
    size_t count;
    struct map *by_cursor; /* struct imported * by its definition */
    const char *triple;
    uint32_t pointer_size;
    bool little_endian;
    const char *opaque_name; /* of the record that pointers lead to which lead to no other */
    const char *opaque_c_name;
    bool needs_opaque;
    struct imported_extern *externs;
    size_t extern_count;
};

/* The definition of a type, or NULL where it is none of a struct, union or enum. */
struct imported *imported_of(const struct importer *importer, CXType type);

/* The members of a union: "`a`, `b`". */
const char *imported_choices(struct mem *mem, const struct imported *choice);

/* "struct point", "point_t" */
const char *imported_words(struct mem *mem, const struct imported *item);

#endif
