/* Text split into words as a shell splits a command. */
#ifndef SLOTC_WORDS_H
#define SLOTC_WORDS_H

#include <stddef.h>

struct mem;
struct paths;

/* At white space; quotes and backslashes keep it. Nothing is expanded. */
void words_split(struct mem *mem, const char *bytes, size_t length, struct paths *words);

#endif
