/* Text that is being put together: bytes in an arena, always NUL-terminated. */
#ifndef SLOTC_TEXT_H
#define SLOTC_TEXT_H

#include <stddef.h>
#include <stdio.h>

struct mem;

struct text {
    struct mem *mem;
    char *bytes; /* NULL while empty */
    size_t length;
    size_t capacity;
};

/* Start one with: struct text text = {.mem = mem}; */
void text_add(struct text *text, const char *bytes, size_t length);
void text_add_string(struct text *text, const char *string);
void text_add_repeat(struct text *text, char byte, size_t count);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A paragraph, broken between words, each line behind so many blanks; a word that is longer than a
 * line keeps it. */
void text_add_paragraph(struct text *text, const char *words, size_t indent, size_t columns);

/* Makes room for so many bytes more: what is known to be long does not grow step by step. */
void text_reserve(struct text *text, size_t more);

/* The text so far as a string, "" while empty. */
const char *text_string(const struct text *text);

#endif
