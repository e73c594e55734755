/* Times the dict: typed access to a dict-backed record beside a slotted one, and attributes by
 * name, with their names in turn and at random, of one object and of as many as a cache holds. Each
 * row has the bound that it is to keep. */
#include "dict.slots.h"
#include "measure.h"

#define OBJECTS 1000
#define NAMES 4
#define STEPS 4096 /* of a random walk over objects and names */
#define RUNS 400

static const char *const names[NAMES + 1] = {"color", "weight", "note", "owner", "added"};
static size_t lengths[NAMES + 1];
static bench_Bag bags[OBJECTS];

/* Which object and which name a step takes. */
struct step {
    unsigned object;
    unsigned name;
};

static struct step steps[STEPS];

/* How the steps go: over so many objects, the names in turn or at random. */
struct walk {
    const char *title;
    unsigned objects;
    bool random;
};

static const struct walk walks[] = {{"one object, names in turn", 1, false},
                                    {"1,000 objects, names in turn", OBJECTS, false},
                                    {"1,000 objects, names at random", OBJECTS, true}};

static void prepare(const struct walk *walk) {
    for (unsigned i = 0; i < STEPS; i++) {
        steps[i].object = random_number() % walk->objects;
        steps[i].name = walk->random ? random_number() % NAMES : i % NAMES;
    }
}

/* Objects with the first count names each. */
static void fill(unsigned count) {
    for (unsigned i = 0; i < OBJECTS; i++) {
        bench_Bag_init(&bags[i]);
        for (unsigned n = 0; n < count; n++) {
            need(bench_Bag_setattr(&bags[i], names[n], slots_int((int)(i + n))) == SLOTS_OK, "set");
        }
    }
}

static void empty(void) {
    for (unsigned i = 0; i < OBJECTS; i++) {
        bench_Bag_fini(&bags[i]);
    }
}

/* ns for each step. */
static double walk_get(void) {
    int64_t sum = 0;
    slots_value value = slots_none();
    const double start = now();
    for (unsigned i = 0; i < STEPS; i++) {
        const unsigned n = steps[i].name;
        (void)bench_Bag_getattr_n(&bags[steps[i].object], names[n], lengths[n], &value);
        sum += value.as.integer;
    }
    KEEP(sum);
    return (now() - start) / STEPS;
}

static double walk_set(void) {
    const double start = now();
    for (unsigned i = 0; i < STEPS; i++) {
        const unsigned n = steps[i].name;
        (void)bench_Bag_setattr_n(&bags[steps[i].object], names[n], lengths[n], slots_int((int)i));
    }
    return (now() - start) / STEPS;
}

/* An attribute is deleted and comes back, in a block that has others. */
static double walk_both(void) {
    const double start = now();
    for (unsigned i = 0; i < STEPS; i++) {
        const unsigned n = steps[i].name;
        bench_Bag *bag = &bags[steps[i].object];
        (void)bench_Bag_delattr_n(bag, names[n], lengths[n]);
        (void)bench_Bag_setattr_n(bag, names[n], lengths[n], slots_int((int)i));
    }
    return (now() - start) / STEPS;
}

static void by_name(const struct walk *walk) {
    struct best get = {0};
    struct best put = {0};
    struct best both = {0};
    struct best pair = {0};
    prepare(walk);
    fill(NAMES);
    for (int run = 0; run < RUNS; run++) {
        best_of(&get, walk_get());
        best_of(&put, walk_set());
        best_of(&both, walk_both());
        best_of(&pair, pair_of_malloc());
    }
    empty();
    printf("  %s: get ", walk->title);
    print_ns(get, 4, pair);
    printf(", set ");
    print_ns(put, 5, pair);
    printf(", delete and add ");
    print_ns(both, 20, pair);
    putchar('\n');
}

/* One attribute of each object in turn: deleted, added, and added to an object without a block. */
static void one_each(void) {
    struct best gone = {0};
    struct best back = {0};
    struct best first = {0};
    struct best pair = {0};
    fill(NAMES);
    for (int run = 0; run < RUNS; run++) {
        const unsigned n = (unsigned)run % NAMES;
        double start = now();
        for (unsigned i = 0; i < OBJECTS; i++) {
            (void)bench_Bag_delattr_n(&bags[i], names[n], lengths[n]);
        }
        best_of(&gone, (now() - start) / OBJECTS);
        start = now();
        for (unsigned i = 0; i < OBJECTS; i++) {
            (void)bench_Bag_setattr_n(&bags[i], names[n], lengths[n], slots_int((int)i));
        }
        best_of(&back, (now() - start) / OBJECTS);
        best_of(&pair, pair_of_malloc());
    }
    empty();
    for (int run = 0; run < RUNS; run++) {
        const double start = now();
        for (unsigned i = 0; i < OBJECTS; i++) {
            (void)bench_Bag_setattr_n(&bags[i], names[0], lengths[0], slots_int((int)i));
        }
        best_of(&first, (now() - start) / OBJECTS);
        best_of(&pair, pair_of_malloc());
        empty();
    }
    printf("  1,000 objects, one after the other: delete ");
    print_ns(gone, 8, pair);
    printf(", add into a block ");
    print_ns(back, 12, pair);
    printf(", add with its allocation ");
    print_ns(first, 25, pair);
    putchar('\n');
}

