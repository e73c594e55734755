/* The files that one run of `slotc gen` makes: which they are, before any is written. */
#ifndef SLOTC_PLAN_H
#define SLOTC_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "ast.h"

struct mem;

enum artifact_kind {
    ARTIFACT_HEADER, /* of one schema */
    ARTIFACT_SUPPORT, /* a header that comes with slotc, byte for byte */
    ARTIFACT_IMPL, /* the C file that holds the bodies */
    ARTIFACT_REPORT, /* the C file that measures */
};

struct artifact {
    enum artifact_kind kind;
    const char *path; /* where it goes */
    const char *name; /* how other files include it */
    const struct file *file; /* of a header */
};

struct plan {
    struct artifact *artifacts;
    size_t count;
};

/* What the user asked for. */
struct plan_request {
    const struct program *program;
    const char *folder; /* of the headers */
    const char *impl; /* the C file's path, or NULL */
    bool needs_dict;
    bool needs_pool;
    bool needs_measure;
    bool needs_trace;
};

/* False with *error where one file would be written twice. */
bool plan_make(struct mem *mem, const struct plan_request *request, struct plan *plan,
               const char **error);

#endif
