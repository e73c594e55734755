/* What the pieces of a picture are called, and numbers for the names that find no room in theirs.
 */
#ifndef SLOTC_LAYOUT_KEYS_H
#define SLOTC_LAYOUT_KEYS_H

#include <stddef.h>

struct layout_row;
struct mem;

struct layout_keys {
    struct mem *mem;
    const struct layout_row **rows; /* by their number, counted from 1 */
    size_t count;
};

/* The number of what the row stands for: the same in all pictures of a record. */
size_t layout_keys_number(struct layout_keys *keys, const struct layout_row *row);

const char *layout_keys_name(struct mem *mem, const struct layout_row *row);
const char *layout_keys_type(struct mem *mem, const struct layout_row *row);

/* Both, as a key has them. */
const char *layout_keys_words(struct mem *mem, const struct layout_row *row);

/* All that is to be said: name, type, and who brought it. */
const char *layout_keys_title(struct mem *mem, const struct layout_row *row);

#endif
