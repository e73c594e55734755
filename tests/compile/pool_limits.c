/* Pools of records at the limits of size and alignment, of any capacity, beside a list of what is
 * in them, while allocations fail. Compiled as pool.c is. Prints `limited` when all is as it
 * should. */
#include "pool.slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(bool good, int line, const char *what) {
    if (!good && failures++ < 20) {
        printf("line %d: not so: %s\n", line, what);
    }
}

#define EXPECT(condition) expect(condition, __LINE__, #condition)

static uint64_t random_state = 88172645463325252u;

static uint32_t random_below(uint32_t limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 20) % limit;
}

static size_t live_blocks;
static uint32_t failing; /* one allocation in so many fails; 0: none */

static void *unsure_allocate(void *context, size_t size, size_t align) {
    (void)context;
    if (failing != 0 && random_below(failing) == 0) {
        return NULL;
    }
    live_blocks++;
    align = align > sizeof(void *) ? align : sizeof(void *);
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void unsure_release(void *context, void *block, size_t size, size_t align) {
    (void)context;
    (void)size;
    (void)align;
    live_blocks--;
    free(block);
}

static void *unsure_resize(void *context, void *block, size_t old_size, size_t new_size,
                           size_t align) {
    void *moved = unsure_allocate(context, new_size, align);
    if (moved != NULL) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        unsure_release(context, block, old_size, align);
    }
    return moved;
}

#define MOST 600000u

/* What is live: addresses, for all records, and handles. */
static void *records[MOST];
static uint32_t handles[MOST];
static size_t count;

/* A pool of `most` records: filled, emptied in random order, cleared, walked, three times. */
#define LIMITS(R, number)                                                                          \
    static void R##_one(R##_pool *pool, uint32_t id) {                                             \
        R *record = NULL;                                                                          \
        for (int i = 0; i < 100 && record == NULL; i++) {                                          \
            EXPECT(R##_pool_count(pool) == count);                                                 \
            record = R##_pool_new(pool);                                                           \
        }                                                                                          \
        if (record == NULL) {                                                                      \
            abort();                                                                               \
        }                                                                                          \
        EXPECT(SLOTS_ADDRESS(record) % R##_ALIGN == 0 && R##_get_id(record) == 0);                 \
        R##_set_id(record, (number)id);                                                            \
        records[count] = record;                                                                   \
        handles[count++] = R##_pool_handle(pool, record).bits;                                     \
    }                                                                                              \
                                                                                                   \
    static R *R##_of(const R##_pool *pool, size_t i) {                                             \
        R##_handle handle;                                                                         \
        handle.bits = handles[i];                                                                  \
        return R##_pool_has(pool, handle) ? R##_pool_get(pool, handle) : NULL;                     \
    }                                                                                              \
                                                                                                   \
    static void R##_all(const R##_pool *pool) {                                                    \
        const R *last = NULL;                                                                      \
        size_t seen = 0;                                                                           \
        for (const R *at = R##_pool_first(pool); at != NULL; at = R##_pool_next(pool, at)) {       \
            EXPECT(last == NULL || SLOTS_ADDRESS(at) - SLOTS_ADDRESS(last) >= R##_SIZE);           \
            last = at;                                                                             \
            seen++;                                                                                \
        }                                                                                          \
        EXPECT(seen == count && R##_pool_count(pool) == count);                                    \
        for (size_t i = 0; i < count; i++) {                                                       \
            EXPECT(R##_of(pool, i) == records[i]);                                                 \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    static void R##_less(R##_pool *pool, size_t left) {                                            \
        while (count > left) {                                                                     \
            const size_t i = random_below((uint32_t)count);                                        \
            R##_pool_free(pool, R##_of(pool, i));                                                  \
            EXPECT(R##_of(pool, i) == NULL);                                                       \
            records[i] = records[--count];                                                         \
            handles[i] = handles[count];                                                           \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    static void R##_limits(uint32_t most) {                                                        \
        R##_pool pool;                                                                             \
        R##_pool_init(&pool, most);                                                                \
        R##_pool_fini(&pool);                                                                      \
        R##_pool_clear(&pool);                                                                     \
        for (uint32_t round = 0; round < 3; round++) {                                             \
            for (uint32_t i = 0; i < most; i++) {                                                  \
                R##_one(&pool, i + round);                                                         \
            }                                                                                      \
            EXPECT(R##_pool_new(&pool) == NULL && R##_pool_new(&pool) == NULL);                    \
            R##_all(&pool);                                                                        \
            R##_less(&pool, most / 3);                                                             \
            R##_all(&pool);                                                                        \
            for (uint32_t i = (uint32_t)count; i < most - most / 4; i++) {                         \
                R##_one(&pool, i);                                                                 \
            }                                                                                      \
            R##_all(&pool);                                                                        \
            R##_pool_clear(&pool);                                                                 \
            for (size_t i = 0; i < count; i++) {                                                   \
                EXPECT(R##_of(&pool, i) == NULL);                                                  \
            }                                                                                      \
            count = 0;                                                                             \
            R##_all(&pool);                                                                        \
        }                                                                                          \
        R##_pool_fini(&pool);                                                                      \
        R##_pool_fini(&pool);                                                                      \
        EXPECT(live_blocks == 0);                                                                  \
    }

LIMITS(p_Byte, uint8_t)
LIMITS(p_Page, uint32_t)
LIMITS(p_Large, uint16_t)

/* A record's bytes end where the next begin: all of each are written. */
static void whole(void) {
    p_Large_pool pool;
    p_Large *large[5];
    p_Large_pool_init(&pool, 0);
    for (size_t i = 0; i < 5; i++) {
        large[i] = p_Large_pool_new(&pool);
        if (large[i] == NULL) {
            abort();
        }
        memset(large[i], (int)i + 1, sizeof(*large[i]));
    }
    for (size_t i = 0; i < 5; i++) {
        EXPECT(*SLOTS_CAST(const char *, SLOTS_CAST(const void *, large[i])) == (char)(i + 1));
        EXPECT(p_Large_at_body(large[i], 3145724) == i + 1);
    }
    p_Large_pool_fini(&pool);
}

int main(void) {
    slots_allocator unsure = {unsure_allocate, unsure_resize, unsure_release, NULL};
    slots_set_allocator(&unsure);
    whole();
    for (failing = 0; failing < 6; failing += 3) {
        for (uint32_t most = 1; most < 10; most++) {
            p_Byte_limits(most);
            p_Page_limits(most);
            p_Large_limits(most);
        }
        p_Page_limits(511);
        p_Page_limits(1025);
        p_Byte_limits(524289);
        p_Byte_limits(MOST);
    }
    if (failures == 0) {
        puts("limited");
    }
    return failures != 0;
}
