/* What libclang takes to be loaded and to parse a file for six targets: the least that
 * `slotc verify` can take. Prints milliseconds of the clock and of processors, and of the same of a
 * command, run by turns:
 *
 *   verify FILE TIMES COMMAND [ARGUMENT...]
 *
 * Each is a process of its own, since libclang loads once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../generator/clang_library.h"
#include "../../generator/clang_parse.h"
#include "../../generator/mem.h"
#include "../../generator/source.h"

#define MAX_TIMES 101

static const char *const targets[] = {
    "x86_64-linux-gnu",      "aarch64-linux-gnu",   "i386-linux-gnu",
    "armv7-linux-gnueabihf", "x86_64-windows-msvc", "wasm32-unknown-unknown",
};

struct cost {
    double clock;
    double processors;
};

static int parse_all(const char *path) {
    struct mem *mem = mem_new();
    struct clang_search search;
    struct source *source = NULL;
    const char *error = NULL;
    const struct clang *clang = clang_open(mem, &search);
    if (clang == NULL || source_read(mem, path, &source, &error) != SOURCE_READ) {
        return 1;
    }
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct clang_request request = {.target = targets[i],
                                        .main = {"layout.h", source->bytes, source->length},
                                        .freestanding = true};
        struct clang_unit unit;
        if (!clang_parse(mem, clang, &request, &unit, &error)) {
            fprintf(stderr, "%s\n", error);
            return 1;
        }
        clang_unit_free(&unit);
    }
    return 0;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* The command, or parse_all where it is NULL. */
static struct cost run(const char *path, char **command) {
    struct timespec start;
    struct timespec stop;
    struct rusage before;
    struct rusage after;
    int status = 0;
    getrusage(RUSAGE_CHILDREN, &before);
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        if (command == NULL) {
            _exit(parse_all(path));
        }
        if (freopen("/dev/null", "w", stdout) != NULL) {
            execv(command[0], command);
        }
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        fputs("verify: a run failed\n", stderr);
        exit(1);
    }
    clock_gettime(CLOCK_MONOTONIC, &stop);
    getrusage(RUSAGE_CHILDREN, &after);
    return (struct cost){1e3 * (double)(stop.tv_sec - start.tv_sec) +
                             (double)(stop.tv_nsec - start.tv_nsec) / 1e6,
                         1e3 * (seconds(after.ru_utime) + seconds(after.ru_stime) -
                                seconds(before.ru_utime) - seconds(before.ru_stime))};
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

int main(int count, char **arguments) {
    size_t times = count > 3 ? (size_t)atoi(arguments[2]) : 0;
    if (times == 0 || times > MAX_TIMES) {
        fputs("usage: verify FILE TIMES COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double values[4][MAX_TIMES];
    for (size_t i = 0; i < times; i++) {
        struct cost alone = run(arguments[1], NULL);
        struct cost whole = run(arguments[1], &arguments[3]);
        values[0][i] = alone.clock;
        values[1][i] = whole.clock;
        values[2][i] = alone.processors;
        values[3][i] = whole.processors;
    }
    double medians[4];
    for (size_t i = 0; i < 4; i++) {
        medians[i] = median(values[i], times);
    }
    printf("%.0f ms where libclang alone takes %.0f ms: %.2f times that (of processors %.2f)\n",
           medians[1], medians[0], medians[1] / medians[0], medians[3] / medians[2]);
    return 0;
}
