#include "parse.h"

#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "parser.h"
#include "suggest.h"

/* How things are written, as help. */
static const char form_of_schema[] = "a file holds `record`, `enum` and `extern` declarations";
static const char form_of_annotated[] =
    "an annotation is written `@name` or `@name(value, …)`, right before what it is about";
static const char form_of_package[] = "it is written `package name;`";
static const char form_of_import[] = "it is written `import \"base.slots\";`";
static const char form_of_extern[] =
    "it is written `extern \"struct vec3\" from \"vec3.h\" as Vec3;`";
static const char form_of_enum[] = "an enum is written `enum Unit : u8 { celsius, kelvin = 4 }`";

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

/* What another language calls a declaration of ours, or NULL. */
static const char *word_elsewhere(const char *word) {
    static const char *const pairs[][2] = {{"struct", "record"},  {"class", "record"},
                                           {"message", "record"}, {"table", "record"},
                                           {"include", "import"}, {"using", "import"},
                                           {"from", "import"},    {"require", "import"},
                                           {"module", "package"}, {"namespace", "package"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(pairs[i][0], word) == 0) {
            return pairs[i][1];
        }
    }
    return NULL;
}

/* The word of a declaration that is nearly the one given, or NULL. */
static const char *nearest_word(const char *word) {
    static const char *const words[] = {"package", "import", "extern", "enum", "record"};
    struct suggestion suggestion = suggest_for(word);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        suggest_offer(&suggestion, words[i]);
    }
    return suggestion.nearest;
}

/* What to do about the token in hand, which starts no declaration. Only a slip has an edit: what
 * follows another language's word is that language's, too. */
static void help_with_unexpected(struct parser *parser, struct diagnostic *diagnostic) {
    const char *word = parser_at(parser, TOKEN_NAME) ? parser_text(parser) : "";
    if (word[0] != '\0' && parser_next_is(parser, TOKEN_COLON)) {
        diagnostic_help(diagnostic, "a field stands between the `{` and the `}` of a record");
    } else if (word_elsewhere(word) != NULL) {
        diagnostic_help(diagnostic, "did you mean `%s`?", word_elsewhere(word));
    } else if (nearest_word(word) != NULL) {
        diagnostic_help(diagnostic, "did you mean `%s`?", nearest_word(word));
        diagnostic_edit(diagnostic, parser_span(parser), nearest_word(word));
    } else if (parser_at(parser, TOKEN_CLOSE_BRACE)) {
        diagnostic_help(diagnostic, "drop it: nothing is open here");
    }
}

/* A `;` behind a `}`, as C has it, gets its own help; anything else is skipped in one go. */
static void unexpected(struct parser *parser, bool annotated) {
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
    parser->form = annotated ? form_of_annotated : form_of_schema;
    struct diagnostic *diagnostic =
        parser_error(parser, "expected %s, found %s",
                     annotated ? "`record` or `enum` after the annotation" : "a declaration",
                     parser_found(parser));
    if (parser_at(parser, TOKEN_END) || parser_at_declaration(parser)) {
        return;
    }
    help_with_unexpected(parser, diagnostic);
    parser_hush(parser);
    parser_advance(parser);
    bool is_before = parser_at_word(parser, "record") || parser_at_word(parser, "enum");
    if (is_before && !parser->token.first_on_line) {
        diagnostic_help(diagnostic, "only documentation and annotations, as `@final`, stand "
                                    "before `record` and `enum`");
    }
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
    } else if (preamble.annotations != NULL || !parser_at(parser, TOKEN_END)) {
        unexpected(parser, preamble.annotations != NULL);
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

static struct file *parse_source(const struct parser *start) {
    struct parser parser = *start;
    struct file *file = mem_alloc(parser.mem, sizeof *file);
    file->source = parser.lexer.source;
    struct diagnostics *diagnostics = parser.lexer.diagnostics;
    size_t errors = diagnostics->error_count;
    parser.lexer.directives = &file->directives;
    if (lex_check_encoding(file->source, diagnostics)) {
        parser_start(&parser);
        parse_schema(&parser, file);
    }
    file->parsed = diagnostics->error_count == errors;
    return file;
}

struct file *parse(struct mem *mem, const struct source *source, struct diagnostics *diagnostics) {
    return parse_source(&(struct parser){
        .mem = mem,
        .lexer = {.source = source, .diagnostics = diagnostics},
    });
}

bool parse_check(struct mem *mem, const struct source *source, struct diagnostics *diagnostics) {
    return parse_source(&(struct parser){
                            .mem = mem,
                            .lexer = {.source = source, .diagnostics = diagnostics},
                            .drops_fields = true,
                        })
        ->parsed;
}
