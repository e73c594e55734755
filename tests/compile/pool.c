/* Pools, handles and vectors beside naive ones. Compiled as C and as C++, with slabs in a reserved
 * range (SLOTS_POOL_MMAP) and apart, with and without SLOTS_DEBUG. Prints `pooled` when all is as
 * it should be. */
#include "pool.slots.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(SLOTS_POOL_MMAP)
#include <sys/resource.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif
#endif

static int failures;

static void expect(bool good, int line, const char *what) {
    if (!good && failures++ < 20) {
        printf("line %d: not so: %s\n", line, what);
    }
}

#define EXPECT(condition) expect(condition, __LINE__, #condition)

/* An allocator that counts, checks the sizes that come back, and fails when it is told to. */
static size_t live_bytes;
static size_t allocations;
static size_t fail_at; /* the allocation that fails, counted down; 0: none */

static void *counted_allocate(void *context, size_t size, size_t align) {
    const size_t front = align > 64 ? align : 64;
    char *block = NULL;
    (void)context;
    allocations++;
    if (fail_at != 0 && --fail_at == 0) {
        return NULL;
    }
    block = SLOTS_CAST(char *, aligned_alloc(front, (front + size + front - 1) / front * front));
    if (block == NULL) {
        abort();
    }
    memcpy(block, &size, sizeof size);
    memcpy(block + sizeof size, &align, sizeof align);
    live_bytes += size;
    memset(block + front, 0xA5, size);
    return block + front;
}

static void counted_release(void *context, void *block, size_t size, size_t align) {
    const size_t front = align > 64 ? align : 64;
    char *start = SLOTS_CAST(char *, block) - front;
    (void)context;
    EXPECT(memcmp(start, &size, sizeof size) == 0);
    EXPECT(memcmp(start + sizeof size, &align, sizeof align) == 0);
    live_bytes -= size;
    free(start);
}

static void *counted_resize(void *context, void *block, size_t old_size, size_t new_size,
                            size_t align) {
    void *moved = counted_allocate(context, new_size, align);
    if (moved != NULL) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        counted_release(context, block, old_size, align);
    }
    return moved;
}

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 20) % limit;
}

/* The naive model of a pool: each live record with what it holds and its handle. */
#define MOST 200000
static struct entry {
    p_Item *record;
    int64_t id;
    p_Item_handle handle;
    uint32_t pad_0;
} entries[MOST];
static size_t entry_count;

static int by_address(const void *left, const void *right) {
    uintptr_t a = SLOTS_ADDRESS(((const struct entry *)left)->record);
    uintptr_t b = SLOTS_ADDRESS(((const struct entry *)right)->record);
    return (a > b) - (a < b);
}

/* All records are there, in the order of their addresses, and hold what was put into them. */
static void matches(const p_Item_pool *pool) {
    size_t i = 0;
    p_Item *at = p_Item_pool_first(pool);
    qsort(entries, entry_count, sizeof *entries, by_address);
    for (; at != NULL && i < entry_count; at = p_Item_pool_next(pool, at), i++) {
        EXPECT(at == entries[i].record && p_Item_get_id(at) == entries[i].id);
        EXPECT(p_Item_pool_get(pool, entries[i].handle) == at);
    }
    EXPECT(at == NULL && i == entry_count && p_Item_pool_count(pool) == entry_count);
}

static void add(p_Item_pool *pool, int64_t id) {
    struct entry *entry = &entries[entry_count++];
    entry->record = p_Item_pool_new(pool);
    if (entry->record == NULL) {
        abort();
    }
    EXPECT(p_Item_get_id(entry->record) == 0 && SLOTS_ADDRESS(entry->record) % p_Item_ALIGN == 0);
    p_Item_set_id(entry->record, id);
    entry->id = id;
    entry->handle = p_Item_pool_handle(pool, entry->record);
}

