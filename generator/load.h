/* From paths to parsed files: the ones named, and all that they import.
 *
 * A file is known by its real path, so that two ways to it are one file. */
#ifndef SLOTC_LOAD_H
#define SLOTC_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "ast.h"

struct diagnostics;
struct mem;
struct source;
struct text;

/* A list of paths; NULL items never occur. */
struct paths {
    const char **items;
    size_t count;
};

void paths_add(struct mem *mem, struct paths *paths, const char *path);
void paths_add_all(struct mem *mem, struct paths *paths, const struct paths *more);

/* A file's path without links; NULL, with errno, where there is none. */
const char *load_real_path(struct mem *mem, const char *path);

/* Files that are not as the file system has them: those of an older revision, or with fixes that
 * are not written yet. */
struct store {
    /* The one path that a file or folder is known by; NULL, with errno, where there is none. */
    const char *(*real)(struct store *store, const char *path);
    /* As source_read, of "-", too. */
    enum source_status (*read)(struct store *store, const char *path, struct source **source,
                               const char **error);
    /* The path as messages show it. */
    const char *(*shown)(const struct store *store, const char *path);
    /* The folders of -I that count for what a file imports; NULL where the inputs' do for all. */
    const struct paths *(*include)(struct store *store, const struct file *importer);
};

/* What is to be read: files, and the folders that imports and names are looked for in. */
struct inputs {
    struct paths files; /* "-" is standard input */
    struct paths folders; /* given as arguments; files holds their schemas already */
    struct paths include; /* of -I */
    struct store *store; /* that all is read from; NULL of the file system */
};

/* Whether an argument of a command that takes records, too, is the name of one: it is neither a
 * path, nor `-`, nor a folder, and does not end as schemas do. */
bool inputs_name_record(const char *argument);

/* Puts the schemas below each folder among arguments into files, in the order of their names.
 * False, with *error, where an argument can't be read. */
bool inputs_expand(struct mem *mem, const struct paths *arguments, struct inputs *inputs,
                   const char **error);

/* Adds the files below a folder whose names end so, in the order of their names. */
bool inputs_find(struct mem *mem, const char *folder, const char *end, struct paths *files,
                 const char **error);

/* Loads everything; what is wrong in the files is reported, and NULL with *error means that a
 * named file could not be read. */
struct program *load(struct mem *mem, const struct inputs *inputs, struct diagnostics *diagnostics,
                     const char **error);

/* The same of one text that is in memory, and imports nothing. */
struct program *load_text(struct mem *mem, const char *path, const char *bytes, size_t length,
                          struct diagnostics *diagnostics);

/* Reports that a file is larger than a schema may be. */
void load_too_large(const struct source *source, struct diagnostics *diagnostics);

#endif
