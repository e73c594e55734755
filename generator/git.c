#include "git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "text.h"

#define MOST_ARGUMENTS 16
#define CHUNK 65536

extern char **environ;

/* A git that runs. A file is -1 where there is none. */
struct child {
    pid_t pid;
    int in; /* to be written to */
    int out;
    int err;
};

static void close_one(int *file) {
    if (*file >= 0) {
        close(*file);
    }
    *file = -1;
}

/* A pipe whose ends no other child gets. */
static bool open_pipe(int ends[2]) {
    ends[0] = ends[1] = -1;
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

/* The environment, with what keeps git from asking, fetching, and speaking another language. */
static char **environment(struct mem *mem) {
    static const char *const ours[] = {"GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1",
                                       "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};
    const size_t our_count = sizeof ours / sizeof *ours;
    size_t count = 0;
    while (environ[count] != NULL) {
        count++;
    }
    char **copy = mem_alloc(mem, (count + our_count + 1) * sizeof *copy);
    size_t kept = 0;
    for (size_t i = 0; i < our_count; i++) {
        copy[kept++] = mem_string(mem, ours[i]);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_ours = false;
        for (size_t j = 0; j < our_count && !is_ours; j++) {
            is_ours = strncmp(environ[i], ours[j], strcspn(ours[j], "=") + 1) == 0;
        }
        if (!is_ours) {
            copy[kept++] = environ[i];
        }
    }
    return copy;
}

/* With these files as its standard ones. */
static bool spawn(struct mem *mem, const char *const *arguments, const int files[3], pid_t *pid,
                  const char **error) {
    char *words[MOST_ARGUMENTS] = {mem_string(mem, "git")};
    for (size_t i = 0; arguments[i] != NULL && i + 2 < MOST_ARGUMENTS; i++) {
        words[i + 1] = mem_string(mem, arguments[i]);
    }
    posix_spawn_file_actions_t actions;
    int reason = posix_spawn_file_actions_init(&actions);
    if (reason == 0) {
        for (int i = 0; i < 3 && reason == 0; i++) {
            reason = posix_spawn_file_actions_adddup2(&actions, files[i], i);
        }
        reason = reason != 0 ? reason
                             : posix_spawnp(pid, "git", &actions, NULL, words, environment(mem));
        posix_spawn_file_actions_destroy(&actions);
    }
    if (reason != 0) {
        *error = mem_format(mem,
                            "cannot run `git`, which reads revisions: %s; install it, or compare "
                            "with a folder or with what `slotc lock` has written",
                            strerror(reason));
    }
    return reason == 0;
}

static bool start(struct mem *mem, const char *const *arguments, struct child *child,
                  const char **error) {
    int in[2];
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    bool good = open_pipe(in) && open_pipe(out) && open_pipe(err);
    if (!good) {
        *error = mem_format(mem, "cannot make a pipe for `git`: %s", strerror(errno));
    }
    const int files[] = {in[0], out[1], err[1]};
    good = good && spawn(mem, arguments, files, &child->pid, error);
    close_one(&in[0]);
    close_one(&out[1]);
    close_one(&err[1]);
    if (!good) {
        close_one(&in[1]);
        close_one(&out[0]);
        close_one(&err[0]);
    }
    child->in = in[1];
    child->out = out[0];
    child->err = err[0];
    return good;
}

/* What comes next, at most size bytes; 0 at the end and where it cannot be read. */
static size_t read_some(int file, char *bytes, size_t size) {
    for (;;) {
        ssize_t got = read(file, bytes, size);
        if (got >= 0 || errno != EINTR) {
            return got > 0 ? (size_t)got : 0;
        }
    }
}

/* Both that it prints and that it complains about, as they come: it waits where one of them is not
 * read. */
static void read_both(const struct child *child, struct text *output, struct text *complaint) {
    struct pollfd files[] = {{child->out, POLLIN, 0}, {child->err, POLLIN, 0}};
    struct text *const texts[] = {output, complaint};
    char *chunk = mem_alloc(output->mem, CHUNK);
    while (files[0].fd >= 0 || files[1].fd >= 0) {
        if (poll(files, 2, -1) < 0 && errno != EINTR) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            if (files[i].fd >= 0 && files[i].revents != 0) {
                size_t got = read_some(files[i].fd, chunk, CHUNK);
                text_add(texts[i], chunk, got);
                files[i].fd = got == 0 ? -1 : files[i].fd;
            }
            files[i].revents = 0;
        }
    }
}

static int finish(struct child *child) {
    int status = -1;
    close_one(&child->in);
    close_one(&child->out);
    close_one(&child->err);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/* The first line of what git says, without its "fatal: "; of a repository of another user, as in a
 * container of CI, what to do. */
static const char *first_line(struct mem *mem, const char *words) {
    static const char fatal[] = "fatal: ";
    words += strncmp(words, fatal, sizeof fatal - 1) == 0 ? sizeof fatal - 1 : 0;
    const char *line = mem_copy(mem, words, strcspn(words, "\n"));
    const char *help = strstr(line, "dubious ownership") == NULL
                           ? ""
                           : "; `git config --global --add safe.directory FOLDER` trusts it";
    return words[0] == '\0' ? "it says nothing" : mem_concat(mem, line, help, NULL);
}

bool git_run(struct mem *mem, const char *const *arguments, struct text *output,
             const char **error) {
    struct child child;
    struct text complaint = {.mem = mem};
    if (!start(mem, arguments, &child, error)) {
        return false;
    }
    close_one(&child.in);
    read_both(&child, output, &complaint);
    int status = finish(&child);
    if (status == 0) {
        return true;
    }
    *error = first_line(mem, text_string(&complaint));
    return false;
}

struct git_objects {
    struct mem *mem;
    struct child child;
    char buffer[CHUNK];
    size_t at; /* what was read and is not yet used: from here, */
    size_t end; /* to here */
};

struct git_objects *git_objects_open(struct mem *mem, const char **error) {
    static const char *const arguments[] = {"cat-file", "--batch", NULL};
    struct git_objects *objects = mem_alloc(mem, sizeof *objects);
    objects->mem = mem;
    signal(SIGPIPE, SIG_IGN); /* a git that has ended is an error to report */
    return start(mem, arguments, &objects->child, error) ? objects : NULL;
}

void git_objects_close(struct git_objects *objects) {
    finish(&objects->child);
}

static bool fill(struct git_objects *objects) {
    if (objects->at == objects->end) {
        objects->at = 0;
        objects->end = read_some(objects->child.out, objects->buffer, sizeof objects->buffer);
    }
    return objects->at < objects->end;
}

static bool write_line(int file, const char *line) {
    size_t length = strlen(line);
    while (length > 0) {
        ssize_t done = write(file, line, length);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        line += done > 0 ? done : 0;
        length -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* The line that comes before an object: "ID blob 123", or "ID missing". */
static const char *read_head(struct git_objects *objects) {
    struct text line = {.mem = objects->mem};
    while (fill(objects) && objects->buffer[objects->at] != '\n') {
        text_add(&line, &objects->buffer[objects->at++], 1);
    }
    objects->at += objects->at < objects->end;
    return text_string(&line);
}

/* Into bytes, or past them where they are NULL. */
static bool take(struct git_objects *objects, char *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        if (!fill(objects)) {
            return false;
        }
        size_t step = objects->end - objects->at;
        step = step < length - done ? step : length - done;
        if (bytes != NULL) {
            memcpy(bytes + done, objects->buffer + objects->at, step);
        }
        objects->at += step;
        done += step;
    }
    return true;
}

const char *git_objects_read(struct git_objects *objects, const char *id, size_t most,
                             size_t *length, const char **error) {
    struct mem *mem = objects->mem;
    unsigned long long size = 0;
    *error = "git has ended early";
    if (!write_line(objects->child.in, mem_concat(mem, id, "\n", NULL))) {
        return NULL;
    }
    const char *head = read_head(objects);
    const char *kind = strchr(head, ' ');
    if (kind == NULL || sscanf(kind, " %*s %llu", &size) != 1) {
        *error = "its object is not in this clone, which is perhaps a partial one: `git fetch "
                 "--refetch` gets all objects";
        return NULL;
    }
    *length = (size_t)size;
    char *bytes = *length > most ? NULL : mem_alloc(mem, *length + 1);
    if (!take(objects, bytes, *length) || !take(objects, NULL, 1)) {
        return NULL;
    }
    return bytes == NULL ? "" : bytes;
}
