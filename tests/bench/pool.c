/* Times what a million records of 24 bytes take in a pool, in new memory and in used, beside malloc
 * and beside a loop that does nothing but write them. Each run of a row is a process of its own, so
 * that its memory is new; the rows take turns, and the best run of each counts. Compiled with
 * -DSLOTS_POOL_MMAP and without.
 *
 * Machines differ, so that a figure is also given in proportion: for a machine where malloc and
 * free of 24 bytes take 7.5 ns together. */
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

/* A block that is freed as soon as it is there: what other figures are set in proportion to. */
static void by_pairs(void) {
    double start = now();
    for (int i = 0; i < COUNT; i++) {
        void *block = malloc(sizeof(Reading));
        *(void *volatile *)&records[0] = block;
        free(block);
    }
    figures[COLD] = each(start);
}

static const struct row {
    const char *name;
    void (*measure)(void);
    double most; /* of a pool: ns a record, in proportion; 0 where nothing is promised */
} rows[] = {
    {"malloc and free of 24 bytes", by_pairs, 0},
    {"written in a loop, huge pages", by_itself, 0},
#if defined(SLOTS_POOL_MMAP)
    {"pool, huge pages", in_pool, 3},
    {"pool, small pages", in_small_pages, 0},
#else
    {"pool, slabs from malloc", in_pool, 0},
    {"malloc", by_malloc, 0},
#endif
};

#define ROWS (sizeof rows / sizeof *rows)

static bool run(const struct row *row, double *best) {
    int status = 1;
    for (int i = 0; i < FIGURES; i++) {
        figures[i] = 0;
    }
    pid_t child = fork();
    if (child == 0) {
        row->measure();
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "pool: %s: it failed\n", row->name);
        return false;
    }
    for (int i = 0; i < FIGURES; i++) {
        best[i] = figures[i] < best[i] ? figures[i] : best[i];
    }
    return true;
}

static void print(const struct row *row, const double *best, double pair, double loop) {
    printf("%s: %.1f ns a record", row->name, best[COLD]);
    if (row->measure != by_pairs && row->measure != by_itself) {
        printf(", %.2f of the loop, %.2f of malloc and free", best[COLD] / loop, best[COLD] / pair);
    }
    if (row->most > 0) {
        printf(", in proportion %.1f (at most %.1f)", best[COLD] / pair * 7.5, row->most);
    }
    if (best[WARM] > 0) {
        printf("; in used memory %.1f, next %.1f, by handle %.1f, free %.1f", best[WARM],
               best[WALK], best[GET], best[FREE]);
    }
    putchar('\n');
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
    static double best[ROWS][FIGURES];
    for (size_t i = 0; i < ROWS * FIGURES; i++) {
        best[i / FIGURES][i % FIGURES] = 1e9;
    }
    for (int turn = 0; turn < RUNS; turn++) {
        for (size_t i = 0; i < ROWS; i++) {
            if (!run(&rows[i], best[i])) {
                return 1;
            }
        }
    }
    for (size_t i = 0; i < ROWS; i++) {
        print(&rows[i], best[i], best[0][COLD], best[1][COLD]);
    }
    return fflush(stdout) != 0;
}
