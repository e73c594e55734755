#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "folders.h"
#include "map.h"
#include "mem.h"
#include "text.h"

#define BUFFER_SIZE ((size_t)64 * 1024)
#define CHUNK_SIZE ((size_t)16 * 1024)
#define LINK_SIZE ((size_t)4096)
#define LINKS_MOST 40
#define NAMES_MOST 1000

/* So many files have a buffer and an open descriptor at a time; a run may have thousands. */
#define HOLDERS 8

struct output_file {
    struct output *output;
    const char *path; /* as the caller gave it */
    const char *target; /* the path with its symbolic links followed */
    const char *temporary; /* NULL while there is none */
    char *buffer; /* NULL while other files have them all */
    size_t used; /* of the buffer */
    size_t written; /* to the temporary file; the buffer's bytes come after these */
    size_t turn; /* grows with each use: the least is the longest unused */
    int descriptor; /* of the temporary file, or -1 */
    bool replaced; /* its target, by the commit */
};

enum state {
    STATE_OPEN,
    STATE_COMMITTED,
    STATE_DISCARDED,
};

struct output {
    struct mem *mem;
    struct output_file **files;
    size_t count;
    struct output_file *holders[HOLDERS];
    struct folders folders;
    struct map *targets; /* each target by its folder's identity and its name */
    const char *error;
    size_t turn;
    size_t serial;
    size_t changed;
    enum state state;
};

struct output *output_new(struct mem *mem) {
    struct output *output = mem_alloc(mem, sizeof *output);
    output->mem = mem;
    output->folders.mem = mem;
    output->targets = map_new(mem);
    return output;
}

const char *output_error(const struct output *output) {
    return output->error;
}

size_t output_changed(const struct output *output) {
    return output->changed;
}

static bool fail(struct output *output, const char *path, const char *reason) {
    if (output->error == NULL) {
        output->error = mem_format(output->mem, "cannot write `%s`: %s", path, reason);
    }
    return false;
}

/* What a path leads to, which need not exist; NULL with errno where its links have no end. */
static const char *follow_links(struct mem *mem, const char *path) {
    const char *target = path;
    for (int links = 0; links < LINKS_MOST; links++) {
        char link[LINK_SIZE];
        ssize_t length = readlink(target, link, sizeof link);
        if (length < 0) {
            return target;
        }
        if ((size_t)length == sizeof link) {
            errno = ENAMETOOLONG;
            return NULL;
        }
        size_t kept = link[0] == '/' ? 0 : folders_length(target);
        target = mem_format(mem, "%.*s%.*s", (int)kept, target, (int)length, link);
    }
    errno = ELOOP;
    return NULL;
}

/* Links such as /dev/stdout lead to no name that could be replaced: the name that was read is
 * compared with what the system itself finds. */
static bool find_target(struct output_file *file) {
    struct output *output = file->output;
    struct stat given;
    bool exists = stat(file->path, &given) == 0;
    size_t length = strlen(file->path);
    if (length == 0) {
        return fail(output, file->path, strerror(ENOENT));
    }
    if (file->path[length - 1] == '/' || (exists && S_ISDIR(given.st_mode))) {
        return fail(output, file->path, strerror(EISDIR));
    }
    if (exists && !S_ISREG(given.st_mode)) {
        return fail(output, file->path, "not a regular file");
    }
    file->target = follow_links(output->mem, file->path);
    if (file->target == NULL) {
        return fail(output, file->path, strerror(errno));
    }
    struct stat found;
    if (exists && (lstat(file->target, &found) != 0 || found.st_dev != given.st_dev ||
                   found.st_ino != given.st_ino)) {
        return fail(output, file->path, "what the link leads to has no name");
    }
    return true;
}

/* Two paths are the same where folder and name are, however they are written. */
static bool claim_target(struct output_file *file) {
    struct output *output = file->output;
    struct stat folder;
    if (!folders_make(&output->folders, file->target, &folder)) {
        return fail(output, file->path, strerror(errno));
    }
    struct stat target;
    bool exists = lstat(file->target, &target) == 0;
    if (exists && S_ISDIR(target.st_mode)) {
        return fail(output, file->path, strerror(EISDIR));
    }
    const char *name = file->target + folders_length(file->target);
    const char *key = mem_format(output->mem, "%ju:%ju:%s", (uintmax_t)folder.st_dev,
                                 (uintmax_t)folder.st_ino, name);
    void **place = map_place(output->targets, key, strlen(key));
    if (*place != NULL) {
        return fail(output, file->path, "the same file is written twice");
    }
    *place = file;
    return true;
}

