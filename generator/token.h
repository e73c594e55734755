/* The tokens of the schema language.
 *
 * A token keeps its trivia: the white space and plain comments between the token before
 * and itself are the bytes from trivia to start. Words of the language are names; the
 * parser tells them apart by where they stand. */
#ifndef SLOTC_TOKEN_H
#define SLOTC_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

enum token_kind {
    TOKEN_END,
    TOKEN_DOC, /* a `///` line, without its end */
    TOKEN_NAME,
    TOKEN_INTEGER,
    TOKEN_FLOAT,
    TOKEN_STRING,
    TOKEN_BAD, /* reported already */
    TOKEN_SEMICOLON,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_OPEN_BRACE,
    TOKEN_CLOSE_BRACE,
    TOKEN_OPEN_PARENTHESIS,
    TOKEN_CLOSE_PARENTHESIS,
    TOKEN_OPEN_BRACKET,
    TOKEN_CLOSE_BRACKET,
    TOKEN_AT,
    TOKEN_EQUALS,
    TOKEN_MINUS,
    TOKEN_PLUS,
    TOKEN_QUESTION,
    TOKEN_KIND_COUNT,
};

struct token {
    enum token_kind kind;
    uint32_t trivia; /* where the bytes since the last token start */
    uint32_t start;
    uint32_t end;
    bool first_on_line;
};

/* As messages name it: "`;`", "a name". */
const char *token_kind_text(enum token_kind kind);

#endif
