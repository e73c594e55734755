/* A template of the user's, or one of those that come with slotc for other things than C, and the
 * partials beside it. To add one that comes with slotc, add its file to templates/ and its row to
 * user_template.c. */
#ifndef SLOTC_USER_TEMPLATE_H
#define SLOTC_USER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "load.h"
#include "source.h"
#include "template.h"

struct map;
struct mem;

/* One that comes with slotc. */
struct shipped_template {
    const char *name; /* `--template NAME` */
    const char *file; /* in templates/, without `.mustache` */
    const char *escape; /* what {{name}} does in it */
    const char *const *words; /* that no record or enum can be called there; NULL where none */
    const char *summary;
};

/* NULL past the last. */
const struct shipped_template *shipped_template_at(size_t index);

struct user_template {
    struct mem *mem;
    const struct shipped_template *shipped; /* NULL of a file */
    struct source *source;
    struct template_set *set;
    const struct template *template;
    const char *folder; /* where partials are */
    struct map *partials; /* their sources, by name */
    struct paths paths; /* the files that were read */
    const char *error; /* of the machine, or NULL */
};

/* Opens and compiles it. False where there is none (template->error says why), or it is malformed:
 * then template_set_fault has where. */
bool user_template_open(struct mem *mem, struct value_keys *keys, const char *name,
                        template_escape *escape, struct user_template *template);

/* The span of a fault in it or in one of its partials. */
struct span user_template_span(const struct user_template *template,
                               const struct template_fault *fault);

#endif
