/* Findings as text for people and compilers' matchers, and as what programs read. */
#ifndef SLOTC_DIAGNOSTIC_PRINT_H
#define SLOTC_DIAGNOSTIC_PRINT_H

#include <stdbool.h>
#include <stdio.h>

struct diagnostics;

/* Findings of one file beyond these are counted, not printed. */
#define MAX_FINDINGS_OF_A_FILE 1000

struct print_format {
    const char *name;
    /* False where it could not be written; what stdio notes itself may go unnoticed here. */
    bool (*print)(const struct diagnostics *diagnostics, FILE *to, bool color);
};

/* The format of that name, or NULL. */
const struct print_format *print_format_find(const char *name);

/* Every format by index; NULL past the last. */
const struct print_format *print_format_at(size_t index);

/* The text format: gcc's and clang's first line, then the source line with a caret. */
bool print_text(const struct diagnostics *diagnostics, FILE *to, bool color);

#endif
