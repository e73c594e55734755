/* What the template engine's files share: a template is a flat array of steps, each of
 * which adds the literal text before its tag and then does what the tag says. */
#ifndef SLOTC_TEMPLATE_PARTS_H
#define SLOTC_TEMPLATE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "template.h"

struct map;

enum step_kind {
    STEP_STOP, /* the end of the template */
    STEP_TEXT, /* only the literal text */
    STEP_RAW, /* {{{name}}}, {{&name}} */
    STEP_ESCAPED, /* {{name}} */
    STEP_SECTION, /* {{#name}} */
    STEP_INVERTED, /* {{^name}} */
    STEP_REPEAT, /* the end of a section: its next item, or on */
    STEP_PARTIAL, /* {{>name}} */
    STEP_DYNAMIC, /* {{>*name}} */
};

/* A partial as a tag names it, and its template once it has been asked for. */
struct partial {
    const char *name;
    size_t name_length;
    const char *indent;
    size_t indent_length;
    bool asked;
    const struct template *template;
};

struct step {
    const char *text;
    size_t length;
    enum step_kind kind;
    uint32_t path_length; /* 0 for the implicit iterator */
    const uint32_t *path; /* the keys of a dotted name */
    ptrdiff_t jump; /* from a section past its end, from a section's end to its first step */
    struct partial *partial;
    uint32_t position; /* of its tag in the template's source */
    uint32_t tag_length;
};

struct template {
    struct template_set *set;
    const char *name; /* or NULL */
    const struct step *steps;
    const char *error; /* why it is malformed, or NULL: */
    const char *reason; /* the same without its line */
    size_t position; /* where */
    size_t tag_length;
    const char *indent; /* what was put before each line of its source */
    size_t indent_length;
    struct template *next; /* the same source with another indentation */
};

/* A name that has been asked for: its source, and a template for each indentation. */
struct template_source {
    const char *name;
    bool known;
    const char *bytes;
    size_t length;
    struct template *templates;
};

struct template_set {
    struct mem *mem;
    struct value_keys *keys;
    template_finder *find;
    void *context;
    struct map *sources; /* from a name to struct template_source */
    template_escape *escape;
    bool strict;
    uint64_t most_steps;
    size_t most_bytes;
    bool failed;
    struct template_fault fault;
};

#define TEMPLATE_PARTIALS 128
#define TEMPLATE_FRAMES 1024

/* A value that a section has entered, and how many items of its list follow it. */
struct frame {
    const struct value *value;
    size_t left;
};

/* A template while it is filled. */
struct render {
    struct text *out;
    struct mem *mem;
    struct template_set *set;
    const char *error;
    const struct template *template; /* the innermost that is open */
    uint64_t steps_left;
    size_t call_depth;
    const struct step *returns[TEMPLATE_PARTIALS]; /* where to go on behind each open partial */
    const struct template *callers[TEMPLATE_PARTIALS]; /* what has called it */
    size_t depth;
    struct frame frames[TEMPLATE_FRAMES];
};

/* Notes that the step cannot be done; gives NULL, where it would go on. */
const struct step *template_stop(struct render *render, const struct step *step, const char *help,
                                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* For strict templates, of a step whose name has no value, or none that can be put: whether that is
 * an error, which then is noted. */
bool template_is_unknown(struct render *render, const struct step *step);
bool template_is_compound(struct render *render, const struct step *step,
                          const struct value *value);

/* Fills in the template's steps, or its error. */
void template_parse(struct template *template, const char *bytes, size_t length);

/* Notes where a template fails, by a place in its own source: that of a partial may be indented. */
void template_fail(const struct template *template, size_t position, size_t length,
                   const char *reason, const char *help);

/* The template called name with its lines indented, or NULL where the finder knows none.
 * It may be malformed. */
const struct template *template_indented(struct template_set *set, const char *name, size_t length,
                                         const char *indent, size_t indent_length);

#endif
