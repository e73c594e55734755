/* A library for LD_PRELOAD that makes one call of a program fail, so that a test can try
 * every failure in turn (run.sh does).
 *
 *   SLOTC_FAIL_CALL   the call, a row of the table below
 *   SLOTC_FAIL_AT     which one fails, counted from 1; without it none does
 *   SLOTC_FAIL_COUNT  a file that gets the number of such calls, written at exit
 *
 * Only what the program calls by itself is seen: what printf and the like write is seen
 * when it is flushed. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum call {
    CALL_MALLOC,
    CALL_WRITE,
    CALL_OPEN,
    CALL_RENAME,
    CALL_CLOSE,
    CALL_MKDIR,
    CALL_COUNT,
};

/* What a failing call sets errno to; 0 lets a write succeed with half of its bytes. */
struct failure {
    const char *name;
    enum call call;
    int reason;
};

static const struct failure failures[] = {
    {"malloc", CALL_MALLOC, ENOMEM},
    {"write", CALL_WRITE, ENOSPC},
    {"write-interrupted", CALL_WRITE, EINTR},
    {"write-short", CALL_WRITE, 0},
    {"open", CALL_OPEN, EMFILE},
    {"open-interrupted", CALL_OPEN, EINTR},
    {"rename", CALL_RENAME, EACCES},
    {"close", CALL_CLOSE, EIO},
    {"close-interrupted", CALL_CLOSE, EINTR},
    {"mkdir", CALL_MKDIR, EROFS},
};

static const struct failure *chosen;
static unsigned long fail_at;
static unsigned long counts[CALL_COUNT];

/* dlsym may allocate before the real allocator is known: then from here, never freed. */
static _Alignas(max_align_t) unsigned char early[8192];
static size_t early_used;
static bool resolving;

/* The function that this library stands before. ISO C has no conversion from an object's
 * address to a function's, so the bytes are copied. */
static void find_real(void *function, const char *name) {
    void *found = NULL;
    memcpy(&found, function, sizeof found);
    if (found != NULL) {
        return;
    }
    resolving = true;
    found = dlsym(RTLD_NEXT, name);
    resolving = false;
    if (found == NULL) {
        abort();
    }
    memcpy(function, &found, sizeof found);
}

/* Counts the call; whether it is the one that fails. */
static bool fails(enum call call) {
    unsigned long count = ++counts[call];
    if (chosen == NULL || chosen->call != call || count != fail_at) {
        return false;
    }
    errno = chosen->reason;
    return true;
}

static const struct failure *find_failure(const char *name) {
    for (size_t i = 0; name != NULL && i < sizeof failures / sizeof *failures; i++) {
        if (strcmp(failures[i].name, name) == 0) {
            return &failures[i];
        }
    }
    return NULL;
}

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("SLOTC_FAIL_AT");
    chosen = find_failure(getenv("SLOTC_FAIL_CALL"));
    fail_at = at == NULL ? 0 : strtoul(at, NULL, 10);
    memset(counts, 0, sizeof counts);
}

/* The count is written without what is counted and with room on the stack only. */
__attribute__((destructor)) static void end(void) {
    const char *path = getenv("SLOTC_FAIL_COUNT");
    unsigned long count = chosen == NULL ? 0 : counts[chosen->call];
    if (path == NULL) {
        return;
    }
    chosen = NULL;
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lu\n", count);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (descriptor < 0 || write(descriptor, digits, (size_t)length) != length) {
        abort();
    }
    close(descriptor);
}

