/* Traces records on the heap, in pools and in vectors, their texts and dicts, in C and in C++, from
 * one thread and from several, and checks each line's bytes. Prints `traced` when all is as it
 * should be. */
#include "pool.slots.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

/* What a line has, of a class or (NULL) of the program itself. */
static slots_trace_row row_of(int line, const char *type) {
    slots_snapshot *snapshot = slots_trace_snapshot();
    slots_trace_row found;
    memset(&found, 0, sizeof found);
    for (size_t i = 0; i < snapshot->count; i++) {
        const slots_trace_row *row = &snapshot->rows[i];
        const bool same =
            type == NULL ? row->type == NULL : row->type != NULL && strcmp(row->type, type) == 0;
        if (same && row->line == (uint32_t)line && strcmp(row->file, __FILE__) == 0) {
            found = *row;
        }
    }
    slots_trace_snapshot_free(snapshot);
    found.file = __FILE__;
    found.type = type;
    return found;
}

static bool has(int line, const char *type, uint64_t size, uint64_t count) {
    const slots_trace_row row = row_of(line, type);
    if (row.size != size || row.count != count) {
        printf("line %d: %d bytes in %d blocks\n", line, (int)row.size, (int)row.count);
    }
    return row.size == size && row.count == count;
}

static uint64_t current(void) {
    uint64_t bytes = 1;
    slots_trace_memory(&bytes, NULL);
    return bytes;
}

/* All that is traced is of this file: no header calls what has a macro. */
static bool all_from_here(void) {
    slots_snapshot *snapshot = slots_trace_snapshot();
    bool good = true;
    for (size_t i = 0; i < snapshot->count; i++) {
        if (strcmp(snapshot->rows[i].file, __FILE__) != 0) {
            printf("traced: %s:%d\n", snapshot->rows[i].file, (int)snapshot->rows[i].line);
            good = false;
        }
    }
    slots_trace_snapshot_free(snapshot);
    return good;
}

