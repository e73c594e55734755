/* The templates and support headers that are built into the program. The build writes the
 * bytes of every file of templates/ into the program; a new file only needs its name in
 * generator/build.ninja. */
#ifndef SLOTC_TEMPLATES_H
#define SLOTC_TEMPLATES_H

#include <stdbool.h>
#include <stddef.h>

/* Gives the bytes of the file called name, without its ending `.mustache`; false where there is
 * none. A NUL stands behind the bytes. It is a template_finder and needs no context. */
bool templates_find(void *context, const char *name, const char **bytes, size_t *length);

#endif
