/* The formats of findings that programs read, a function each: false where it could not be written.
 * formats.c has the table of all; to add one, write its function and its row. */
#ifndef SLOTC_DIAGNOSTIC_FORMATS_H
#define SLOTC_DIAGNOSTIC_FORMATS_H

#include <stdbool.h>
#include <stdio.h>

struct diagnostics;

/* One array of all findings; and an object a line. */
bool print_json(const struct diagnostics *diagnostics, FILE *to, bool color);
bool print_jsonl(const struct diagnostics *diagnostics, FILE *to, bool color);

/* SARIF 2.1.0, which code hosts take in. */
bool print_sarif(const struct diagnostics *diagnostics, FILE *to, bool color);

/* Commands to GitHub Actions, which shows them beside the changed lines. */
bool print_github(const struct diagnostics *diagnostics, FILE *to, bool color);

/* GitLab's report of code quality. */
bool print_gitlab(const struct diagnostics *diagnostics, FILE *to, bool color);

/* JUnit's results of tests: each finding is a test that failed. */
bool print_junit(const struct diagnostics *diagnostics, FILE *to, bool color);

/* Checkstyle's report. */
bool print_checkstyle(const struct diagnostics *diagnostics, FILE *to, bool color);

#endif
