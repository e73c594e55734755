/* A number for the layout of a record: whatever moves or changes a field changes it. */
#ifndef SLOTC_LAYOUT_ID_H
#define SLOTC_LAYOUT_ID_H

#include <stdint.h>

struct layouts;
struct mem;
struct program;

/* By the record's index. Covers the record's name and storage, and names, types, cells and offsets
 * of all its fields, inherited ones and those of records held by value too. */
uint64_t *layout_ids_new(struct mem *mem, const struct program *program,
                         const struct layouts *layouts);

#endif
