/* libclang's functions, as pointers: slotc is not linked with it, so that what needs no libclang
 * costs nothing. clang_library.h finds and loads it.
 *
 * Only files that call libclang themselves include this; they are compiled with its headers
 * (`headers = $clang_headers` in build.ninja). */
#ifndef SLOTC_CLANG_H
#define SLOTC_CLANG_H

#include <clang-c/Index.h>

struct mem;

#define CLANG_FUNCTION(name) __typeof__(clang_##name) *(name);
struct clang {
#include "clang_functions.def"
};
#undef CLANG_FUNCTION

/* For maps: a declaration is known by the address that libclang has for it. */
#define CLANG_KEY_LENGTH sizeof(void *)
const char *clang_key(const CXCursor *declaration);

/* A copy of libclang's string, which is freed; "" where it has none. */
const char *clang_text(struct mem *mem, const struct clang *clang, CXString string);

#endif
