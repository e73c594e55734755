#include "edit.h"

#include <string.h>

#include "directive.h"

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

struct span edit_removal(struct span span) {
    const char *bytes = span.source->bytes;
    uint32_t length = (uint32_t)span.source->length;
    uint32_t start = span.start;
    uint32_t end = span.end;
    while (start > 0 && is_blank(bytes[start - 1])) {
        start--;
    }
    while (end < length && is_blank(bytes[end])) {
        end++;
    }
    bool is_first = start == 0 || bytes[start - 1] == '\n';
    bool is_last = end == length || bytes[end] == '\n';
    if (is_first && is_last) {
        return (struct span){span.source, start, end + (end < length ? 1 : 0)};
    }
    if (!is_last) {
        return (struct span){span.source, span.start, end};
    }
    /* The line's end stays as it is, carriage return and all. */
    end -= end > span.end && bytes[end - 1] == '\r' ? 1 : 0;
    return (struct span){span.source, start, end};
}

/* Behind a string that starts there. */
static uint32_t skip_string(const char *bytes, uint32_t at, uint32_t end) {
    for (at++; at < end && bytes[at] != '"'; at++) {
        at += bytes[at] == '\\' ? 1 : 0;
    }
    return at + 1;
}

static bool is_doc(const struct source *source, uint32_t at, uint32_t end) {
    return end - at >= 3 && memcmp(source->bytes + at, "///", 3) == 0 &&
           (end - at == 3 || source->bytes[at + 3] != '/') && !directive_starts(source, at + 3);
}

bool edit_holds_comment(struct span span) {
    const char *bytes = span.source->bytes;
    for (uint32_t at = span.start; at < span.end;) {
        if (bytes[at] == '"') {
            at = skip_string(bytes, at, span.end);
        } else if (bytes[at] != '/') {
            at++;
        } else if (!is_doc(span.source, at, span.end)) {
            return true; /* no token has a slash */
        } else {
            const char *line_end = memchr(bytes + at, '\n', span.end - at);
            at = line_end == NULL ? span.end : (uint32_t)(line_end - bytes);
        }
    }
    return false;
}
