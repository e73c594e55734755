#include "lex.h"

#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "directive.h"
#include "mem.h"
#include "utf8.h"

#define NAME_MAX_BYTES 128

static const char *const kind_texts[TOKEN_KIND_COUNT] = {
    [TOKEN_END] = "the end of the file",
    [TOKEN_DOC] = "a `///` comment",
    [TOKEN_NAME] = "a name",
    [TOKEN_INTEGER] = "an integer",
    [TOKEN_FLOAT] = "a number",
    [TOKEN_STRING] = "a string",
    [TOKEN_BAD] = "something malformed",
    [TOKEN_SEMICOLON] = "`;`",
    [TOKEN_COLON] = "`:`",
    [TOKEN_COMMA] = "`,`",
    [TOKEN_DOT] = "`.`",
    [TOKEN_OPEN_BRACE] = "`{`",
    [TOKEN_CLOSE_BRACE] = "`}`",
    [TOKEN_OPEN_PARENTHESIS] = "`(`",
    [TOKEN_CLOSE_PARENTHESIS] = "`)`",
    [TOKEN_OPEN_BRACKET] = "`[`",
    [TOKEN_CLOSE_BRACKET] = "`]`",
    [TOKEN_AT] = "`@`",
    [TOKEN_EQUALS] = "`=`",
    [TOKEN_MINUS] = "`-`",
    [TOKEN_PLUS] = "`+`",
    [TOKEN_QUESTION] = "`?`",
};

const char *token_kind_text(enum token_kind kind) {
    return kind_texts[kind];
}

static bool is_digit(int byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_hex_digit(int byte) {
    return lex_digit(byte) < 16;
}

static bool is_name_start(int byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_name_byte(int byte) {
    return is_name_start(byte) || is_digit(byte);
}

bool lex_check_encoding(const struct source *source, struct diagnostics *diagnostics) {
    const unsigned char *bytes = (const unsigned char *)source->bytes;
    size_t at = 0;
    while (at < source->length) {
        size_t length = bytes[at] == 0 ? 0 : utf8_length(bytes + at, source->length - at);
        if (length == 0) {
            break;
        }
        at += length;
    }
    if (at == source->length) {
        return true;
    }
    struct span span = {source, (uint32_t)at, (uint32_t)at + 1};
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_ENCODING, span, "byte 0x%02x is not UTF-8 text", bytes[at]);
    bool utf16 = source->length >= 2 &&
                 ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff));
    diagnostic_help(diagnostic, utf16 ? "the file looks like UTF-16; save it as UTF-8"
                                      : "save the file as UTF-8; is it a schema at all?");
    return false;
}

static int byte_at(const struct lexer *lexer, uint32_t at) {
    return at < lexer->source->length ? (unsigned char)lexer->source->bytes[at] : -1;
}

static bool starts_with(const struct lexer *lexer, uint32_t at, const char *text) {
    size_t length = strlen(text);
    return lexer->source->length - at >= length &&
           memcmp(lexer->source->bytes + at, text, length) == 0;
}

static uint32_t line_end(const struct lexer *lexer, uint32_t at) {
    const struct source *source = lexer->source;
    const char *end = memchr(source->bytes + at, '\n', source->length - at);
    return end == NULL ? (uint32_t)source->length : (uint32_t)(end - source->bytes);
}

struct diagnostic *lex_malformed(const struct lexer *lexer, uint32_t start, uint32_t end,
                                 const char *message) {
    struct span span = {lexer->source, start, end};
    const struct rule *rule = error_rule(ERROR_SYNTAX);
    enum severity severity = start < lexer->quiet ? SEVERITY_OFF : rule->severity;
    return report_rule(lexer->diagnostics, rule, severity, span, message);
}

/* Behind a block comment; at the end of the file, reported, where it is never closed. */
static uint32_t skip_block_comment(const struct lexer *lexer, uint32_t start) {
    const struct source *source = lexer->source;
    uint32_t at = start + 2;
    const char *end = source->bytes + source->length;
    for (const char *star = source->bytes + at;
         (star = memchr(star, '*', (size_t)(end - star))) != NULL; star++) {
        if (star + 1 < end && star[1] == '/') {
            return (uint32_t)(star + 2 - source->bytes);
        }
    }
    struct span span = {source, start, start + 2};
    diagnostic_help(report(lexer->diagnostics, ERROR_SYNTAX, span, "the comment is never closed"),
                    "end it with `*/`");
    return (uint32_t)source->length;
}