struct output_file *output_open(struct output *output, const char *path) {
    if (output->state != STATE_OPEN) {
        fail(output, path, "the output has ended");
        return NULL;
    }
    struct output_file *file = mem_alloc(output->mem, sizeof *file);
    file->output = output;
    file->path = mem_string(output->mem, path);
    file->descriptor = -1;
    if (!find_target(file) || !claim_target(file)) {
        return NULL;
    }
    size_t count = output->count++;
    output->files = mem_grow(output->mem, output->files, count, sizeof *output->files);
    output->files[count] = file;
    return file;
}

struct output_file *output_reopen(struct output *output, const char *path) {
    if (access(path, W_OK) != 0) {
        fail(output, path, strerror(errno));
        return NULL;
    }
    return output_open(output, path);
}

/* A new file beside the target, under a name that nobody has. The folder may have gone: a
 * process that failed removes what it made. */
static bool create_temporary(struct output_file *file) {
    struct output *output = file->output;
    int length = (int)folders_length(file->target);
    struct stat folder;
    for (int tries = 0; tries < NAMES_MOST; tries++) {
        const char *name = mem_format(output->mem, "%.*s.slotc-%ld-%zu", length, file->target,
                                      (long)getpid(), output->serial++);
        file->descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file->descriptor >= 0) {
            file->temporary = name;
            return true;
        }
        bool again = errno == EEXIST || errno == EINTR;
        if (!again && !(errno == ENOENT && folders_make(&output->folders, file->target, &folder))) {
            break;
        }
    }
    return fail(output, file->path, strerror(errno));
}

