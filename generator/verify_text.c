/* The text of a header, read line by line: its constants, and what of it is layout. */
#include <stdbool.h>
#include <string.h>

#include "lines.h"
#include "map.h"
#include "mem.h"
#include "text.h"
#include "verify.h"

#define DEFINE "#define "

struct map *verify_constants(struct mem *mem, const char *bytes, size_t length) {
    struct map *constants = map_new(mem);
    const char *at = bytes;
    struct line line;
    while (lines_next(&at, bytes + length, &line)) {
        if (!line_begins(&line, DEFINE)) {
            continue;
        }
        const char *name = line.bytes + strlen(DEFINE);
        size_t rest = line.length - strlen(DEFINE);
        const char *space = memchr(name, ' ', rest);
        if (space != NULL && memchr(name, '(', (size_t)(space - name)) == NULL) {
            size_t value_length = rest - (size_t)(space + 1 - name);
            while (value_length > 0 && strchr("\r\n ", space[value_length]) != NULL) {
                value_length--;
            }
            *map_place(constants, name, (size_t)(space - name)) =
                mem_copy(mem, space + 1, value_length);
        }
    }
    return constants;
}

/* Behind the #endif of the #if that stands before `at`. */
static const char *behind_endif(const char *at, const char *end) {
    size_t depth = 1;
    struct line line;
    while (depth > 0 && lines_next(&at, end, &line)) {
        depth += line_begins(&line, "#if");
        depth -= line_begins(&line, "#endif");
    }
    return at;
}

/* A line of a comment above a struct or a member. */
static bool is_comment(const struct line *line) {
    size_t at = 0;
    while (at < line->length && line->bytes[at] == ' ') {
        at++;
    }
    return at < line->length &&
           (line->bytes[at] == '*' ||
            (line->length - at > 2 && memcmp(line->bytes + at, "/**", 3) == 0));
}

struct verify_text verify_cut(struct mem *mem, const struct verify_text *text) {
    const char *at = text->bytes;
    const char *end = text->bytes + text->length;
    struct text cut = {.mem = mem};
    struct line line;
    while (lines_next(&at, end, &line)) {
        if (line_begins(&line, "#if !defined(SLOTS_LAYOUT_ONLY)") ||
            line_begins(&line, "#if !defined(SLOTS_NO_ASSERTS)")) {
            at = behind_endif(at, end);
        } else if (line_begins(&line, "/* Bodies: ")) {
            break;
        } else if (!line_begins(&line, DEFINE) && !is_comment(&line)) {
            text_add(&cut, line.bytes, line.length);
        }
    }
    struct verify_text result = *text;
    result.bytes = text_string(&cut);
    result.length = cut.length;
    return result;
}
