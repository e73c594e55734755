#include "parser.h"

#include <stdarg.h>
#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "text.h"

/* A `///` line joins the documentation of what follows: its text without the mark, without one
 * space behind it, without white space at its end. */
static void add_doc_line(struct parser *parser, struct token token) {
    const char *bytes = parser->lexer.source->bytes;
    uint32_t start = token.start + 3;
    uint32_t end = token.end;
    if (start < end && bytes[start] == ' ') {
        start++;
    }
    while (end > start &&
           (bytes[end - 1] == ' ' || bytes[end - 1] == '\t' || bytes[end - 1] == '\r')) {
        end--;
    }
    if (parser->docs == NULL) {
        parser->docs = mem_alloc(parser->mem, sizeof *parser->docs);
        parser->docs->mem = parser->mem;
        parser->docs_span = (struct span){parser->lexer.source, token.start, token.end};
    } else {
        text_add(parser->docs, "\n", 1);
    }
    parser->docs_span.end = token.end;
    text_add(parser->docs, bytes + start, end - start);
}

/* Malformed tokens are reported by the lexer; the parser need not see them where they stand by
 * themselves, but then something is missing there, so it does. */
static void read_token(struct parser *parser) {
    parser->token = lex_next(&parser->lexer);
    while (parser->token.kind == TOKEN_DOC) {
        add_doc_line(parser, parser->token);
        parser->token = lex_next(&parser->lexer);
    }
}

void parser_start(struct parser *parser) {
    read_token(parser);
}

void parser_advance(struct parser *parser) {
    if (parser->docs != NULL) {
        struct diagnostic *diagnostic =
            report(parser->lexer.diagnostics, ERROR_DOC_DANGLING, parser->docs_span,
                   "this `///` comment documents nothing");
        diagnostic_help(diagnostic,
                        "put it above a record, enum, extern, field or enumerator, or write `//`");
        parser->docs = NULL;
    }
    parser->previous = parser->token;
    if (parser->token.kind != TOKEN_END) {
        read_token(parser);
    }
}

static struct span span_of(const struct parser *parser, struct token token) {
    return (struct span){parser->lexer.source, token.start, token.end};
}

struct span parser_span(const struct parser *parser) {
    return span_of(parser, parser->token);
}

struct span parser_previous_span(const struct parser *parser) {
    return span_of(parser, parser->previous);
}

bool parser_at(const struct parser *parser, enum token_kind kind) {
    return parser->token.kind == kind;
}

static bool is_word(const struct parser *parser, struct token token, const char *word) {
    size_t length = strlen(word);
    return token.kind == TOKEN_NAME && token.end - token.start == length &&
           memcmp(parser->lexer.source->bytes + token.start, word, length) == 0;
}

bool parser_at_word(const struct parser *parser, const char *word) {
    return is_word(parser, parser->token, word);
}

/* The token behind the one in hand, without reporting anything about it. */
static struct token peek(const struct parser *parser) {
    struct lexer ahead = parser->lexer;
    const struct source *source = ahead.source;
    ahead.directives = NULL;
    struct token token = {.kind = TOKEN_END};
    while (ahead.at < source->length &&
           (source->bytes[ahead.at] == ' ' || source->bytes[ahead.at] == '\t')) {
        ahead.at++;
    }
    unsigned char byte = ahead.at < source->length ? (unsigned char)source->bytes[ahead.at] : 0;
    bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    if (letter || (byte != 0 && strchr(";:,.{}()[]@=-+?", byte) != NULL)) {
        token = lex_next(&ahead);
    } else if (byte == '"') {
        token.kind = TOKEN_STRING;
    }
    return token;
}

bool parser_next_is(const struct parser *parser, enum token_kind kind) {
    return peek(parser).kind == kind;
}

bool parser_at_declaration(const struct parser *parser) {
    if (parser_at_word(parser, "record") || parser_at_word(parser, "enum") ||
        parser_at_word(parser, "package")) {
        return parser_next_is(parser, TOKEN_NAME);
    }
    if (parser_at_word(parser, "import") || parser_at_word(parser, "extern")) {
        return parser_next_is(parser, TOKEN_STRING);
    }
    return false;
}

bool parser_take(struct parser *parser, enum token_kind kind) {
    if (parser->token.kind != kind) {
        return false;
    }
    parser_advance(parser);
    return true;
}

const char *parser_found(const struct parser *parser) {
    const struct token *token = &parser->token;
    if (token->kind == TOKEN_END || token->kind == TOKEN_STRING) {
        return token_kind_text(token->kind);
    }
    unsigned length = token->end - token->start;
    const char *more = length > 40 ? "…" : "";
    return mem_format(parser->mem, "`%.*s%s`", (int)(length > 40 ? 40 : length),
                      parser->lexer.source->bytes + token->start, more);
}

/* The lexer has said already what is wrong with a malformed token. */
static struct diagnostic *report_syntax(struct parser *parser, struct span span,
                                        const char *message) {
    const struct rule *rule = error_rule(ERROR_SYNTAX);
    enum severity severity = parser_at(parser, TOKEN_BAD) ? SEVERITY_OFF : rule->severity;
    struct diagnostic *diagnostic =
        report_rule(parser->lexer.diagnostics, rule, severity, span, message);
    diagnostic_help(diagnostic, "%s", parser->form);
    return diagnostic;
}

/* What is missing at the end of a line, or of the file, belongs there, not to what follows. */
static struct span span_of_missing(const struct parser *parser) {
    return parser->previous.end > 0 ? span_after(parser_previous_span(parser))
                                    : parser_span(parser);
}

