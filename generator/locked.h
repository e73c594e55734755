/* A lock of what the user names: schemas, as they are or were, or a file that `slotc lock` wrote.
 */
#ifndef SLOTC_LOCKED_H
#define SLOTC_LOCKED_H

#include "driver.h"

struct lock;

/* The lock of one side of a comparison. A revision without a path has that of the other side.
 * *status is EXIT_FINE, or what to end with; then it has been said why. */
struct lock *locked_side(const struct run *run, const char *argument, const char *other,
                         enum exit_status *status);

/* Whether it can be read as a file that `slotc lock` wrote. */
bool locked_is_file(struct mem *mem, const char *argument);

#endif
