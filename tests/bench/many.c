/* A million objects with an attribute each, whose name no other object has: bytes and time on warm
 * memory; and with the argument `shared`, in a process of its own, what the class keeps of all the
 * names. */
#include "dict.slots.h"
#include "measure.h"

#define OBJECTS 1000000
#define FEW 10000
#define RUNS 5

static bench_Bag *bags;
static char (*names)[16];
static size_t live_bytes; /* by a counting allocator: what was asked for */

static void *counted_allocate(void *context, size_t size, size_t align) {
    void *block = malloc(size);
    (void)context;
    (void)align; /* none is larger than malloc's */
    live_bytes += block != NULL ? size : 0;
    return block;
}

static void *counted_resize(void *context, void *block, size_t old_size, size_t new_size,
                            size_t align) {
    void *moved = realloc(block, new_size);
    (void)context;
    (void)align;
    live_bytes += moved != NULL ? new_size - old_size : 0;
    return moved;
}

static void counted_release(void *context, void *block, size_t size, size_t align) {
    (void)context;
    (void)align;
    live_bytes -= size;
    free(block);
}

static void fill(int count) {
    for (int i = 0; i < count; i++) {
        bench_Bag_init(&bags[i]);
        need(bench_Bag_setattr_n(&bags[i], names[i], 8, slots_int(i)) == SLOTS_OK, "set");
    }
}

static void empty(int count) {
    for (int i = 0; i < count; i++) {
        bench_Bag_fini(&bags[i]);
    }
}

/* What is allocated and belongs to no object. */
static size_t shared(int count) {
    size_t own = 0;
    for (int i = 0; i < count; i++) {
        own += bench_Bag_sizeof_deep(&bags[i]) - bench_Bag_sizeof(&bags[i]);
    }
    return live_bytes - own;
}

static int measure_shared(void) {
    const slots_allocator counting = {counted_allocate, counted_resize, counted_release, NULL};
    size_t after_few;
    size_t after_all;
    bags = malloc(OBJECTS * sizeof *bags);
    need(bags != NULL, "malloc");
    slots_set_allocator(&counting);
    fill(FEW);
    after_few = shared(FEW);
    empty(FEW);
    fill(OBJECTS);
    after_all = shared(OBJECTS);
    empty(OBJECTS);
    printf(
        "  shared by the class after 10,000 and after 1,000,000: %zu and %zu bytes, by a counting "
        "allocator (%s); left when all are gone: %zu\n",
        after_few, after_all, after_all <= after_few ? "does not grow" : "it grows: missed",
        live_bytes);
    slots_shutdown();
    printf("  left after slots_shutdown: %zu\n", live_bytes);
    return 0;
}

static bool read_back(void) {
    for (int i = 0; i < OBJECTS; i++) {
        slots_value value = slots_none();
        if (bench_Bag_getattr_n(&bags[i], names[i], 8, &value) != SLOTS_OK ||
            value.as.integer != i || bench_Bag_hasattr_n(&bags[i], names[(i + 1) % OBJECTS], 8)) {
            return false;
        }
    }
    return true;
}

static int measure(void) {
    struct best pair = {0};
    struct best warm = {0};
    struct best done = {0};
    double bytes = heap_bytes();
    bags = malloc(OBJECTS * sizeof *bags);
    need(bags != NULL, "malloc");
    fill(OBJECTS);
    bytes = (heap_bytes() - bytes) / OBJECTS;
    printf("a million objects with a name each of its own: ");
    print_bound(bytes, 64, "bytes each by the heap's account");
    printf(", ");
    print_bound((double)bench_Bag_sizeof_deep(&bags[OBJECTS / 2]), 64, "by sizeof_deep");
    printf("; ");
    need(read_back(), "an object does not have its attribute");
    empty(OBJECTS);
    for (int run = 0; run < RUNS; run++) {
        double start;
        for (int i = 0; i < 200; i++) {
            best_of(&pair, pair_of_malloc());
        }
        start = now_running();
        fill(OBJECTS);
        best_of(&warm, (now_running() - start) / OBJECTS);
        start = now_running();
        empty(OBJECTS);
        best_of(&done, (now_running() - start) / OBJECTS);
    }
    print_ns(warm, 25, pair);
    printf(" each on warm memory, %.1f to free\n", done.ns);
    return 0;
}

int main(int argc, char **argv) {
    keep_memory();
    names = malloc(OBJECTS * sizeof *names);
    need(names != NULL, "malloc");
    for (int i = 0; i < OBJECTS; i++) {
        snprintf(names[i], sizeof names[i], "k%07d", i);
    }
    return argc > 1 && strcmp(argv[1], "shared") == 0 ? measure_shared() : measure();
}
