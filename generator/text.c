#include "text.h"

#include <stdarg.h>
#include <string.h>

#include "mem.h"

static void grow(struct text *text, size_t capacity) {
    char *bytes = mem_alloc(text->mem, capacity);
    if (text->length != 0) {
        memcpy(bytes, text->bytes, text->length);
    }
    text->bytes = bytes;
    text->capacity = capacity;
}

static void reserve(struct text *text, size_t more) {
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) {
        return;
    }
    size_t capacity = text->capacity == 0 ? 64 : text->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    grow(text, capacity);
}

void text_reserve(struct text *text, size_t more) {
    size_t needed = text->length + more + 1;
    if (needed > text->capacity) {
        grow(text, needed);
    }
}

void text_add(struct text *text, const char *bytes, size_t length) {
    if (length == 0) {
        return;
    }
    reserve(text, length);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_add_string(struct text *text, const char *string) {
    text_add(text, string, strlen(string));
}

void text_add_repeat(struct text *text, char byte, size_t count) {
    reserve(text, count);
    memset(text->bytes + text->length, byte, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

void text_format(struct text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *piece = mem_vformat(text->mem, format, arguments);
    va_end(arguments);
    text_add_string(text, piece);
}

void text_add_paragraph(struct text *text, const char *words, size_t indent, size_t columns) {
    size_t column = 0;
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        if (column > 0 && column + 1 + length > columns) {
            text_add_string(text, "\n");
            column = 0;
        }
        size_t blanks = column == 0 ? indent : 1;
        text_add_repeat(text, ' ', blanks);
        text_add(text, words, length);
        column += blanks + length;
        words += length;
        words += strspn(words, " ");
    }
    text_add_string(text, "\n");
}

const char *text_string(const struct text *text) {
    return text->bytes == NULL ? "" : text->bytes;
}
