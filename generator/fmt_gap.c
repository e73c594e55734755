#include <string.h>

#include "fmt_draft.h"

/* Whether a space stands before and behind a token of a line; both sides have to want it. */
static const struct {
    bool before;
    bool behind;
} spaces[TOKEN_KIND_COUNT] = {
    [TOKEN_END] = {true, true},
    [TOKEN_NAME] = {true, true},
    [TOKEN_INTEGER] = {true, true},
    [TOKEN_FLOAT] = {true, true},
    [TOKEN_STRING] = {true, true},
    [TOKEN_SEMICOLON] = {false, true},
    [TOKEN_COLON] = {false, true},
    [TOKEN_COMMA] = {false, true},
    [TOKEN_OPEN_BRACE] = {true, true},
    [TOKEN_CLOSE_BRACE] = {true, true},
    [TOKEN_CLOSE_PARENTHESIS] = {false, true},
    [TOKEN_CLOSE_BRACKET] = {false, true},
    [TOKEN_AT] = {true, false},
    [TOKEN_EQUALS] = {true, true},
    [TOKEN_MINUS] = {true, false},
    [TOKEN_PLUS] = {true, true},
    [TOKEN_QUESTION] = {false, true},
};

/* A walk over the comments between two tokens, documentation among them. */
struct gap {
    const char *bytes;
    size_t at;
    size_t end;
    size_t start; /* of the comment in hand */
    size_t newlines; /* between it, or the end, and what is before it */
    bool is_line; /* it goes on to the end of its line */
    bool is_doc;
};

static struct gap gap_before(const struct fmt_draft *draft, size_t index) {
    return (struct gap){
        .bytes = draft->source->bytes,
        .at = draft->tokens[index - 1].end,
        .end = draft->tokens[index].start,
    };
}

