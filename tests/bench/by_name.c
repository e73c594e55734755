/* Times R_getattr_n with random names of a record's fields, beside gperf's code for the same names
 * that then reads the value as R_getattr_n does. Both are called in another object, have the same
 * arguments and the same result, and take turns; the best of some rounds counts. */
#include "by_name.slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CALLS 65536 /* more than a processor learns by heart */
#define ROUNDS 101

slots_status gperf_few(const Few *self, const char *name, size_t length, slots_value *out);
slots_status gperf_few_lengths(const Few *self, const char *name, size_t length, slots_value *out);
slots_status gperf_many(const Many *self, const char *name, size_t length, slots_value *out);
slots_status gperf_many_lengths(const Many *self, const char *name, size_t length,
                                slots_value *out);

struct call {
    const char *name;
    size_t length;
};

static struct call calls[CALLS];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static uint64_t next_random(void) {
    static uint64_t state = 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1dU >> 33;
}

/* Random fields of a record; the names lie in other memory than the record's own. */
static void make_calls(const slots_class *type) {
    static char texts[64][32];
    for (uint32_t i = 0; i < type->field_count; i++) {
        strcpy(texts[i], type->fields[i].name);
    }
    for (size_t i = 0; i < CALLS; i++) {
        calls[i].name = texts[next_random() % type->field_count];
        calls[i].length = strlen(calls[i].name);
    }
}

#define TIME_OF(R, timer, get)                                                                     \
    static double timer(void) {                                                                    \
        uint64_t sum = 0;                                                                          \
        R self;                                                                                    \
        R##_init(&self);                                                                           \
        double start = now();                                                                      \
        for (size_t i = 0; i < CALLS; i++) {                                                       \
            slots_value value;                                                                     \
            if (get(&self, calls[i].name, calls[i].length, &value) != SLOTS_OK) {                  \
                exit(1);                                                                           \
            }                                                                                      \
            sum += value.as.natural;                                                               \
        }                                                                                          \
        double each = (now() - start) / CALLS;                                                     \
        /* The sum is needed, so that nothing is left out. */                                      \
        return sum == 1 ? each + 1 : each;                                                         \
    }

TIME_OF(Few, few, Few_getattr_n)
TIME_OF(Few, few_gperf, gperf_few)
TIME_OF(Few, few_gperf_lengths, gperf_few_lengths)
TIME_OF(Many, many, Many_getattr_n)
TIME_OF(Many, many_gperf, gperf_many)
TIME_OF(Many, many_gperf_lengths, gperf_many_lengths)

static double blocks_time(void) {
    double start = now();
    for (size_t i = 0; i < CALLS; i++) {
        void *volatile block = malloc(24);
        free(block);
    }
    return (now() - start) / CALLS;
}

static void take_less(double *best, double time) {
    *best = *best == 0 || time < *best ? time : *best;
}

static void compare(const char *what, double (*const times[3])(void)) {
    double best[3] = {0, 0, 0};
    double blocks = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < 3; i++) {
            take_less(&best[i], times[i]());
        }
        take_less(&blocks, blocks_time());
    }
    double gperf = best[1] < best[2] ? best[1] : best[2];
    printf("get by name, %s: %.2f ns, %.2f where malloc and free take 7.5; gperf %.2f and %.2f ns "
           "with lengths, %.2f times as long\n",
           what, best[0], best[0] * 7.5 / blocks, best[1], best[2], gperf / best[0]);
}

int main(void) {
    make_calls(&Few_class);
    compare("5 fields", (double (*const[])(void)){few, few_gperf, few_gperf_lengths});
    make_calls(&Many_class);
    compare("40 fields", (double (*const[])(void)){many, many_gperf, many_gperf_lengths});
    return 0;
}
