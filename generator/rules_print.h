/* The list of rules: those of schemas that lint looks for, or those of C code that an audit does.
 */
#ifndef SLOTC_RULES_PRINT_H
#define SLOTC_RULES_PRINT_H

#include <stdbool.h>

struct diagnostics;

/* Prints the rules with the severities of this run to standard output, as text or as JSON. */
void rules_print(const struct diagnostics *diagnostics, bool of_audit, bool as_json);

#endif
