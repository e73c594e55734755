#include "lsp_import.h"

#include <string.h>

#include "diagnostic.h"
#include "fix.h"
#include "lex.h"
#include "mem.h"
#include "source.h"

static bool is_word(const struct source *source, struct token token, const char *word) {
    size_t length = strlen(word);
    return token.kind == TOKEN_NAME && token.end - token.start == length &&
           memcmp(source->bytes + token.start, word, length) == 0;
}

/* Behind the last `package` or `import` of those that a schema begins with; 0 without one, and
 * then *first is what it begins with. */
static uint32_t end_of_head(struct mem *mem, const struct source *source, struct token *first) {
    struct lexer lexer = {.source = source, .diagnostics = diagnostics_new(mem)};
    struct token token = lex_next(&lexer);
    uint32_t end = 0;
    *first = token;
    while (is_word(source, token, "package") || is_word(source, token, "import")) {
        bool is_whole = false;
        do {
            end = token.end;
            is_whole = token.kind == TOKEN_SEMICOLON;
            token = lex_next(&lexer);
        } while (!is_whole && token.kind != TOKEN_END && !token.first_on_line);
    }
    return end;
}

/* The byte of a place, or 0 behind the last. */
static char byte_at(const struct source *source, size_t at) {
    return *(at < source->length ? source->bytes + at : "");
}

/* Behind the comment that begins at a place; the place itself where none does. */
static uint32_t behind_comment(const struct source *source, uint32_t at) {
    bool is_line = byte_at(source, at) == '/' && byte_at(source, at + 1) == '/';
    bool is_block = byte_at(source, at) == '/' && byte_at(source, at + 1) == '*';
    if (is_line) {
        while (at < source->length && source->bytes[at] != '\n' && source->bytes[at] != '\r') {
            at++;
        }
    } else if (is_block) {
        at += 2;
        while (at < source->length &&
               !(source->bytes[at] == '*' && byte_at(source, at + 1) == '/')) {
            at++;
        }
        at = at < source->length ? at + 2 : at;
    }
    return at;
}

static uint32_t behind_blanks(const struct source *source, uint32_t at) {
    while (byte_at(source, at) == ' ' || byte_at(source, at) == '\t') {
        at++;
    }
    return at;
}

/* The end of a line behind blanks and comments; the place itself where anything else follows. */
static uint32_t line_end(const struct source *source, uint32_t from) {
    uint32_t at = from;
    for (uint32_t next = from;; next = behind_comment(source, at)) {
        at = behind_blanks(source, next);
        if (behind_comment(source, at) == at) {
            break;
        }
    }
    bool ends = at >= source->length || source->bytes[at] == '\n' || source->bytes[at] == '\r';
    return ends && memchr(source->bytes + from, '\n', at - from) == NULL ? at : from;
}

/* Behind the comments before the first token that a blank line parts from what they stand above;
 * behind all of them where there is no such line. */
static uint32_t behind_licence(const struct source *source, uint32_t first) {
    uint32_t found = first;
    unsigned lines = 0;
    bool is_behind = false;
    for (uint32_t at = 0; at < first;) {
        uint32_t next = behind_comment(source, at);
        if (next > at && is_behind && lines > 1) {
            return at;
        }
        lines = next > at ? 0 : lines + (source->bytes[at] == '\n');
        is_behind = is_behind || next > at;
        at = next > at ? next : at + 1;
    }
    return found;
}

struct edit *lsp_import_edit(struct mem *mem, const struct source *source, const char *path) {
    struct token first;
    struct edit *edit = mem_alloc(mem, sizeof *edit);
    const char *line = mem_concat(mem, "import \"", path, "\";", NULL);
    uint32_t head = end_of_head(mem, source, &first);
    uint32_t at = head > 0 ? line_end(source, head) : behind_licence(source, first.start);
    const char *end = memchr(source->bytes, '\n', source->length);
    const char *newline = end != NULL && end > source->bytes && end[-1] == '\r' ? "\r\n" : "\n";
    edit->span = (struct span){source, at, at};
    edit->text = head > 0 ? mem_concat(mem, newline, line, NULL)
                          : mem_concat(mem, line, newline, newline, NULL);
    return edit;
}
