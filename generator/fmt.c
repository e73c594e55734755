#include "fmt.h"

#include <string.h>

#include "diagnostic.h"
#include "fmt_draft.h"
#include "lex.h"
#include "mem.h"
#include "parse.h"

/* What a declaration is, by its first word. */
enum kind {
    KIND_NONE,
    KIND_HEAD, /* package and imports */
    KIND_EXTERN,
    KIND_ENUM,
    KIND_RECORD,
};

static enum token_kind kind_at(const struct fmt_draft *draft, size_t index) {
    return draft->tokens[index].kind;
}

static bool is_word(const struct fmt_draft *draft, size_t index, const char *word) {
    struct token token = draft->tokens[index];
    size_t length = strlen(word);
    return token.end - token.start == length &&
           memcmp(draft->source->bytes + token.start, word, length) == 0;
}

static void add_read(struct fmt_draft *draft, struct token token) {
    if (draft->token_count == draft->token_most) {
        draft->tokens =
            mem_grow(draft->mem, draft->tokens, draft->token_most++, sizeof *draft->tokens);
    }
    draft->tokens[draft->token_count++] = token;
}

/* The next declaration's tokens, up to its `;` or `}`, or the end of the file alone. */
static void read_declaration(struct fmt_draft *draft, struct lexer *lexer) {
    struct token token = {.kind = TOKEN_END};
    bool has_body = false;
    bool ends = false;
    if (draft->token_count > 0) {
        token = draft->tokens[draft->token_count - 1];
    }
    draft->token_count = 0;
    add_read(draft, token);
    while (!ends) {
        token = lex_next(lexer);
        has_body = has_body || token.kind == TOKEN_OPEN_BRACE;
        ends = token.kind == TOKEN_END || token.kind == TOKEN_CLOSE_BRACE ||
               (token.kind == TOKEN_SEMICOLON && !has_body);
        if (token.kind != TOKEN_DOC) {
            add_read(draft, token);
        }
    }
}

/* What is behind the annotation that starts there. */
static size_t skip_annotation(const struct fmt_draft *draft, size_t index) {
    index += 2;
    if (kind_at(draft, index) == TOKEN_OPEN_PARENTHESIS) {
        while (kind_at(draft, index) != TOKEN_CLOSE_PARENTHESIS) {
            index++;
        }
        index++;
    }
    return index;
}

static enum kind declaration_kind(const struct fmt_draft *draft, size_t index) {
    while (kind_at(draft, index) == TOKEN_AT) {
        index = skip_annotation(draft, index);
    }
    return is_word(draft, index, "record")   ? KIND_RECORD
           : is_word(draft, index, "enum")   ? KIND_ENUM
           : is_word(draft, index, "extern") ? KIND_EXTERN
                                             : KIND_HEAD;
}

static void add_token(struct fmt_draft *draft, size_t index) {
    struct token token = draft->tokens[index];
    text_add(&draft->text, draft->source->bytes + token.start, token.end - token.start);
}

/* The tokens from first, which is where it belongs, to end, exclusive, in one line. */
static void add_tokens(struct fmt_draft *draft, size_t first, size_t end) {
    for (size_t i = first; i < end; i++) {
        if (i > first) {
            fmt_join(draft, i);
        }
        add_token(draft, i);
    }
}

static void begin_row(struct fmt_draft *draft) {
    if (draft->row_count == draft->row_most) {
        draft->rows = mem_grow(draft->mem, draft->rows, draft->row_most++, sizeof *draft->rows);
    }
    draft->rows[draft->row_count++] = (struct fmt_row){.start = draft->line_start};
}

static void end_row(struct fmt_draft *draft) {
    draft->rows[draft->row_count - 1].code_end = draft->text.length;
    draft->in_row = true;
}

static size_t find(const struct fmt_draft *draft, size_t index, enum token_kind kind) {
    while (kind_at(draft, index) != kind) {
        index++;
    }
    return index;
}

/* Each annotation has a line; gives what is behind them, at the start of its line. */
static size_t add_annotations(struct fmt_draft *draft, size_t index, size_t indent) {
    while (kind_at(draft, index) == TOKEN_AT) {
        size_t end = skip_annotation(draft, index);
        add_tokens(draft, index, end);
        fmt_break(draft, end, (struct fmt_break){indent, indent, FMT_BLANK_NONE});
        index = end;
    }
    return index;
}

/* Starts the line of an item of a body, or of the `}` behind them. */
static void begin_item(struct fmt_draft *draft, size_t index) {
    bool is_first = kind_at(draft, index - 1) == TOKEN_OPEN_BRACE;
    enum fmt_blank blank = is_first ? FMT_BLANK_NONE : FMT_BLANK_KEEP;
    size_t indent = kind_at(draft, index) == TOKEN_CLOSE_BRACE ? 0 : FMT_INDENT;
    fmt_break(draft, index, (struct fmt_break){indent, FMT_INDENT, blank});
}

static void close_body(struct fmt_draft *draft, size_t index) {
    begin_item(draft, index);
    add_token(draft, index);
}

static void add_field(struct fmt_draft *draft, size_t index, size_t end) {
    size_t colon = find(draft, index, TOKEN_COLON);
    begin_row(draft);
    add_tokens(draft, index, colon + 1);
    draft->rows[draft->row_count - 1].split = draft->text.length;
    fmt_join(draft, colon + 1);
    add_tokens(draft, colon + 1, end);
    end_row(draft);
}

