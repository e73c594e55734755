/* Cuts a source into tokens, one at a time, and reads the values of literals. */
#ifndef SLOTC_LEX_H
#define SLOTC_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source.h"
#include "token.h"

struct diagnostic;
struct diagnostics;
struct directive;
struct mem;

struct lexer {
    const struct source *source;
    struct diagnostics *diagnostics;
    uint32_t at;
    struct directive **directives; /* where the next one goes; NULL where nobody wants them */
    uint32_t quiet; /* what is malformed before it belongs to an error that is reported */
};

/* Whether the source is text at all: UTF-8 without NUL bytes. Reports it once if not. */
bool lex_check_encoding(const struct source *source, struct diagnostics *diagnostics);

/* The next token; a malformed one is reported and is TOKEN_BAD. At the end TOKEN_END, for ever. */
struct token lex_next(struct lexer *lexer);

/* Reports bytes of a source that no token may have. */
struct diagnostic *lex_malformed(const struct lexer *lexer, uint32_t start, uint32_t end,
                                 const char *message);

/* lex_value.c. The value of a digit, of a letter too; 36 for what is neither. */
unsigned lex_digit(int byte);

/* The number that an integer token spells; false where it needs more than 64 bits. */
bool lex_integer(const struct source *source, struct token token, uint64_t *value);

/* The number that a token spells, an integer's too. */
double lex_float(struct mem *mem, const struct source *source, struct token token);

/* The same as the nearest f32, which rounding twice may miss. */
float lex_single(struct mem *mem, const struct source *source, struct token token);

/* The bytes that a string token stands for, NUL-terminated; NULL where a bad escape is reported. */
const char *lex_string(struct mem *mem, const struct lexer *lexer, struct token token,
                       size_t *length);

#endif
