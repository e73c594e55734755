#include "lines.h"

#include <string.h>

bool lines_next(const char **at, const char *end, struct line *line) {
    if (*at == end) {
        return false;
    }
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    stop = stop == NULL ? end : stop + 1;
    *line = (struct line){*at, (size_t)(stop - *at)};
    *at = stop;
    return true;
}

bool line_begins(const struct line *line, const char *text) {
    size_t length = strlen(text);
    return line->length >= length && memcmp(line->bytes, text, length) == 0;
}
