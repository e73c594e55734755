/* Times what making and freeing a record of 24 bytes takes, on the heap and in a pool, 1,000 at a
 * time. Built without the tracer, and with it: then once while it is off and once while it is on.
 * Prints a line for each: its name and nanoseconds. */
#include "pool.slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 1000
#define ROUNDS 100
#define RUNS 20

static Reading *records[BATCH];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void on_heap(void) {
    for (int i = 0; i < BATCH; i++) {
        records[i] = Reading_new();
        if (records[i] == NULL) {
            exit(1);
        }
    }
    for (int i = 0; i < BATCH; i++) {
        Reading_free(records[i]);
    }
}

static Reading_pool pool;

static void in_pool(void) {
    for (int i = 0; i < BATCH; i++) {
        records[i] = Reading_pool_new(&pool);
        if (records[i] == NULL) {
            exit(1);
        }
    }
    for (int i = 0; i < BATCH; i++) {
        Reading_pool_free(&pool, records[i]);
    }
}

static void row(const char *name, void work(void)) {
    double best = 1e9;
    for (int run = 0; run < RUNS; run++) {
        double start = now();
        for (int round = 0; round < ROUNDS; round++) {
            work();
        }
        double each = (now() - start) / (BATCH * ROUNDS);
        best = each < best ? each : best;
    }
    printf("%s %.3f\n", name, best);
}

int main(void) {
    Reading_pool_init(&pool, 0);
#if defined(SLOTS_TRACE)
    row("heap-off", on_heap);
    row("pool-off", in_pool);
    slots_trace_start();
    row("heap-on", on_heap);
    row("pool-on", in_pool);
#else
    row("heap-without", on_heap);
    row("pool-without", in_pool);
#endif
    Reading_pool_fini(&pool);
    return 0;
}
