/* The folders that files need: made on the way, and removed again when a run fails. */
#ifndef SLOTC_FOLDERS_H
#define SLOTC_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

struct mem;
struct stat;

struct folders {
    struct mem *mem;
    const char **made; /* outer ones first */
    size_t count;
};

/* Start one with: struct folders folders = {.mem = mem}; */

/* Makes those that are missing on the way to a file, and gives the status of the innermost;
 * errno says why that failed. */
bool folders_make(struct folders *folders, const char *path, struct stat *status);

/* Removes those that were made here and are empty. */
void folders_remove(struct folders *folders);

/* The length of the path's folder part with its slash: 0 where there is none. */
size_t folders_length(const char *path);

#endif
