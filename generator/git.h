/* Runs the `git` program, without a shell. It reads its own object store: nothing is fetched. */
#ifndef SLOTC_GIT_H
#define SLOTC_GIT_H

#include <stdbool.h>
#include <stddef.h>

struct mem;
struct text;

/* Runs git with these arguments, the last of which is NULL, and gives what it prints. False with
 * *error, git's own words or why it could not be run, where it fails. */
bool git_run(struct mem *mem, const char *const *arguments, struct text *output,
             const char **error);

/* `git cat-file --batch`, which is asked for one object after the other. */
struct git_objects;

struct git_objects *git_objects_open(struct mem *mem, const char **error);
void git_objects_close(struct git_objects *objects);

/* The bytes of an object; one of more than most has none, and *length says how many it would have.
 * NULL with *error where it cannot be read. */
const char *git_objects_read(struct git_objects *objects, const char *id, size_t most,
                             size_t *length, const char **error);

#endif