static bool at_doc(const struct lexer *lexer, uint32_t at) {
    return starts_with(lexer, at, "///") && byte_at(lexer, at + 3) != '/' &&
           !directive_starts(lexer->source, at + 3);
}

/* Keeps a plain comment that is a directive. */
static void note_directive(struct lexer *lexer, uint32_t start) {
    bool is_doc = byte_at(lexer, start + 2) == '/' && byte_at(lexer, start + 3) != '/';
    uint32_t text = start + (is_doc ? 3 : 2);
    if (lexer->directives == NULL || !directive_starts(lexer->source, text)) {
        return;
    }
    *lexer->directives = directive_read(lexer->diagnostics->mem, lexer->source, start, lexer->at);
    lexer->directives = &(*lexer->directives)->next;
}

/* Skips white space and plain comments; says whether a line ended on the way. */
static bool skip_trivia(struct lexer *lexer) {
    bool line_ended = lexer->at == 0;
    for (;;) {
        int byte = byte_at(lexer, lexer->at);
        uint32_t start = lexer->at;
        if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
            line_ended = line_ended || byte == '\n';
            lexer->at++;
        } else if (byte == '/' && starts_with(lexer, start, "//") && !at_doc(lexer, start)) {
            lexer->at = line_end(lexer, start);
            note_directive(lexer, start);
        } else if (byte == '/' && starts_with(lexer, start, "/*")) {
            lexer->at = skip_block_comment(lexer, start);
            note_directive(lexer, start);
        } else {
            return line_ended;
        }
    }
}

/* Behind digits with single `_` between them; false where a `_` stands elsewhere, or no digit. */
static bool skip_digits(const struct lexer *lexer, uint32_t *at, bool (*is_one)(int)) {
    if (!is_one(byte_at(lexer, *at))) {
        return false;
    }
    while (is_one(byte_at(lexer, *at)) ||
           (byte_at(lexer, *at) == '_' && is_one(byte_at(lexer, *at + 1)))) {
        ++*at;
    }
    return byte_at(lexer, *at) != '_';
}

static bool is_binary_digit(int byte) {
    return byte == '0' || byte == '1';
}

static bool skip_exponent(const struct lexer *lexer, uint32_t *at) {
    ++*at;
    if (byte_at(lexer, *at) == '+' || byte_at(lexer, *at) == '-') {
        ++*at;
    }
    return skip_digits(lexer, at, is_digit);
}

/* Behind a fraction and an exponent, where there are any. */
static bool skip_float_rest(const struct lexer *lexer, uint32_t *at, bool hexadecimal,
                            bool *is_float) {
    bool (*is_one)(int) = hexadecimal ? is_hex_digit : is_digit;
    bool good = true;
    if (byte_at(lexer, *at) == '.') {
        *is_float = true;
        ++*at;
        good = !is_one(byte_at(lexer, *at)) || skip_digits(lexer, at, is_one);
    }
    int mark = byte_at(lexer, *at) | 0x20;
    if (mark == (hexadecimal ? 'p' : 'e')) {
        *is_float = true;
        return good && skip_exponent(lexer, at);
    }
    return good && !(hexadecimal && *is_float);
}

static void report_number(const struct lexer *lexer, struct token token, bool octal_like) {
    int length = (int)(token.end - token.start);
    const char *message =
        octal_like ? "a decimal integer does not start with 0"
                   : mem_format(lexer->diagnostics->mem, "`%.*s%s` is neither a number nor a name",
                                length > 40 ? 40 : length, lexer->source->bytes + token.start,
                                length > 40 ? "…" : "");
    struct diagnostic *diagnostic = lex_malformed(lexer, token.start, token.end, message);
    if (token.start > 0 && lexer->source->bytes[token.start - 1] == ',') {
        diagnostic_help(diagnostic, "digits are grouped with `_`, as in 1_000");
    } else if (octal_like) {
        diagnostic_help(diagnostic, "there are no octal numbers here: drop the 0, or write 0x…");
    } else {
        diagnostic_help(diagnostic,
                        "numbers are decimal, 0x… or 0b…, with single `_` between digits and no "
                        "suffix; names start with a letter or `_`");
    }
}

