/* The productions of a record, but for its fields' own. */
#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "parser.h"
#include "suggest.h"

#define MAX_FIELDS 65535

static const char form_of_record[] =
    "a record is written `record Name : Base slots { … }`; the storage is `slots`, `dict` or "
    "`slots + dict`, and it and the base may be left out";

static bool at_storage_word(const struct parser *parser) {
    return parser_at_word(parser, "slots") || parser_at_word(parser, "dict");
}

/* A word that is nearly one of storage counts as that one, once it is reported. */
static void parse_misspelt_storage(struct parser *parser) {
    if (!parser_at(parser, TOKEN_NAME) || parser_next_is(parser, TOKEN_COLON)) {
        return;
    }
    const char *word = parser_text(parser);
    struct suggestion suggestion = suggest_for(word);
    suggest_offer(&suggestion, "slots");
    suggest_offer(&suggestion, "dict");
    if (suggestion.nearest != NULL) {
        struct diagnostic *diagnostic =
            parser_error(parser, "expected the storage or `{`, found `%s`", word);
        diagnostic_help(diagnostic, "did you mean `%s`?", suggestion.nearest);
        diagnostic_edit(diagnostic, parser_span(parser), suggestion.nearest);
        parser_advance(parser);
    }
}

/* What follows a word of storage and is no `{`: the other word, badly joined, or the same. */
static void report_storage(struct parser *parser, const struct record *record) {
    bool slots = record->storage == STORAGE_SLOTS;
    struct diagnostic *diagnostic =
        parser_error(parser, "a storage clause is `slots`, `dict` or `slots + dict`");
    bool twice = parser_at_word(parser, slots ? "slots" : "dict");
    diagnostic_help(diagnostic,
                    twice ? "write it once"
                          : "for fixed cells and a dict beside them write `slots + dict`");
    if (at_storage_word(parser)) {
        diagnostic->span = span_join(record->storage_span, parser_span(parser));
        diagnostic_edit(diagnostic, diagnostic->span,
                        !twice  ? "slots + dict"
                        : slots ? "slots"
                                : "dict");
    }
    if (parser_at(parser, TOKEN_NAME) && !parser_next_is(parser, TOKEN_COLON)) {
        parser_advance(parser);
    }
}

/* storage = "slots" | "dict" | "slots" "+" "dict" */
static void parse_storage(struct parser *parser, struct record *record) {
    record->storage_span = span_after(parser_previous_span(parser));
    bool slots = parser_at_word(parser, "slots");
    if (!at_storage_word(parser)) {
        parse_misspelt_storage(parser);
        return;
    }
    record->storage_span = parser_span(parser);
    record->storage = slots ? STORAGE_SLOTS : STORAGE_DICT;
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_PLUS) && !at_storage_word(parser)) {
        return;
    }
    bool plus = parser_take(parser, TOKEN_PLUS);
    if (slots && plus && parser_at_word(parser, "dict")) {
        parser_advance(parser);
        record->storage = STORAGE_SLOTS_DICT;
        record->storage_span.end = parser->previous.end;
        return;
    }
    report_storage(parser, record);
}

/* [ ":" name ] */
static bool parse_base(struct parser *parser, struct record *record) {
    if (!parser_take(parser, TOKEN_COLON)) {
        return true;
    }
    if (at_storage_word(parser)) {
        struct diagnostic *diagnostic = parser_error(
            parser, "expected the base record's name after `:`, found the storage word %s",
            parser_found(parser));
        diagnostic_help(diagnostic, "a record without a base has no `:`");
        return true;
    }
    if (!parse_dotted_name(parser, &record->base_name, "the base record's name after `:`")) {
        return false;
    }
    if (parser_at(parser, TOKEN_COMMA)) {
        struct diagnostic *diagnostic = parser_error(parser, "a record has one base at the most");
        diagnostic_help(diagnostic,
                        "inherit from the one that it is, and nest the other as a field");
        while (parser_take(parser, TOKEN_COMMA)) {
            struct name other;
            if (!parse_dotted_name(parser, &other, "a name after `,`")) {
                return false;
            }
        }
    }
    return true;
}

