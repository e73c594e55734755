/* Output files that appear all together or not at all.
 *
 * Each file is written to a temporary one beside its target; output_commit renames
 * them, and leaves alone each target whose content would not change (so that its
 * modification time stays). Without a commit no target is touched. */
#ifndef SLOTC_OUTPUT_H
#define SLOTC_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct mem;
struct output;
struct output_file;

struct output *output_new(struct mem *mem);

/* Starts a file; missing folders on the way are made. NULL where that fails: output_error
 * says why. The path is copied. */
struct output_file *output_open(struct output *output, const char *path);

/* The same for a file of the user's own, which must not be read-only: a rename would not ask. */
struct output_file *output_reopen(struct output *output, const char *path);
bool output_write(struct output_file *file, const char *bytes, size_t length);

/* Overwrites bytes written before: a digest that is known only at the end. */
bool output_patch(struct output_file *file, size_t offset, const char *bytes, size_t length);

/* Puts every file in its place. False where one could not be written: then no target has
 * changed, unless the failure came while renaming (output_error says which had been). */
bool output_commit(struct output *output);

/* How many targets the commit wrote; the others were the same already. */
size_t output_changed(const struct output *output);

/* Removes what is temporary and closes all; harmless after a commit. */
void output_discard(struct output *output);

/* The first failure, worded for a person: "cannot write `out/a.h`: No space left on device". */
const char *output_error(const struct output *output);

#endif