static void in_random_order(void) {
    p_Item_pool pool;
    p_Item_pool_init(&pool, 0);
    EXPECT(p_Item_pool_first(&pool) == NULL && p_Item_pool_count(&pool) == 0);
    for (int round = 0; round < 3; round++) {
        for (uint32_t step = 0; step < 1000000; step++) {
            bool grows = entry_count == 0 || (entry_count < MOST && random_below(9) < 5);
            if (grows) {
                add(&pool, step);
            } else {
                size_t i = random_below((uint32_t)entry_count);
                p_Item_handle stale = entries[i].handle;
                EXPECT(p_Item_get_id(entries[i].record) == entries[i].id);
                p_Item_pool_free(&pool, entries[i].record);
                EXPECT(!p_Item_pool_has(&pool, stale));
                entries[i] = entries[--entry_count];
            }
            if (step % 250000 == 99999) {
                matches(&pool);
            }
        }
        matches(&pool);
        p_Item_pool_clear(&pool);
        for (size_t i = 0; i < entry_count; i++) {
            EXPECT(!p_Item_pool_has(&pool, entries[i].handle));
        }
        entry_count = 0;
        matches(&pool);
    }
    p_Item_pool_fini(&pool);
    slots_shutdown();
    EXPECT(live_bytes == 0);
    add(&pool, 5);
    matches(&pool);
    entry_count = 0;
    p_Item_pool_fini(&pool);
}

/* Freed one by one while it is walked; what was freed is handed out again. */
static void walked_and_freed(void) {
    p_Item_pool pool;
    p_Item *at;
    size_t freed = 0;
    p_Item_pool_init(&pool, 100000);
    for (int i = 0; i < 100000; i++) {
        EXPECT(p_Item_pool_new(&pool) != NULL);
    }
    EXPECT(p_Item_pool_new(&pool) == NULL);
    for (at = p_Item_pool_first(&pool); at != NULL; at = p_Item_pool_next(&pool, at)) {
        p_Item_pool_free(&pool, at);
        freed++;
    }
    EXPECT(freed == 100000 && p_Item_pool_first(&pool) == NULL);
    for (int i = 0; i < 100000; i++) {
        EXPECT(p_Item_pool_new(&pool) != NULL);
    }
    EXPECT(p_Item_pool_new(&pool) == NULL && p_Item_pool_count(&pool) == 100000);
    p_Item_pool_fini(&pool);
}

/* After how many new owners of its place a stale handle is taken for one of them. */
static unsigned reuses(size_t most) {
    p_Item_pool pool;
    p_Item *record;
    p_Item_handle handle;
    unsigned count = 0;
    p_Item_pool_init(&pool, most);
    record = p_Item_pool_new(&pool);
    handle = p_Item_pool_handle(&pool, record);
    EXPECT(handle.bits != 0);
    do {
        p_Item_pool_free(&pool, record);
        EXPECT(!p_Item_pool_has(&pool, handle));
        EXPECT(p_Item_pool_new(&pool) == record);
        EXPECT(p_Item_pool_get(&pool, p_Item_pool_handle(&pool, record)) == record);
        count++;
    } while (!p_Item_pool_has(&pool, handle) && count < 1000);
    p_Item_pool_fini(&pool);
    return count;
}

static void handles(void) {
    p_Item_pool pool;
    p_Item_handle none = {0};
    p_Item_pool_init(&pool, 0);
    EXPECT(p_Item_pool_get(&pool, none) == NULL && !p_Item_pool_has(&pool, none));
    EXPECT(p_Item_pool_handle(&pool, NULL).bits == 0);
    p_Item_pool_free(&pool, NULL);
    EXPECT(reuses(1) == 128 && reuses(0) == 128 && reuses(33554431) == 128);
    EXPECT(reuses(33554432) == 64 && reuses(SLOTS_POOL_MOST) == 4);
    for (uint32_t bits = 1; bits != 0 && bits < 0xf0000000u; bits += bits / 3 + 1) {
        p_Item_handle any;
        any.bits = bits;
        EXPECT(!p_Item_pool_has(&pool, any));
    }
    p_Item_pool_fini(&pool);
}

