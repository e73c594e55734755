/* Paths as a repository has them: code hosts show findings by these, wherever slotc was started. */
#ifndef SLOTC_REPOSITORY_H
#define SLOTC_REPOSITORY_H

struct mem;
struct repository;

/* That of the current folder: the nearest folder upwards that holds `.git`, or the current folder
 * itself where there is none. */
const struct repository *repository_find(struct mem *mem);

/* The repository at root for somebody who is in the folder here, both absolute. */
const struct repository *repository_at(struct mem *mem, const char *root, const char *here);

/* A path from the repository's top, without `.` and `..`; as it is where it leads elsewhere. */
const char *repository_path(const struct repository *repository, const char *path);

/* An absolute path without empty parts, `.` and `..`; "" of the root. Links are not followed: a
 * repository holds them as they are. */
const char *plain_path(struct mem *mem, const char *path);

#endif
