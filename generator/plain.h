/* Whether instances of a record are plain data: bytes that may be copied, nested and forgotten. */
#ifndef SLOTC_PLAIN_H
#define SLOTC_PLAIN_H

#include <stdbool.h>

struct chains;
struct diagnostics;
struct program;
struct record;

/* It has no dict, and no cell of its chain owns memory. */
bool plain_record(const struct chains *chains, const struct record *record);

/* Reports each field that holds by value a record that is not plain. */
void plain_check(const struct program *program, const struct chains *chains,
                 struct diagnostics *diagnostics);

#endif
