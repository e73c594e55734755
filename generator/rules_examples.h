/* The examples on the pages of rules: the cases that test them, which are built into the program.
 */
#ifndef SLOTC_RULES_EXAMPLES_H
#define SLOTC_RULES_EXAMPLES_H

#include <stdbool.h>

struct mem;
struct rule;

struct rule_example {
    const char *command; /* that finds it */
    const char *file; /* "bad.slots" */
    const char *bad;
    const char *finding; /* as text */
    const char *good;
};

/* False where the rule has no case; the texts are UTF-8, whatever the case is about. */
bool rule_example_find(struct mem *mem, const struct rule *rule, struct rule_example *example);

#endif
