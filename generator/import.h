/* From a C header to a schema: the structs and enums that libclang finds become records that slotc
 * lays out as C does, which is proven, field by field, before a line is written. */
#ifndef SLOTC_IMPORT_H
#define SLOTC_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "load.h"

struct clang_unit;
struct mem;

struct import_request {
    const char *header; /* as the user names it */
    const char *package; /* of the schema, or NULL */
    const char *extern_header; /* for extern types, as #include has it; or NULL: bytes instead */
    struct paths names; /* of the structs and enums that are wanted; none: those of the header */
    bool all; /* where none is named, those of included headers, too */
};

/* A struct, union or enum that is left out. */
struct import_skip {
    const char *place; /* "a.h:3:8" */
    const char *words; /* "struct point" */
    const char *reason;
    bool asked; /* for by name */
};

struct import_result {
    const char *schema;
    size_t length;
    size_t record_count;
    size_t enum_count;
    size_t field_count;
    size_t opaque_count; /* fields that are kept as bytes */
    struct import_skip *skips;
    size_t skip_count;
};

/* False, with *error, where there is nothing to import, or something named is not there. */
bool import_unit(struct mem *mem, const struct clang_unit *unit,
                 const struct import_request *request, struct import_result *result,
                 const char **error);

#endif
