/* The structs and unions of a unit as libclang lays them out, field by field. */
#ifndef SLOTC_CLANG_RECORDS_H
#define SLOTC_CLANG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clang.h"

struct clang_unit;
struct map;
struct mem;

struct clang_field {
    const char *name; /* "" where it has none */
    CXCursor cursor;
    CXType type; /* as written: a typedef keeps its alignment */
    uint64_t offset; /* in bits */
    uint64_t size; /* in bytes; 0 of a flexible array */
    uint32_t align;
    bool is_bits;
    uint32_t bits; /* of a bit-field */
};

struct clang_record {
    const char *name; /* of the first typedef that names it, else its tag */
    const char *tag; /* "" where it has none */
    CXCursor cursor; /* the definition */
    CXType type; /* as named */
    uint64_t size;
    uint32_t align;
    bool is_union;
    struct clang_field *fields;
    size_t field_count;
};

struct clang_records {
    struct clang_record *items; /* in the order of the text */
    size_t count;
    struct map *by_name; /* struct clang_record * */
};

/* Every one that is defined at file level, in included files too; main_only leaves those out. */
struct clang_records clang_records(struct mem *mem, const struct clang_unit *unit, bool main_only);

/* The fields of a definition, for one that is nested in another. */
struct clang_field *clang_fields(struct mem *mem, const struct clang *clang, CXCursor record,
                                 size_t *count);

/* The typedef of that name at file level. False where there is none, or its type is incomplete. */
bool clang_measure(const struct clang_unit *unit, const char *name, uint64_t *size,
                   uint32_t *align);

/* A type as C spells it: "const char *". */
const char *clang_type_words(struct mem *mem, const struct clang *clang, CXType type);

#endif
