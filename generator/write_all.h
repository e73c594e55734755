/* Whole files, written all together or not at all, for commands that have them as text. */
#ifndef SLOTC_WRITE_ALL_H
#define SLOTC_WRITE_ALL_H

#include <stddef.h>

#include "options.h"

struct mem;
struct text;

struct whole {
    const char *path;
    const struct text *text;
};

/* EXIT_BROKEN, with a message printed, where one cannot be written: then none has changed. */
enum exit_status write_all(struct mem *mem, const struct whole *files, size_t count);

#endif
