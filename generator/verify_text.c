/* The text of a header, read line by line: its constants, and what of it is layout. */
#include <stdbool.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "text.h"
#include "verify.h"

struct line {
    const char *bytes;
    size_t length;
};

/* The next line, its end included; false behind the last. */
static bool next_line(const char **at, const char *end, struct line *line) {
    if (*at == end) {
        return false;
    }
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    stop = stop == NULL ? end : stop + 1;
    *line = (struct line){*at, (size_t)(stop - *at)};
    *at = stop;
    return true;
}

static bool begins(const struct line *line, const char *text) {
    size_t length = strlen(text);
    return line->length >= length && memcmp(line->bytes, text, length) == 0;
}

#define DEFINE "#define "

struct map *verify_constants(struct mem *mem, const char *bytes, size_t length) {
    struct map *constants = map_new(mem);
    const char *at = bytes;
    struct line line;
    while (next_line(&at, bytes + length, &line)) {
        if (!begins(&line, DEFINE)) {
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
    while (depth > 0 && next_line(&at, end, &line)) {
        depth += begins(&line, "#if");
        depth -= begins(&line, "#endif");
    }
    return at;
}

struct verify_text verify_cut(struct mem *mem, const struct verify_text *text) {
    const char *at = text->bytes;
    const char *end = text->bytes + text->length;
    struct text cut = {.mem = mem};
    struct line line;
    while (next_line(&at, end, &line)) {
        if (begins(&line, "#if !defined(SLOTS_LAYOUT_ONLY)") ||
            begins(&line, "#if !defined(SLOTS_NO_ASSERTS)")) {
            at = behind_endif(at, end);
        } else if (begins(&line, "/* Bodies: ")) {
            break;
        } else if (!begins(&line, DEFINE)) {
            text_add(&cut, line.bytes, line.length);
        }
    }
    struct verify_text result = *text;
    result.bytes = text_string(&cut);
    result.length = cut.length;
    return result;
}
