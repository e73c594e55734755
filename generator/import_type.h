/* What a C type is in the schema, on the target that the header was parsed for. */
#ifndef SLOTC_IMPORT_TYPE_H
#define SLOTC_IMPORT_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "clang.h"

struct imported;
struct importer;

struct imported_type {
    const char *words; /* NULL where the language has no such type */
    const char *note; /* what C calls it, where that says more; else why there is none; or NULL */
    uint32_t align; /* that slotc gives it */
    const struct imported *target; /* the record that it holds or refers to, or NULL */
    bool is_ref;
};

/* item is the record whose field it is. Marks the importer where it needs the record that stands
 * for all that is unknown. */
struct imported_type import_type(struct importer *importer, const struct imported *item,
                                 CXType type);

/* Whether bits of that type are read back as the same numbers from `bits[N]`. */
bool import_is_unsigned(const struct importer *importer, CXType type);

/* Bytes that are aligned so and lie there: "u32[3]", "u8". */
const char *import_bytes(struct importer *importer, uint64_t offset, uint64_t size, uint32_t most,
                         uint32_t *align);

#endif
