#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "parser.h"
#include "text.h"

/* How things are written, as help. */
static const char form_of_field[] = "a field is written `name: type;` or `name: type = value;`";
static const char form_of_annotation[] = "an annotation is written `@name` or `@name(value, …)`";
static const char form_of_value[] =
    "a value is a number, `true`, `false`, a string or an enumerator's name";
static const char form_of_type[] =
    "types are bool, i8 to i64, u8 to u64, f32, f64, char[N], bits[N], str, ref R, enums and "
    "records; behind them `[N]` makes an array, `?` an optional field";

/* A literal's number, from the integer token in hand. */
static void read_integer(struct parser *parser, struct literal *literal) {
    literal->kind = LITERAL_INTEGER;
    literal->too_large = !lex_integer(parser->lexer.source, parser->token, &literal->integer);
    if (literal->too_large) {
        literal->real = lex_float(parser->mem, parser->lexer.source, parser->token);
    }
}

/* An enumerator, without its enum: the field's type says which one it is of. */
static bool parse_literal_name(struct parser *parser, struct literal *literal) {
    struct name name = {0};
    if (!parse_dotted_name(parser, &name, "a name")) {
        return false;
    }
    const char *dot = strrchr(name.text, '.');
    if (dot != NULL) {
        struct diagnostic *diagnostic =
            report(parser->lexer.diagnostics, ERROR_SYNTAX, name.span,
                   "expected an enumerator's name, found `%s`", name.text);
        diagnostic_help(diagnostic, "write it without its enum: `%s`", dot + 1);
        diagnostic_edit(diagnostic, name.span, dot + 1);
    }
    literal->kind = LITERAL_NAME;
    literal->text = name.text;
    literal->length = strlen(name.text);
    literal->span.end = name.span.end;
    return true;
}

/* literal = [ "-" ] ( integer | float ) | "true" | "false" | string | ident */
bool parse_literal(struct parser *parser, struct literal *literal) {
    *literal = (struct literal){.span = parser_span(parser)};
    parser->form = form_of_value;
    literal->negative = parser_take(parser, TOKEN_MINUS);
    if (parser_at(parser, TOKEN_INTEGER) || parser_at(parser, TOKEN_FLOAT)) {
        literal->single = lex_single(parser->mem, parser->lexer.source, parser->token);
    }
    if (parser_at(parser, TOKEN_INTEGER)) {
        read_integer(parser, literal);
    } else if (parser_at(parser, TOKEN_FLOAT)) {
        literal->kind = LITERAL_FLOAT;
        literal->real = lex_float(parser->mem, parser->lexer.source, parser->token);
    } else if (literal->negative) {
        parser_error(parser, "expected a number after `-`, found %s", parser_found(parser));
        return false;
    } else if (parser_at(parser, TOKEN_STRING)) {
        literal->kind = LITERAL_STRING;
        const char *text = lex_string(parser->mem, &parser->lexer, parser->token, &literal->length);
        literal->text = text == NULL ? "" : text;
    } else if (parser_at_word(parser, "true") || parser_at_word(parser, "false")) {
        literal->kind = LITERAL_BOOL;
        literal->integer = parser_at_word(parser, "true");
    } else if (parser_at(parser, TOKEN_NAME)) {
        return parse_literal_name(parser, literal);
    } else {
        parser_error(parser, "expected a value, found %s", parser_found(parser));
        return false;
    }
    parser_advance(parser);
    literal->span.end = parser->previous.end;
    return true;
}

bool parse_integer(struct parser *parser, struct literal *literal, const char *what) {
    *literal = (struct literal){.span = parser_span(parser)};
    if (!parser_at(parser, TOKEN_INTEGER)) {
        parser_error(parser, "expected %s, found %s", what, parser_found(parser));
        return false;
    }
    read_integer(parser, literal);
    parser_advance(parser);
    return true;
}

bool parse_string(struct parser *parser, struct literal *literal, const char *what) {
    *literal = (struct literal){.span = parser_span(parser), .kind = LITERAL_STRING};
    if (!parser_at(parser, TOKEN_STRING)) {
        parser_error(parser, "expected %s, found %s", what, parser_found(parser));
        return false;
    }
    literal->text = lex_string(parser->mem, &parser->lexer, parser->token, &literal->length);
    parser_advance(parser);
    return literal->text != NULL;
}

