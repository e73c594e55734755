#include "lsp_folders.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"
#include "mem.h"

struct search {
    struct mem *mem;
    struct paths folders; /* that are to be looked at, or have been */
    struct paths *files;
    size_t left; /* entries that may still be looked at */
};

bool lsp_is_schema(const char *name) {
    static const char end[] = ".slots";
    size_t length = strlen(name);
    return length >= sizeof end && strcmp(name + length - (sizeof end - 1), end) == 0;
}

static void look_at(struct search *search, const char *folder, const char *name) {
    struct stat status;
    const char *between = strcmp(folder, "/") == 0 ? "" : "/";
    const char *path = mem_concat(search->mem, folder, between, name, NULL);
    if (lstat(path, &status) != 0) {
        return;
    }
    if (S_ISDIR(status.st_mode)) {
        paths_add(search->mem, &search->folders, path);
    } else if (search->files->count < LSP_MOST_SCHEMAS && lsp_is_schema(name) &&
               stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, R_OK) == 0) {
        paths_add(search->mem, search->files, path);
    }
}

static int compare(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In the order of names: that of the file system is no order. */
static void look_into(struct search *search, const char *folder) {
    struct paths names = {0};
    DIR *directory = opendir(folder);
    const struct dirent *entry = NULL;
    while (directory != NULL && search->left > 0 && (entry = readdir(directory)) != NULL) {
        search->left--;
        if (entry->d_name[0] != '.') {
            paths_add(search->mem, &names, mem_string(search->mem, entry->d_name));
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, compare);
    }
    for (size_t i = 0; i < names.count; i++) {
        look_at(search, folder, names.items[i]);
    }
}

void lsp_find_schemas(struct mem *mem, const char *folder, struct paths *files) {
    struct search search = {.mem = mem, .files = files, .left = LSP_MOST_ENTRIES};
    paths_add(mem, &search.folders, folder);
    for (size_t i = 0; i < search.folders.count && search.left > 0; i++) {
        look_into(&search, search.folders.items[i]);
    }
}
