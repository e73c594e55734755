#include "lsp_position.h"

#include <stdbool.h>

#include "mem.h"
#include "utf8.h"

/* Behind the line's end that begins at an offset, or the offset itself where there is none. */
static size_t behind_end(const char *bytes, size_t length, size_t at) {
    if (at == length || (bytes[at] != '\n' && bytes[at] != '\r')) {
        return at;
    }
    return bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n' ? at + 2 : at + 1;
}

/* The first line's end from an offset on, or the text's. */
static size_t find_end(const char *bytes, size_t length, size_t at) {
    while (at < length && bytes[at] != '\n' && bytes[at] != '\r') {
        at++;
    }
    return at;
}

/* Counts lines, and keeps where they start where there is room for it. */
static size_t index_lines(const char *bytes, size_t length, size_t *lines) {
    size_t count = 1;
    for (size_t at = find_end(bytes, length, 0); at < length; at = find_end(bytes, length, at)) {
        at = behind_end(bytes, length, at);
        if (lines != NULL) {
            lines[count] = at;
        }
        count++;
    }
    return count;
}

struct lsp_text lsp_text_of(struct mem *mem, const char *bytes, size_t length) {
    struct lsp_text text = {.bytes = bytes, .length = length};
    text.line_count = index_lines(bytes, length, NULL);
    size_t *lines = mem_alloc(mem, text.line_count * sizeof *lines);
    (void)index_lines(bytes, length, lines);
    text.lines = lines;
    return text;
}

/* The bytes of the character at an offset before the end, and the units that it counts as. */
static size_t character_at(const struct lsp_text *text, enum lsp_encoding encoding, size_t at,
                           size_t *units) {
    size_t length = utf8_length((const unsigned char *)text->bytes + at, text->length - at);
    bool is_none = length == 0;
    length = is_none ? 1 : length;
    *units = encoding == LSP_UTF8 ? length : length == 4 ? 2 : 1;
    return length;
}

size_t lsp_offset(const struct lsp_text *text, enum lsp_encoding encoding,
                  struct lsp_position position) {
    if (position.line >= text->line_count) {
        return text->length;
    }
    size_t at = text->lines[position.line];
    size_t end = find_end(text->bytes, text->length, at);
    size_t left = position.character;
    while (at < end) {
        size_t units = 0;
        size_t length = character_at(text, encoding, at, &units);
        if (units > left) {
            break;
        }
        left -= units;
        at += length;
    }
    return at;
}

static size_t line_of(const struct lsp_text *text, size_t offset) {
    size_t low = 0;
    size_t high = text->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (text->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

struct lsp_position lsp_position(const struct lsp_text *text, enum lsp_encoding encoding,
                                 size_t offset) {
    offset = offset < text->length ? offset : text->length;
    struct lsp_position position = {.line = line_of(text, offset)};
    size_t at = text->lines[position.line];
    while (at < offset) {
        size_t units = 0;
        size_t length = character_at(text, encoding, at, &units);
        if (at + length > offset) {
            break;
        }
        position.character += units;
        at += length;
    }
    return position;
}
