/* Runs both sides of a witness, and prints which levels are broken, a line each.
 *
 *     judge OLD.so NEW.so [BOTH.so]
 *
 * BOTH has objects built with the old header and with the new one; without it they did not link.
 * Status 3 where a side fails by itself. */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOM 65536

struct side {
    void (*fill)(void *room);
    bool (*check)(const void *room, bool stored);
    size_t (*align)(void);
    bool (*by_name)(void);
};

static _Alignas(4096) unsigned char room[ROOM];

static void *function(void *library, const char *side, const char *name) {
    char whole[32];
    snprintf(whole, sizeof whole, "%s_%s", side, name);
    void *found = dlsym(library, whole);
    if (found == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(2);
    }
    return found;
}

static struct side side_of(void *library, const char *name) {
    struct side side;
    *(void **)&side.fill = function(library, name, "fill");
    *(void **)&side.check = function(library, name, "check");
    *(void **)&side.align = function(library, name, "align");
    *(void **)&side.by_name = function(library, name, "by_name");
    return side;
}

/* In a process of its own: what is broken may crash. */
static bool succeeds(const struct side *writer, const struct side *reader, bool stored) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        /* No more aligned than the writer asks for, where it is the writer's memory. */
        unsigned char *start = room + (stored ? 0 : writer->align());
        memset(room, 0xa5, sizeof room);
        alarm(5);
        writer->fill(start);
        _exit(reader->check(start, stored) ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return status == 0;
}

static bool works_by_name(const struct side *side) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(5);
        _exit(side->by_name() ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return status == 0;
}

static bool both_ways(const struct side *old, const struct side *new, bool stored) {
    return succeeds(old, new, stored) && succeeds(new, old, stored);
}

int main(int count, char **paths) {
    void *libraries[3] = {NULL};
    for (int i = 1; i < count && i <= 3; i++) {
        libraries[i - 1] = dlopen(paths[i], RTLD_NOW | RTLD_LOCAL);
        if (libraries[i - 1] == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 2;
        }
    }
    if (count < 3) {
        return 2;
    }
    struct side old = side_of(libraries[0], "old");
    struct side new = side_of(libraries[1], "new");
    bool fine = both_ways(&old, &old, true) && both_ways(&old, &old, false) &&
                both_ways(&new, &new, true) && both_ways(&new, &new, false) && works_by_name(&old);
    if (!fine) {
        fputs("a side is not right by itself\n", stderr);
        return 3;
    }
    if (!both_ways(&old, &new, true)) {
        puts("data");
    }
    if (libraries[2] != NULL) {
        old = side_of(libraries[2], "old");
        struct side mixed = side_of(libraries[2], "new");
        if (!both_ways(&old, &mixed, false)) {
            puts("abi");
        }
    } else {
        puts("abi");
    }
    if (!works_by_name(&new)) {
        puts("dict");
    }
    return 0;
}
