/* The targets that layouts are checked for, and what tells those apart that may differ. */
#ifndef SLOTC_CLANG_TARGETS_H
#define SLOTC_CLANG_TARGETS_H

#include <stddef.h>

#include "types.h"

struct clang;
struct clang_unit;
struct mem;

/* The triples that are looked at where the user names none; NULL past the last. */
const char *clang_target_at(size_t index);

struct clang_abi {
    /* What libclang says of a probe of every type and form that slotc's structs have: two targets
     * with the same key lay out each of them alike. */
    const char *key;
    const char *machine;
    enum width width; /* of its pointers; WIDTH_COUNT of others than slotc has */
};

/* Of the pointers of a unit's target; WIDTH_COUNT of others than slotc has. */
enum width clang_width(const struct clang_unit *unit);

/* "x86_64 linux-gnu" of "x86_64-pc-linux-gnu": what tells targets apart, without the vendor. */
const char *clang_machine(struct mem *mem, const struct clang_unit *unit);

/* NULL, with *error, where libclang can't parse for the target. */
const struct clang_abi *clang_abi(struct mem *mem, const struct clang *clang, const char *target,
                                  const char **error);

#endif
