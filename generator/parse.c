#include "parse.h"

#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "parser.h"

#define MAX_FIELDS 65535

/* How things are written, as help. */
static const char form_of_schema[] = "a file holds `record`, `enum` and `extern` declarations";
static const char form_of_package[] = "it is written `package name;`";
static const char form_of_import[] = "it is written `import \"base.slots\";`";
static const char form_of_extern[] =
    "it is written `extern \"struct vec3\" from \"vec3.h\" as Vec3;`";
static const char form_of_enum[] = "an enum is written `enum Unit : u8 { celsius, kelvin = 4 }`";
static const char form_of_record[] =
    "a record is written `record Name : Base slots { … }`; the storage is `slots`, `dict` or "
    "`slots + dict`, and it and the base may be left out";

static void add_declaration(struct file *file, struct declaration ***last,
                            struct declaration *declaration) {
    declaration->file = file;
    **last = declaration;
    *last = &declaration->next;
}

/* package = "package" name ";" */
static void parse_package(struct parser *parser, struct file *file) {
    struct span span = parser_span(parser);
    parser->form = form_of_package;
    parser_advance(parser);
    struct name name = {0};
    if (!parse_dotted_name(parser, &name, "the package's name") ||
        !parser_expect(parser, TOKEN_SEMICOLON, "after the package")) {
        parser_skip_to_declaration(parser);
        return;
    }
    if (file->package.text != NULL) {
        struct diagnostic *diagnostic =
            report(parser->lexer.diagnostics, ERROR_SYNTAX, span, "a second `package`");
        diagnostic_note(diagnostic, file->package.span, "the first one is here");
        diagnostic_help(diagnostic, "a file has one package: drop one, or split the file");
    } else if (file->imports != NULL || file->declarations != NULL) {
        diagnostic_help(report(parser->lexer.diagnostics, ERROR_SYNTAX, span,
                               "`package` comes first in a file"),
                        "move it above the imports and declarations");
    }
    file->package = name;
}

/* import = "import" string ";" */
static void parse_import(struct parser *parser, struct file *file, struct import ***last) {
    struct import *import = mem_alloc(parser->mem, sizeof *import);
    import->span = parser_span(parser);
    parser->form = form_of_import;
    parser_advance(parser);
    if (!parse_string(parser, &import->path, "the path of a schema in quotes") ||
        !parser_expect(parser, TOKEN_SEMICOLON, "after the import")) {
        parser_skip_to_declaration(parser);
        return;
    }
    import->span.end = parser->previous.end;
    if (file->declarations != NULL) {
        diagnostic_help(report(parser->lexer.diagnostics, ERROR_SYNTAX, import->span,
                               "imports come before the declarations"),
                        "move it above the first of them");
    }
    **last = import;
    *last = &import->next;
}

static bool expect_word(struct parser *parser, const char *word, const char *where) {
    if (!parser_at_word(parser, word)) {
        parser_error(parser, "expected `%s` %s, found %s", word, where, parser_found(parser));
        return false;
    }
    parser_advance(parser);
    return true;
}

/* extern = "extern" string "from" string "as" ident ";" */
static struct declaration *parse_extern(struct parser *parser) {
    struct extern_type *type = mem_alloc(parser->mem, sizeof *type);
    type->declaration.kind = DECLARATION_EXTERN;
    parser->form = form_of_extern;
    parser_advance(parser);
    bool good =
        parse_string(parser, &type->spelling, "the C type in quotes") &&
        expect_word(parser, "from", "after the C type") &&
        parse_string(parser, &type->header, "the C header in quotes") &&
        expect_word(parser, "as", "after the header") &&
        parser_expect_name(parser, &type->declaration.name, "the name it has in the schema") &&
        parser_expect(parser, TOKEN_SEMICOLON, "after the extern type");
    if (!good) {
        parser_skip_to_declaration(parser);
        return NULL;
    }
    return &type->declaration;
}

/* enumerator = docs { annotation } ident [ "=" [ "-" ] integer ] */
static bool parse_enumerator(struct parser *parser, struct enumerator *enumerator) {
    parse_preamble(parser, &enumerator->preamble);
    if (!parser_expect_name(parser, &enumerator->name, "an enumerator's name")) {
        return false;
    }
    if (!parser_take(parser, TOKEN_EQUALS)) {
        return true;
    }
    enumerator->has_value = true;
    struct span span = parser_span(parser);
    bool negative = parser_take(parser, TOKEN_MINUS);
    if (!parse_integer(parser, &enumerator->value, "the enumerator's number")) {
        return false;
    }
    enumerator->value.negative = negative;
    enumerator->value.span.start = span.start;
    return true;
}

