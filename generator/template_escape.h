/* What {{name}} does to a text, so that it stands for itself where the output is HTML, C, JSON or
 * Markdown; {{{name}}} and {{&name}} put it as it is. To add a way, add a function and its row. */
#ifndef SLOTC_TEMPLATE_ESCAPE_H
#define SLOTC_TEMPLATE_ESCAPE_H

#include <stddef.h>

struct text;

typedef void template_escape(struct text *out, const char *bytes, size_t length);

/* The specification's: `&`, `"`, `<` and `>` become entities. */
void template_escape_html(struct text *out, const char *bytes, size_t length);

/* The way of that name, or NULL; and every name by its index, NULL past the last. */
template_escape *template_escape_find(const char *name);
const char *template_escape_name(size_t index);

#endif
