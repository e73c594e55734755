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
};

struct template {
    struct template_set *set;
    const struct step *steps;
    const char *error; /* why it is malformed, or NULL */
    const char *indent; /* what was put before each line of its source */
    size_t indent_length;
    struct template *next; /* the same source with another indentation */
};

/* A name that has been asked for: its source, and a template for each indentation. */
struct template_source {
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
};

/* Fills in the template's steps, or its error. */
void template_parse(struct template *template, const char *bytes, size_t length);

/* The template called name with its lines indented, or NULL where the finder knows none.
 * It may be malformed. */
const struct template *template_indented(struct template_set *set, const char *name, size_t length,
                                         const char *indent, size_t indent_length);

#endif
