#include "directive.h"

#include <string.h>

#include "mem.h"

static const char mark[] = "slotc:";

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_word(char byte) {
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

static uint32_t skip_blanks(const struct source *source, uint32_t at, uint32_t end) {
    while (at < end && is_blank(source->bytes[at])) {
        at++;
    }
    return at;
}

bool directive_starts(const struct source *source, uint32_t text) {
    uint32_t at = skip_blanks(source, text, (uint32_t)source->length);
    size_t length = sizeof mark - 1;
    return source->length - at > length && memcmp(source->bytes + at, mark, length) == 0 &&
           is_letter(source->bytes[at + length]);
}

/* Takes the word that starts there, and gives what is behind it. */
static uint32_t take_word(struct mem *mem, const struct source *source, uint32_t at, uint32_t end,
                          struct name *word) {
    uint32_t start = at;
    while (at < end && is_word(source->bytes[at])) {
        at++;
    }
    if (at > start) {
        word->text = mem_copy(mem, source->bytes + start, at - start);
        word->span = (struct span){source, start, at};
    }
    return at;
}

static bool has_line(const struct source *source, uint32_t start) {
    while (start > 0 && is_blank(source->bytes[start - 1])) {
        start--;
    }
    return start == 0 || source->bytes[start - 1] == '\n';
}

struct directive *directive_read(struct mem *mem, const struct source *source, uint32_t start,
                                 uint32_t end) {
    struct directive *directive = mem_alloc(mem, sizeof *directive);
    while (end > start && is_blank(source->bytes[end - 1])) {
        end--;
    }
    directive->span = (struct span){source, start, end};
    directive->has_line = source->bytes[start + 1] == '/' && has_line(source, start);
    uint32_t at = start + 2;
    at += source->bytes[at] == '/' ? 1 : 0;
    at = skip_blanks(source, at, end) + (uint32_t)sizeof mark - 1;
    at = skip_blanks(source, take_word(mem, source, at, end, &directive->word), end);
    at = skip_blanks(source, take_word(mem, source, at, end, &directive->rule), end);
    bool has_colon = at < end && source->bytes[at] == ':';
    directive->has_reason = has_colon && skip_blanks(source, at + 1, end) < end;
    return directive;
}