/* Every size and alignment: records don't overlap, and lie where they may. */
static void sizes(void) {
    p_Tiny_pool tiny;
    p_Aligned_pool aligned;
    p_Tiny *last = NULL;
    p_Tiny_pool_init(&tiny, 0);
    p_Aligned_pool_init(&aligned, 0);
    for (int i = 0; i < 100000; i++) {
        p_Tiny *one = p_Tiny_pool_new(&tiny);
        p_Aligned *other = p_Aligned_pool_new(&aligned);
        EXPECT(SLOTS_ADDRESS(other) % 64 == 0);
        p_Tiny_set_on(one, true);
        p_Aligned_set_x(other, 1);
        EXPECT(last == NULL || p_Tiny_get_on(last));
        if (i % 3 == 0) {
            p_Tiny_pool_free(&tiny, one);
            p_Aligned_pool_free(&aligned, other);
            one = NULL;
        }
        last = one;
    }
    p_Tiny_pool_fini(&tiny);
    p_Aligned_pool_fini(&aligned);
}

static void fill(p_Open *open, int i) {
    char text[32];
    snprintf(text, sizeof text, "a name of some length, %d", i);
    EXPECT(p_Open_set_name(open, text) == SLOTS_OK);
    EXPECT(p_Open_setattr(open, "dynamic", slots_text(text)) == SLOTS_OK);
}

static void owners(void) {
    p_Open_pool pool;
    p_Open_vector vector;
    p_Open_pool_init(&pool, 0);
    p_Open_vector_init(&vector);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 300; i++) {
            p_Open *open = p_Open_pool_new(&pool);
            fill(open, i);
            if (i % 2 == 0) {
                p_Open_pool_free(&pool, open);
            }
            fill(p_Open_vector_append(&vector), 299 - i);
        }
        EXPECT(p_Open_vector_sort_by_name(&vector) == SLOTS_OK);
        EXPECT(strcmp(p_Open_get_name(&vector.items[vector.count / 300]),
                      "a name of some length, 1") == 0);
        EXPECT(p_Open_hasattr(p_Open_vector_find_by_name(&vector, "a name of some length, 7"),
                              "dynamic"));
        if (round == 1) {
            p_Open_pool_clear(&pool);
            p_Open_vector_clear(&vector);
            EXPECT(p_Open_pool_count(&pool) == 0 && vector.count == 0 && vector.capacity >= 300);
        }
    }
    p_Open_pool_fini(&pool);
    p_Open_vector_fini(&vector);
    slots_shutdown();
    EXPECT(live_bytes == 0 && vector.items == NULL && vector.capacity == 0);
}

/* Each allocation fails once: the call says so, and the pool goes on as if it had not been made. */
static void without_memory(void) {
    p_Item_pool pool;
    p_Item_vector vector;
    for (size_t n = 1; n < 12; n++) {
        size_t count = 0;
        p_Item_pool_init(&pool, 0);
        fail_at = n;
        for (int i = 0; i < 400000; i++) {
            p_Item *record = p_Item_pool_new(&pool);
            if (record == NULL) {
                EXPECT(fail_at == 0);
                EXPECT(p_Item_pool_count(&pool) == count);
                record = p_Item_pool_new(&pool);
            }
            count++;
            p_Item_set_id(record, (int64_t)count);
        }
        fail_at = 0;
        EXPECT(p_Item_pool_count(&pool) == count && count == 400000);
        for (p_Item *at = p_Item_pool_first(&pool); at != NULL; count--) {
            at = p_Item_pool_next(&pool, at);
        }
        EXPECT(count == 0);
        p_Item_pool_fini(&pool);
        slots_shutdown();
        EXPECT(live_bytes == 0);
    }
    p_Item_vector_init(&vector);
    fail_at = 1;
    EXPECT(p_Item_vector_append(&vector) == NULL && vector.count == 0 && vector.items == NULL);
    EXPECT(p_Item_vector_append(&vector) != NULL && p_Item_vector_append(&vector) != NULL);
    p_Item_set_id(&vector.items[0], 2);
    fail_at = 1;
    EXPECT(p_Item_vector_reserve(&vector, 100) == SLOTS_NO_MEMORY && vector.capacity < 100);
    fail_at = 1;
    EXPECT(p_Item_vector_sort_by_id(&vector) == SLOTS_NO_MEMORY);
    EXPECT(p_Item_get_id(&vector.items[0]) == 2 && fail_at == 0);
    EXPECT(p_Item_vector_sort_by_id(&vector) == SLOTS_OK && p_Item_get_id(&vector.items[1]) == 2);
    p_Item_vector_fini(&vector);
    slots_shutdown();
    EXPECT(live_bytes == 0);
}

