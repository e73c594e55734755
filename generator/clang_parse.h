/* C text that libclang has parsed for one target: a unit.
 *
 * An error of any kind voids all numbers of a unit (libclang calls an unknown type int, and an
 * invalid struct one byte large), so there is no unit with errors. */
#ifndef SLOTC_CLANG_PARSE_H
#define SLOTC_CLANG_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "clang.h"
#include "load.h"

/* A file in memory, which hides one of that path on disk. An include finds it by the path that
 * libclang makes: the folder of the file that includes it, or `.`, and the name. */
struct clang_file {
    const char *path;
    const char *bytes;
    size_t length;
};

struct clang_request {
    const char *target; /* a triple; NULL is the host */
    struct clang_file main; /* read from disk where bytes are NULL */
    const struct clang_file *files; /* more of them, for includes */
    size_t file_count;
    struct paths flags; /* as a compiler takes them: "-I", "include" */
    bool freestanding; /* no folder of the system: stddef.h, stdint.h and stdbool.h are slotc's own,
                          and there are no others */
    unsigned options; /* CXTranslationUnit_…; bodies of functions are parsed unless it says not */
};

struct clang_unit {
    const struct clang *clang;
    CXIndex index;
    CXTranslationUnit handle;
    CXFile main;
};

/* False, with *error, where it is no C for that target: "a.h:3:5: unknown type name 'x'". A unit
 * that there is must be freed. */
bool clang_parse(struct mem *mem, const struct clang *clang, const struct clang_request *request,
                 struct clang_unit *unit, const char **error);

/* Whether such an error says that a file was not found that is included. */
bool clang_lacks_file(const char *error);

/* Whether a declaration stands in the main file, be it written by a macro. */
bool clang_in_main(const struct clang_unit *unit, CXCursor cursor);

/* Whether a path that libclang gives is that of a header of slotc's own, which is no file. */
bool clang_is_built_in(const char *path);

void clang_unit_free(struct clang_unit *unit);

#endif
