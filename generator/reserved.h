/* Names that a schema may have and C may not: keywords, macros, and what the C library calls its
 * functions and types. */
#ifndef SLOTC_RESERVED_H
#define SLOTC_RESERVED_H

#include <stdbool.h>

/* A keyword or alternative token of C11 to C23 or C++ to 20, a macro of the headers that the
 * generated code includes or of the usual platforms, a type that it names: no identifier. */
bool reserved_word(const char *name);

/* A function, variable or type of those headers at file scope: a name for fields, but not for
 * anything that stands beside it. */
bool reserved_global(const char *name);

#endif