#if defined(SLOTS_POOL_MMAP) && SLOTS_POINTER_BITS == 64 && defined(__linux__)
/* The pages of 4 KiB, at the most, that a pool with one record takes of its first slab. */
static size_t pages_of_one(size_t most) {
    static unsigned char resident[SLOTS_POOL_SLAB / 4096];
    size_t pages = 0;
    p_Item_pool pool;
    p_Item_pool_init(&pool, most);
    EXPECT(p_Item_pool_new(&pool) != NULL && pool.pool.base != NULL);
    EXPECT(mincore(pool.pool.base, SLOTS_POOL_SLAB, resident) == 0);
    for (size_t i = 0; i < sizeof resident; i++) {
        pages += resident[i] & 1u;
    }
    p_Item_pool_fini(&pool);
    return pages;
}
#endif

/* A pool that can never fill a huge page takes none; where there are none a record takes few pages,
 * of which the system may give some together. */
static void small_pools(void) {
#if defined(SLOTS_POOL_MMAP) && SLOTS_POINTER_BITS == 64 && defined(__linux__)
    EXPECT(pages_of_one(10) <= 16);
    EXPECT(prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0);
    EXPECT(pages_of_one(0) <= 16);
    EXPECT(prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0) == 0);
#endif
}

/* What the system refuses: memory for a reserved range, and the range itself. */
static void without_addresses(void) {
#if defined(SLOTS_POOL_MMAP) && SLOTS_POINTER_BITS == 64
    struct rlimit before;
    struct rlimit none;
    p_Item_pool pool;
    const size_t bytes = live_bytes;
    p_Item_pool_init(&pool, 0);
    EXPECT(getrlimit(RLIMIT_DATA, &before) == 0);
    none = before;
    none.rlim_cur = 4096; /* Linux takes 0 for no limit */
    EXPECT(setrlimit(RLIMIT_DATA, &none) == 0);
    EXPECT(p_Item_pool_new(&pool) == NULL && p_Item_pool_count(&pool) == 0);
    EXPECT(setrlimit(RLIMIT_DATA, &before) == 0);
    EXPECT(p_Item_pool_new(&pool) != NULL && live_bytes == bytes);
    p_Item_pool_fini(&pool);
    EXPECT(getrlimit(RLIMIT_AS, &before) == 0);
    none = before;
    none.rlim_cur = 0;
    EXPECT(p_Item_pool_new(&pool) != NULL);
    p_Item_pool_fini(&pool);
    EXPECT(setrlimit(RLIMIT_AS, &none) == 0);
    fail_at = 1;
    EXPECT(p_Item_pool_new(&pool) == NULL && fail_at == 0);
    EXPECT(setrlimit(RLIMIT_AS, &before) == 0);
    p_Item_pool_fini(&pool);
#endif
}

#define MANY 3000

/* A field that is filled with some values, and how it is compared: before is what must hold of two
 * neighbours. Equal ones stay in order; a value is found by key. */
