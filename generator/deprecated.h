/* What a schema calls deprecated, and yet its own header has to name. */
#ifndef SLOTC_DEPRECATED_H
#define SLOTC_DEPRECATED_H

#include <stdbool.h>

struct file;

/* The header of that file names a deprecated record, enum or enumerator: a compiler would warn of
 * the header itself. */
bool deprecated_is_named(const struct file *file);

#endif
