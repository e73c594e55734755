/* The one layout of a schema's text: text in, text out, no file is touched.
 *
 * It needs the tokens and the grammar, not what names mean. Tokens stay as they are written and in
 * their order, but for the comma behind the last enumerator; comments stay between the tokens that
 * they stand between. docs/fmt.md says what the layout is. */
#ifndef SLOTC_FMT_H
#define SLOTC_FMT_H

#include <stdbool.h>

struct diagnostics;
struct mem;
struct source;
struct text;

/* Lines are not made longer than this by joining or aligning anything. */
#define FMT_COLUMNS 100

/* Appends the schema, laid out, to out. False where it does not parse, which is reported; then
 * nothing is appended. */
bool fmt(struct mem *mem, const struct source *source, struct diagnostics *diagnostics,
         struct text *out);

#endif
