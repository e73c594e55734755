/* One object with very many attributes beside GLib's GHashTable and uthash, with names of 12 bytes
 * that are copied and values of 16: time for each to build, to get at random and to delete, and
 * bytes by the heap's account, names and values counted. GLib's is measured as it is mostly used,
 * with a block for the name and one for the value, and with one block for both. */
#include "dict.slots.h"
#include "measure.h"

#if defined(HAVE_GLIB)
#include <glib.h>
#endif
#if defined(HAVE_UTHASH)
#include <uthash.h>
#endif

#define MOST 100000
#define LENGTH 12
#define RUNS 7

enum figure {
    BUILD,
    GET,
    DELETE,
    BYTES,
    FIGURES
};

static char names[MOST][LENGTH + 1];
static int order[MOST]; /* a random one */

struct value {
    uint64_t kind;
    uint64_t number;
};

struct item {
    struct value value;
#if defined(HAVE_UTHASH)
    UT_hash_handle hh;
#endif
    char name[];
};

/* A table of some kind, and what is done with it. One that was emptied may be filled again. */
struct table {
    const char *title;
    void (*begin)(void);
    void (*add)(int i);
    uint64_t (*get)(int i);
    void (*remove)(int i);
    void (*end)(void);
};

static bench_Bag bag;

static void bag_begin(void) {
    bench_Bag_init(&bag);
}

static void bag_add(int i) {
    need(bench_Bag_setattr(&bag, names[i], slots_int(i)) == SLOTS_OK, "set");
}

static uint64_t bag_get(int i) {
    slots_value value = slots_none();
    (void)bench_Bag_getattr(&bag, names[i], &value);
    return value.as.natural;
}

static void bag_remove(int i) {
    need(bench_Bag_delattr(&bag, names[i]) == SLOTS_OK, "delete");
}

static void bag_end(void) {
    bench_Bag_fini(&bag);
}

#if defined(HAVE_GLIB)
static GHashTable *glib;

static void glib_begin(void) {
    glib = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static void glib_add(int i) {
    struct value *value = g_malloc(sizeof *value);
    value->kind = 1;
    value->number = (uint64_t)i;
    g_hash_table_insert(glib, g_strdup(names[i]), value);
}

static uint64_t glib_get(int i) {
    const struct value *value = g_hash_table_lookup(glib, names[i]);
    return value->number;
}

static void glib_remove(int i) {
    need(g_hash_table_remove(glib, names[i]), "remove");
}

static void glib_end(void) {
    g_hash_table_destroy(glib);
}

/* The block is the value, and its end the name. */
struct glib_item {
    struct value value;
    char name[];
};

static void glib_item_begin(void) {
    glib = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
}

static void glib_item_add(int i) {
    struct glib_item *item = g_malloc(sizeof *item + LENGTH + 1);
    item->value.kind = 1;
    item->value.number = (uint64_t)i;
    memcpy(item->name, names[i], LENGTH + 1);
    g_hash_table_insert(glib, item->name, item);
}
#endif

#if defined(HAVE_UTHASH)
static struct item *items;

static void uthash_begin(void) {
    items = NULL;
}

static void uthash_add(int i) {
    struct item *item = malloc(sizeof *item + LENGTH + 1);
    need(item != NULL, "malloc");
    item->value.kind = 1;
    item->value.number = (uint64_t)i;
    memcpy(item->name, names[i], LENGTH + 1);
    HASH_ADD_KEYPTR(hh, items, item->name, strlen(item->name), item);
}

static struct item *uthash_find(int i) {
    struct item *item;
    HASH_FIND_STR(items, names[i], item);
    need(item != NULL, "find");
    return item;
}

static uint64_t uthash_get(int i) {
    return uthash_find(i)->value.number;
}

static void uthash_remove(int i) {
    struct item *item = uthash_find(i);
    HASH_DEL(items, item);
    free(item);
}

static void uthash_end(void) {
    struct item *item;
    struct item *next;
    HASH_ITER(hh, items, item, next) {
        HASH_DEL(items, item);
        free(item);
    }
}
#endif

static const struct table tables[] = {
    {"an object", bag_begin, bag_add, bag_get, bag_remove, bag_end},
#if defined(HAVE_GLIB)
    {"GHashTable", glib_begin, glib_add, glib_get, glib_remove, glib_end},
    {"GHashTable, one block", glib_item_begin, glib_item_add, glib_get, glib_remove, glib_end},
#endif
#if defined(HAVE_UTHASH)
    {"uthash", uthash_begin, uthash_add, uthash_get, uthash_remove, uthash_end},
#endif
};

#define TABLES (sizeof tables / sizeof tables[0])

static void shuffle(int count) {
    for (int i = 0; i < count; i++) {
        const int j = (int)(random_number() % ((unsigned)i + 1));
        order[i] = order[j];
        order[j] = i;
    }
}

static void once(const struct table *table, int count, struct best best[FIGURES]) {
    const double bytes = heap_bytes();
    uint64_t sum = 0;
    double start = now_running();
    table->begin();
    for (int i = 0; i < count; i++) {
        table->add(i);
    }
    best_of(&best[BUILD], (now_running() - start) / count);
    best[BYTES].ns = (heap_bytes() - bytes) / count;
    start = now_running();
    for (int i = 0; i < count; i++) {
        sum += table->get(order[i]);
    }
    best_of(&best[GET], (now_running() - start) / count);
    need(sum == (uint64_t)count * (uint64_t)(count - 1) / 2, table->title);
    start = now_running();
    for (int i = 0; i < count; i++) {
        table->remove(order[i]);
    }
    best_of(&best[DELETE], (now_running() - start) / count);
    table->end();
}

static const char *verdict(struct best ours, struct best theirs) {
    return ours.ns <= theirs.ns ? "  " : " <";
}

/* The tables take turns. What is marked is better than ours. */
static void compare(int count) {
    struct best best[TABLES][FIGURES] = {{{0}}};
    shuffle(count);
    for (int run = 0; run < RUNS; run++) {
        for (size_t i = 0; i < TABLES; i++) {
            once(&tables[i], count, best[i]);
        }
    }
    printf("  %-23s %9s %9s %9s %9s\n", count == MOST ? "100,000" : "10,000", "build ns", "get ns",
           "delete ns", "bytes");
    for (size_t i = 0; i < TABLES; i++) {
        printf("  %-23s", tables[i].title);
        for (int f = 0; f < FIGURES; f++) {
            printf(" %9.1f%s", best[i][f].ns, verdict(best[0][f], best[i][f]));
        }
        putchar('\n');
    }
}

int main(void) {
    keep_memory();
    for (int i = 0; i < MOST; i++) {
        snprintf(names[i], sizeof names[i], "field_%06d", i);
    }
    puts("an object with very many attributes, each; a bound is missed where a peer has a < behind "
         "its figure");
    compare(MOST / 10);
    compare(MOST);
    return 0;
}