/* ns for each call of a getter and of a setter, over records that a cache holds. */
#define TYPED(R, get_ns, set_ns)                                                                   \
    do {                                                                                           \
        static R records[OBJECTS];                                                                 \
        for (unsigned i = 0; i < OBJECTS; i++) {                                                   \
            R##_init(&records[i]);                                                                 \
            (void)R##_set_y(&records[i], i);                                                       \
        }                                                                                          \
        for (int run = 0; run < RUNS; run++) {                                                     \
            double start = now();                                                                  \
            for (unsigned i = 0; i < STEPS; i++) {                                                 \
                const double y = R##_get_y(&records[steps[i].object]);                             \
                keep_real(y);                                                                      \
            }                                                                                      \
            best_of(&(get_ns), (now() - start) / STEPS);                                           \
            start = now();                                                                         \
            for (unsigned i = 0; i < STEPS; i++) {                                                 \
                (void)R##_set_y(&records[steps[i].object], (double)i);                             \
                KEEP_ALL();                                                                        \
            }                                                                                      \
            best_of(&(set_ns), (now() - start) / STEPS);                                           \
        }                                                                                          \
    } while (0)

/* In turns, so that both see the same machine. */
static void typed(void) {
    struct best get[2] = {{0}, {0}};
    struct best set[2] = {{0}, {0}};
    prepare(&walks[1]);
    for (int turn = 0; turn < 5; turn++) {
        TYPED(bench_Slotted, get[0], set[0]);
        TYPED(bench_Backed, get[1], set[1]);
    }
    printf("  typed, dict-backed and slotted: get %.2f and %.2f ns (the same code), set %.2f and "
           "%.2f ns, ",
           get[1].ns, get[0].ns, set[1].ns, set[0].ns);
    print_bound(set[1].ns / set[0].ns, 1.3, "times");
    putchar('\n');
}

/* Bytes by the heap's account: of each in an array, and of each by itself, which malloc rounds up.
 */
#define BYTES(R, in_array, alone)                                                                  \
    do {                                                                                           \
        static R *single[OBJECTS];                                                                 \
        double before = heap_bytes();                                                              \
        R *array = malloc(OBJECTS * sizeof(R));                                                    \
        need(array != NULL, "malloc");                                                             \
        KEEP(array);                                                                               \
        for (unsigned i = 0; i < OBJECTS; i++) {                                                   \
            R##_init(&array[i]);                                                                   \
        }                                                                                          \
        (in_array) = (heap_bytes() - before) / OBJECTS;                                            \
        before = heap_bytes();                                                                     \
        for (unsigned i = 0; i < OBJECTS; i++) {                                                   \
            single[i] = R##_new();                                                                 \
        }                                                                                          \
        (alone) = (heap_bytes() - before) / OBJECTS;                                               \
        for (unsigned i = 0; i < OBJECTS; i++) {                                                   \
            R##_fini(&array[i]);                                                                   \
            R##_free(single[i]);                                                                   \
        }                                                                                          \
        free(array);                                                                               \
    } while (0)

static void bytes(void) {
    bench_Backed backed;
    bench_Slotted slotted;
    size_t deep[2];
    double in_array[2];
    double alone[2];
    bench_Backed_init(&backed);
    bench_Slotted_init(&slotted);
    deep[0] = bench_Slotted_sizeof_deep(&slotted);
    deep[1] = bench_Backed_sizeof_deep(&backed);
    BYTES(bench_Slotted, in_array[0], alone[0]);
    BYTES(bench_Backed, in_array[1], alone[1]);
    printf("  3 doubles, dict-backed and slotted: %zu and %zu bytes by sizeof_deep, ", deep[1],
           deep[0]);
    print_bound((double)deep[1] - (double)deep[0], 8, "more");
    printf("; in an array by the heap's account %.1f and %.1f, ", in_array[1], in_array[0]);
    print_bound(in_array[1] - in_array[0], 8, "more");
    printf("; each by malloc, which rounds up, %.1f and %.1f\n", alone[1], alone[0]);
}

int main(void) {
    for (int n = 0; n <= NAMES; n++) {
        lengths[n] = strlen(names[n]);
    }
    puts("dict; bounds in ns are for 7.5 ns for malloc and free of 24 bytes, then as that is here");
    bytes();
    typed();
    printf(" by name, 4 attributes an object:\n");
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        by_name(&walks[i]);
    }
    one_each();
    return 0;
}
