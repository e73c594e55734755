/* Findings as text for people and for compilers' matchers: gcc's and clang's first line, then the
 * source line with a caret. diagnostic_formats.h has what other programs read. */
#ifndef SLOTC_DIAGNOSTIC_PRINT_H
#define SLOTC_DIAGNOSTIC_PRINT_H

#include <stdbool.h>
#include <stdio.h>

struct diagnostics;

/* Findings of one file beyond these are counted, not printed, unless the user says otherwise. */
#define MAX_FINDINGS_OF_A_FILE 1000

/* False where it could not be written; what stdio notes itself may go unnoticed here. */
bool print_text(const struct diagnostics *diagnostics, FILE *to, bool color);

/* What was left out, a line each: "a.slots: 12 findings more". */
void print_rests(const struct diagnostics *diagnostics, FILE *to);

#endif
