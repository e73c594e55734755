#include "repository.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "text.h"

struct repository {
    struct mem *mem;
    const char *root; /* without a `/` at its end, so "" of the whole system */
    const char *here;
};

/* Whether the folder, the first length bytes of a path, holds `.git`. */
static bool is_top(struct mem *mem, const char *folder, size_t length) {
    struct stat status;
    const char *name = mem_concat(mem, mem_copy(mem, folder, length), "/.git", NULL);
    return stat(name, &status) == 0;
}

const struct repository *repository_at(struct mem *mem, const char *root, const char *here) {
    struct repository *repository = mem_alloc(mem, sizeof *repository);
    *repository = (struct repository){mem, strcmp(root, "/") == 0 ? "" : root, here};
    return repository;
}

const struct repository *repository_find(struct mem *mem) {
    char here[PATH_MAX];
    if (getcwd(here, sizeof here) == NULL) {
        return NULL;
    }
    size_t length = strlen(here);
    while (length > 1 && !is_top(mem, here, length)) {
        do {
            length--;
        } while (length > 0 && here[length] != '/');
    }
    const char *copy = mem_string(mem, here);
    return repository_at(mem, length > 1 ? mem_copy(mem, here, length) : copy, copy);
}

const char *plain_path(struct mem *mem, const char *path) {
    struct text plain = {.mem = mem};
    while (*path != '\0') {
        size_t length = strcspn(path, "/");
        if (length == 2 && strncmp(path, "..", 2) == 0) {
            while (plain.length > 0 && plain.bytes[--plain.length] != '/') {
            }
        } else if (length > 0 && !(length == 1 && path[0] == '.')) {
            text_add_string(&plain, "/");
            text_add(&plain, path, length);
        }
        path += path[length] == '\0' ? length : length + 1;
    }
    return mem_copy(mem, text_string(&plain), plain.length);
}

const char *repository_path(const struct repository *repository, const char *path) {
    struct mem *mem = repository->mem;
    const char *full = path[0] == '/' ? path : mem_concat(mem, repository->here, "/", path, NULL);
    full = plain_path(mem, full);
    size_t length = strlen(repository->root);
    bool is_below = strncmp(full, repository->root, length) == 0 && full[length] == '/';
    return is_below ? full + length + 1 : path;
}