/* False at the end: there is no further comment. */
static bool next_comment(struct gap *gap) {
    gap->newlines = 0;
    while (gap->at < gap->end && gap->bytes[gap->at] != '/') {
        gap->newlines += gap->bytes[gap->at++] == '\n';
    }
    if (gap->at == gap->end) {
        return false;
    }
    const char *from = gap->bytes + gap->at;
    const char *end = gap->bytes + gap->end;
    gap->start = gap->at;
    gap->is_line = from[1] == '/';
    gap->is_doc =
        gap->is_line && end - from > 2 && from[2] == '/' && (end - from == 3 || from[3] != '/');
    const char *stop = NULL;
    if (gap->is_line) {
        stop = memchr(from, '\n', (size_t)(end - from));
        stop = stop == NULL ? end : stop;
    } else {
        stop = from + 2;
        while (stop[0] != '*' || stop[1] != '/') {
            stop++;
        }
        stop += 2;
    }
    gap->at = (size_t)(stop - gap->bytes);
    return true;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t trimmed(const char *bytes, size_t length) {
    while (length > 0 && is_blank(bytes[length - 1])) {
        length--;
    }
    return length;
}

static size_t line_length(const char *bytes, size_t length) {
    const char *end = memchr(bytes, '\n', length);
    return end == NULL ? length : (size_t)(end - bytes);
}

/* A block comment whose further lines all begin with a `*`, which stands below the first one. */
static bool has_stars(const char *bytes, size_t length) {
    size_t at = line_length(bytes, length);
    while (at < length) {
        at++;
        while (at < length && is_blank(bytes[at])) {
            at++;
        }
        if (at < length && bytes[at] != '*') {
            return false;
        }
        at += line_length(bytes + at, length - at);
    }
    return true;
}

static void add_block(struct fmt_draft *draft, const char *bytes, size_t length) {
    bool stars = has_stars(bytes, length);
    size_t line = line_length(bytes, length);
    text_add(&draft->text, bytes, line == length ? line : trimmed(bytes, line));
    for (size_t at = line; at < length; at += line) {
        at++;
        text_add(&draft->text, "\n", 1);
        line = line_length(bytes + at, length - at);
        size_t skipped = 0;
        while (stars && skipped < line && is_blank(bytes[at + skipped])) {
            skipped++;
        }
        text_add_repeat(&draft->text, ' ', stars ? draft->indent + 1 : 0);
        text_add(&draft->text, bytes + at + skipped, trimmed(bytes + at + skipped, line - skipped));
    }
}

static void add_comment(struct fmt_draft *draft, const struct gap *gap) {
    const char *bytes = gap->bytes + gap->start;
    size_t length = gap->at - gap->start;
    if (!gap->is_line) {
        add_block(draft, bytes, length);
        return;
    }
    length = trimmed(bytes, length);
    if (gap->is_doc && length > 3 && !is_blank(bytes[3])) {
        text_add(&draft->text, "/// ", 4);
        bytes += 3;
        length -= 3;
    }
    text_add(&draft->text, bytes, length);
}

static void begin_line(struct fmt_draft *draft, size_t indent, bool blank) {
    if (draft->started) {
        text_add(&draft->text, "\n\n", blank ? 2 : 1);
    }
    draft->started = true;
    draft->line_start = draft->text.length;
    draft->indent = indent;
    text_add_repeat(&draft->text, ' ', indent);
}

/* In the line of the token before; on a line of its own only where it stands so, or must. */
static void join(struct fmt_draft *draft, size_t index, bool wants_space) {
    struct gap gap = gap_before(draft, index);
    size_t indent = draft->indent;
    bool behind = spaces[draft->tokens[index - 1].kind].behind;
    bool own_line = false;
    bool was_line = false;
    bool any = false;
    while (next_comment(&gap)) {
        if (gap.newlines > 0 || gap.is_doc || was_line) {
            begin_line(draft, indent + FMT_INDENT, false);
            draft->indent = indent;
            own_line = true;
        } else if (behind || any) {
            text_add(&draft->text, " ", 1);
        }
        add_comment(draft, &gap);
        was_line = gap.is_line;
        any = true;
    }
    if (was_line || (own_line && gap.newlines > 0)) {
        begin_line(draft, indent + FMT_INDENT, false);
        draft->indent = indent;
    } else if (wants_space && (behind || any)) {
        text_add(&draft->text, " ", 1);
    }
}

void fmt_join(struct fmt_draft *draft, size_t index) {
    join(draft, index, spaces[draft->tokens[index].kind].before);
}

bool fmt_has_comments(const struct fmt_draft *draft, size_t index) {
    struct gap gap = gap_before(draft, index);
    return next_comment(&gap);
}

bool fmt_has_line_break(const struct fmt_draft *draft, size_t index) {
    struct gap gap = gap_before(draft, index);
    return memchr(gap.bytes + gap.at, '\n', gap.end - gap.at) != NULL;
}

static bool is_blank_line(enum fmt_blank blank, size_t newlines) {
    return blank == FMT_BLANK_ONE || (blank == FMT_BLANK_KEEP && newlines > 1);
}

static void end_row(struct fmt_draft *draft) {
    if (draft->in_row) {
        draft->rows[draft->row_count - 1].end = draft->text.length;
        draft->in_row = false;
    }
}

/* Comments in the line of the token before belong to that token, unless the next one is in the
 * same line, too. */
static bool has_trailing(const struct fmt_draft *draft, size_t index) {
    enum token_kind kind = draft->tokens[index].kind;
    bool is_first = draft->tokens[index - 1].kind == TOKEN_END;
    return !is_first &&
           (kind == TOKEN_END || kind == TOKEN_CLOSE_BRACE || fmt_has_line_break(draft, index));
}

void fmt_break(struct fmt_draft *draft, size_t index, struct fmt_break how) {
    struct gap gap = gap_before(draft, index);
    enum token_kind kind = draft->tokens[index].kind;
    bool goes_on = has_trailing(draft, index); /* the line, with what is not on another one */
    bool has_own_line = false;
    while (next_comment(&gap)) {
        if (gap.newlines > 0 || gap.is_doc || !goes_on) {
            end_row(draft);
            begin_line(draft, how.comment_indent, is_blank_line(how.blank, gap.newlines));
            how.blank = gap.is_doc ? FMT_BLANK_NONE : FMT_BLANK_KEEP;
            has_own_line = true;
        } else {
            text_add(&draft->text, " ", 1);
        }
        add_comment(draft, &gap);
        goes_on = !gap.is_line;
    }
    end_row(draft);
    if (kind == TOKEN_END) {
        text_add(&draft->text, "\n", draft->started);
    } else if (has_own_line && gap.newlines == 0 && goes_on && how.indent == how.comment_indent) {
        text_add(&draft->text, " ", 1);
    } else {
        bool closes = kind == TOKEN_CLOSE_BRACE;
        begin_line(draft, how.indent, !closes && is_blank_line(how.blank, gap.newlines));
    }
}
