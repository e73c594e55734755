/* Work that consists of independent pieces, on as many processors as there are. */
#ifndef SLOTC_PARALLEL_H
#define SLOTC_PARALLEL_H

#include <stddef.h>

/* Calls work with each index below count, several at a time, and returns when all are done. A call
 * must not change what another one sees: each has an arena of its own (mem_child), say. */
void parallel_run(size_t count, void work(void *context, size_t index), void *context);

#endif
