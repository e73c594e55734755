#include "lsp_context.h"

#include <string.h>

#include "annotations.h"
#include "diagnostic.h"
#include "lex.h"
#include "mem.h"
#include "text.h"

/* Where in the grammar a text is. */
enum region {
    IN_SCHEMA,
    IN_IMPORT, /* or `package` */
    IN_EXTERN,
    IN_RECORD_HEAD,
    IN_ENUM_HEAD,
    IN_RECORD,
    IN_ENUM,
};

struct reading {
    struct mem *mem;
    const struct source *source;
    struct token *tokens; /* whole ones before the place */
    size_t count;
    struct token last; /* that the place is in or at the end of, where it is a name or string */
    bool has_last;
    enum region region;
    size_t first; /* of the tokens of the piece that is being written */
};

static bool is_word(const struct reading *reading, struct token token, const char *word) {
    size_t length = strlen(word);
    return token.kind == TOKEN_NAME && token.end - token.start == length &&
           memcmp(reading->source->bytes + token.start, word, length) == 0;
}

static bool is_quoted(const struct reading *reading, struct token token) {
    return token.end > token.start && reading->source->bytes[token.start] == '"' &&
           (token.kind == TOKEN_STRING || token.kind == TOKEN_BAD);
}

/* Whether the place is in a token, so that it is still being written. */
static bool is_open(const struct reading *reading, struct token token, uint32_t offset) {
    if (token.kind == TOKEN_NAME) {
        return token.start < offset && offset <= token.end;
    }
    bool is_closed = token.kind == TOKEN_STRING;
    return is_quoted(reading, token) && token.start < offset &&
           (is_closed ? offset < token.end : offset <= token.end);
}

static void read_tokens(struct reading *reading, uint32_t offset) {
    struct lexer lexer = {.source = reading->source, .diagnostics = diagnostics_new(reading->mem)};
    for (;;) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END || token.start >= offset) {
            return;
        }
        if (is_open(reading, token, offset) || token.kind == TOKEN_DOC) {
            reading->last = token;
            reading->has_last = token.kind != TOKEN_DOC;
        } else {
            reading->tokens = mem_grow(reading->mem, reading->tokens, reading->count, sizeof token);
            reading->tokens[reading->count++] = token;
        }
    }
}

/* The region that a word begins at the top of a schema; `otherwise` where it is no keyword. */
static enum region begun_by(const struct reading *reading, struct token token,
                            enum region otherwise) {
    static const struct {
        const char *word;
        enum region region;
    } words[] = {{"package", IN_IMPORT},
                 {"import", IN_IMPORT},
                 {"extern", IN_EXTERN},
                 {"enum", IN_ENUM_HEAD},
                 {"record", IN_RECORD_HEAD}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_word(reading, token, words[i].word)) {
            return words[i].region;
        }
    }
    return otherwise;
}

/* A declaration's keyword in a body that is not closed: it begins a line, and a name follows. */
static bool breaks_body(const struct reading *reading, size_t index) {
    struct token token = reading->tokens[index];
    return token.first_on_line && index + 1 < reading->count &&
           reading->tokens[index + 1].kind == TOKEN_NAME &&
           begun_by(reading, token, IN_SCHEMA) != IN_SCHEMA;
}

/* An annotation that begins a line, or a field behind one whose `;` is missing. */
static bool begins_piece(const struct reading *reading, size_t index) {
    struct token token = reading->tokens[index];
    bool is_field = reading->region == IN_RECORD && token.kind == TOKEN_NAME &&
                    index + 1 < reading->count && reading->tokens[index + 1].kind == TOKEN_COLON;
    return token.first_on_line && (token.kind == TOKEN_AT || is_field);
}

/* The pieces in a body end with `;` or `,`. */
static void step(struct reading *reading, size_t index) {
    struct token token = reading->tokens[index];
    enum region before = reading->region;
    bool in_body = before == IN_RECORD || before == IN_ENUM;
    bool in_head = before == IN_RECORD_HEAD || before == IN_ENUM_HEAD;
    if (begins_piece(reading, index)) {
        reading->first = index;
        return;
    }
    bool ends = token.kind == TOKEN_CLOSE_BRACE || (token.kind == TOKEN_SEMICOLON && !in_body);
    if (ends) {
        reading->region = IN_SCHEMA;
    } else if (token.kind == TOKEN_OPEN_BRACE && in_head) {
        reading->region = before == IN_RECORD_HEAD ? IN_RECORD : IN_ENUM;
    } else if (before == IN_SCHEMA || (!in_body && token.first_on_line) ||
               (in_body && breaks_body(reading, index))) {
        reading->region = begun_by(reading, token, before);
        reading->first = reading->region == before ? reading->first : index;
        return;
    } else if (token.kind != TOKEN_SEMICOLON && !(token.kind == TOKEN_COMMA && before == IN_ENUM)) {
        return;
    }
    reading->first = index + 1;
}

/* The piece that is being written: the tokens from `first` on. */
struct piece {
    const struct token *tokens;
    size_t count;
};

