/* Tokens to tree, for one file: the whole grammar of language.md, by recursive descent.
 *
 * Each function is named by its grammar symbol, with the production above it. After an
 * error the parser goes on at the next field or declaration and reports what it finds
 * there; nothing is reported twice. */
#ifndef SLOTC_PARSE_H
#define SLOTC_PARSE_H

#include "ast.h"

struct diagnostics;
struct mem;

/* Always gives a file; file->parsed says whether it was read without an error. */
struct file *parse(struct mem *mem, const struct source *source, struct diagnostics *diagnostics);

/* Whether a source is read without an error; its findings are the same. Records' fields, which take
 * most of the memory, are not kept. */
bool parse_check(struct mem *mem, const struct source *source, struct diagnostics *diagnostics);

#endif
