/* One million readings, once with a dict and once with slots: bytes, which the tracer tells, and
 * times. */
#define SLOTS_IMPLEMENTATION
#define SLOTS_TRACE
#include "readings.slots.h"

#include <stdio.h>
#include <time.h>

#define COUNT 1000000

/* What a run came to; times in seconds for all readings. */
struct result {
    uint64_t bytes;
    double create;
    double read;
    double by_name;
    double sum;
};

static double now(void) {
    struct timespec time = {0};
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Reads each value twice, by its getter and by name; false where the sums differ. */
static bool read_dict(const ReadingDict *readings, struct result *result) {
    double sum = 0;
    double start = now();
    for (size_t i = 0; i < COUNT; i++) {
        result->sum += ReadingDict_get_value(&readings[i]);
    }
    double middle = now();
    for (size_t i = 0; i < COUNT; i++) {
        slots_value value;
        double number;
        if (ReadingDict_getattr(&readings[i], "value", &value) != SLOTS_OK ||
            slots_as_float(value, &number) != SLOTS_OK) {
            return false;
        }
        sum += number;
    }
    result->read = middle - start;
    result->by_name = now() - middle;
    return sum == result->sum;
}

/* Makes the readings, reads them and frees them. */
static bool run_dict(struct result *result) {
    slots_trace_start();
    ReadingDict *readings = slots_malloc(COUNT * sizeof *readings);
    size_t made = 0;
    double start = now();
    while (readings != NULL && made < COUNT &&
           ReadingDict_init_with(&readings[made], (int64_t)made, (double)made * 0.1) == SLOTS_OK) {
        made++;
    }
    result->create = now() - start;
    slots_trace_memory(&result->bytes, NULL);
    bool complete = made == COUNT && read_dict(readings, result);
    while (made > 0) {
        ReadingDict_fini(&readings[--made]);
    }
    slots_free(readings);
    slots_trace_stop();
    return complete;
}

/* The same with slots. */
static bool read_slots(const ReadingSlots *readings, struct result *result) {
    double sum = 0;
    double start = now();
    for (size_t i = 0; i < COUNT; i++) {
        result->sum += ReadingSlots_get_value(&readings[i]);
    }
    double middle = now();
    for (size_t i = 0; i < COUNT; i++) {
        slots_value value;
        double number;
        if (ReadingSlots_getattr(&readings[i], "value", &value) != SLOTS_OK ||
            slots_as_float(value, &number) != SLOTS_OK) {
            return false;
        }
        sum += number;
    }
    result->read = middle - start;
    result->by_name = now() - middle;
    return sum == result->sum;
}

static bool run_slots(struct result *result) {
    slots_trace_start();
    ReadingSlots *readings = slots_malloc(COUNT * sizeof *readings);
    size_t made = 0;
    double start = now();
    while (readings != NULL && made < COUNT &&
           ReadingSlots_init_with(&readings[made], (int64_t)made, (double)made * 0.1) == SLOTS_OK) {
        made++;
    }
    result->create = now() - start;
    slots_trace_memory(&result->bytes, NULL);
    bool complete = made == COUNT && read_slots(readings, result);
    while (made > 0) {
        ReadingSlots_fini(&readings[--made]);
    }
    slots_free(readings);
    slots_trace_stop();
    return complete;
}

/* Lines with times end in a unit of time, so that they are easy to leave out. */
static void print(const char *name, size_t size, const struct result *result) {
    printf("%s: %zu bytes each, %.1f MB\n", name, size, (double)result->bytes / 1e6);
    printf("%s, sum of values: %.1f\n", name, result->sum);
    printf("%s, create all: %.3f s\n", name, result->create);
    printf("%s, read a value: %.1f ns\n", name, result->read / COUNT * 1e9);
    printf("%s, read a value by name: %.1f ns\n", name, result->by_name / COUNT * 1e9);
}

int main(void) {
    struct result dict = {0};
    struct result slots = {0};
    bool complete = run_dict(&dict) && run_slots(&slots);
    slots_trace_end();
    if (!complete) {
        fputs("readings: out of memory, or a wrong sum\n", stderr);
        return 1;
    }
    print("ReadingDict", sizeof(ReadingDict), &dict);
    print("ReadingSlots", sizeof(ReadingSlots), &slots);
    return 0;
}
