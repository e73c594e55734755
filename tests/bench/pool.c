/* Times what a million records of 24 bytes take in a pool, in new memory and in used, beside malloc
 * and beside a loop that does nothing but write them. Each row is a process of its own, so that its
 * memory is new, and the best of some. Compiled with -DSLOTS_POOL_MMAP and without. */
#include "pool.slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT 1000000
#define RUNS 15
#define HUGE_PAGE ((size_t)2 << 20)

enum figure {
    COLD,
    WARM,
    WALK,
    GET,
    FREE,
    FIGURES
};

static double *figures; /* of the process that measures, in memory that both see */
static Reading *records[COUNT];
static Reading_handle handles[COUNT];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double each(double start) {
    return (now() - start) / COUNT;
}

static void fill(Reading_pool *pool) {
    for (int i = 0; i < COUNT; i++) {
        Reading *record = Reading_pool_new(pool);
        if (record == NULL) {
            exit(1);
        }
        Reading_set_time(record, i);
    }
}

static void in_pool(void) {
    Reading_pool pool;
    size_t count = 0;
    int64_t sum = 0;
    double start = now();
    Reading_pool_init(&pool, 0);
    fill(&pool);
    figures[COLD] = each(start);
    Reading_pool_clear(&pool);
    start = now();
    fill(&pool);
    figures[WARM] = each(start);
    for (Reading *at = Reading_pool_first(&pool); at != NULL; at = Reading_pool_next(&pool, at)) {
        handles[count] = Reading_pool_handle(&pool, at);
        records[count++] = at;
    }
    start = now();
    for (Reading *at = Reading_pool_first(&pool); at != NULL; at = Reading_pool_next(&pool, at)) {
        sum += Reading_get_time(at);
    }
    figures[WALK] = each(start);
    start = now();
    for (int i = 0; i < COUNT; i++) {
        sum += Reading_get_time(Reading_pool_get(&pool, handles[i]));
    }
    figures[GET] = each(start);
    start = now();
    for (int i = 0; i < COUNT; i++) {
        Reading_pool_free(&pool, records[i]);
    }
    figures[FREE] = each(start);
    Reading_pool_fini(&pool);
    if (count != COUNT || sum != (int64_t)COUNT * (COUNT - 1)) {
        exit(1);
    }
}

static void in_small_pages(void) {
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    in_pool();
}

static void by_malloc(void) {
    double start = now();
    for (int i = 0; i < COUNT; i++) {
        Reading *record = malloc(sizeof *record);
        if (record == NULL) {
            exit(1);
        }
        Reading_init(record);
        Reading_set_time(record, i);
        *(Reading *volatile *)&records[i % 16] = record;
    }
    figures[COLD] = each(start);
}

/* The least that new memory costs: huge pages, and nothing kept of what is in use. */
static void by_itself(void) {
    size_t bytes = (size_t)COUNT * sizeof(Reading) + 2 * HUGE_PAGE;
    double start = now();
    char *range = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (range == MAP_FAILED) {
        exit(1);
    }
    range += HUGE_PAGE - (uintptr_t)range % HUGE_PAGE;
    (void)madvise(range, bytes - HUGE_PAGE, MADV_HUGEPAGE);
    Reading *items = (Reading *)(void *)range;
    for (int i = 0; i < COUNT; i++) {
        Reading_init(&items[i]);
        Reading_set_time(&items[i], i);
    }
    figures[COLD] = each(start);
}

static bool row(const char *name, void measure(void)) {
    double best[FIGURES] = {1e9, 1e9, 1e9, 1e9, 1e9};
    for (int run = 0; run < RUNS; run++) {
        int status = 1;
        for (int i = 0; i < FIGURES; i++) {
            figures[i] = 0;
        }
        pid_t child = fork();
        if (child == 0) {
            measure();
            _exit(0);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "pool: %s: it failed\n", name);
            return false;
        }
        for (int i = 0; i < FIGURES; i++) {
            best[i] = figures[i] < best[i] ? figures[i] : best[i];
        }
    }
    printf("%s: %.1f ns a record", name, best[COLD]);
    if (best[WARM] > 0) {
        printf(" (in used memory %.1f, next %.1f, by handle %.1f, free %.1f)", best[WARM],
               best[WALK], best[GET], best[FREE]);
    }
    putchar('\n');
    return fflush(stdout) == 0;
}

int main(void) {
    figures = mmap(NULL, FIGURES * sizeof *figures, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (figures == MAP_FAILED) {
        return 1;
    }
    for (int i = 0; i < COUNT; i++) { /* their pages are there before the clock runs */
        records[i] = NULL;
        handles[i].bits = 1;
    }
#if defined(SLOTS_POOL_MMAP)
    return !row("written in a loop, huge pages", by_itself) || !row("pool, huge pages", in_pool) ||
           !row("pool, small pages", in_small_pages);
#else
    return !row("pool, slabs from malloc", in_pool) || !row("malloc", by_malloc);
#endif
}