/* Each function that is stood before keeps the real one in a variable of its own. */
#define REAL(type, name, ...)                                                                      \
    static type (*real_##name)(__VA_ARGS__);                                                       \
    find_real(&real_##name, #name)

static void *take_early(size_t size) {
    size_t aligned = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (aligned > sizeof early - early_used) {
        abort();
    }
    void *place = early + early_used;
    early_used += aligned;
    return place;
}

static bool is_early(const void *block) {
    uintptr_t at = (uintptr_t)block;
    return at >= (uintptr_t)early && at < (uintptr_t)early + sizeof early;
}

void *malloc(size_t size) {
    if (resolving) {
        return take_early(size);
    }
    REAL(void *, malloc, size_t);
    return fails(CALL_MALLOC) ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size) {
    if (resolving) {
        return take_early(count * size);
    }
    REAL(void *, calloc, size_t, size_t);
    return fails(CALL_MALLOC) ? NULL : real_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    if (resolving || is_early(block)) {
        abort();
    }
    REAL(void *, realloc, void *, size_t);
    return fails(CALL_MALLOC) ? NULL : real_realloc(block, size);
}

int posix_memalign(void **place, size_t align, size_t size) {
    REAL(int, posix_memalign, void **, size_t, size_t);
    return fails(CALL_MALLOC) ? ENOMEM : real_posix_memalign(place, align, size);
}

void *aligned_alloc(size_t align, size_t size) {
    REAL(void *, aligned_alloc, size_t, size_t);
    return fails(CALL_MALLOC) ? NULL : real_aligned_alloc(align, size);
}

void free(void *block) {
    if (is_early(block)) {
        return;
    }
    REAL(void, free, void *);
    real_free(block);
}

/* Whether a write goes ahead, if with fewer bytes than were given. */
static bool may_write(size_t *size) {
    if (!fails(CALL_WRITE)) {
        return true;
    }
    *size -= *size / 2;
    return chosen->reason == 0;
}

/* Standard error is left out everywhere: what failed has to be told there. */
ssize_t write(int descriptor, const void *bytes, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    bool goes = descriptor == STDERR_FILENO || may_write(&size);
    return goes ? real_write(descriptor, bytes, size) : -1;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return may_write(&size) ? real_pwrite(descriptor, bytes, size, offset) : -1;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return may_write(&size) ? real_pwrite64(descriptor, bytes, size, offset) : -1;
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *stream) {
    REAL(size_t, fwrite, const void *, size_t, size_t, FILE *);
    bool goes = stream == stderr || may_write(&count);
    return goes ? real_fwrite(bytes, size, count, stream) : 0;
}

int fflush(FILE *stream) {
    REAL(int, fflush, FILE *);
    /* Nothing waits to be written: then flushing writes nothing that could fail. */
    if (stream != NULL && __fpending(stream) == 0) {
        return real_fflush(stream);
    }
    return stream != stderr && fails(CALL_WRITE) && errno != 0 ? EOF : real_fflush(stream);
}

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails(CALL_OPEN) ? -1 : real_open(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails(CALL_OPEN) ? -1 : real_open64(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    REAL(int, openat, int, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails(CALL_OPEN) ? -1 : real_openat(folder, path, flags, mode);
}

FILE *fopen(const char *path, const char *mode) {
    REAL(FILE *, fopen, const char *, const char *);
    return fails(CALL_OPEN) ? NULL : real_fopen(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
    REAL(FILE *, fopen64, const char *, const char *);
    return fails(CALL_OPEN) ? NULL : real_fopen64(path, mode);
}

DIR *opendir(const char *path) {
    REAL(DIR *, opendir, const char *);
    return fails(CALL_OPEN) ? NULL : real_opendir(path);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return fails(CALL_RENAME) ? -1 : real_rename(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    return fails(CALL_RENAME) ? -1 : real_renameat(from_folder, from, to_folder, to);
}

/* As on a full network disk, the descriptor is gone although the call fails. */
int close(int descriptor) {
    REAL(int, close, int);
    int status = real_close(descriptor);
    return fails(CALL_CLOSE) ? -1 : status;
}

int fclose(FILE *stream) {
    REAL(int, fclose, FILE *);
    int status = real_fclose(stream);
    return fails(CALL_CLOSE) ? EOF : status;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return fails(CALL_MKDIR) ? -1 : real_mkdir(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    return fails(CALL_MKDIR) ? -1 : real_mkdirat(folder, path, mode);
}
