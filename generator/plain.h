/* Whether instances of a record are plain data: bytes that may be copied, nested and forgotten. */
#ifndef SLOTC_PLAIN_H
#define SLOTC_PLAIN_H

#include <stdbool.h>

struct chains;
struct field;
struct record;

/* It has no dict, and no cell of its chain owns memory. */
bool plain_record(const struct chains *chains, const struct record *record);

/* The first field of the chain whose cell owns memory, or NULL. */
const struct field *plain_owner(const struct record *record);

#endif
