/* What the benchmarks share: a clock, the best of many runs, the heap's own account, and bounds.
 *
 * Bounds in ns are those of a machine where malloc and free of 24 bytes take 7.5 ns together. That
 * pair is measured beside each row, and the row's bounds are taken in proportion to it. */
#ifndef MEASURE_H
#define MEASURE_H

#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAIR_NS 7.5

/* Keeps the compiler from leaving out what has no use, or from seeing through a pointer. */
#define KEEP(value) __asm__ volatile("" : "+r"(value) : : "memory")
#define KEEP_ALL() __asm__ volatile("" : : : "memory")

static inline void keep_real(double value) {
    unsigned long long bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    KEEP(bits);
}

static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Time of this program alone, for what takes long: others run meanwhile. */
static inline double now_running(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Ends the program where it cannot measure. */
static inline void need(bool good, const char *what) {
    if (!good) {
        fprintf(stderr, "bench: cannot go on: %s\n", what);
        exit(1);
    }
}

/* The best of many. */
struct best {
    double ns;
};

static inline void best_of(struct best *best, double ns) {
    if (best->ns == 0 || ns < best->ns) {
        best->ns = ns;
    }
}

/* Bytes that the heap has handed out, what it adds to them included. */
static inline double heap_bytes(void) {
    const struct mallinfo2 info = mallinfo2();
    return (double)(info.uordblks + info.hblkhd);
}

/* Keeps memory that was freed: what is created after that finds it warm. */
static inline void keep_memory(void) {
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
}

/* A sequence of numbers that looks random, the same in every run. */
static inline unsigned random_number(void) {
    static unsigned long long state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 32);
}

/* ns that malloc and free of 24 bytes take together: of one block, again and again. To be taken
 * between what is measured, so that both see the machine as it is then. */
static inline double pair_of_malloc(void) {
    const double start = now();
    for (int i = 0; i < 2000; i++) {
        void *block = malloc(24);
        KEEP(block);
        free(block);
    }
    return (now() - start) / 2000;
}

/* "3.2 ns (at most 4.0)", or "4.2 ns (at most 4.0: missed)"; to the digit that is shown. */
static inline void print_bound(double figure, double most, const char *unit) {
    printf("%.1f %s (at most %.1f%s)", figure, unit, most, figure < most + 0.05 ? "" : ": missed");
}

/* "3.2 ns (at most 4.0, here 3.1: missed)": the bound as it is written, and in proportion. */
static inline void print_ns(struct best figure, double most, struct best pair) {
    const double here = most * pair.ns / PAIR_NS;
    printf("%.1f ns (at most %.1f, here %.1f%s)", figure.ns, most, here,
           figure.ns < here + 0.05 ? "" : ": missed");
}

#endif