/* name = ident { "." ident } */
bool parse_dotted_name(struct parser *parser, struct name *name, const char *what) {
    if (!parser_expect_name(parser, name, what)) {
        return false;
    }
    if (!parser_at(parser, TOKEN_DOT)) {
        return true;
    }
    struct text text = {.mem = parser->mem};
    text_add_string(&text, name->text);
    while (parser_take(parser, TOKEN_DOT)) {
        struct name part;
        if (!parser_expect_name(parser, &part, "a name after `.`")) {
            return false;
        }
        text_add_string(&text, ".");
        text_add_string(&text, part.text);
        name->span.end = part.span.end;
    }
    name->text = text_string(&text);
    return true;
}

static void take_docs(struct parser *parser, struct preamble *preamble) {
    if (parser->docs == NULL) {
        return;
    }
    const char *docs = text_string(parser->docs);
    preamble->docs =
        preamble->docs == NULL ? docs : mem_format(parser->mem, "%s\n%s", preamble->docs, docs);
    parser->docs = NULL;
}

/* [ "(" literal { "," literal } ")" ] */
static bool parse_arguments(struct parser *parser, struct annotation *annotation) {
    if (!parser_take(parser, TOKEN_OPEN_PARENTHESIS)) {
        return true;
    }
    if (parser_at(parser, TOKEN_CLOSE_PARENTHESIS)) {
        diagnostic_help(parser_error(parser, "expected a value, found `)`"),
                        "write a value, or leave the parentheses out");
        parser_advance(parser);
        return true;
    }
    do {
        struct literal argument;
        if (!parse_literal(parser, &argument)) {
            return false;
        }
        annotation->arguments = mem_grow(parser->mem, annotation->arguments,
                                         annotation->argument_count, sizeof argument);
        annotation->arguments[annotation->argument_count++] = argument;
    } while (parser_take(parser, TOKEN_COMMA));
    parser->form = form_of_annotation;
    return parser_expect(parser, TOKEN_CLOSE_PARENTHESIS, "or `,` after the annotation's value");
}

/* Behind the `)`, if it still comes on this line, or to what the annotation is about. */
static void skip_annotation(struct parser *parser) {
    bool in_body = false;
    while (!parser_at(parser, TOKEN_END) && !parser->token.first_on_line &&
           !parser_at_declaration(parser)) {
        bool at_field = parser_at(parser, TOKEN_NAME) && parser_next_is(parser, TOKEN_COLON);
        if ((at_field && !in_body) || parser_take(parser, TOKEN_CLOSE_PARENTHESIS)) {
            return;
        }
        in_body = in_body || parser_at(parser, TOKEN_OPEN_BRACE);
        parser_advance(parser);
    }
}

/* annotation = "@" ident [ "(" literal { "," literal } ")" ] */
static struct annotation *parse_annotation(struct parser *parser) {
    struct annotation *annotation = mem_alloc(parser->mem, sizeof *annotation);
    annotation->span = parser_span(parser);
    parser->form = form_of_annotation;
    parser_advance(parser);
    bool good = parser_expect_name(parser, &annotation->name, "an annotation's name after `@`") &&
                parse_arguments(parser, annotation);
    annotation->span.end = parser->previous.end;
    if (!good) {
        skip_annotation(parser);
        return NULL;
    }
    return annotation;
}

/* docs { annotation } */
void parse_preamble(struct parser *parser, struct preamble *preamble) {
    struct annotation **last = &preamble->annotations;
    const char *form = parser->form;
    preamble->start = parser->docs == NULL ? parser->token.start : parser->docs_span.start;
    preamble->behind_docs = parser->token.start;
    take_docs(parser, preamble);
    while (parser_at(parser, TOKEN_AT)) {
        struct annotation *annotation = parse_annotation(parser);
        if (annotation != NULL) {
            *last = annotation;
            last = &annotation->next;
        }
        take_docs(parser, preamble);
    }
    parser->form = form;
}

/* "[" n "]" behind the token in hand. */
static bool parse_bracketed(struct parser *parser, struct literal *literal, const char *what) {
    return parser_take(parser, TOKEN_OPEN_BRACKET) && parse_integer(parser, literal, what) &&
           parser_expect(parser, TOKEN_CLOSE_BRACKET, "after the number");
}

const struct literal literal_none = {0};

