/* The command that brings generated files up to date, for whoever has been told that they are
 * not. */
#ifndef SLOTC_REFRESH_H
#define SLOTC_REFRESH_H

#include <stdio.h>

struct options;

/* A line that a shell takes: the run's own options and arguments, without --check. */
void refresh_print(const struct options *options, FILE *to);

#endif
