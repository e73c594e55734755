/* Findings as SARIF 2.1.0, the form that code hosts take in. */
#ifndef SLOTC_DIAGNOSTIC_SARIF_H
#define SLOTC_DIAGNOSTIC_SARIF_H

#include <stdbool.h>
#include <stdio.h>

struct diagnostics;

bool print_sarif(const struct diagnostics *diagnostics, FILE *to, bool color);

#endif
