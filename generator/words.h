/* A command line as text: words as a shell splits them. */
#ifndef SLOTC_WORDS_H
#define SLOTC_WORDS_H

#include <stddef.h>

#include "load.h"

struct mem;

/* Adds the words of some bytes: split at white space, with quotes and backslashes. */
void words_split(struct mem *mem, const char *bytes, size_t length, struct paths *words);

/* A word as a shell takes it: as it stands, or else in quotes. */
const char *words_quoted(struct mem *mem, const char *word);

#endif