static struct token lex_number(struct lexer *lexer, struct token token) {
    uint32_t at = token.start;
    bool is_float = false;
    bool good = true;
    int prefix = byte_at(lexer, at) == '0' ? byte_at(lexer, at + 1) | 0x20 : 0;
    bool octal_like = prefix == 'o' || (prefix != 0 && is_digit(byte_at(lexer, at + 1)));
    if (prefix == 'x') {
        at += 2;
        good = byte_at(lexer, at) == '.' ? is_hex_digit(byte_at(lexer, at + 1))
                                         : skip_digits(lexer, &at, is_hex_digit);
        good = good && skip_float_rest(lexer, &at, true, &is_float);
    } else if (prefix == 'b') {
        at += 2;
        good = skip_digits(lexer, &at, is_binary_digit);
    } else {
        good = byte_at(lexer, at) == '.' || skip_digits(lexer, &at, is_digit);
        good = good && skip_float_rest(lexer, &at, false, &is_float);
    }
    good = good && !is_name_byte(byte_at(lexer, at));
    while (is_name_byte(byte_at(lexer, at))) {
        at++;
    }
    token.end = at;
    lexer->at = at;
    token.kind = is_float ? TOKEN_FLOAT : TOKEN_INTEGER;
    if (!good || (octal_like && !is_float)) {
        report_number(lexer, token, octal_like && !is_float && (good || prefix == 'o'));
        token.kind = TOKEN_BAD;
    }
    return token;
}

/* A string that is not closed ends before the last `;` of its line, which ends what it is in. */
static uint32_t end_of_open_string(const struct lexer *lexer, uint32_t start, uint32_t end) {
    for (uint32_t at = end; at > start; at--) {
        if (lexer->source->bytes[at - 1] == ';') {
            return at - 1;
        }
    }
    return end;
}

static struct token lex_string_token(struct lexer *lexer, struct token token) {
    uint32_t at = token.start + 1;
    for (;;) {
        int byte = byte_at(lexer, at);
        if (byte == '"') {
            token.kind = TOKEN_STRING;
            break;
        }
        if (byte < 0 || byte == '\n') {
            at = end_of_open_string(lexer, token.start, at);
            diagnostic_help(
                lex_malformed(lexer, token.start, at, "the string is not closed on its line"),
                "end it with `\"`; a line break inside is written `\\n`");
            token.kind = TOKEN_BAD;
            token.end = lexer->at = at;
            return token;
        }
        at += byte == '\\' && byte_at(lexer, at + 1) >= ' ' ? 2 : 1;
    }
    token.end = lexer->at = at + 1;
    return token;
}

static struct token lex_name(struct lexer *lexer, struct token token) {
    uint32_t at = token.start;
    while (is_name_byte(byte_at(lexer, at))) {
        at++;
    }
    token.kind = TOKEN_NAME;
    token.end = lexer->at = at;
    if (at - token.start > NAME_MAX_BYTES) {
        struct span span = {lexer->source, token.start, at};
        struct diagnostic *diagnostic = report(lexer->diagnostics, ERROR_LIMIT, span,
                                               "a name of %u bytes; names have at most %d",
                                               (unsigned)(at - token.start), NAME_MAX_BYTES);
        diagnostic_help(diagnostic, "shorten it");
    }
    return token;
}

static enum token_kind punctuation(int byte) {
    switch (byte) {
    case ';':
        return TOKEN_SEMICOLON;
    case ':':
        return TOKEN_COLON;
    case ',':
        return TOKEN_COMMA;
    case '.':
        return TOKEN_DOT;
    case '{':
        return TOKEN_OPEN_BRACE;
    case '}':
        return TOKEN_CLOSE_BRACE;
    case '(':
        return TOKEN_OPEN_PARENTHESIS;
    case ')':
        return TOKEN_CLOSE_PARENTHESIS;
    case '[':
        return TOKEN_OPEN_BRACKET;
    case ']':
        return TOKEN_CLOSE_BRACKET;
    case '@':
        return TOKEN_AT;
    case '=':
        return TOKEN_EQUALS;
    case '-':
        return TOKEN_MINUS;
    case '+':
        return TOKEN_PLUS;
    case '?':
        return TOKEN_QUESTION;
    default:
        return TOKEN_BAD;
    }
}