static enum token_kind kind_at(const struct piece *piece, size_t index) {
    return index < piece->count ? piece->tokens[index].kind : TOKEN_END;
}

/* Of an annotation that is not closed, what its first value is. */
static enum lsp_expects expected_value(const struct reading *reading, const struct piece *piece) {
    bool in_string = reading->has_last && is_quoted(reading, reading->last);
    bool is_first = piece->count == 3;
    if (is_first && is_word(reading, piece->tokens[1], "order")) {
        return EXPECTS_ORDER;
    }
    return is_first && in_string && is_word(reading, piece->tokens[1], "allow") ? EXPECTS_RULE
                                                                                : EXPECTS_NOTHING;
}

/* The tokens of the annotation that a piece begins with; 0 where it is not closed. */
static size_t annotation_length(const struct piece *piece) {
    size_t at = 2;
    if (kind_at(piece, at) == TOKEN_OPEN_PARENTHESIS) {
        while (at < piece->count && kind_at(piece, at) != TOKEN_CLOSE_PARENTHESIS) {
            at++;
        }
        return at == piece->count ? 0 : at + 1;
    }
    return at;
}

/* Behind the annotations that stand before something; false within one, which *context is about. */
static bool skip_annotations(const struct reading *reading, struct piece *piece,
                             struct lsp_context *context) {
    while (kind_at(piece, 0) == TOKEN_AT) {
        size_t length = annotation_length(piece);
        if (piece->count == 1 || length == 0) {
            context->expects =
                piece->count == 1 ? EXPECTS_ANNOTATION : expected_value(reading, piece);
            return false;
        }
        length = length < piece->count ? length : piece->count;
        piece->tokens += length;
        piece->count -= length;
    }
    return true;
}

/* A name with dots from a token on, as far as it goes; *end is behind it. */
static const char *dotted(const struct reading *reading, const struct piece *piece, size_t from,
                          size_t *end) {
    struct text text = {.mem = reading->mem};
    size_t at = from;
    while (kind_at(piece, at) == TOKEN_NAME) {
        struct token token = piece->tokens[at];
        text_add(&text, reading->source->bytes + token.start, token.end - token.start);
        at++;
        if (kind_at(piece, at) != TOKEN_DOT) {
            break;
        }
        at++;
        text_add_string(&text, kind_at(piece, at) == TOKEN_NAME ? "." : "");
    }
    *end = at;
    return text_string(&text);
}

/* A name is expected at an index, perhaps behind a package; false where something follows it. */
static bool expects_name(const struct reading *reading, const struct piece *piece, size_t from,
                         struct lsp_context *context) {
    size_t end = from;
    const char *package = dotted(reading, piece, from, &end);
    bool is_dot = end > from && piece->tokens[end - 1].kind == TOKEN_DOT;
    context->package = is_dot ? package : NULL;
    return end == piece->count && (end == from || is_dot);
}

static void read_record_head(const struct reading *reading, const struct piece *piece,
                             struct lsp_context *context) {
    size_t base_end = 3;
    if (piece->count < 2) {
        return;
    }
    if (kind_at(piece, 2) == TOKEN_COLON && expects_name(reading, piece, 3, context)) {
        context->expects = EXPECTS_BASE;
        return;
    }
    if (kind_at(piece, 2) == TOKEN_COLON) {
        (void)dotted(reading, piece, 3, &base_end);
    } else {
        base_end = 2;
    }
    if (piece->count == base_end) {
        context->expects = EXPECTS_STORAGE;
    } else if (piece->count == base_end + 2 && kind_at(piece, base_end + 1) == TOKEN_PLUS) {
        context->expects = EXPECTS_DICT;
    }
}

/* A field: name, `:`, type, `=`, value. */
static void read_field(const struct reading *reading, const struct piece *piece,
                       struct lsp_context *context) {
    size_t end = 0;
    if (kind_at(piece, 1) != TOKEN_COLON) {
        return;
    }
    bool is_ref = piece->count > 2 && is_word(reading, piece->tokens[2], "ref");
    if (is_ref && expects_name(reading, piece, 3, context)) {
        context->expects = EXPECTS_RECORD;
        return;
    }
    if (expects_name(reading, piece, 2, context)) {
        context->expects = EXPECTS_TYPE;
        return;
    }
    context->package = NULL;
    if (kind_at(piece, piece->count - 1) == TOKEN_EQUALS) {
        context->expects = EXPECTS_VALUE;
        context->type = dotted(reading, piece, 2, &end);
    }
}

static void read_extern(const struct reading *reading, const struct piece *piece,
                        struct lsp_context *context) {
    (void)reading;
    if (piece->count == 2) {
        context->expects = EXPECTS_FROM;
    } else if (piece->count == 4) {
        context->expects = EXPECTS_AS;
    }
}

static bool is_line_start(const struct reading *reading, uint32_t at) {
    const char *bytes = reading->source->bytes;
    while (at > 0 && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) {
        at--;
    }
    return at == 0 || bytes[at - 1] == '\n';
}