static void add_field(struct parser *parser, struct record *record, const struct field *field) {
    if (record->field_count == MAX_FIELDS) {
        diagnostic_help(report(parser->lexer.diagnostics, ERROR_LIMIT, field->name.span,
                               "record `%s` has more than %d fields", record->declaration.name.text,
                               MAX_FIELDS),
                        "make arrays of fields that are alike, or split the record");
    }
    if (record->field_count == parser->field_most) {
        parser->fields = mem_grow(parser->mem, parser->fields, parser->field_most++, sizeof *field);
    }
    parser->fields[record->field_count++] = *field;
}

static void keep_fields(struct parser *parser, struct record *record) {
    record->field_count = parser->drops_fields ? 0 : record->field_count;
    if (record->field_count > 0) {
        size_t size = record->field_count * sizeof *record->fields;
        record->fields = mem_alloc(parser->mem, size);
        memcpy(record->fields, parser->fields, size);
    }
}

/* How far the line of the word at an offset is indented. */
static size_t indentation(const struct parser *parser, uint32_t at) {
    const struct source *source = parser->lexer.source;
    size_t length = 0;
    const char *line = source_line(source, source_position(source, at).line, &length);
    size_t indented = 0;
    while (indented < length && (line[indented] == ' ' || line[indented] == '\t')) {
        indented++;
    }
    return indented;
}

/* The body holds a declaration, or ends with the file. Whether a body goes on behind it: what is
 * indented deeper than the record is meant to stand in it. */
static bool report_unclosed(struct parser *parser, const struct record *record, uint32_t start) {
    const char *name = record->declaration.name.text;
    bool is_inside = !parser_at(parser, TOKEN_END) &&
                     indentation(parser, parser->token.start) > indentation(parser, start);
    struct diagnostic *diagnostic =
        parser_error(parser, "expected a field or `}`, found %s", parser_found(parser));
    diagnostic_note(diagnostic, record->declaration.name.span, "record `%s` is not closed", name);
    if (!is_inside) {
        diagnostic_help(diagnostic, "close it with a `}`");
        return false;
    }
    diagnostic_help(diagnostic,
                    "close `%s` before it: a type is declared by itself, and a field names it",
                    name);
    if (parser_at_word(parser, "record") || parser_at_word(parser, "enum")) {
        parser_skip_braces(parser);
    } else {
        parser_advance(parser);
        parser_skip_to_field(parser);
    }
    return !parser_at(parser, TOKEN_END);
}

/* "{" { field } "}" */
static void parse_record_body(struct parser *parser, struct record *record, uint32_t start) {
    while (!parser_at(parser, TOKEN_CLOSE_BRACE)) {
        if (parser_at(parser, TOKEN_END) || parser_at_declaration(parser)) {
            if (!report_unclosed(parser, record, start)) {
                return;
            }
            continue;
        }
        struct field field = {0};
        bool good = parse_field(parser, &field);
        if (field.type.name.text != NULL) {
            add_field(parser, record, &field);
        }
        if (!good) {
            parser_skip_to_field(parser);
        }
    }
    record->close = parser_span(parser);
    parser_advance(parser);
}

/* A name, and no storage word that stands where the name is missing. */
static bool parse_record_name(struct parser *parser, struct record *record) {
    if (at_storage_word(parser) &&
        (parser_next_is(parser, TOKEN_OPEN_BRACE) || parser_next_is(parser, TOKEN_PLUS))) {
        parser_error(parser, "expected the record's name, found the storage word %s",
                     parser_found(parser));
        return false;
    }
    return parser_expect_name(parser, &record->declaration.name, "the record's name");
}

/* record = docs { annotation } "record" ident [ ":" name ] [ storage ] "{" { field } "}" */
struct declaration *parse_record(struct parser *parser) {
    struct record *record = mem_alloc(parser->mem, sizeof *record);
    record->declaration.kind = DECLARATION_RECORD;
    uint32_t start = parser->token.start;
    parser->form = form_of_record;
    parser_advance(parser);
    if (!parse_record_name(parser, record) || !parse_base(parser, record)) {
        parser_skip_to_declaration(parser);
        return record->declaration.name.text == NULL ? NULL : &record->declaration;
    }
    parse_storage(parser, record);
    if (parser_expect(parser, TOKEN_OPEN_BRACE, "before the fields") ||
        (parser_at(parser, TOKEN_NAME) && parser_next_is(parser, TOKEN_COLON))) {
        parse_record_body(parser, record, start);
        keep_fields(parser, record);
    } else {
        parser_skip_to_declaration(parser);
    }
    return &record->declaration;
}
