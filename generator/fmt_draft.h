/* What the formatter's parts share: the tokens of the declaration in hand, the text as it is
 * drafted, and the rows of it that are set in columns when all of it is drafted. */
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

    /* Columns that its parts take: "    name:", "u32 = 3;", "// comment". */
    size_t head; /* up to the split, or all of the code */
    size_t tail; /* behind it, without the space */
    size_t comment;
};

struct fmt_draft {
    struct mem *mem;
    const struct source *source;
    /* Without documentation; the first is the last one of the declaration before, TOKEN_END where
     * there is none. The arrays are used again for each declaration. */
    struct token *tokens;
    size_t token_count;
    size_t token_most;
    struct text text;
    bool started; /* there is a line already */
    size_t line_start; /* in the text */
    size_t indent; /* of the line */
    struct fmt_row *rows;
    size_t row_count;
    size_t row_most;
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

/* fmt_align.c: appends the draft to out, its rows in columns. */
void fmt_align(struct fmt_draft *draft, struct text *out);

/* Columns that bytes take. */
size_t fmt_width(const char *bytes, size_t length);

#endif