static void read_piece(const struct reading *reading, struct lsp_context *context) {
    struct piece piece = {reading->tokens + reading->first, reading->count - reading->first};
    static const unsigned targets[] = {[IN_SCHEMA] = ON_RECORD | ON_ENUM | ON_EXTERN,
                                       [IN_RECORD] = ON_FIELD,
                                       [IN_ENUM] = ON_ENUMERATOR,
                                       [IN_ENUM_HEAD] = 0};
    bool has_annotations = kind_at(&piece, 0) == TOKEN_AT;
    bool in_string = reading->has_last && is_quoted(reading, reading->last);
    context->targets = reading->region <= IN_ENUM ? targets[reading->region] : 0;
    if (!skip_annotations(reading, &piece, context)) {
        return;
    }
    if (in_string) {
        bool is_import = piece.count == 1 && is_word(reading, piece.tokens[0], "import");
        context->expects = is_import ? EXPECTS_IMPORT_PATH : EXPECTS_NOTHING;
        return;
    }
    switch (reading->region) {
    case IN_SCHEMA:
        if (piece.count == 0 || (is_line_start(reading, context->start) && !has_annotations)) {
            context->expects = has_annotations ? EXPECTS_ANNOTATED : EXPECTS_DECLARATION;
        }
        break;
    case IN_EXTERN:
        read_extern(reading, &piece, context);
        break;
    case IN_RECORD_HEAD:
        read_record_head(reading, &piece, context);
        break;
    case IN_ENUM_HEAD:
        if (piece.count == 3 && kind_at(&piece, 2) == TOKEN_COLON) {
            context->expects = EXPECTS_INTEGER_TYPE;
        }
        break;
    case IN_RECORD:
        read_field(reading, &piece, context);
        break;
    case IN_IMPORT:
    case IN_ENUM:
        break;
    }
}

/* Whether the place is in a comment, which then begins at *start. */
static bool is_comment(const struct reading *reading, uint32_t from, uint32_t offset,
                       uint32_t *start) {
    const char *bytes = reading->source->bytes;
    uint32_t at = from;
    while (at + 1 < offset) {
        bool is_line = bytes[at] == '/' && bytes[at + 1] == '/';
        bool is_block = bytes[at] == '/' && bytes[at + 1] == '*';
        if (!is_line && !is_block) {
            at++;
            continue;
        }
        *start = at;
        uint32_t end = at + 2;
        while (end < offset &&
               !(is_line ? bytes[end] == '\n'
                         : end > at + 2 && bytes[end] == '/' && bytes[end - 1] == '*')) {
            end++;
        }
        if (end >= offset) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/* What a rule is called by, and `allow`. */
static bool is_rule_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || byte == '-';
}

/* A comment that begins with `slotc:` is a directive in the making. */
static void read_comment(const struct reading *reading, uint32_t start, uint32_t offset,
                         struct lsp_context *context) {
    static const char mark[] = "slotc:";
    static const char allow[] = "allow";
    const char *text = mem_copy(reading->mem, reading->source->bytes + start, offset - start);
    const char *at = text + strspn(text, "/");
    at += strspn(at, " \t");
    if (strncmp(at, mark, sizeof mark - 1) != 0) {
        return;
    }
    at += sizeof mark - 1;
    size_t word = strcspn(at, " \t");
    context->start = start + (uint32_t)(at - text);
    if (at[word] == '\0') {
        context->expects = EXPECTS_DIRECTIVE;
    } else if (word == sizeof allow - 1 && strncmp(at, allow, word) == 0) {
        at += word + strspn(at + word, " \t");
        context->start = start + (uint32_t)(at - text);
        context->expects = strpbrk(at, " \t:") == NULL ? EXPECTS_DIRECTIVE_RULE : EXPECTS_NOTHING;
    }
}

struct lsp_context lsp_context_at(struct mem *mem, const struct source *source, uint32_t offset) {
    struct lsp_context context = {.expects = EXPECTS_NOTHING, .start = offset};
    struct reading reading = {.mem = mem, .source = source};
    offset = offset < source->length ? offset : (uint32_t)source->length;
    context.start = context.end = offset;
    read_tokens(&reading, offset);
    uint32_t trivia = reading.count == 0 ? 0 : reading.tokens[reading.count - 1].end;
    uint32_t comment = 0;
    if (is_comment(&reading, trivia, reading.has_last ? reading.last.start : offset, &comment)) {
        read_comment(&reading, comment, offset, &context);
        while (context.end < source->length && is_rule_byte(source->bytes[context.end])) {
            context.end++;
        }
        return context;
    }
    if (reading.has_last) {
        bool in_quotes = is_quoted(&reading, reading.last);
        bool is_closed = !in_quotes || reading.last.kind == TOKEN_STRING;
        context.start = reading.last.start + (in_quotes ? 1 : 0);
        context.end = is_closed ? reading.last.end - (in_quotes ? 1 : 0) : offset;
    }
    for (size_t i = 0; i < reading.count; i++) {
        step(&reading, i);
    }
    read_piece(&reading, &context);
    return context;
}
