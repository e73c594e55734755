/* The schemas of a git revision, as a store that they are loaded from as if they lay in the file
 * system: imports and -I folders that are in the repository are looked for in the revision. */
#ifndef SLOTC_REVISION_H
#define SLOTC_REVISION_H

#include <stdbool.h>

struct inputs;
struct mem;
struct revision;

/* Whether an argument is meant so: `git:REV` or `git:REV:PATH`. */
bool revision_is_one(const char *argument);

/* Whether it has a PATH. */
bool revision_has_path(const char *argument);

/* Opens the revision that an argument names, of the repository of the current folder. NULL with
 * *error where there is none. */
struct revision *revision_open(struct mem *mem, const char *argument, const char **error);
void revision_close(struct revision *revision);

/* Adds the schemas of the argument's PATH to the inputs: a file, or a folder. An argument without
 * one has the path given, from the current folder, or that of another revision; where that is not
 * in the revision, there are none. Beside another revision, which has none of their files either,
 * submodules are passed over; else it is an error if one of them has schemas. */
bool revision_expand(struct revision *revision, const char *path, bool beside_revision,
                     struct inputs *inputs, const char **error);

#endif
