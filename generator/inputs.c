#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "load.h"
#include "mem.h"

#define MAX_FOLDER_DEPTH 64

void paths_add(struct mem *mem, struct paths *paths, const char *path) {
    paths->items = mem_grow(mem, paths->items, paths->count, sizeof *paths->items);
    paths->items[paths->count++] = path;
}

void paths_add_all(struct mem *mem, struct paths *paths, const struct paths *more) {
    for (size_t i = 0; i < more->count; i++) {
        paths_add(mem, paths, more->items[i]);
    }
}

static int compare(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    size_t end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

static const char *join(struct mem *mem, const char *folder, const char *name) {
    return mem_format(mem, ends_with(folder, "/") ? "%s%s" : "%s/%s", folder, name);
}

/* The names in a folder, hidden ones left out, sorted: the file system's own order is no order. */
static bool read_names(struct mem *mem, const char *folder, struct paths *names,
                       const char **error) {
    DIR *directory = opendir(folder);
    if (directory == NULL) {
        *error = mem_format(mem, "cannot read the folder `%s`: %s", folder, strerror(errno));
        return false;
    }
    const struct dirent *entry = NULL;
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            paths_add(mem, names, mem_string(mem, entry->d_name));
        }
    }
    closedir(directory);
    if (names->count > 1) {
        qsort(names->items, names->count, sizeof *names->items, compare);
    }
    return true;
}

/* What is looked for below a folder. */
struct search {
    const char *end; /* of the names */
    struct paths *files;
    const char **error;
};

/* A folder that is being looked at, and those that it is in. */
struct nest {
    const struct nest *above;
    const char *path;
    dev_t device;
    ino_t number;
    int depth;
};

/* Whether a link leads back to a folder that is being looked at: there would be no end to it. */
static bool is_above(const struct nest *nest, const struct stat *status) {
    while (nest != NULL && (nest->device != status->st_dev || nest->number != status->st_ino)) {
        nest = nest->above;
    }
    return nest != NULL;
}

/* Folders within folders, MAX_FOLDER_DEPTH of them at the most. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static bool add_folder(struct mem *mem, const struct nest *nest, const struct search *search) {
    struct paths names = {0};
    const char *folder = nest->path;
    if (!read_names(mem, folder, &names, search->error)) {
        return false;
    }
    for (size_t i = 0; i < names.count; i++) {
        const char *path = join(mem, folder, names.items[i]);
        struct stat status;
        if (stat(path, &status) != 0) {
            continue;
        }
        bool is_folder = S_ISDIR(status.st_mode);
        const struct nest inner = {nest, path, status.st_dev, status.st_ino, nest->depth + 1};
        if (is_folder && inner.depth <= MAX_FOLDER_DEPTH && !is_above(nest, &status) &&
            !add_folder(mem, &inner, search)) {
            return false;
        }
        if (S_ISREG(status.st_mode) && ends_with(path, search->end)) {
            paths_add(mem, search->files, path);
        }
    }
    return true;
}

bool inputs_find(struct mem *mem, const char *folder, const char *end, struct paths *files,
                 const char **error) {
    struct stat status;
    struct nest nest = {.path = folder};
    if (stat(folder, &status) == 0) {
        nest.device = status.st_dev;
        nest.number = status.st_ino;
    }
    return add_folder(mem, &nest, &(struct search){end, files, error});
}

bool inputs_name_record(const char *argument) {
    struct stat status;
    return strcmp(argument, "-") != 0 && strchr(argument, '/') == NULL &&
           !ends_with(argument, ".slots") &&
           (stat(argument, &status) != 0 || !S_ISDIR(status.st_mode));
}

bool inputs_expand(struct mem *mem, const struct paths *arguments, struct inputs *inputs,
                   const char **error) {
    for (size_t i = 0; i < arguments->count; i++) {
        const char *path = arguments->items[i];
        struct stat status;
        bool standard_input = strcmp(path, "-") == 0;
        if (!standard_input && stat(path, &status) != 0) {
            *error = mem_format(mem, "cannot read `%s`: %s", path, strerror(errno));
            return false;
        }
        if (standard_input || !S_ISDIR(status.st_mode)) {
            paths_add(mem, &inputs->files, path);
        } else {
            paths_add(mem, &inputs->folders, path);
            if (!inputs_find(mem, path, ".slots", &inputs->files, error)) {
                return false;
            }
        }
    }
    return true;
}
