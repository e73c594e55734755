/* Finds libclang and loads it: nothing else does, and only the commands that cannot do without.
 *
 * SLOTC_LIBCLANG names the file and LIBCLANG_PATH the file or its folder; where one is set, nothing
 * else is tried. Otherwise a fixed list of names is; no folder is looked through. */
#ifndef SLOTC_CLANG_LIBRARY_H
#define SLOTC_CLANG_LIBRARY_H

#include <stddef.h>

struct clang;
struct mem;

struct clang_try {
    const char *path;
    const char *problem; /* NULL of the one that was loaded */
};

/* What was tried, in order. */
struct clang_search {
    struct clang_try *tries;
    size_t count;
    const char *variable; /* that says where to look; NULL where the list was tried */
    const char *version; /* of the one that was loaded: "Debian clang version 14.0.6" */
};

/* NULL where no libclang can be loaded. It stays until the program ends. */
const struct clang *clang_open(struct mem *mem, struct clang_search *search);

/* Why there is none, and what to do, as a message: "libclang …". */
const char *clang_missing(struct mem *mem, const struct clang_search *search);

/* How libclang is installed, line by line; NULL past the last. */
struct clang_package {
    const char *system;
    const char *command;
};
const struct clang_package *clang_package_at(size_t index);

#endif
