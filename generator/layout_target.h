/* The width of pointers on a target, by its triple: `x86_64-linux-gnu`, `armv7-none-eabi`. What C
 * compilers call it, that is: of the parts between `-` the first names the processor, and a later
 * one may say how wide pointers are all the same. To add a processor, add its row. */
#ifndef SLOTC_LAYOUT_TARGET_H
#define SLOTC_LAYOUT_TARGET_H

#include <stdbool.h>

#include "types.h"

struct mem;

/* False where the processor is unknown. */
bool layout_target_width(const char *triple, enum width *width);

/* The processors that are known, for messages. */
const char *layout_target_names(struct mem *mem);

#endif
