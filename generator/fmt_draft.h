/* What the formatter's parts share: the tokens, the text as it is drafted, and the rows of it
 * that are set in columns when all is drafted. */
#ifndef SLOTC_FMT_DRAFT_H
#define SLOTC_FMT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "source.h"
#include "text.h"
#include "token.h"

#define FMT_INDENT 4

/* A line that is set below and above its like: offsets in the draft. */
struct fmt_row {
    size_t start; /* of the line */
    size_t split; /* behind the `:` of a field, 0 of anything else */
    size_t code_end;
    size_t end; /* of the line, behind its comments */
};

struct fmt_draft {
    struct mem *mem;
    const struct source *source;
    const struct token *tokens; /* without documentation; the last is TOKEN_END */
    struct text text;
    size_t line_start; /* in the text */
    size_t indent; /* of the line */
    struct fmt_row *rows;
    size_t row_count;
    bool in_row; /* the last row still takes the comments behind it */
};

/* Blank lines before what comes first behind a token: a comment, or the next token. */
enum fmt_blank {
    FMT_BLANK_NONE,
    FMT_BLANK_KEEP, /* one where there are any */
    FMT_BLANK_ONE,
};

/* What a token, the one with that index, begins a line with. */
struct fmt_break {
    size_t indent; /* of the token */
    size_t comment_indent; /* of the comments before it */
    enum fmt_blank blank;
};

/* fmt_gap.c: from token index - 1 to token index, with the comments between them. */

/* The token stands in the line of the one before, if no comment ends that line. */
void fmt_join(struct fmt_draft *draft, size_t index);

/* The token begins a line. */
void fmt_break(struct fmt_draft *draft, size_t index, struct fmt_break how);

/* Whether there are comments, and whether there is a line break, in comments or between them. */
bool fmt_has_comments(const struct fmt_draft *draft, size_t index);
bool fmt_has_line_break(const struct fmt_draft *draft, size_t index);

/* fmt_align.c: the draft with its rows in columns. */
void fmt_align(const struct fmt_draft *draft, struct text *out);

/* Columns that bytes take. */
size_t fmt_width(const char *bytes, size_t length);

#endif
