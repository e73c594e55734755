/* The flags that a compilation database (compile_commands.json) has for a file. */
#ifndef SLOTC_COMPILE_COMMANDS_H
#define SLOTC_COMPILE_COMMANDS_H

#include <stdbool.h>

struct mem;
struct paths;

/* Adds the flags of the entry for a file, as libclang takes them: without the compiler, the source
 * and the output. A header has no entry: it gets that of the source of its name (a.c for a.h), else
 * the first of its folder, else the first of all. The path is the database, or its folder. False,
 * with *error, where it cannot be read or has no entry. */
bool compile_commands_flags(struct mem *mem, const char *path, const char *file,
                            struct paths *flags, const char **error);

#endif
