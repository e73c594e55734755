/* An empty folder that a test works in, and what tests do with files there. */
#ifndef SLOTC_SCRATCH_H
#define SLOTC_SCRATCH_H

#include <check.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../generator/mem.h"
#include "../../generator/text.h"

/* Makes a new folder and enters it; its path is for scratch_leave. */
static inline const char *scratch_enter(struct mem *mem) {
    const char *parent = getenv("TMPDIR");
    char *folder = mem_format(mem, "%s/slotc-test-XXXXXX", parent == NULL ? "/tmp" : parent);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    return folder;
}

/* Counts what a folder holds, however deep, and removes it where that is asked for. */
static inline int scratch_walk(struct mem *mem, const char *path, bool removing) {
    int count = 0;
    DIR *stream = opendir(path);
    ck_assert_ptr_nonnull(stream);
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        const char *inner = mem_format(mem, "%s/%s", path, entry->d_name);
        struct stat status;
        count++;
        if (lstat(inner, &status) == 0 && S_ISDIR(status.st_mode)) {
            count += scratch_walk(mem, inner, removing);
        }
        if (removing) {
            remove(inner);
        }
    }
    closedir(stream);
    return count;
}

/* How many files and folders there are, in folders too. */
static inline int scratch_entries(struct mem *mem) {
    return scratch_walk(mem, ".", false);
}

static inline void scratch_leave(struct mem *mem, const char *folder) {
    ck_assert_int_eq(chdir("/"), 0);
    scratch_walk(mem, folder, true);
    rmdir(folder);
}

static inline void scratch_put(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    fputs(text, file);
    fclose(file);
}

static inline struct text scratch_read(struct mem *mem, FILE *stream) {
    struct text text = {.mem = mem};
    char bytes[4096];
    for (size_t count = fread(bytes, 1, sizeof bytes, stream); count != 0;
         count = fread(bytes, 1, sizeof bytes, stream)) {
        text_add(&text, bytes, count);
    }
    return text;
}

static inline struct text scratch_get(struct mem *mem, const char *path) {
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s is missing", path);
    struct text text = scratch_read(mem, file);
    fclose(file);
    return text;
}

#endif
