#include "locked.h"

#include <string.h>
#include <sys/stat.h>

#include "diagnostic.h"
#include "load.h"
#include "lock.h"
#include "mem.h"
#include "revision.h"

static struct lock *of_inputs(const struct run *run, const char *argument,
                              const struct inputs *inputs, enum exit_status *status) {
    struct run side = *run;
    side.diagnostics = mem_alloc(run->mem, sizeof *side.diagnostics);
    *side.diagnostics = *run->diagnostics; /* its severities; it has no findings yet */
    if (inputs->files.count == 0) {
        struct lock *lock = mem_alloc(run->mem, sizeof *lock);
        lock->source = source_from_bytes(run->mem, argument, "", 0);
        return lock;
    }
    side.diagnostics->are_errors_alone = true;
    *status = driver_check_inputs(&side, inputs);
    if (*status == EXIT_FINE && diagnostics_failed(side.diagnostics)) {
        driver_print_errors(&side);
        *status = EXIT_SHORT;
    }
    return *status == EXIT_FINE ? lock_of_program(run->mem, side.program, side.layouts) : NULL;
}

/* Where a revision without a path takes its own from. */
static const char *beside(struct mem *mem, const char *other) {
    bool has_path = revision_is_one(other) ? revision_has_path(other)
                                           : strcmp(other, "-") != 0 && !locked_is_file(mem, other);
    return has_path ? other : ".";
}

static struct lock *of_revision(const struct run *run, const char *argument, const char *other,
                                enum exit_status *status) {
    struct inputs inputs = {.include = run->options->include};
    const char *error = NULL;
    struct lock *lock = NULL;
    struct revision *revision = revision_open(run->mem, argument, &error);
    if (revision == NULL) {
        *status = driver_fail("%s", error);
        return NULL;
    }
    if (revision_expand(revision, beside(run->mem, other), revision_is_one(other), &inputs,
                        &error)) {
        lock = of_inputs(run, argument, &inputs, status);
    } else {
        *status = driver_fail("cannot read `%s`: %s", argument, error);
    }
    revision_close(revision);
    return lock;
}

/* Also one that is empty, or spoilt at its start: as a schema it would have no records to break. */
static bool is_named_so(const char *path) {
    static const char ending[] = ".lock";
    size_t length = strlen(path);
    return length >= sizeof ending - 1 && strcmp(path + length - (sizeof ending - 1), ending) == 0;
}

/* A file of the file system that is no folder, and is named as a lock or starts as one does. */
static struct source *open_lock(struct mem *mem, const char *argument) {
    struct stat status;
    struct source *source = NULL;
    const char *ignored = NULL;
    if (strcmp(argument, "-") == 0 || stat(argument, &status) != 0 || S_ISDIR(status.st_mode) ||
        source_read(mem, argument, &source, &ignored) != SOURCE_READ ||
        !(is_named_so(argument) || lock_is_one(source))) {
        return NULL;
    }
    return source;
}

bool locked_is_file(struct mem *mem, const char *argument) {
    return open_lock(mem, argument) != NULL;
}

struct lock *locked_side(const struct run *run, const char *argument, const char *other,
                         enum exit_status *status) {
    struct mem *mem = run->mem;
    *status = EXIT_FINE;
    if (revision_is_one(argument)) {
        return of_revision(run, argument, other, status);
    }
    const char *error = NULL;
    struct source *source = open_lock(mem, argument);
    if (source != NULL) {
        struct lock *lock = lock_read(mem, source, &error);
        if (lock == NULL) {
            *status = driver_fail("cannot read the lock `%s`: %s", argument, error);
        }
        return lock;
    }
    struct inputs inputs = {.include = run->options->include};
    struct paths arguments = {0};
    paths_add(mem, &arguments, argument);
    if (!inputs_expand(mem, &arguments, &inputs, &error)) {
        *status = driver_fail("%s", error);
        return NULL;
    }
    return of_inputs(run, argument, &inputs, status);
}
