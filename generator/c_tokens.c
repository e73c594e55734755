#include "c_tokens.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"

struct lexer {
    struct mem *mem;
    const char *at;
    const char *end;
    uint32_t line;
    bool line_starts; /* nothing but white space and comments so far */
    bool in_directive;
    struct c_tokens tokens;
};

static void add(struct lexer *lexer, enum c_token_kind kind, const char *bytes, size_t length) {
    struct c_tokens *tokens = &lexer->tokens;
    tokens->items = mem_grow(lexer->mem, tokens->items, tokens->count, sizeof *tokens->items);
    tokens->items[tokens->count++] = (struct c_token){kind, bytes, (uint32_t)length, lexer->line};
}

static bool begins(const struct lexer *lexer, const char *text) {
    size_t length = strlen(text);
    return (size_t)(lexer->end - lexer->at) >= length && memcmp(lexer->at, text, length) == 0;
}

/* A backslash at the end of a line, which joins it with the next: its length, or 0. */
static size_t splice_at(const struct lexer *lexer) {
    return begins(lexer, "\\\n") ? 2 : begins(lexer, "\\\r\n") ? 3 : 0;
}

static void end_line(struct lexer *lexer) {
    if (lexer->in_directive) {
        add(lexer, C_DIRECTIVE_END, lexer->at, 0);
        lexer->in_directive = false;
    }
    lexer->line++;
    lexer->line_starts = true;
}

static void skip_comment(struct lexer *lexer) {
    bool is_block = lexer->at[1] == '*';
    lexer->at += 2;
    while (lexer->at < lexer->end) {
        size_t splice = splice_at(lexer);
        if (is_block && begins(lexer, "*/")) {
            lexer->at += 2;
            return;
        }
        if (!is_block && *lexer->at == '\n' && splice == 0) {
            return;
        }
        lexer->line += *lexer->at == '\n' || splice > 0;
        lexer->at += splice > 0 ? splice : 1;
    }
}

/* White space and comments; true where there was some. */
static bool skip_space(struct lexer *lexer) {
    if (begins(lexer, "/*") || begins(lexer, "//")) {
        skip_comment(lexer);
        return true;
    }
    size_t splice = splice_at(lexer);
    if (splice > 0) {
        lexer->line++;
        lexer->at += splice;
        return true;
    }
    if (*lexer->at == '\n') {
        end_line(lexer);
        lexer->at++;
        return true;
    }
    if (strchr(" \t\r\v\f", *lexer->at) != NULL && *lexer->at != '\0') {
        lexer->at++;
        return true;
    }
    return false;
}

static void lex_string(struct lexer *lexer) {
    const char *start = lexer->at;
    char quote = *lexer->at++;
    while (lexer->at < lexer->end && *lexer->at != quote && *lexer->at != '\n') {
        lexer->at +=
            *lexer->at == '\\' && lexer->at + 1 < lexer->end && lexer->at[1] != '\n' ? 2 : 1;
    }
    lexer->at += lexer->at < lexer->end && *lexer->at == quote;
    add(lexer, C_STRING, start, (size_t)(lexer->at - start));
}

static bool is_of_word(char byte) {
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (byte & 0x80) != 0;
}

/* The sign of an exponent, 1.5e-3 or 0x1p-3: part of a number, as the dot is. */
static bool is_sign(const char *start, const char *at) {
    if ((*at != '-' && *at != '+') || at == start) {
        return false;
    }
    bool is_hex = at - start > 1 && start[0] == '0' && (start[1] == 'x' || start[1] == 'X');
    return strchr(is_hex ? "pP" : "eE", at[-1]) != NULL;
}

static void lex_word(struct lexer *lexer) {
    const char *start = lexer->at;
    bool is_number = isdigit((unsigned char)*start) != 0;
    while (lexer->at < lexer->end &&
           (is_of_word(*lexer->at) ||
            (is_number && (*lexer->at == '.' || is_sign(start, lexer->at))))) {
        lexer->at++;
    }
    add(lexer, C_WORD, start, (size_t)(lexer->at - start));
}

static void lex_mark(struct lexer *lexer) {
    static const char *const marks[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
                                        "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
                                        "*=",  "/=",  "%=",  "&=", "|=", "^=", "##", "::"};
    size_t length = 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && length == 1; i++) {
        length = begins(lexer, marks[i]) ? strlen(marks[i]) : 1;
    }
    bool is_directive = *lexer->at == '#' && lexer->line_starts;
    add(lexer, is_directive ? C_DIRECTIVE : C_MARK, lexer->at, length);
    lexer->in_directive = lexer->in_directive || is_directive;
    lexer->at += length;
}

struct c_tokens c_tokens_of(struct mem *mem, const char *bytes, size_t length) {
    struct lexer lexer = {
        .mem = mem, .at = bytes, .end = bytes + length, .line = 1, .line_starts = true};
    while (lexer.at < lexer.end) {
        if (skip_space(&lexer)) {
            continue;
        }
        if (*lexer.at == '"' || *lexer.at == '\'') {
            lex_string(&lexer);
        } else if (is_of_word(*lexer.at)) {
            lex_word(&lexer);
        } else {
            lex_mark(&lexer);
        }
        lexer.line_starts = false;
    }
    end_line(&lexer);
    return lexer.tokens;
}

bool c_token_is(const struct c_token *token, const char *text) {
    return token->length == strlen(text) && memcmp(token->bytes, text, token->length) == 0;
}

bool c_token_equals(const struct c_token *left, const struct c_token *right) {
    return left->kind == right->kind && left->length == right->length &&
           memcmp(left->bytes, right->bytes, left->length) == 0;
}