struct diagnostic *parser_error(struct parser *parser, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = mem_vformat(parser->mem, format, arguments);
    va_end(arguments);
    bool ended = parser_at(parser, TOKEN_END);
    return report_syntax(parser, ended ? span_of_missing(parser) : parser_span(parser), message);
}

bool parser_expect(struct parser *parser, enum token_kind kind, const char *where) {
    if (parser_take(parser, kind)) {
        return true;
    }
    const char *message = mem_format(parser->mem, "expected %s %s, found %s", token_kind_text(kind),
                                     where, parser_found(parser));
    bool is_next_line = parser->token.first_on_line && !parser_at(parser, TOKEN_BAD);
    struct span span = is_next_line ? span_of_missing(parser) : parser_span(parser);
    struct diagnostic *diagnostic = report_syntax(parser, span, message);
    if (kind == TOKEN_SEMICOLON && span.start == span.end) {
        diagnostic_edit(diagnostic, span, ";");
    }
    if (parser_at(parser, TOKEN_AT) && !is_next_line && kind != TOKEN_CLOSE_PARENTHESIS) {
        diagnostic_help(diagnostic, "an annotation stands before what it is about");
    }
    return false;
}

const char *parser_text(const struct parser *parser) {
    const struct token *token = &parser->token;
    return mem_copy(parser->mem, parser->lexer.source->bytes + token->start,
                    token->end - token->start);
}

/* What stands where a name is missing: a declaration that begins a line declares something. */
static bool at_name(const struct parser *parser) {
    return parser_at(parser, TOKEN_NAME) &&
           !(parser->token.first_on_line && parser_at_declaration(parser));
}

bool parser_expect_name(struct parser *parser, struct name *name, const char *what) {
    if (!at_name(parser)) {
        const char *message =
            mem_format(parser->mem, "expected %s, found %s", what, parser_found(parser));
        bool is_behind = parser_at(parser, TOKEN_END) || parser_at(parser, TOKEN_NAME);
        report_syntax(parser, is_behind ? span_of_missing(parser) : parser_span(parser), message);
        return false;
    }
    name->span = parser_span(parser);
    name->text = parser_text(parser);
    parser_advance(parser);
    return true;
}

/* The word of a declaration with something missing behind it; a field or an enumerator may be
 * called so, too. */
static bool at_keyword(const struct parser *parser) {
    static const char *const words[] = {"package", "import", "extern", "enum", "record"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (parser_at_word(parser, words[i])) {
            enum token_kind next = peek(parser).kind;
            return next != TOKEN_COLON && next != TOKEN_COMMA && next != TOKEN_EQUALS &&
                   next != TOKEN_CLOSE_BRACE;
        }
    }
    return false;
}

/* `@` at the start of a line is a declaration's, too: fields and enumerators are indented deeper
 * more often than not, and a wrong guess costs one more finding at the most. */
static bool at_declaration_start(const struct parser *parser) {
    return parser->token.first_on_line &&
           (parser_at_declaration(parser) || at_keyword(parser) || parser_at(parser, TOKEN_AT));
}

void parser_hush(struct parser *parser) {
    parser->lexer.quiet = UINT32_MAX;
}

/* How far the `;` is looked for: a field is shorter, and skipping takes linear time. */
#define MAX_HUSHED 4096

/* The same, to the next `;`. */
static void hush_field(struct parser *parser) {
    const struct source *source = parser->lexer.source;
    size_t left = source->length - parser->token.start;
    const char *start = source->bytes + parser->token.start;
    const char *end = memchr(start, ';', left < MAX_HUSHED ? left : MAX_HUSHED);
    parser->lexer.quiet = end == NULL ? 0 : (uint32_t)(end - source->bytes);
}

/* Braces that are skipped: those that are opened here are closed further on. */
static void count_brace(const struct parser *parser, size_t *open) {
    *open += parser_at(parser, TOKEN_OPEN_BRACE);
    *open -= parser_at(parser, TOKEN_CLOSE_BRACE) && *open > 0;
}

void parser_skip_braces(struct parser *parser) {
    size_t open = 0;
    parser_hush(parser);
    do {
        count_brace(parser, &open);
        parser->docs = NULL;
        parser_advance(parser);
    } while (!parser_at(parser, TOKEN_END) &&
             (open > 0 || parser->previous.kind != TOKEN_CLOSE_BRACE));
    parser->lexer.quiet = 0;
}

void parser_skip_to_declaration(struct parser *parser) {
    parser_hush(parser);
    while (!parser_at(parser, TOKEN_END) && !at_declaration_start(parser)) {
        count_brace(parser, &parser->open_braces);
        parser->docs = NULL;
        parser_advance(parser);
    }
    parser->lexer.quiet = 0;
}

static bool at_field_start(const struct parser *parser) {
    bool on_new_line = parser->token.first_on_line && parser->previous.kind != TOKEN_AT;
    return on_new_line && (parser_at(parser, TOKEN_AT) ||
                           (parser_at(parser, TOKEN_NAME) && parser_next_is(parser, TOKEN_COLON)));
}

void parser_skip_to_field(struct parser *parser) {
    size_t open = 0;
    hush_field(parser);
    while (!parser_at(parser, TOKEN_END) && !parser_at_declaration(parser)) {
        if (open == 0 && (parser_at(parser, TOKEN_CLOSE_BRACE) || at_field_start(parser))) {
            break;
        }
        count_brace(parser, &open);
        parser->docs = NULL;
        parser_advance(parser);
        if (open == 0 && parser->previous.kind == TOKEN_SEMICOLON) {
            break;
        }
    }
    parser->lexer.quiet = 0;
}
