/* The sizes of extern types: as the schema states them, else as libclang finds them in their
 * headers, on each target that the user names.
 *
 * libclang is loaded only where a schema has such a type without @size and @align. */
#ifndef SLOTC_CLANG_EXTERNS_H
#define SLOTC_CLANG_EXTERNS_H

#include <stdbool.h>

#include "load.h"

struct diagnostics;
struct mem;
struct program;

struct extern_request {
    const struct paths *targets; /* triples; none stands for this machine */
    const struct paths *include; /* folders in which headers are looked for, too */
};

/* Writes the sizes into the tree: see struct extern_type. What cannot be found out, and what
 * differs between targets of one pointer width, is reported. Gives the files that were read, by the
 * order of the schema whose types are in them; NULL with *error where a target is unknown. */
const struct paths *clang_externs(struct mem *mem, const struct program *program,
                                  const struct extern_request *request,
                                  struct diagnostics *diagnostics, const char **error);

#endif
