/* Generated headers that no schema of the run makes any more. */
#ifndef SLOTC_STALE_H
#define SLOTC_STALE_H

#include <stddef.h>
#include <stdio.h>

struct plan;
struct run;

/* Where whole folders of schemas were given: names each generated header in the output folder that
 * has lost its schema, and says how many there are. */
size_t stale_print(const struct run *run, const struct plan *plan, FILE *to);

#endif
