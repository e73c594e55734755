/* What -MD, -MF, -MT and -MP ask for, for the commands that write depfiles. */
#ifndef SLOTC_DEPENDENCIES_H
#define SLOTC_DEPENDENCIES_H

#include <stdbool.h>

struct options;
struct paths;
struct text;

/* Whether a depfile is asked for. */
bool dependencies_wanted(const struct options *options);

/* Whether what a depfile is to hold is said only where there is one; a message is printed where
 * not. */
bool dependencies_agree(const struct options *options);

/* Adds the rule for one output, or for the targets of -MT in its place. */
void dependencies_add(const struct options *options, const char *output,
                      const struct paths *sources, struct text *out);

#endif
