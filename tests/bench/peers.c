/* A record of 3 doubles, slotted and dict-backed, beside a GHashTable and a uthash for each record.
 * Prints rows for peers.awk, with tabs between: what it is, bytes by the heap's account, ns to
 * create one (each by itself on the heap, its fields set), to get a field whose name is known when
 * it is compiled, and to get one by its name. peers.py has CPython's. */
#include "dict.slots.h"
#include "measure.h"

#if defined(HAVE_GLIB)
#include <glib.h>
#endif
#if defined(HAVE_UTHASH)
#include <uthash.h>
#endif

#define COUNT 100000 /* created */
#define HOT 1000 /* read again and again */
#define STEPS 4096
#define RUNS 200

static void *records[COUNT];
static unsigned steps[STEPS]; /* a random walk over the hot ones */
static const char *const names[] = {"x", "y", "z", "x"};

/* A kind of record. */
struct peer {
    const char *title;
    void *(*create)(double x);
    double (*get)(void); /* ns for each get of y */
    double (*get_by_name)(void);
    void (*end)(void *record);
};

/* Gets in a loop: a call for each would be measured with it. */
#define LOOP(name, expression)                                                                     \
    static double name(void) {                                                                     \
        const double start = now();                                                                \
        for (unsigned i = 0; i < STEPS; i++) {                                                     \
            void *const record = records[steps[i]];                                                \
            const char *const field = names[i % 3];                                                \
            (void)field;                                                                           \
            keep_real(expression);                                                                 \
        }                                                                                          \
        return (now() - start) / STEPS;                                                            \
    }

/* The functions of a generated record. */
#define GENERATED(R)                                                                               \
    static void *R##_create(double x) {                                                            \
        R *self = R##_new();                                                                       \
        need(self != NULL, "new");                                                                 \
        (void)R##_set_x(self, x);                                                                  \
        (void)R##_set_y(self, x + 1);                                                              \
        (void)R##_set_z(self, x + 2);                                                              \
        return self;                                                                               \
    }                                                                                              \
    static double R##_value(const R *self, const char *name) {                                     \
        slots_value value;                                                                         \
        need(R##_getattr_n(self, name, 1, &value) == SLOTS_OK, "get");                             \
        return value.as.real;                                                                      \
    }                                                                                              \
    static void R##_end(void *self) {                                                              \
        R##_free(self);                                                                            \
    }                                                                                              \
    LOOP(R##_get_known, R##_get_y((const R *)record))                                              \
    LOOP(R##_get_by_name, R##_value((const R *)record, field))

GENERATED(bench_Slotted)
GENERATED(bench_Backed)

#if defined(HAVE_GLIB)
/* A double in a pointer: without a block for each value. */
_Static_assert(sizeof(double) == sizeof(uintptr_t), "a pointer takes a double");

static void glib_put(GHashTable *table, const char *name, double value) {
    uintptr_t bits;
    memcpy(&bits, &value, sizeof bits);
    g_hash_table_insert(table, (gpointer)(uintptr_t)name, (gpointer)bits);
}

static void *glib_create(double x) {
    GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
    glib_put(table, "x", x);
    glib_put(table, "y", x + 1);
    glib_put(table, "z", x + 2);
    return table;
}

static double glib_value(GHashTable *table, const char *name) {
    const uintptr_t bits = (uintptr_t)g_hash_table_lookup(table, name);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void glib_end(void *table) {
    g_hash_table_destroy(table);
}

LOOP(glib_get, glib_value(record, "y"))
LOOP(glib_get_by_name, glib_value(record, field))
#endif

#if defined(HAVE_UTHASH)
struct attribute {
    const char *name;
    double value;
    UT_hash_handle hh;
};

struct hashed {
    struct attribute *attributes;
};

static void uthash_put(struct hashed *self, const char *name, double value) {
    struct attribute *attribute = malloc(sizeof *attribute);
    need(attribute != NULL, "malloc");
    attribute->name = name;
    attribute->value = value;
    HASH_ADD_KEYPTR(hh, self->attributes, attribute->name, strlen(name), attribute);
}

static void *uthash_create(double x) {
    struct hashed *self = malloc(sizeof *self);
    need(self != NULL, "malloc");
    self->attributes = NULL;
    uthash_put(self, "x", x);
    uthash_put(self, "y", x + 1);
    uthash_put(self, "z", x + 2);
    return self;
}

static double uthash_value(const struct hashed *self, const char *name) {
    struct attribute *attribute;
    HASH_FIND_STR(self->attributes, name, attribute);
    need(attribute != NULL, "find");
    return attribute->value;
}

static void uthash_end(void *record) {
    struct hashed *self = record;
    struct attribute *attribute;
    struct attribute *next;
    HASH_ITER(hh, self->attributes, attribute, next) {
        HASH_DEL(self->attributes, attribute);
        free(attribute);
    }
    free(self);
}

LOOP(uthash_get, uthash_value(record, "y"))
LOOP(uthash_get_by_name, uthash_value(record, field))
#endif

static const struct peer peers[] = {
    {"slotted", bench_Slotted_create, bench_Slotted_get_known, bench_Slotted_get_by_name,
     bench_Slotted_end},
    {"dict-backed", bench_Backed_create, bench_Backed_get_known, bench_Backed_get_by_name,
     bench_Backed_end},
#if defined(HAVE_GLIB)
    {"GHashTable", glib_create, glib_get, glib_get_by_name, glib_end},
#endif
#if defined(HAVE_UTHASH)
    {"uthash", uthash_create, uthash_get, uthash_get_by_name, uthash_end},
#endif
};

#define PEERS (sizeof peers / sizeof peers[0])

struct row {
    double bytes;
    struct best create;
    struct best get;
    struct best by_name;
};

static void measure(const struct peer *peer, struct row *row) {
    const double bytes = heap_bytes();
    const double start = now_running();
    for (int i = 0; i < COUNT; i++) {
        records[i] = peer->create(i);
    }
    best_of(&row->create, (now_running() - start) / COUNT);
    row->bytes = (heap_bytes() - bytes) / COUNT;
    for (int run = 0; run < RUNS; run++) {
        best_of(&row->get, peer->get());
        best_of(&row->by_name, peer->get_by_name());
    }
    for (int i = 0; i < COUNT; i++) {
        peer->end(records[i]);
    }
}

int main(void) {
    static struct row rows[PEERS];
    keep_memory();
    for (unsigned i = 0; i < STEPS; i++) {
        steps[i] = random_number() % HOT;
    }
    /* In turns; the first finds cold memory, the best is of warm. */
    for (int turn = 0; turn < 5; turn++) {
        for (size_t i = 0; i < PEERS; i++) {
            measure(&peers[i], &rows[i]);
        }
    }
    for (size_t i = 0; i < PEERS; i++) {
        printf("%s\t%.1f\t%.1f\t%.2f\t%.1f\n", peers[i].title, rows[i].bytes, rows[i].create.ns,
               rows[i].get.ns, rows[i].by_name.ns);
    }
    return 0;
}
