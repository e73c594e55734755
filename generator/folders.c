#include "folders.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "mem.h"

/* A process that failed removes the folders that it made, maybe those that others just found. */
#define TRIES_MOST 1000

size_t folders_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Another process may make the folder at the same time, or there may be no right to make one
 * that is there: only its absence in the end counts. */
static bool make_one(struct folders *folders, const char *folder) {
    folders->made = mem_grow(folders->mem, folders->made, folders->count, sizeof *folders->made);
    const char *copy = mem_string(folders->mem, folder);
    if (mkdir(folder, 0777) == 0) {
        folders->made[folders->count++] = copy;
        return true;
    }
    int reason = errno;
    struct stat status;
    if (stat(folder, &status) != 0) {
        errno = reason == EEXIST ? errno : reason;
        return false;
    }
    errno = ENOTDIR;
    return S_ISDIR(status.st_mode);
}

static bool make_all(struct folders *folders, char *folder) {
    for (size_t i = 1; folder[i] != '\0'; i++) {
        if (folder[i] != '/' || folder[i - 1] == '/') {
            continue;
        }
        folder[i] = '\0';
        bool made = make_one(folders, folder);
        folder[i] = '/';
        if (!made) {
            return false;
        }
    }
    return true;
}

bool folders_make(struct folders *folders, const char *path, struct stat *status) {
    size_t length = folders_length(path);
    char *folder =
        length == 0 ? mem_string(folders->mem, ".") : mem_copy(folders->mem, path, length);
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        if (stat(folder, status) == 0) {
            errno = ENOTDIR;
            return S_ISDIR(status->st_mode);
        }
        if (!make_all(folders, folder) && errno != ENOENT) {
            return false;
        }
    }
    return false;
}

void folders_remove(struct folders *folders) {
    while (folders->count != 0) {
        rmdir(folders->made[--folders->count]);
    }
}