static void on_the_heap(void) {
    const int line = __LINE__ + 1;
    p_Named *named = p_Named_new();
    EXPECT(has(line, "p_Named", sizeof(p_Named), 1));
    EXPECT(p_Named_set_name(named, "123456789") == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Named", 10, 1));
    EXPECT(p_Named_setn_name(named, "12345", 3) == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Named", 4, 1));
    EXPECT(p_Named_setattr(named, "name", slots_text("1234567")) == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Named", 8, 1));
    p_Named other;
    EXPECT(p_Named_init_with(&other, "12") == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Named", 3, 1));
    EXPECT(p_Named_copy(&other, named) == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Named", 8, 1));
    EXPECT(current() == sizeof(p_Named) + 16);
    p_Named_fini(&other);
    p_Named_free(named);
    EXPECT(current() == 0);
}

static void in_a_dict(void) {
    p_Open open;
    p_Open_init(&open);
    EXPECT(p_Open_setattr(&open, "more", slots_int(1)) == SLOTS_OK);
    EXPECT(row_of(__LINE__ - 1, "p_Open").count == 1);
    EXPECT(current() == p_Open_sizeof_deep(&open) - sizeof open);
    EXPECT(p_Open_set_name(&open, NULL) == SLOTS_OK);
    p_Open_fini(&open);
    EXPECT(current() == 0);
}

/* The macros take what the functions do: any arguments, and each of them once. */
static p_Named *calls(int *count, p_Named *named) {
    ++*count;
    return named;
}

static void as_functions(void) {
    p_Named *(*make)(void) = p_Named_new;
    int count = 0;
    p_Named *one = make();
    p_Named *two = (p_Named_new)();
    EXPECT(p_Named_set_name(calls(&count, one),
                            p_Named_set_name(two, "ab") == SLOTS_OK ? "c" : 0) == SLOTS_OK);
    EXPECT(count == 1 && strcmp(p_Named_get_name(one), "c") == 0);
    if (p_Named_set_name(one, NULL) == SLOTS_OK)
        p_Named_free(one);
    else
        EXPECT(false);
    p_Named_free(two);
    EXPECT(current() == 0);
}

static void in_pools(void) {
    p_Item_pool pool;
    p_Item *items[1000];
    p_Item_pool_init(&pool, 0);
    p_Item *early = p_Item_pool_new(&pool);
    slots_trace_clear();
    const int line = __LINE__ + 2;
    for (int i = 0; i < 1000; i++) {
        items[i] = p_Item_pool_new(&pool);
    }
    EXPECT(has(line, "p_Item", 1000 * sizeof(p_Item), 1000));
    EXPECT(current() == 1000 * sizeof(p_Item));
    for (int i = 0; i < 500; i++) {
        p_Item_pool_free(&pool, items[i]);
    }
    p_Item_pool_free(&pool, early);
    EXPECT(has(line, "p_Item", 500 * sizeof(p_Item), 500));
    items[0] = p_Item_pool_new(&pool);
    EXPECT(has(__LINE__ - 1, "p_Item", sizeof(p_Item), 1));
    p_Item_pool_clear(&pool);
    EXPECT(current() == 0);
    items[0] = p_Item_pool_new(&pool);
    EXPECT(current() == sizeof(p_Item));
    p_Item_pool_fini(&pool);
    EXPECT(current() == 0);
}

static void owners_in_pools(void) {
    p_Named_pool pool;
    p_Named_pool_init(&pool, 0);
    p_Named *named = p_Named_pool_new(&pool);
    EXPECT(p_Named_set_name(named, "1234") == SLOTS_OK);
    EXPECT(current() == sizeof(p_Named) + 5);
    p_Named_pool_fini(&pool);
    EXPECT(current() == 0);
}

static void in_vectors(void) {
    p_Item_vector vector;
    p_Item_vector_init(&vector);
    EXPECT(p_Item_vector_reserve(&vector, 10) == SLOTS_OK);
    EXPECT(has(__LINE__ - 1, "p_Item", 10 * sizeof(p_Item), 1));
    const int line = __LINE__ + 2;
    for (int i = 0; i < 11; i++) {
        p_Item *item = p_Item_vector_append(&vector);
        p_Item_set_id(item, 11 - i);
    }
    EXPECT(has(line, "p_Item", vector.capacity * sizeof(p_Item), 1));
    EXPECT(p_Item_vector_sort_by_id(&vector) == SLOTS_OK);
    EXPECT(row_of(__LINE__ - 1, "p_Item").total_count == 1);
    EXPECT(current() == vector.capacity * sizeof(p_Item));
    p_Item_vector_fini(&vector);
    EXPECT(current() == 0);
}

static void of_its_own(void) {
    void *block = slots_malloc(100);
    EXPECT(has(__LINE__ - 1, NULL, 100, 1));
    slots_free(block);
    EXPECT(current() == 0);
}

/* Threads hand blocks to each other through these. */
#define THREADS 8
#define STEPS 20000
#define SHARED 64

static void *shared[SHARED];
static uint64_t kept[THREADS];

static void *work(void *argument) {
    uint64_t *own = (uint64_t *)argument;
    uint32_t state = (uint32_t)(own - kept) + 1;
    for (int step = 0; step < STEPS; step++) {
        state = state * 1664525u + 1013904223u;
        p_Named *named = p_Named_new();
        EXPECT(named != NULL && p_Named_set_name(named, "a name") == SLOTS_OK);
        void *old =
            __atomic_exchange_n(&shared[(state >> 8) % SHARED], (void *)named, __ATOMIC_ACQ_REL);
        p_Named_free((p_Named *)old);
        if (step % 1000 == 0) {
            uint64_t bytes = 0;
            slots_trace_snapshot_free(slots_trace_snapshot());
            slots_trace_memory(&bytes, &bytes);
            slots_trace_reset_peak();
        }
        if (own == kept && step == STEPS / 2) {
            slots_trace_clear();
        }
    }
    return NULL;
}

static void from_threads(void) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        EXPECT(pthread_create(&threads[i], NULL, work, &kept[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        EXPECT(pthread_join(threads[i], NULL) == 0);
    }
    uint64_t live = 0;
    slots_snapshot *snapshot = slots_trace_snapshot();
    for (size_t i = 0; i < snapshot->count; i++) {
        live += snapshot->rows[i].size;
    }
    EXPECT(live == snapshot->current && snapshot->peak >= live && live > 0);
    slots_trace_snapshot_free(snapshot);
    for (int i = 0; i < SHARED; i++) {
        p_Named_free((p_Named *)shared[i]);
    }
    EXPECT(current() == 0 && slots_trace_lost() == 0);
}

int main(void) {
    void (*const tests[])(void) = {on_the_heap, in_a_dict,       in_pools,
                                   in_vectors,  owners_in_pools, of_its_own};
    slots_trace_start();
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tests[i]();
        EXPECT(all_from_here());
        slots_trace_clear();
    }
    as_functions();
    from_threads();
    slots_trace_end();
    if (failures == 0) {
        puts("traced");
    }
    return failures != 0;
}