/* Behind the `}` of a body that went wrong, or before the next declaration. */
static void skip_body(struct parser *parser) {
    while (!parser_at(parser, TOKEN_END) && !parser_at_declaration(parser) &&
           !parser_take(parser, TOKEN_CLOSE_BRACE)) {
        parser->docs = NULL;
        parser_advance(parser);
    }
}

/* "{" enumerator { "," enumerator } [ "," ] "}" */
static bool parse_enum_body(struct parser *parser, struct enumeration *enumeration) {
    if (!parser_expect(parser, TOKEN_OPEN_BRACE, "before the enumerators")) {
        return false;
    }
    while (!parser_at(parser, TOKEN_CLOSE_BRACE)) {
        struct enumerator enumerator = {0};
        if (!parse_enumerator(parser, &enumerator)) {
            return false;
        }
        enumeration->enumerators =
            mem_grow(parser->mem, enumeration->enumerators, enumeration->count, sizeof enumerator);
        enumeration->enumerators[enumeration->count++] = enumerator;
        if (!parser_at(parser, TOKEN_CLOSE_BRACE) &&
            !parser_expect(parser, TOKEN_COMMA, "or `}` after the enumerator")) {
            return false;
        }
    }
    parser_advance(parser);
    return true;
}

/* enum = docs { annotation } "enum" ident [ ":" inttype ] "{" … "}" */
static struct declaration *parse_enum(struct parser *parser) {
    struct enumeration *enumeration = mem_alloc(parser->mem, sizeof *enumeration);
    enumeration->declaration.kind = DECLARATION_ENUM;
    parser->form = form_of_enum;
    parser_advance(parser);
    bool good = parser_expect_name(parser, &enumeration->declaration.name, "the enum's name") &&
                (!parser_take(parser, TOKEN_COLON) ||
                 parser_expect_name(parser, &enumeration->storage, "the enum's integer type")) &&
                parse_enum_body(parser, enumeration);
    if (!good) {
        skip_body(parser);
    }
    return enumeration->declaration.name.text == NULL ? NULL : &enumeration->declaration;
}

static bool at_storage_word(const struct parser *parser) {
    return parser_at_word(parser, "slots") || parser_at_word(parser, "dict");
}

/* storage = "slots" | "dict" | "slots" "+" "dict" */
static bool parse_storage(struct parser *parser, struct record *record) {
    record->storage_span = span_after(parser_previous_span(parser));
    bool slots = parser_at_word(parser, "slots");
    if (!slots && !parser_at_word(parser, "dict")) {
        return true;
    }
    record->storage_span = parser_span(parser);
    record->storage = slots ? STORAGE_SLOTS : STORAGE_DICT;
    parser_advance(parser);
    if (!parser_at(parser, TOKEN_PLUS) && !parser_at_word(parser, "slots") &&
        !parser_at_word(parser, "dict")) {
        return true;
    }
    bool plus = parser_take(parser, TOKEN_PLUS);
    if (slots && plus && parser_at_word(parser, "dict")) {
        parser_advance(parser);
        record->storage = STORAGE_SLOTS_DICT;
        record->storage_span.end = parser->previous.end;
        return true;
    }
    struct diagnostic *diagnostic =
        parser_error(parser, "a storage clause is `slots`, `dict` or `slots + dict`");
    diagnostic_help(diagnostic, "for fixed cells and a dict beside them write `slots + dict`");
    bool both = parser_at_word(parser, slots ? "dict" : "slots");
    if (both || at_storage_word(parser)) {
        parser_advance(parser);
        diagnostic->span = span_join(record->storage_span, parser_previous_span(parser));
    }
    if (both) {
        diagnostic_edit(diagnostic, diagnostic->span, "slots + dict");
    }
    return true;
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
    record->fields = mem_grow(parser->mem, record->fields, record->field_count, sizeof *field);
    record->fields[record->field_count++] = *field;
}

