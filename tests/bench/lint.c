/* The processor time that a command takes, at best of several runs, beside its bound.
 *
 *     lint LABEL BOUND_MS COMMAND... */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define RUNS 21
#define PAIRS 100

static double time_of(struct timeval time) {
    return (double)time.tv_sec * 1e9 + (double)time.tv_usec * 1e3;
}

/* Of all children so far. */
static double now_of_children(void) {
    struct rusage usage;
    need(getrusage(RUSAGE_CHILDREN, &usage) == 0, "getrusage");
    return time_of(usage.ru_utime) + time_of(usage.ru_stime);
}

static double run(char **command) {
    const double start = now_of_children();
    const pid_t child = fork();
    need(child >= 0, "fork");
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    need(waitpid(child, &status, 0) == child && status == 0, command[0]);
    return now_of_children() - start;
}

int main(int count, char **arguments) {
    need(count > 3, "usage: lint LABEL BOUND_MS COMMAND...");
    const double most = strtod(arguments[2], NULL);
    struct best best = {0};
    struct best pair = {0};
    for (int i = 0; i < RUNS; i++) {
        best_of(&best, run(arguments + 3));
        for (int j = 0; j < PAIRS; j++) { /* the first ones see what fork did to the pages */
            best_of(&pair, pair_of_malloc());
        }
    }
    const double here = most * pair.ns / PAIR_NS;
    printf("%s: %.1f ms of processor time (at most %.1f, here %.1f%s)\n", arguments[1],
           best.ns / 1e6, most, here, best.ns / 1e6 < here + 0.05 ? "" : ": missed");
    return 0;
}