/* A body without items stays in the line of its `{`, if its comments can. */
static bool is_empty_line(const struct fmt_draft *draft, size_t index) {
    return kind_at(draft, index) == TOKEN_CLOSE_BRACE &&
           (!fmt_has_comments(draft, index) || !fmt_has_line_break(draft, index));
}

static void add_fields(struct fmt_draft *draft, size_t index) {
    while (kind_at(draft, index) != TOKEN_CLOSE_BRACE) {
        begin_item(draft, index);
        index = add_annotations(draft, index, FMT_INDENT);
        size_t end = find(draft, index, TOKEN_SEMICOLON) + 1;
        add_field(draft, index, end);
        index = end;
    }
    close_body(draft, index);
}

/* The `,` behind the last one is added where it is missing. */
static void add_enumerators(struct fmt_draft *draft, size_t index) {
    while (kind_at(draft, index) != TOKEN_CLOSE_BRACE) {
        begin_item(draft, index);
        index = add_annotations(draft, index, FMT_INDENT);
        size_t end = index;
        while (kind_at(draft, end) != TOKEN_COMMA && kind_at(draft, end) != TOKEN_CLOSE_BRACE) {
            end++;
        }
        bool has_comma = kind_at(draft, end) == TOKEN_COMMA;
        begin_row(draft);
        add_tokens(draft, index, has_comma ? end + 1 : end);
        text_add(&draft->text, ",", has_comma ? 0 : 1);
        end_row(draft);
        index = has_comma ? end + 1 : end;
    }
    close_body(draft, index);
}

/* Whether what was drafted from there on is part of a line that is not too long. */
static bool fits(const struct fmt_draft *draft, size_t start) {
    const char *bytes = text_string(&draft->text);
    size_t line = draft->text.length;
    while (line > 0 && bytes[line - 1] != '\n') {
        line--;
    }
    return line <= start && fmt_width(bytes + line, draft->text.length - line) <= FMT_COLUMNS;
}

/* The enumerators in the line of the `{` before them, where they were so and fit there. */
static bool add_enumerators_inline(struct fmt_draft *draft, size_t index) {
    size_t length = draft->text.length;
    size_t close = draft->token_count - 1;
    for (size_t i = index; i <= close; i++) {
        if (fmt_has_line_break(draft, i)) {
            return false;
        }
    }
    for (size_t i = index; i <= close; i++) {
        bool is_last = kind_at(draft, i) == TOKEN_COMMA && i + 1 == close;
        fmt_join(draft, i);
        if (!is_last) {
            add_token(draft, i);
        }
    }
    if (fits(draft, length)) {
        return true;
    }
    draft->text.length = length;
    return false;
}

/* From the word `record` or `enum`: a `:` stands between spaces there. */
static size_t add_header(struct fmt_draft *draft, size_t index) {
    size_t end = find(draft, index, TOKEN_OPEN_BRACE) + 1;
    add_token(draft, index);
    for (size_t i = index + 1; i < end; i++) {
        fmt_join(draft, i);
        bool has_space = draft->text.bytes[draft->text.length - 1] == ' ';
        text_add(&draft->text, " ", kind_at(draft, i) == TOKEN_COLON && !has_space);
        add_token(draft, i);
    }
    return end;
}

static void add_body(struct fmt_draft *draft, enum kind kind) {
    size_t index = add_header(draft, add_annotations(draft, 1, 0));
    if (is_empty_line(draft, index)) {
        fmt_join(draft, index);
        add_token(draft, index);
    } else if (kind == KIND_RECORD) {
        add_fields(draft, index);
    } else if (!add_enumerators_inline(draft, index)) {
        add_enumerators(draft, index);
    }
}

/* What ends with a `;`, with its annotations in the same line where that is not too long. */
static void add_line(struct fmt_draft *draft) {
    size_t length = draft->text.length;
    add_tokens(draft, 1, draft->token_count);
    if (kind_at(draft, 1) == TOKEN_AT && !fits(draft, length)) {
        draft->text.length = length;
        add_tokens(draft, add_annotations(draft, 1, 0), draft->token_count);
    }
}

static void draft_file(struct fmt_draft *draft, struct text *out) {
    struct lexer lexer = {.source = draft->source, .diagnostics = diagnostics_new(draft->mem)};
    enum kind before = KIND_NONE;
    read_declaration(draft, &lexer);
    while (kind_at(draft, 1) != TOKEN_END) {
        enum kind kind = declaration_kind(draft, 1);
        bool is_alike = kind == before && (kind == KIND_HEAD || kind == KIND_EXTERN);
        enum fmt_blank blank = before == KIND_NONE ? FMT_BLANK_NONE
                               : is_alike          ? FMT_BLANK_KEEP
                                                   : FMT_BLANK_ONE;
        fmt_break(draft, 1, (struct fmt_break){0, 0, blank});
        if (kind == KIND_RECORD || kind == KIND_ENUM) {
            add_body(draft, kind);
        } else {
            add_line(draft);
        }
        fmt_align(draft, out);
        draft->text.length = 0;
        draft->row_count = 0;
        before = kind;
        read_declaration(draft, &lexer);
    }
    fmt_break(draft, 1, (struct fmt_break){0, 0, FMT_BLANK_KEEP});
    fmt_align(draft, out);
}

bool fmt(struct mem *mem, const struct source *source, struct diagnostics *diagnostics,
         struct text *out) {
    if (!parse_check(mem, source, diagnostics)) {
        return false;
    }
    struct fmt_draft draft = {.mem = mem, .source = source, .text = {.mem = mem}};
    /* Columns need some more, in most files. */
    text_reserve(out, source->length + source->length / 4);
    draft_file(&draft, out);
    return true;
}