/* "{" { field } "}" */
static void parse_record_body(struct parser *parser, struct record *record) {
    while (!parser_at(parser, TOKEN_CLOSE_BRACE)) {
        if (parser_at(parser, TOKEN_END) || parser_at_declaration(parser)) {
            struct diagnostic *diagnostic =
                parser_error(parser, "expected a field or `}`, found %s", parser_found(parser));
            diagnostic_note(diagnostic, record->declaration.name.span, "record `%s` is not closed",
                            record->declaration.name.text);
            diagnostic_help(diagnostic, "close it with a `}`");
            return;
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

/* record = docs { annotation } "record" ident [ ":" name ] [ storage ] "{" { field } "}" */
static struct declaration *parse_record(struct parser *parser) {
    struct record *record = mem_alloc(parser->mem, sizeof *record);
    record->declaration.kind = DECLARATION_RECORD;
    parser->form = form_of_record;
    parser_advance(parser);
    if (!parser_expect_name(parser, &record->declaration.name, "the record's name") ||
        !parse_base(parser, record) || !parse_storage(parser, record)) {
        parser_skip_to_declaration(parser);
        return record->declaration.name.text == NULL ? NULL : &record->declaration;
    }
    if (parser_expect(parser, TOKEN_OPEN_BRACE, "before the fields") ||
        (parser_at(parser, TOKEN_NAME) && parser_next_is(parser, TOKEN_COLON))) {
        parse_record_body(parser, record);
    } else {
        parser_skip_to_declaration(parser);
    }
    return &record->declaration;
}

/* A `;` behind a `}`, as C has it, gets its own help; anything else is skipped in one go. */
static void unexpected(struct parser *parser) {
    if (parser_at(parser, TOKEN_SEMICOLON) && parser->previous.kind == TOKEN_CLOSE_BRACE) {
        struct diagnostic *diagnostic = parser_error(parser, "no `;` follows a `}`");
        diagnostic_help(diagnostic, "drop it: declarations end with their `}`");
        diagnostic_edit(diagnostic, parser_span(parser), "");
        parser_advance(parser);
        return;
    }
    if (parser_at(parser, TOKEN_CLOSE_BRACE) && parser->open_braces > 0) {
        parser->open_braces--;
        parser_advance(parser);
        return;
    }
    parser_error(parser, "expected a declaration, found %s", parser_found(parser));
    parser_hush(parser);
    parser_advance(parser);
    parser_skip_to_declaration(parser);
}

static struct declaration *parse_declaration(struct parser *parser) {
    struct preamble preamble = {0};
    parser->form = form_of_schema;
    parse_preamble(parser, &preamble);
    struct declaration *declaration = NULL;
    if (parser_at_word(parser, "record")) {
        declaration = parse_record(parser);
    } else if (parser_at_word(parser, "enum")) {
        declaration = parse_enum(parser);
    } else if (parser_at_word(parser, "extern")) {
        declaration = parse_extern(parser);
    } else if (preamble.annotations != NULL &&
               (parser_at(parser, TOKEN_END) || parser_at_declaration(parser))) {
        diagnostic_help(parser_error(parser,
                                     "expected `record` or `enum` after the annotation, found %s",
                                     parser_found(parser)),
                        "an annotation stands right before what it is about");
    } else if (!parser_at(parser, TOKEN_END)) {
        unexpected(parser);
    }
    if (declaration != NULL) {
        declaration->preamble = preamble;
    }
    return declaration;
}

/* schema = [ package ] { import } { extern | enum | record } */
static void parse_schema(struct parser *parser, struct file *file) {
    struct import **last_import = &file->imports;
    struct declaration **last_declaration = &file->declarations;
    while (!parser_at(parser, TOKEN_END)) {
        if (parser_at_word(parser, "package")) {
            parse_package(parser, file);
        } else if (parser_at_word(parser, "import")) {
            parse_import(parser, file, &last_import);
        } else {
            struct declaration *declaration = parse_declaration(parser);
            if (declaration != NULL) {
                add_declaration(file, &last_declaration, declaration);
            }
        }
    }
    if (parser->docs != NULL) {
        parser_advance(parser);
    }
}

struct file *parse(struct mem *mem, const struct source *source, struct diagnostics *diagnostics) {
    struct file *file = mem_alloc(mem, sizeof *file);
    file->source = source;
    size_t errors = diagnostics->error_count;
    if (lex_check_encoding(source, diagnostics)) {
        struct parser parser = {.mem = mem,
                                .lexer = {.source = source, .diagnostics = diagnostics}};
        parser_start(&parser);
        parse_schema(&parser, file);
    }
    file->parsed = diagnostics->error_count == errors;
    return file;
}