/* The length that `char` and `bits` need. */
static bool parse_length(struct parser *parser, struct type_use *type) {
    if (strcmp(type->name.text, "char") != 0 && strcmp(type->name.text, "bits") != 0) {
        return true;
    }
    if (!parser_at(parser, TOKEN_OPEN_BRACKET)) {
        struct diagnostic *diagnostic =
            report(parser->lexer.diagnostics, ERROR_SYNTAX, type->name.span, "`%s` needs a length",
                   type->name.text);
        diagnostic_help(
            diagnostic,
            type->name.text[0] == 'c'
                ? "text of at most N - 1 bytes is `char[N]`; one small number is `u8` or `i8`"
                : "a number of N bits is `bits[N]`");
        return false;
    }
    struct literal *length = mem_alloc(parser->mem, sizeof *length);
    type->has_length = true;
    type->length = length;
    return parse_bracketed(
        parser, length, type->name.text[0] == 'c' ? "the number of bytes" : "the number of bits");
}

/* type = ( … | "char" "[" n "]" | "bits" "[" n "]" | "str" | "ref" name | name ) [ "[" n "]" ] [
 * "?" ] */
static bool parse_type(struct parser *parser, struct type_use *type) {
    parser->form = form_of_type;
    bool is_ref = parser_at_word(parser, "ref");
    if (!parse_dotted_name(parser, &type->name, "the field's type")) {
        return false;
    }
    type->span = type->name.span;
    /* What a `:` follows is the next field, where `;` is forgotten. */
    is_ref = is_ref && strcmp(type->name.text, "ref") == 0 && parser_at(parser, TOKEN_NAME) &&
             !parser_next_is(parser, TOKEN_COLON);
    if (is_ref && !parse_dotted_name(parser, &type->target, "the record that `ref` points to")) {
        return false;
    }
    if (!parse_length(parser, type)) {
        return false;
    }
    if (parser_at(parser, TOKEN_OPEN_BRACKET)) {
        struct literal *count = mem_alloc(parser->mem, sizeof *count);
        type->is_array = true;
        type->count = count;
        if (!parse_bracketed(parser, count, "the number of items")) {
            return false;
        }
    }
    if (parser_at(parser, TOKEN_OPEN_BRACKET)) {
        struct diagnostic *diagnostic = parser_error(parser, "an array has one dimension");
        diagnostic_help(diagnostic,
                        "declare a record that holds the inner array, and an array of that record");
        return false;
    }
    type->optional_span = parser_span(parser);
    type->optional = parser_take(parser, TOKEN_QUESTION);
    if (type->optional &&
        (parser_at(parser, TOKEN_OPEN_BRACKET) || parser_at(parser, TOKEN_QUESTION))) {
        struct diagnostic *diagnostic = parser_error(parser, "`?` ends a type");
        diagnostic_help(diagnostic, "write it once and last, as in `u8[3]?`: the whole array is "
                                    "there or absent");
        return false;
    }
    type->span.end = parser->previous.end;
    return true;
}

/* field = docs { annotation } ident ":" type [ "=" literal ] ";" */
bool parse_field(struct parser *parser, struct field *field) {
    parser->form = form_of_field;
    field->initial = field->type.length = field->type.count = &literal_none;
    parse_preamble(parser, &field->preamble);
    field->span = parser_span(parser);
    if (parser_at(parser, TOKEN_CLOSE_BRACE) && field->preamble.annotations != NULL) {
        parser_error(parser, "expected a field after the annotation, found `}`");
        return false;
    }
    if (!parser_expect_name(parser, &field->name, "a field's name")) {
        return false;
    }
    if (parser_at(parser, TOKEN_QUESTION) || parser_at(parser, TOKEN_OPEN_BRACKET)) {
        parser->form = form_of_type;
    }
    if (!parser_expect(parser, TOKEN_COLON, "after the field's name") ||
        !parse_type(parser, &field->type)) {
        return false;
    }
    bool is_word_more = parser_at(parser, TOKEN_NAME) && !parser->token.first_on_line;
    parser->form = is_word_more ? "a type is one word, and a field ends with `;`" : form_of_field;
    if (parser_take(parser, TOKEN_EQUALS)) {
        struct literal *initial = mem_alloc(parser->mem, sizeof *initial);
        field->has_initial = true;
        field->initial = initial;
        if (!parse_literal(parser, initial)) {
            return false;
        }
        parser->form = form_of_field;
    }
    field->span.end = parser->previous.end;
    return parser_expect(parser, TOKEN_SEMICOLON, "after the field");
}
