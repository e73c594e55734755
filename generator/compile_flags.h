/* What of a compiler's command line changes what a C file means: the rest (warnings, optimisation,
 * outputs, flags that only gcc knows) would at best make libclang complain. */
#ifndef SLOTC_COMPILE_FLAGS_H
#define SLOTC_COMPILE_FLAGS_H

#include <stdbool.h>

#include "load.h"

struct mem;

/* The words that matter, in their order. Folder is where the compiler runs: relative paths are made
 * relative to where slotc runs by putting it before them; NULL leaves them as they are. */
struct paths compile_flags_keep(struct mem *mem, const struct paths *words, const char *folder);

/* Whether kept flags make a file one of C++; and those among them that are C's, too. */
bool compile_flags_name_cpp(const struct paths *flags);
struct paths compile_flags_without_cpp(struct mem *mem, const struct paths *flags);

#endif
