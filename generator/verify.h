/* Layouts as libclang has them, beside what a schema's model or a header's constants say. */
#ifndef SLOTC_VERIFY_H
#define SLOTC_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load.h"

struct clang;
struct clang_abi;
struct file;
struct layouts;
struct map;
struct mem;
struct program;

/* The targets of a run, those that lay structs out alike in one group. */
struct verify_target {
    const char *name;
    const struct clang_abi *abi;
    size_t group; /* the first target of its kind */
};

struct verify_targets {
    struct verify_target *items;
    size_t count;
    size_t group_count;
    bool are_named; /* by the user: there is no leaving one out */
};

/* The targets named, or those that clang_target_at lists. False, with *error, where libclang does
 * not know one. */
bool verify_targets_find(struct mem *mem, const struct clang *clang, const struct paths *names,
                         struct verify_targets *targets, const char **error);

/* A number that is not what it should be. */
struct difference {
    const char *path; /* of the schema that declares the record; NULL where that is not known */
    const char *record; /* NULL of an error of libclang's */
    const char *field; /* NULL of the whole record */
    const char *what; /* "size", "alignment", "offset"; of an error its words */
    const char *origin; /* what says the other number: a constant's name, or "the schema" */
    uint64_t found; /* by libclang */
    uint64_t expected;
    bool is_missing; /* libclang has no such record or field, or one too many: no numbers */
    bool *targets; /* by their index: where it is so */
};

struct differences {
    struct difference **items;
    size_t count;
    struct map *known; /* the same difference on several targets is one */
};

/* C text that libclang is to lay out. */
struct verify_text {
    const char *path;
    const char *bytes;
    size_t length;
    struct paths folders; /* that it includes from */
    bool is_own; /* made just now: support headers that lie in a folder have no say */
    bool as_written; /* slotc wrote it, so that targets of one group lay it out alike */
};

/* A text, and what it should come to. */
struct verify_subject {
    struct verify_text text;
    const struct program *program; /* NULL: there is no schema */
    const struct layouts *layouts;
    const struct file *file; /* only this one's records are looked for; NULL: those of all files */
    const struct map *constants; /* name → text of the value; NULL: the text has none */
};

struct verification {
    struct mem *mem;
    const struct clang *clang;
    const struct verify_targets *targets;
    struct differences differences;
    /* Why the text was not laid out, or not wholly, for some targets that the user did not name:
     * what they lack is no fault of the text. Words alone. */
    struct differences unchecked;
};

/* Whether the sizes of some of its types are libclang's: headers may be others for each target. */
bool verify_asks_externs(const struct program *program);

struct verification verification_new(struct mem *mem, const struct clang *clang,
                                     const struct verify_targets *targets);

/* Lays a text out for every target, and compares that with the model, where there is a schema, and
 * with its constants. */
void verify_layouts(struct verification *verification, const struct verify_subject *subject);

/* The macros of a header that are constants, by name: their values' texts. */
struct map *verify_constants(struct mem *mem, const char *bytes, size_t length);

/* Whether all that a header includes, and what that includes, is as slotc wrote it, in these
 * folders or in slotc. */
bool verify_includes_fit(struct mem *mem, const struct paths *folders, const char *bytes,
                         size_t length);

/* The structs of a text that is as slotc wrote it: without what SLOTS_LAYOUT_ONLY and
 * SLOTS_NO_ASSERTS leave out, and without constants. */
struct verify_text verify_cut(struct mem *mem, const struct verify_text *text);

#endif
