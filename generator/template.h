/* Mustache templates (the specification's core: comments, delimiters, interpolation,
 * inverted sections, partials, sections; and dynamic partial names), compiled once and
 * rendered many times.
 *
 * Lambdas and template inheritance are left out: nothing here needs them. */
#ifndef SLOTC_TEMPLATE_H
#define SLOTC_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "template_escape.h"
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

/* For templates of users: what {{name}} does (as in HTML, unless said), and that a name that no
 * open section knows, a partial that is none, and more steps (tags, roughly) or bytes of output
 * than those are errors. */
void template_set_escape(struct template_set *set, template_escape *escape);
void template_set_strict(struct template_set *set, uint64_t steps, size_t bytes);

/* Where the last failure is, and why. */
struct template_fault {
    const char *name; /* of the partial; NULL of a template that has no name */
    size_t position; /* in its source, of the tag at fault */
    size_t length;
    const char *reason; /* "unclosed section `x`" */
    const char *help; /* what to do, or NULL */
};

/* NULL where nothing has failed. */
const struct template_fault *template_set_fault(const struct template_set *set);

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
