/* Mustache templates (the specification's core: comments, delimiters, interpolation,
 * inverted sections, partials, sections; and dynamic partial names), compiled once and
 * rendered many times.
 *
 * Lambdas and template inheritance are left out: nothing here needs them. */
#ifndef SLOTC_TEMPLATE_H
#define SLOTC_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "value.h"

struct mem;
struct text;
struct template;

/* The templates that partials are looked for in, compiled when first asked for. */
struct template_set;

/* Gives the source of the template called name, or false where there is none. */
typedef bool template_finder(void *context, const char *name, const char **bytes, size_t *length);

struct template_set *template_set_new(struct mem *mem, struct value_keys *keys,
                                      template_finder *find, void *context);

/* The template called name, or NULL where the finder knows none or it is malformed:
 * then *error says why ("unclosed section `x` at line 3"). */
const struct template *template_get(struct template_set *set, const char *name, const char **error);

/* Compiles a template that has no name of its own. */
const struct template *template_compile(struct template_set *set, const char *bytes, size_t length,
                                        const char **error);

/* Appends the template filled from value to out. False, with *error, where a partial is
 * malformed or partials nest more than 128 deep; an unknown partial or name is empty,
 * as the specification has it. */
bool template_render(const struct template *template, const struct value *value, struct text *out,
                     const char **error);

#endif
