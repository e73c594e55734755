/* What a row of a layout is called, and where it lies, in words: the cells of a table. */
#ifndef SLOTC_LAYOUT_WORDS_H
#define SLOTC_LAYOUT_WORDS_H

#include "types.h"

struct layout_row;
struct mem;

const char *layout_words_name(struct mem *mem, const struct layout_row *row);
const char *layout_words_type(struct mem *mem, const struct layout_row *row);

/* Offset and size in one width: bytes, or of a share of a member "12:3" and "4b". */
void layout_words_place(struct mem *mem, const struct layout_row *row, enum width width,
                        const char **offset, const char **size);

#endif
