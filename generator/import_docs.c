#include "import_docs.h"

#include <stdbool.h>
#include <string.h>

#include "imported.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

const char *import_clean(struct mem *mem, const char *bytes) {
    struct text text = {.mem = mem};
    size_t left = strlen(bytes);
    while (left > 0) {
        unsigned char byte = (unsigned char)*bytes;
        size_t length = utf8_length((const unsigned char *)bytes, left);
        if (length == 0) {
            char two[] = {(char)(0xc0 | byte >> 6), (char)(0x80 | (byte & 0x3f))};
            text_add(&text, two, sizeof two);
            length = 1;
        } else if ((byte < 0x20 && byte != '\n') || byte == 0x7f) {
            text_add(&text, " ", byte != '\r');
        } else {
            text_add(&text, bytes, length);
        }
        bytes += length;
        left -= length;
    }
    return text_string(&text);
}

/* Neither for doxygen nor for clang. */
static bool is_plain(const char *comment) {
    return comment[2] != '!' && comment[2] != comment[1];
}

static unsigned line_of(const struct clang *clang, CXSourceLocation location) {
    unsigned line = 0;
    clang->getExpansionLocation(location, NULL, &line, NULL, NULL);
    return line;
}

/* A plain comment farther away is about something else: a section, the whole file. */
static bool is_adjacent(const struct clang *clang, CXCursor cursor) {
    CXSourceRange comment = clang->Cursor_getCommentRange(cursor);
    CXSourceRange extent = clang->getCursorExtent(cursor);
    unsigned first = line_of(clang, clang->getRangeStart(extent));
    unsigned last = line_of(clang, clang->getRangeEnd(extent));
    unsigned start = line_of(clang, clang->getRangeStart(comment));
    unsigned end = line_of(clang, clang->getRangeEnd(comment));
    return start == last || end == first || end + 1 == first;
}

/* What a line of a comment says, without its marks. */
static const char *strip(struct mem *mem, const char *line, size_t length) {
    const char *end = line + length;
    while (line < end && strchr(" \t", *line) != NULL) {
        line++;
    }
    while (line < end && strchr(" \t\r", end[-1]) != NULL) {
        end--;
    }
    if (end - line >= 2 && end[-1] == '/' && end[-2] == '*') {
        end -= 2;
    }
    if (end > line && *line == '/') {
        line++;
    }
    while (line < end && strchr("*/", *line) != NULL) {
        line++;
    }
    line += line < end && *line == '!';
    line += line < end && *line == '<';
    while (line < end && strchr(" \t", *line) != NULL) {
        line++;
    }
    while (line < end && strchr(" \t*", end[-1]) != NULL) {
        end--;
    }
    return mem_copy(mem, line, (size_t)(end - line));
}

/* Without empty lines at either end; of several inside, one is kept. */
static const char *strip_all(struct mem *mem, const char *comment) {
    struct text text = {.mem = mem};
    bool gap = false;
    while (*comment != '\0') {
        size_t length = strcspn(comment, "\n");
        const char *line = strip(mem, comment, length);
        if (line[0] != '\0') {
            text_add_string(&text, text.length == 0 ? "" : gap ? "\n\n" : "\n");
            text_add_string(&text, line);
        }
        gap = line[0] == '\0';
        comment += length + (comment[length] != '\0');
    }
    return text.length == 0 ? NULL : text_string(&text);
}

const char *import_docs(const struct importer *importer, CXCursor cursor) {
    const struct clang *clang = importer->clang;
    const char *raw = clang_text(importer->mem, clang, clang->Cursor_getRawCommentText(cursor));
    if (strlen(raw) < 2 || (is_plain(raw) && !is_adjacent(clang, cursor))) {
        return NULL;
    }
    return strip_all(importer->mem, import_clean(importer->mem, raw));
}