static bool starts_token(const struct lexer *lexer, uint32_t at) {
    int byte = byte_at(lexer, at);
    return byte < 0 || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '"' ||
           byte == '/' || is_name_byte(byte) || punctuation(byte) != TOKEN_BAD;
}

/* What to do about bytes that no token has. The first row that fits counts. */
static const char *hint_for(const struct lexer *lexer, uint32_t at) {
    static const char *const hints[][2] = {
        {"#include", "another schema is read by `import \"base.slots\";`"},
        {"#", "a comment starts with `//`"},
        {"/", "a comment starts with `//`"},
        {"*", "a pointer to a record R is written `ref R`"},
        {"<", "arrays are written `T[N]`, paths in quotes"},
        {"'", "strings are written with `\"`"},
        {"\xe2\x80\x98", "strings are written with `\"`"},
        {"\xe2\x80\x99", "strings are written with `\"`"},
        {"\xe2\x80\x9c", "strings are written with `\"`"},
        {"\xe2\x80\x9d", "strings are written with `\"`"},
        {"\xe2\x80\x9e", "strings are written with `\"`"},
        {"\xc2\xa0", "it looks like a space, and is a no-break space (U+00A0)"},
        {"\xe2\x80\x8b", "nothing is to be seen of it: a zero-width space (U+200B)"},
        {"\xef\xbb\xbf", "nothing is to be seen of it: a byte-order mark inside the file"},
        {"\xcd\xbe", "it looks like a `;`, and is a Greek question mark (U+037E)"},
        {"\xef\xbc\x9b", "it looks like a `;`, and is a full-width one (U+FF1B)"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (starts_with(lexer, at, hints[i][0])) {
            return hints[i][1];
        }
    }
    return byte_at(lexer, at) >= 0x80
               ? "names are ASCII letters, digits and `_`; other letters may stand in comments and "
                 "strings"
               : "it may stand in comments and strings only";
}

/* A run of bytes that no token has is one finding. */
static struct token lex_bad(struct lexer *lexer, struct token token) {
    uint32_t at = token.start + 1;
    while (!starts_token(lexer, at)) {
        at++;
    }
    token.kind = TOKEN_BAD;
    token.end = lexer->at = at;
    int byte = byte_at(lexer, token.start);
    int length = at - token.start > 40 ? 0 : (int)(at - token.start);
    const char *message = byte < ' ' || byte == 0x7f || length == 0
                              ? "unexpected character"
                              : mem_format(lexer->diagnostics->mem, "unexpected `%.*s`", length,
                                           lexer->source->bytes + token.start);
    diagnostic_help(lex_malformed(lexer, token.start, at, message), "%s",
                    hint_for(lexer, token.start));
    return token;
}

struct token lex_next(struct lexer *lexer) {
    struct token token = {.trivia = lexer->at};
    token.first_on_line = skip_trivia(lexer);
    token.start = token.end = lexer->at;
    int byte = byte_at(lexer, lexer->at);
    if (byte < 0) {
        return token;
    }
    if (at_doc(lexer, lexer->at)) {
        token.kind = TOKEN_DOC;
        token.end = lexer->at = line_end(lexer, lexer->at);
        return token;
    }
    if (is_name_start(byte)) {
        return lex_name(lexer, token);
    }
    if (is_digit(byte) || (byte == '.' && is_digit(byte_at(lexer, lexer->at + 1)))) {
        return lex_number(lexer, token);
    }
    if (byte == '"') {
        return lex_string_token(lexer, token);
    }
    token.kind = punctuation(byte);
    if (token.kind == TOKEN_BAD) {
        return lex_bad(lexer, token);
    }
    token.end = ++lexer->at;
    return token;
}
