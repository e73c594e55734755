/* What the parser's parts share: the token in hand, and getting on after an error. */
#ifndef SLOTC_PARSER_H
#define SLOTC_PARSER_H

#include "ast.h"
#include "lex.h"

struct diagnostics;
struct diagnostic;
struct mem;
struct text;

struct parser {
    struct mem *mem;
    struct lexer lexer;
    struct token token; /* in hand, not yet taken */
    struct token previous; /* taken last */
    struct text *docs; /* of the `///` lines right before the token, NULL without any */
    struct span docs_span;
    const char *form; /* how what is being read is written: the help of its errors */
    size_t open_braces; /* skipped, and not closed yet */
    struct field *fields; /* of the record in hand; the array is used again for the next */
    size_t field_most;
    bool drops_fields; /* at the end of their record */
};

/* parser.c */
void parser_start(struct parser *parser);
void parser_advance(struct parser *parser);
struct span parser_span(const struct parser *parser); /* of the token in hand */
struct span parser_previous_span(const struct parser *parser); /* of the one before */
bool parser_at(const struct parser *parser, enum token_kind kind);
bool parser_at_word(const struct parser *parser, const char *word);

/* A word that starts a declaration, with what must follow it: neither a field nor a stray word. */
bool parser_at_declaration(const struct parser *parser);

/* Takes the token in hand if it is one of kind. */
bool parser_take(struct parser *parser, enum token_kind kind);

/* Takes a token of kind, or reports that it is missing: "expected `;` after the field, found `}`".
 */
bool parser_expect(struct parser *parser, enum token_kind kind, const char *where);

/* Takes a name, or reports that what is missing: "expected the field's name, found `:`". */
bool parser_expect_name(struct parser *parser, struct name *name, const char *what);

struct diagnostic *parser_error(struct parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes of the token in hand. */
const char *parser_text(const struct parser *parser);
/* "found `}`": the token in hand, for messages. */
const char *parser_found(const struct parser *parser);

/* Whether the next token (behind the one in hand) is of kind. */
bool parser_next_is(const struct parser *parser, enum token_kind kind);

/* An error is reported: what is malformed in what is skipped now is part of it. */
void parser_hush(struct parser *parser);

/* Skips behind the `}` of the next `{`. */
void parser_skip_braces(struct parser *parser);

/* Skips to the next declaration, and to the next field of the same body. */
void parser_skip_to_declaration(struct parser *parser);
void parser_skip_to_field(struct parser *parser);

/* parse_field.c: the productions within a body. False where one was reported. */
void parse_preamble(struct parser *parser, struct preamble *preamble);
bool parse_literal(struct parser *parser, struct literal *literal);
bool parse_integer(struct parser *parser, struct literal *literal, const char *what);
bool parse_string(struct parser *parser, struct literal *literal, const char *what);
bool parse_dotted_name(struct parser *parser, struct name *name, const char *what);
bool parse_field(struct parser *parser, struct field *field);

/* parse_record.c: from the word `record` on. NULL where it has no name. */
struct declaration *parse_record(struct parser *parser);

#endif