#define SORTS(f, make, before)                                                                     \
    {                                                                                              \
        for (uint32_t i = 0; i < MANY; i++) {                                                      \
            const uint32_t r = random_below(300);                                                  \
            p_Sorted_set_order(&vector->items[i], i);                                              \
            EXPECT(p_Sorted_set_##f(&vector->items[i], make) == SLOTS_OK);                         \
        }                                                                                          \
        EXPECT(p_Sorted_vector_sort_by_##f(vector) == SLOTS_OK);                                   \
        for (uint32_t i = 0; i + 1 < MANY; i++) {                                                  \
            const p_Sorted *a = &vector->items[i];                                                 \
            const p_Sorted *b = &vector->items[i + 1];                                             \
            EXPECT(!(before(p_Sorted_get_##f(b), p_Sorted_get_##f(a))));                           \
            EXPECT(before(p_Sorted_get_##f(a), p_Sorted_get_##f(b)) ||                             \
                   p_Sorted_get_order(a) < p_Sorted_get_order(b));                                 \
        }                                                                                          \
        for (uint32_t i = 0; i < MANY; i += 97) {                                                  \
            const p_Sorted *found =                                                                \
                p_Sorted_vector_search_by_##f(vector, p_Sorted_get_##f(&vector->items[i]));        \
            EXPECT(found ==                                                                        \
                   p_Sorted_vector_find_by_##f(vector, p_Sorted_get_##f(&vector->items[i])));      \
            EXPECT(found != NULL && found <= &vector->items[i]);                                   \
            EXPECT(found == NULL ||                                                                \
                   (!(before(p_Sorted_get_##f(found), p_Sorted_get_##f(&vector->items[i]))) &&     \
                    !(before(p_Sorted_get_##f(&vector->items[i]), p_Sorted_get_##f(found)))));     \
        }                                                                                          \
    }

#define LESS(a, b) ((a) < (b))
#define TEXT_LESS(a, b) (strcmp(a, b) < 0)

static const char *word(uint32_t number) {
    static char text[24];
    static const char *const words[] = {"", "a", "\xc3\xa9t\xc3\xa9", "abcdefgh", "abcdefgh1", "Z"};
    if (number < 6) {
        return words[number];
    }
    snprintf(text, sizeof text, "abcdefg%u", (unsigned)number);
    return text;
}

static const double reals[] = {0.0, -0.0, 1.5, -1.5, 1e300, -1e300, 4.9e-324, -4.9e-324};

static void sorts(p_Sorted_vector *vector) {
    SORTS(flag, r % 2 == 0, LESS)
    SORTS(a, (int8_t)((int)r % 256 - 128), LESS)
    SORTS(b, (int16_t)((int)r * 200 - 30000), LESS)
    SORTS(c, ((int32_t)r - 150) * 10000000, LESS)
    SORTS(d, ((int64_t)r - 150) * INT64_C(60000000000000000), LESS)
    SORTS(e, (uint8_t)r, LESS)
    SORTS(f, (uint16_t)(r * 210), LESS)
    SORTS(g, r * 14000000u, LESS)
    SORTS(h, r * UINT64_C(60000000000000000), LESS)
    SORTS(single, (float)reals[r % 6 + 2] * (float)(r + 1), LESS)
    SORTS(real, r < 8 ? reals[r] : 1.0 / (150.5 - r), LESS)
    SORTS(code, word(r % 40), TEXT_LESS)
    SORTS(share, (uint8_t)(r % 32), LESS)
    SORTS(wide, (uint64_t)r << 31, LESS)
    SORTS(grade, r % 3 == 0 ? p_Grade_worst : r % 3 == 1 ? p_Grade_none : p_Grade_best, LESS)
    SORTS(name, word(r), TEXT_LESS)
    EXPECT(p_Sorted_vector_find_by_grade(vector, p_Grade_best) != NULL);
    EXPECT(p_Sorted_vector_find_by_a(vector, 1000) == NULL);
    EXPECT(p_Sorted_vector_find_by_e(vector, 1000) == NULL);
    EXPECT(p_Sorted_vector_find_by_code(vector, NULL) == NULL);
    EXPECT(p_Sorted_vector_find_by_real(vector, (double)NAN) == NULL);
}

/* What is not there is behind the rest, in the order in which it was. */
static void absent_is_last(p_Sorted_vector *vector) {
    const slots_field *field = NULL;
    for (uint32_t i = 0; i < MANY; i++) {
        p_Sorted *item = &vector->items[i];
        p_Sorted_set_order(item, i);
        p_Sorted_clear_absent(item);
        p_Sorted_set_real(item, i % 4 == 0 ? (double)NAN : -(double)i);
        EXPECT(p_Sorted_set_note(item, NULL) == SLOTS_OK);
        if (i % 3 == 0) {
            p_Sorted_set_absent(item, -(int32_t)i);
            EXPECT(p_Sorted_set_note(item, i % 2 == 0 ? "b" : "a") == SLOTS_OK);
        }
    }
    EXPECT(p_Sorted_vector_sort_by_absent(vector) == SLOTS_OK);
    EXPECT(p_Sorted_get_absent(&vector->items[0]) == -2997);
    EXPECT(p_Sorted_get_order(&vector->items[MANY / 3]) == 1);
    EXPECT(p_Sorted_get_order(&vector->items[MANY - 1]) == MANY - 1);
    EXPECT(p_Sorted_vector_search_by_absent(vector, -3) == &vector->items[MANY / 3 - 2]);
    EXPECT(p_Sorted_vector_search_by_absent(vector, 1) == NULL);
    EXPECT(p_Sorted_vector_sort_by_note(vector) == SLOTS_OK);
    EXPECT(p_Sorted_vector_search_by_note(vector, "b") == &vector->items[MANY / 6]);
    EXPECT(p_Sorted_vector_sort_by_real(vector) == SLOTS_OK);
    EXPECT(p_Sorted_get_order(&vector->items[0]) == MANY - 1);
    EXPECT(isnan(p_Sorted_get_real(&vector->items[MANY - 1])));
    EXPECT(p_Sorted_vector_sort(vector, NULL) == SLOTS_ATTRIBUTE_ERROR);
    field = slots_field_find(&p_Sorted_class, "order", 5, NULL);
    EXPECT(p_Sorted_vector_sort(vector, field) == SLOTS_OK);
    EXPECT(p_Sorted_vector_search(vector, field, slots_int(17)) == &vector->items[17]);
    EXPECT(p_Sorted_vector_find(vector, field, slots_text("17")) == NULL);
    EXPECT(p_Sorted_vector_find(vector, NULL, slots_int(17)) == NULL);
    field = slots_field_find(&p_Sorted_class, "numbers", 7, NULL);
    EXPECT(p_Sorted_vector_sort(vector, field) == SLOTS_TYPE_ERROR);
    EXPECT(p_Sorted_vector_find(vector, field, slots_int(0)) == NULL);
    field = slots_field_find(&p_Sorted_class, "inner", 5, NULL);
    EXPECT(p_Sorted_vector_sort(vector, field) == SLOTS_TYPE_ERROR);
    field = slots_field_find(&p_Sorted_class, "to", 2, NULL);
    EXPECT(p_Sorted_vector_sort(vector, field) == SLOTS_TYPE_ERROR);
}

static void vectors(void) {
    p_Sorted_vector vector;
    p_Sorted_vector_init(&vector);
    EXPECT(p_Sorted_vector_sort_by_real(&vector) == SLOTS_OK);
    EXPECT(p_Sorted_vector_search_by_real(&vector, 1.0) == NULL);
    EXPECT(p_Sorted_vector_reserve(&vector, 10) == SLOTS_OK && vector.capacity == 10);
    EXPECT(p_Sorted_vector_reserve(&vector, SIZE_MAX) == SLOTS_NO_MEMORY);
    EXPECT(p_Sorted_vector_reserve(&vector, SIZE_MAX / sizeof(p_Sorted) + 2) == SLOTS_NO_MEMORY);
    EXPECT(vector.capacity == 10 && p_Sorted_vector_reserve(&vector, 5) == SLOTS_OK);
    for (uint32_t i = 0; i < MANY; i++) {
        p_Sorted *item = p_Sorted_vector_append(&vector);
        EXPECT(item == &vector.items[i] && vector.count == i + 1);
        EXPECT(p_Sorted_get_order(item) == 0);
    }
    sorts(&vector);
    absent_is_last(&vector);
    p_Sorted_vector_fini(&vector);
    slots_shutdown();
    EXPECT(live_bytes == 0);
}

#if defined(SLOTS_DEBUG)
static char told[256];

static void keep(const char *message) {
    snprintf(told, sizeof told, "%s", message);
}

static bool was_told(const char *message) {
    const bool good = strcmp(told, message) == 0;
    if (!good) {
        printf("told: %s\n", told);
    }
    told[0] = '\0';
    return good;
}

#define FOREIGN "the pointer is none of this pool's records"

/* Wrong calls are told of, and do nothing. */
static void wrong_calls(void) {
    p_Named_pool pool;
    p_Named_pool other;
    p_Named named;
    p_Named *first;
    p_Named *strange;
    p_Named_handle handle;
    p_Named_vector vector;
    slots_set_debug_handler(keep);
    p_Named_pool_init(&pool, 0);
    p_Named_pool_init(&other, 0);
    p_Named_pool_free(&pool, &named);
    EXPECT(was_told("p_Named_pool_free: " FOREIGN));
    first = p_Named_pool_new(&pool);
    strange = p_Named_pool_new(&other);
    handle = p_Named_pool_handle(&pool, first);
    p_Named_pool_free(&pool, strange);
    EXPECT(was_told("p_Named_pool_free: " FOREIGN));
    p_Named_pool_free(&pool, first + 1);
    EXPECT(was_told("p_Named_pool_free: " FOREIGN));
    strange = SLOTS_POINTER(p_Named *, SLOTS_ADDRESS(first) + 1);
    p_Named_pool_free(&pool, strange);
    EXPECT(was_told("p_Named_pool_free: " FOREIGN));
    EXPECT(p_Named_pool_handle(&pool, &named).bits == 0);
    EXPECT(was_told("p_Named_pool_handle: " FOREIGN));
    p_Named_pool_free(&pool, first);
    EXPECT(was_told(""));
    p_Named_pool_free(&pool, first);
    EXPECT(was_told("p_Named_pool_free: the record was freed already"));
    EXPECT(p_Named_pool_handle(&pool, first).bits == 0);
    EXPECT(was_told("p_Named_pool_handle: the record was freed already"));
    EXPECT(p_Named_pool_get(&pool, handle) == NULL);
    EXPECT(was_told("p_Named_pool_get: the handle is stale: its record was freed"));
    EXPECT(!p_Named_pool_has(&pool, handle) && was_told(""));
    EXPECT(p_Named_pool_new(&pool) == first && p_Named_pool_get(&pool, handle) == NULL);
    EXPECT(was_told("p_Named_pool_get: the handle is stale: its record was freed"));
    EXPECT(p_Named_pool_count(&pool) == 1);
    p_Named_vector_init(&vector);
    EXPECT(p_Named_set_name(p_Named_vector_append(&vector), "b") == SLOTS_OK);
    EXPECT(p_Named_set_name(p_Named_vector_append(&vector), "a") == SLOTS_OK);
    EXPECT(p_Named_vector_search_by_name(&vector, "a") == NULL);
    EXPECT(was_told("p_Named_vector_search: the vector is not sorted by that field"));
    p_Named_vector_fini(&vector);
    p_Named_pool_fini(&pool);
    p_Named_pool_fini(&other);
    slots_shutdown();
    EXPECT(live_bytes == 0);
    slots_set_debug_handler(NULL);
}
#endif

int main(int argc, char **argv) {
    slots_allocator counting = {counted_allocate, counted_resize, counted_release, NULL};
    (void)argv;
    slots_set_allocator(&counting);
#if defined(SLOTS_DEBUG)
    if (argc > 1) { /* the default handler ends the program */
        p_Item_pool pool;
        p_Item item;
        p_Item_pool_init(&pool, 0);
        p_Item_pool_free(&pool, &item);
        return 0;
    }
    wrong_calls();
#else
    (void)argc;
#endif
    in_random_order();
    walked_and_freed();
    handles();
    sizes();
    owners();
    without_memory();
    without_addresses();
    small_pools();
    vectors();
    slots_shutdown();
    EXPECT(live_bytes == 0 && allocations > 0);
    if (failures == 0) {
        puts("pooled");
    }
    return failures != 0;
}
