/* compile_commands.json, the list of what a project compiles and how that CMake, Meson, Ninja and
 * Bear write. */
#ifndef SLOTC_COMPILE_COMMANDS_H
#define SLOTC_COMPILE_COMMANDS_H

#include <stddef.h>

#include "load.h"

struct mem;

struct compile_command {
    const char *path; /* of the source; where it is relative, to where slotc runs */
    struct paths flags; /* those that matter, see compile_flags.h */
};

struct compile_commands {
    struct compile_command *items; /* in the order of the file, a source once */
    size_t count;
};

/* Reads that file, or the one in that folder. False, with *error, where it is none. */
bool compile_commands_read(struct mem *mem, const char *path, struct compile_commands *commands,
                           const char **error);

/* The command of a source, by its real path; NULL where there is none. */
const struct compile_command *
compile_commands_find(struct mem *mem, const struct compile_commands *commands, const char *path);

/* That for a header, which has none of its own: the command of the source of its name (a.c for
 * a.h), else the first of its folder, else the first of all. NULL where there are no commands. */
const struct compile_command *
compile_commands_near(struct mem *mem, const struct compile_commands *commands, const char *path);

#endif