static bool open_temporary(struct output_file *file) {
    if (file->descriptor >= 0) {
        return true;
    }
    if (file->temporary == NULL) {
        return create_temporary(file);
    }
    do {
        file->descriptor = open(file->temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    } while (file->descriptor < 0 && errno == EINTR);
    return file->descriptor >= 0 || fail(file->output, file->path, strerror(errno));
}

/* After an interrupted close the descriptor is gone all the same. */
static bool close_temporary(struct output_file *file) {
    int descriptor = file->descriptor;
    file->descriptor = -1;
    if (descriptor >= 0 && close(descriptor) != 0 && errno != EINTR) {
        return fail(file->output, file->path, strerror(errno));
    }
    return true;
}

static void remove_temporary(struct output_file *file) {
    if (file->descriptor >= 0) {
        close(file->descriptor);
        file->descriptor = -1;
    }
    if (file->temporary != NULL) {
        unlink(file->temporary);
        file->temporary = NULL;
    }
}

static bool write_at(struct output_file *file, const char *bytes, size_t length, size_t offset) {
    if (!open_temporary(file)) {
        return false;
    }
    while (length != 0) {
        ssize_t count = pwrite(file->descriptor, bytes, length, (off_t)offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return fail(file->output, file->path, strerror(count == 0 ? ENOSPC : errno));
        }
        bytes += count;
        offset += (size_t)count;
        length -= (size_t)count;
    }
    return true;
}

static bool flush(struct output_file *file) {
    if (file->used != 0 && !write_at(file, file->buffer, file->used, file->written)) {
        return false;
    }
    file->written += file->used;
    file->used = 0;
    return true;
}

/* Gives the file a buffer, at need that of the file which was not used for the longest time. */
static bool hold(struct output_file *file) {
    struct output *output = file->output;
    file->turn = ++output->turn;
    if (file->buffer != NULL) {
        return true;
    }
    struct output_file **place = &output->holders[0];
    for (size_t i = 0; i < HOLDERS && *place != NULL; i++) {
        struct output_file *holder = output->holders[i];
        if (holder == NULL || holder->turn < (*place)->turn) {
            place = &output->holders[i];
        }
    }
    struct output_file *holder = *place;
    if (holder == NULL) {
        file->buffer = mem_alloc(output->mem, BUFFER_SIZE);
    } else {
        if (!flush(holder) || !close_temporary(holder)) {
            return false;
        }
        file->buffer = holder->buffer;
        holder->buffer = NULL;
    }
    *place = file;
    return true;
}

/* Whether the file takes bytes: after a failure nothing of the output does. */
static bool is_open(struct output_file *file) {
    if (file == NULL) {
        return false;
    }
    if (file->output->state != STATE_OPEN) {
        return fail(file->output, file->path, "the output has ended");
    }
    return file->output->error == NULL && hold(file);
}

bool output_write(struct output_file *file, const char *bytes, size_t length) {
    if (!is_open(file)) {
        return false;
    }
    while (length != 0) {
        if (file->used == BUFFER_SIZE && !flush(file)) {
            return false;
        }
        size_t space = BUFFER_SIZE - file->used;
        size_t count = length < space ? length : space;
        memcpy(file->buffer + file->used, bytes, count);
        file->used += count;
        bytes += count;
        length -= count;
    }
    return true;
}

bool output_patch(struct output_file *file, size_t offset, const char *bytes, size_t length) {
    if (!is_open(file)) {
        return false;
    }
    size_t total = file->written + file->used;
    if (offset > total || length > total - offset) {
        return fail(file->output, file->path, "a patch goes past the end");
    }
    size_t flushed = offset < file->written ? file->written - offset : 0;
    if (flushed > length) {
        flushed = length;
    }
    if (flushed != 0 && !write_at(file, bytes, flushed, offset)) {
        return false;
    }
    if (flushed != length) {
        memcpy(file->buffer + (offset + flushed - file->written), bytes + flushed,
               length - flushed);
    }
    return true;
}

/* Copies what was written so far, from the temporary file, the buffer or both. */
static bool read_back(struct output_file *file, size_t offset, char *bytes, size_t length) {
    while (length != 0 && offset < file->written) {
        size_t left = file->written - offset;
        size_t most = length < left ? length : left;
        ssize_t count = pread(file->descriptor, bytes, most, (off_t)offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        bytes += count;
        offset += (size_t)count;
        length -= (size_t)count;
    }
    if (length != 0) {
        memcpy(bytes, file->buffer + (offset - file->written), length);
    }
    return true;
}

/* Whether what can be read from the descriptor is what was written. */
static bool equals(struct output_file *file, int descriptor) {
    char found[CHUNK_SIZE];
    char wanted[CHUNK_SIZE];
    size_t total = file->written + file->used;
    size_t offset = 0;
    for (;;) {
        ssize_t count = read(descriptor, found, sizeof found);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 && offset == total;
        }
        size_t length = (size_t)count;
        if (length > total - offset || !read_back(file, offset, wanted, length) ||
            memcmp(found, wanted, length) != 0) {
            return false;
        }
        offset += length;
    }
}

/* A target that cannot be read counts as different. */
static bool is_unchanged(struct output_file *file, const struct stat *target) {
    if ((uintmax_t)target->st_size != file->written + file->used) {
        return false;
    }
    int descriptor = open(file->target, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    bool unchanged = equals(file, descriptor);
    close(descriptor);
    return unchanged;
}

/* Completes the temporary file, or removes it where the target would not change. */
static bool settle(struct output_file *file) {
    struct output *output = file->output;
    struct stat target;
    bool exists = lstat(file->target, &target) == 0;
    if (exists && !S_ISREG(target.st_mode)) {
        return fail(output, file->path, "not a regular file");
    }
    if (file->temporary != NULL && !open_temporary(file)) {
        return false;
    }
    if (exists && is_unchanged(file, &target)) {
        remove_temporary(file);
        return true;
    }
    if (!flush(file) || !open_temporary(file)) {
        return false;
    }
    if (exists && fchmod(file->descriptor, target.st_mode & 0777) != 0) {
        return fail(output, file->path, strerror(errno));
    }
    return close_temporary(file);
}

static bool fail_rename(struct output *output, size_t failed) {
    struct text reason = {.mem = output->mem};
    text_add_string(&reason, strerror(errno));
    const char *separator = " (already replaced: `";
    for (size_t i = 0; i < failed; i++) {
        if (output->files[i]->replaced) {
            text_format(&reason, "%s%s`", separator, output->files[i]->path);
            separator = ", `";
        }
    }
    if (output->changed != 0) {
        text_add_string(&reason, ")");
    }
    return fail(output, output->files[failed]->path, text_string(&reason));
}

static bool replace_targets(struct output *output) {
    for (size_t i = 0; i < output->count; i++) {
        struct output_file *file = output->files[i];
        if (file->temporary == NULL) {
            continue;
        }
        if (rename(file->temporary, file->target) != 0) {
            return fail_rename(output, i);
        }
        file->temporary = NULL;
        file->replaced = true;
        output->changed++;
    }
    return true;
}

bool output_commit(struct output *output) {
    if (output->state == STATE_COMMITTED) {
        return true;
    }
    if (output->state == STATE_DISCARDED && output->error == NULL) {
        output->error = "cannot write what was discarded";
    }
    bool complete = output->error == NULL;
    for (size_t i = 0; complete && i < output->count; i++) {
        complete = settle(output->files[i]);
    }
    if (!complete || !replace_targets(output)) {
        output_discard(output);
        return false;
    }
    output->state = STATE_COMMITTED;
    return true;
}

void output_discard(struct output *output) {
    if (output->state != STATE_OPEN) {
        return;
    }
    output->state = STATE_DISCARDED;
    for (size_t i = 0; i < output->count; i++) {
        remove_temporary(output->files[i]);
    }
    folders_remove(&output->folders);
}
