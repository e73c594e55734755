/* What the command line and slotc.ini say of rules, groups of rules and sets, put into effect. */
#ifndef SLOTC_SEVERITIES_H
#define SLOTC_SEVERITIES_H

#include <stdbool.h>

struct diagnostics;
struct mem;
struct options;

/* False, with *error, where a rule or set does not exist or cannot be changed. */
bool severities_apply(struct mem *mem, const struct options *options,
                      struct diagnostics *diagnostics, const char **error);

#endif
