/* slots_pool.h: what pools and vectors of records share.
 *
 * A pool holds records of one type, millions of them, none of which ever moves. Its memory comes in
 * slabs of 2 MiB. A record that is freed is put at the head of a list threaded through the free
 * records, and is the first to be handed out again; while there is none, records are taken from the
 * slabs one behind the other. Beside the records stands a byte for each, its mark: whether the
 * record was freed, and its generation, how often that place was handed out again (it starts over
 * after 127). What was never freed has mark 0, so that new memory needs none to be written.
 *
 *   reserved    one range of addresses for the most records that the pool may hold; memory is asked
 *               for slab by slab, advised to huge pages, so that a pool takes 2 MiB or none: but
 *               one that can never fill a slab takes small pages. A record's number is its place
 *               in the range. So where SLOTS_POOL_MMAP is defined and pointers have 64 bits.
 *   apart       each slab is a block from slots_allocator, of a power of two of records. So without
 *               it, and where the range is refused. Handles are slower at random there, and to free
 *               a record means to search its slab.
 *
 * A handle is 32 bits: the record's number plus 1, and behind it the generation in as many bits as
 * are left, 7 unless the pool was made for more than 33,554,431 records. It is stale once its
 * record was freed or the pool cleared. Only after its place was handed out 128 times more (fewer,
 * where fewer bits are left) is a stale handle taken for the new record's. Handle 0 is none.
 *
 * A pool or vector belongs to one thread at a time. Its struct may be moved and must not be copied.
 *
 * SLOTS_DEBUG, defined for all files of the program or for none, has calls checked that are
 * undefined otherwise: see slots_set_debug_handler. SLOTS_POOL_MMAP matters where the bodies are
 * compiled, and needs mmap and madvise to be declared: gen --impl writes a file that sees to it. */
#if !defined(SLOTS_POOL_H) && !defined(SLOTS_LAYOUT_ONLY)
#define SLOTS_POOL_H

#include "slots_core.h"

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

#define SLOTS_POOL_SLAB 2097152u /* bytes: a huge page */
#define SLOTS_POOL_USUAL 33554431u /* records, where nothing else is asked for */
#define SLOTS_POOL_MOST 1073741823u /* records: two bits are left for generations */

/* Bytes from one record to the next: a free one holds the number of another. */
#define SLOTS_POOL_STRIDE(size) ((size) < 4 ? 4 : (size))

/* A slab that lies apart, one row of the table of them. */
typedef struct slots_slab {
    unsigned char *bytes;
    size_t in_order; /* of row i: the number of the slab that is the i-th by its address */
} slots_slab;

/* What is in a pool, whatever its records are. */
typedef struct slots_pool {
    unsigned char *base; /* of the reserved range; NULL where slabs lie apart */
    unsigned char *next; /* the first record that was not handed out since clear */
    uint8_t *marks; /* of each record: twice its generation, plus 1 while it is free */
    slots_slab *slabs; /* that lie apart, in the order in which they came */
    uint32_t vacant; /* the first free record that was handed out before: its number plus 1, or 0 */
    uint32_t vacancies; /* how many there are */
    uint32_t used; /* records that were handed out since clear, the free ones among them */
    uint32_t ready; /* records below this number can be taken behind next */
    uint32_t room; /* records that there is memory for */
    uint32_t most;
    uint32_t size; /* bytes from one record to the next */
    uint32_t align;
    uint32_t shift; /* a slab that lies apart has 1 << shift records */
    uint32_t generation_bits; /* of a handle */
    uint32_t check; /* the bits of a mark that a handle holds */
    uint32_t slab_count;
    uint32_t slab_room; /* rows of the table, or slabs that lie apart */
    uint32_t mark_room; /* marks that there is memory for */
    slots_trace_places places; /* with SLOTS_TRACE: records are traced, not what they lie in */
} slots_pool;

#if defined(SLOTS_DEBUG)
/* What is told of a wrong call, with a message like "Node_pool_free: the record was freed already".
 * Where it returns, the call does nothing. By default the message is written to stderr and the
 * program aborted. NULL brings that back. */
typedef void slots_debug_handler(const char *message);
SLOTS_API void slots_set_debug_handler(slots_debug_handler *handler);

/* Tells the handler "function: what". */
SLOTS_API void slots_debug_fail(const char *function, const char *what);

/* Whether it is a live record of the pool; if not, the handler has been told. */
SLOTS_API bool slots_pool_check(const slots_pool *pool, const void *record, const char *function);
#endif

/* An empty pool of records of size bytes, for `most` of them or fewer; 0 is SLOTS_POOL_USUAL, and
 * no pool has more than SLOTS_POOL_MOST. Asks for no memory yet. */
SLOTS_API void slots_pool_init(slots_pool *pool, size_t size, size_t align, size_t most);

/* Gives all memory back and leaves the pool as it was after init. */
SLOTS_API void slots_pool_fini(slots_pool *pool);

/* Frees all records at once and keeps the memory; all handles are stale then. */
SLOTS_API void slots_pool_clear(slots_pool *pool);

/* For slots_pool_take: makes next and ready good for one record more; false, and the pool as it
 * was, where there is no memory or the pool is full. */
SLOTS_API bool slots_pool_grow(slots_pool *pool);

/* The number of a record in a pool whose slabs lie apart; UINT32_MAX where it is none of them. */
SLOTS_API uint32_t slots_pool_search(const slots_pool *pool, const void *record);

/* The next live record behind that address, by address; the first for NULL; NULL past the last. */
SLOTS_API void *slots_pool_scan(const slots_pool *pool, const void *after);

SLOTS_INLINE void *slots_pool_at(const slots_pool *pool, uint32_t number, size_t size) {
    const size_t i = number;
    if (pool->base != SLOTS_NULL) {
        return pool->base + i * size;
    }
    return pool->slabs[i >> pool->shift].bytes +
           (i & ((SLOTS_CAST(size_t, 1) << pool->shift) - 1)) * size;
}

SLOTS_INLINE uint32_t slots_pool_number(const slots_pool *pool, const void *record, size_t size) {
    if (pool->base != SLOTS_NULL) {
        return SLOTS_CAST(uint32_t, (SLOTS_ADDRESS(record) - SLOTS_ADDRESS(pool->base)) / size);
    }
    return slots_pool_search(pool, record);
}

/* A free record holds what vacant was before. */
SLOTS_INLINE void slots_pool_copy(void *to, const void *from) {
#if defined(__GNUC__)
    __builtin_memcpy(to, from, sizeof(uint32_t));
#else
    slots_move(SLOTS_CAST(char *, to), SLOTS_CAST(const char *, from), sizeof(uint32_t));
#endif
}

/* The bytes of a record, not initialised; NULL where there is no memory or the pool is full. */
SLOTS_INLINE void *slots_pool_take(slots_pool *pool, size_t size) {
    void *record;
    if (pool->vacant != 0) {
        const uint32_t number = pool->vacant - 1;
        record = slots_pool_at(pool, number, size);
        slots_pool_copy(&pool->vacant, record);
        pool->vacancies--;
        pool->marks[number] = SLOTS_CAST(uint8_t, pool->marks[number] + 1u);
#if defined(SLOTS_TRACED)
        slots_trace_places_take(&pool->places, number, size);
#endif
        return record;
    }
    if (pool->used == pool->ready && !slots_pool_grow(pool)) {
        return SLOTS_NULL;
    }
#if defined(SLOTS_TRACED)
    slots_trace_places_take(&pool->places, pool->used, size);
#endif
    record = pool->next;
    pool->next += size;
    pool->used++;
    return record;
}

/* Whether free has something to do; with SLOTS_DEBUG, whether it may. */
SLOTS_INLINE bool slots_pool_frees(const slots_pool *pool, const void *record,
                                   const char *function) {
#if defined(SLOTS_DEBUG)
    return record != SLOTS_NULL && slots_pool_check(pool, record, function);
#else
    (void)pool;
    (void)function;
    return record != SLOTS_NULL;
#endif
}

/* Takes a live record back, whose content was freed. */
SLOTS_INLINE void slots_pool_give(slots_pool *pool, void *record, size_t size) {
    const uint32_t number = slots_pool_number(pool, record, size);
#if defined(SLOTS_TRACED)
    slots_trace_places_give(&pool->places, number, size);
#endif
    pool->marks[number] = SLOTS_CAST(uint8_t, pool->marks[number] + 1u);
    slots_pool_copy(record, &pool->vacant);
    pool->vacant = number + 1;
    pool->vacancies++;
}

SLOTS_INLINE void *slots_pool_next(const slots_pool *pool, const void *after, size_t size) {
    if (pool->base != SLOTS_NULL) {
        const uint32_t number = slots_pool_number(pool, after, size) + 1;
        if (number < pool->used && (pool->marks[number] & 1u) == 0) {
            /* Not by the number: then each step would wait for a division. */
            return pool->base + (SLOTS_ADDRESS(after) - SLOTS_ADDRESS(pool->base)) + size;
        }
    }
    return slots_pool_scan(pool, after);
}

/* Of a live record; 0 for NULL. */
SLOTS_INLINE uint32_t slots_pool_handle(const slots_pool *pool, const void *record, size_t size,
                                        const char *function) {
    uint32_t number;
    if (!slots_pool_frees(pool, record, function)) {
        return 0;
    }
    number = slots_pool_number(pool, record, size);
    return (number + 1) << pool->generation_bits |
           (pool->marks[number] & pool->check) >> 1;
}

SLOTS_INLINE bool slots_pool_has(const slots_pool *pool, uint32_t handle) {
    const uint32_t number = (handle >> pool->generation_bits) - 1;
    return number < pool->used &&
           ((pool->marks[number] ^ handle << 1) & pool->check) == 0;
}

/* The record of a handle; NULL for 0 and for a stale one, of which SLOTS_DEBUG tells. */
SLOTS_INLINE void *slots_pool_get(const slots_pool *pool, uint32_t handle, size_t size,
                                  const char *function) {
    if (slots_pool_has(pool, handle)) {
        return slots_pool_at(pool, (handle >> pool->generation_bits) - 1, size);
    }
#if defined(SLOTS_DEBUG)
    if (handle != 0) {
        slots_debug_fail(function, "the handle is stale: its record was freed");
    }
#else
    (void)function;
#endif
    return SLOTS_NULL;
}

/* Vectors: records side by side in one block from slots_allocator, which moves as it grows. */

/* The capacity that a full vector grows to. */
SLOTS_INLINE size_t slots_vector_more(size_t capacity) {
    return capacity + capacity / 2 + 8;
}

/* Makes *items room for capacity records of size bytes, where *present is less: SLOTS_NO_MEMORY
 * leaves all as it was. */
SLOTS_API slots_status slots_vector_reserve(void **items, size_t *present, size_t capacity,
                                            size_t size, size_t align);

/* Sorts by one field, which is no array, record or `ref` (SLOTS_TYPE_ERROR) nor NULL
 * (SLOTS_ATTRIBUTE_ERROR). Stable. Numbers by value, false before true, enums by number, texts by
 * their bytes. What is not there comes last: an absent T?, a str without text, a NaN. Needs 32
 * bytes an item for the time of the call: on SLOTS_NO_MEMORY nothing has moved. */
SLOTS_API slots_status slots_vector_sort(void *items, size_t count, size_t size,
                                         const slots_field *by);

/* The first item whose field has that value, or NULL: one item after the other, or by halves in a
 * vector that is sorted by the field (SLOTS_DEBUG checks that it is). A float is found by value;
 * NaN and a NULL text never. A key of another type is in no item. */
SLOTS_API void *slots_vector_find(void *items, size_t count, size_t size, const slots_field *by,
                                  slots_value key);
SLOTS_API void *slots_vector_search(void *items, size_t count, size_t size, const slots_field *by,
                                    slots_value key, const char *function);

/* A key for a field of type f32: rounded as the field is. */
SLOTS_INLINE slots_value slots_float32(float key) {
    return slots_float(SLOTS_CAST(double, key));
}

/* The bodies of a record's functions that are not inline. owns is 1 where fini has something to
 * do. */
#define SLOTS_BODIES_OF_POOL(R, owns)                                                              \
    SLOTS_BODY void R##_pool_init(R##_pool *self, size_t most) {                                   \
        slots_pool_init(&self->pool, SLOTS_POOL_STRIDE(R##_SIZE), R##_ALIGN, most);                \
    }                                                                                              \
    SLOTS_BODY void R##_pool_clear(R##_pool *self) {                                               \
        R *record = owns ? R##_pool_first(self) : SLOTS_NULL;                                      \
        for (; record != SLOTS_NULL; record = R##_pool_next(self, record)) {                       \
            R##_fini(record);                                                                      \
        }                                                                                          \
        slots_pool_clear(&self->pool);                                                             \
    }                                                                                              \
    SLOTS_BODY void R##_pool_fini(R##_pool *self) {                                                \
        R##_pool_clear(self);                                                                      \
        slots_pool_fini(&self->pool);                                                              \
    }                                                                                              \
    SLOTS_BODY slots_status R##_vector_reserve SLOTS_FUNCTION(R##_vector *self, size_t capacity) { \
        void *items = self->items;                                                                 \
        const slots_status status =                                                                \
            slots_vector_reserve(&items, &self->capacity, capacity, R##_SIZE, R##_ALIGN);          \
        self->items = SLOTS_CAST(R *, items);                                                      \
        return status;                                                                             \
    }                                                                                              \
    SLOTS_BODY void R##_vector_clear(R##_vector *self) {                                           \
        for (size_t i = 0; owns && i < self->count; i++) {                                         \
            R##_fini(&self->items[i]);                                                             \
        }                                                                                          \
        self->count = 0;                                                                           \
    }                                                                                              \
    SLOTS_BODY void R##_vector_fini(R##_vector *self) {                                            \
        R##_vector_clear(self);                                                                    \
        slots_release(self->items, R##_SIZE * self->capacity, R##_ALIGN);                          \
        R##_vector_init(self);                                                                     \
    }                                                                                              \
    SLOTS_BODY slots_status R##_vector_sort SLOTS_FUNCTION(R##_vector *self,                       \
                                                           const slots_field *by) {                \
        return slots_vector_sort(self->items, self->count, R##_SIZE, by);                          \
    }                                                                                              \
    SLOTS_BODY R *R##_vector_find(const R##_vector *self, const slots_field *by,                   \
                                  slots_value key) {                                               \
        return SLOTS_CAST(R *, slots_vector_find(self->items, self->count, R##_SIZE, by, key));    \
    }                                                                                              \
    SLOTS_BODY R *R##_vector_search(const R##_vector *self, const slots_field *by,                 \
                                    slots_value key) {                                             \
        return SLOTS_CAST(R *, slots_vector_search(self->items, self->count, R##_SIZE, by, key,    \
                                                   #R "_vector_search"));                          \
    }

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif

/* The bodies, once: in the file that defines SLOTS_IMPLEMENTATION. */
#if defined(SLOTS_IMPLEMENTATION) && !defined(SLOTS_LAYOUT_ONLY) && \
    !defined(SLOTS_FREESTANDING) && !defined(SLOTS_POOL_IMPLEMENTATION)
#define SLOTS_POOL_IMPLEMENTATION

#include "slots_core.h"

#include <string.h>

#if defined(SLOTS_DEBUG)
#include <stdio.h>
#include <stdlib.h>
#endif

/* With 32-bit pointers addresses are too few to reserve them. */
#if defined(SLOTS_POOL_MMAP) && SLOTS_POINTER_BITS == 64
#include <sys/mman.h>
#if !defined(MAP_ANONYMOUS)
#error "SLOTS_POOL_MMAP: define _DEFAULT_SOURCE too, before the first header"
#endif
#define SLOTS_POOL_RESERVES 1
#else
#define SLOTS_POOL_RESERVES 0
#endif

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

#if defined(SLOTS_DEBUG)
static void slots_default_debug_handler(const char *message) {
    fprintf(stderr, "%s\n", message);
    abort();
}

static slots_debug_handler *slots_debug_handler_in_use = slots_default_debug_handler;

SLOTS_BODY void slots_set_debug_handler(slots_debug_handler *handler) {
    slots_debug_handler_in_use = handler != SLOTS_NULL ? handler : slots_default_debug_handler;
}

SLOTS_BODY void slots_debug_fail(const char *function, const char *what) {
    char message[256];
    snprintf(message, sizeof message, "%s: %s", function, what);
    slots_debug_handler_in_use(message);
}
#endif

/* The reserved range
 *
 *   base: most * size bytes of records | most marks
 *
 * each rounded up to whole slabs. Without access until it is needed, so that it costs addresses and
 * no memory, whatever the system's rules of overcommitment are. */
#if SLOTS_POOL_RESERVES

#define SLOTS_POOL_RANGE (SLOTS_CAST(size_t, 1) << 46) /* bytes: no machine has more addresses */

static size_t slots_pool_whole(size_t bytes) {
    return (bytes + SLOTS_POOL_SLAB - 1) / SLOTS_POOL_SLAB * SLOTS_POOL_SLAB;
}

static size_t slots_pool_records_bytes(const slots_pool *pool) {
    return slots_pool_whole(SLOTS_CAST(size_t, pool->most) * pool->size);
}

static size_t slots_pool_bytes(const slots_pool *pool) {
    return slots_pool_records_bytes(pool) + slots_pool_whole(pool->most);
}

/* A huge page is the least that a pool then takes: not for one that can never fill it. */
static bool slots_pool_fills_slab(const slots_pool *pool) {
    return SLOTS_CAST(size_t, pool->most) * pool->size >= SLOTS_POOL_SLAB;
}

static void slots_pool_reserve(slots_pool *pool) {
    const size_t bytes = slots_pool_bytes(pool);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    void *start;
    size_t before;
    if (bytes > SLOTS_POOL_RANGE) {
        return;
    }
#if defined(MAP_NORESERVE)
    flags |= MAP_NORESERVE;
#endif
    start = mmap(SLOTS_NULL, bytes + SLOTS_POOL_SLAB, PROT_NONE, flags, -1, 0);
    if (SLOTS_ADDRESS(start) == UINTPTR_MAX) { /* MAP_FAILED, without its cast */
        return;
    }
    before = slots_pool_whole(SLOTS_ADDRESS(start)) - SLOTS_ADDRESS(start);
    pool->base = SLOTS_CAST(unsigned char *, start) + before;
    if (before > 0) {
        munmap(start, before);
    }
    munmap(pool->base + bytes, SLOTS_POOL_SLAB - before);
#if defined(MADV_HUGEPAGE)
    /* Advice: a system that has no huge pages refuses it, and all goes on with small ones. */
    if (slots_pool_fills_slab(pool)) {
        (void)madvise(pool->base, slots_pool_records_bytes(pool), MADV_HUGEPAGE);
    }
#endif
    pool->next = pool->base;
    pool->marks = pool->base + slots_pool_records_bytes(pool);
}

/* Memory for one record more, in whole slabs. */
static bool slots_pool_commit(slots_pool *pool) {
    const size_t old = SLOTS_CAST(size_t, pool->slab_count) * SLOTS_POOL_SLAB;
    const size_t bytes = slots_pool_whole((SLOTS_CAST(size_t, pool->used) + 1) * pool->size);
    const size_t fits = bytes / pool->size;
    const uint32_t room = fits < pool->most ? SLOTS_CAST(uint32_t, fits) : pool->most;
    if (room > pool->mark_room) {
        const size_t marks = slots_pool_whole(room);
        if (mprotect(pool->marks + pool->mark_room, marks - pool->mark_room,
                     PROT_READ | PROT_WRITE) != 0) {
            return false;
        }
        pool->mark_room = SLOTS_CAST(uint32_t, marks);
    }
    if (mprotect(pool->base + old, bytes - old, PROT_READ | PROT_WRITE) != 0) {
        return false;
    }
#if defined(MADV_POPULATE_WRITE)
    /* One call instead of a fault for each page, which matters where pages are small; where it is
     * refused they come as they are touched. Of the first slab a pool may need little. */
    if (old > 0) {
        (void)madvise(pool->base + old, bytes - old, MADV_POPULATE_WRITE);
    }
#endif
    pool->slab_count = SLOTS_CAST(uint32_t, bytes / SLOTS_POOL_SLAB);
    pool->room = room;
    return true;
}

static void slots_pool_unmap(slots_pool *pool) {
    munmap(pool->base, slots_pool_bytes(pool));
}

#else

static void slots_pool_reserve(slots_pool *pool) {
    pool->base = SLOTS_NULL;
}

static bool slots_pool_commit(slots_pool *pool) {
    (void)pool;
    return false;
}

static void slots_pool_unmap(slots_pool *pool) {
    (void)pool;
}

#endif

/* Slabs that lie apart */

static size_t slots_pool_slab_bytes(const slots_pool *pool) {
    return SLOTS_CAST(size_t, pool->size) << pool->shift;
}

/* As slots_resize, untraced; a block that is not there yet is NULL. */
static void *slots_pool_resize(void *block, size_t old_size, size_t new_size, size_t align) {
    return block != SLOTS_NULL ? slots_plain_resize(block, old_size, new_size, align)
                               : slots_plain_allocate(new_size, align);
}

static bool slots_pool_add_row(slots_pool *pool) {
    const uint32_t rows = pool->slab_room * 2 + 8;
    void *table;
    if (pool->slab_count < pool->slab_room) {
        return true;
    }
    table = slots_pool_resize(pool->slabs, pool->slab_room * sizeof(slots_slab),
                              rows * sizeof(slots_slab), SLOTS_ALIGNOF(slots_slab));
    if (table == SLOTS_NULL) {
        return false;
    }
    pool->slabs = SLOTS_CAST(slots_slab *, table);
    pool->slab_room = rows;
    return true;
}

static bool slots_pool_add_marks(slots_pool *pool) {
    const uint32_t wanted = pool->room + (1u << pool->shift);
    uint32_t marks = pool->mark_room * 2;
    void *grown;
    if (wanted <= pool->mark_room) {
        return true;
    }
    marks = marks < wanted ? wanted : marks;
    grown = slots_pool_resize(pool->marks, pool->mark_room, marks, 1);
    if (grown == SLOTS_NULL) {
        return false;
    }
    pool->marks = SLOTS_CAST(uint8_t *, grown);
    memset(pool->marks + pool->mark_room, 0, marks - pool->mark_room);
    pool->mark_room = marks;
    return true;
}

/* How many slabs begin at that address or below. */
static uint32_t slots_pool_slabs_below(const slots_pool *pool, uintptr_t address) {
    uint32_t low = 0;
    uint32_t high = pool->slab_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const unsigned char *bytes = pool->slabs[pool->slabs[middle].in_order].bytes;
        if (SLOTS_ADDRESS(bytes) <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool slots_pool_add_slab(slots_pool *pool) {
    void *slab;
    uint32_t below;
    if (!slots_pool_add_row(pool) || !slots_pool_add_marks(pool)) {
        return false;
    }
    slab = slots_plain_allocate(slots_pool_slab_bytes(pool), pool->align);
    if (slab == SLOTS_NULL) {
        return false;
    }
    below = slots_pool_slabs_below(pool, SLOTS_ADDRESS(slab));
    for (uint32_t i = pool->slab_count; i > below; i--) {
        pool->slabs[i].in_order = pool->slabs[i - 1].in_order;
    }
    pool->slabs[below].in_order = pool->slab_count;
    pool->slabs[pool->slab_count].bytes = SLOTS_CAST(unsigned char *, slab);
    pool->slab_count++;
    pool->room += 1u << pool->shift;
    return true;
}

/* The number of the record at that address, in the slab that begins there or below. */
static uint32_t slots_pool_number_in(const slots_pool *pool, uint32_t below, const void *record) {
    size_t slab;
    uintptr_t offset;
    if (below == 0) {
        return UINT32_MAX;
    }
    slab = pool->slabs[below - 1].in_order;
    offset = SLOTS_ADDRESS(record) - SLOTS_ADDRESS(pool->slabs[slab].bytes);
    if (offset >= slots_pool_slab_bytes(pool) || offset % pool->size != 0) {
        return UINT32_MAX;
    }
    return SLOTS_CAST(uint32_t, (slab << pool->shift) + offset / pool->size);
}

SLOTS_BODY uint32_t slots_pool_search(const slots_pool *pool, const void *record) {
    return slots_pool_number_in(pool, slots_pool_slabs_below(pool, SLOTS_ADDRESS(record)), record);
}

/* Pools */

SLOTS_BODY void slots_pool_init(slots_pool *pool, size_t size, size_t align, size_t most) {
    most = most == 0 ? SLOTS_POOL_USUAL : most < SLOTS_POOL_MOST ? most
                                                                 : SLOTS_POOL_MOST;
    memset(pool, 0, sizeof(*pool));
    pool->size = SLOTS_CAST(uint32_t, size);
    pool->align = SLOTS_CAST(uint32_t, align);
    pool->most = SLOTS_CAST(uint32_t, most);
    pool->generation_bits = 7;
    while (pool->most >> (32 - pool->generation_bits) != 0) {
        pool->generation_bits--;
    }
    pool->check = (2u << pool->generation_bits) - 1;
    while (slots_pool_slab_bytes(pool) <= SLOTS_POOL_SLAB / 2 && pool->most >> pool->shift > 1) {
        pool->shift++;
    }
}

SLOTS_BODY void slots_pool_fini(slots_pool *pool) {
#if defined(SLOTS_TRACED)
    slots_trace_places_fini(&pool->places, pool->size);
#endif
    if (pool->base != SLOTS_NULL) {
        slots_pool_unmap(pool);
    } else {
        for (uint32_t i = 0; i < pool->slab_count; i++) {
            slots_plain_release(pool->slabs[i].bytes, slots_pool_slab_bytes(pool), pool->align);
        }
        slots_plain_release(pool->slabs, pool->slab_room * sizeof(slots_slab),
                            SLOTS_ALIGNOF(slots_slab));
        slots_plain_release(pool->marks, pool->mark_room, 1);
    }
    slots_pool_init(pool, pool->size, pool->align, pool->most);
}

/* Puts next behind the records that were handed out: at the start of a slab. */
static void slots_pool_resume(slots_pool *pool) {
    if (pool->base != SLOTS_NULL) {
        pool->next = pool->base + SLOTS_CAST(size_t, pool->used) * pool->size;
        pool->ready = pool->room;
    } else if (pool->used < pool->room) {
        const uint32_t slab = pool->used >> pool->shift;
        const uint32_t end = (slab + 1) << pool->shift;
        pool->next = pool->slabs[slab].bytes;
        pool->ready = end < pool->most ? end : pool->most;
    }
}

SLOTS_BODY bool slots_pool_grow(slots_pool *pool) {
    if (pool->used == pool->most) {
        return false;
    }
    if (pool->room == 0 && pool->base == SLOTS_NULL) {
        slots_pool_reserve(pool);
    }
    if (pool->used == pool->room &&
        !(pool->base != SLOTS_NULL ? slots_pool_commit(pool) : slots_pool_add_slab(pool))) {
        return false;
    }
    slots_pool_resume(pool);
    return true;
}

SLOTS_BODY void slots_pool_clear(slots_pool *pool) {
#if defined(SLOTS_TRACED)
    slots_trace_places_clear(&pool->places, pool->size);
#endif
    for (uint32_t i = 0; i < pool->used; i++) {
        pool->marks[i] = SLOTS_CAST(uint8_t, (pool->marks[i] + 2u) & 0xfeu);
    }
    pool->vacant = 0;
    pool->vacancies = 0;
    pool->used = 0;
    slots_pool_resume(pool);
}

/* The first live record from a number on, below end; end where there is none. */
static uint32_t slots_pool_live(const slots_pool *pool, uint32_t number, uint32_t end) {
    const uint64_t freed = UINT64_C(0x0101010101010101);
    uint64_t marks;
    for (; end - number >= sizeof(marks); number += SLOTS_CAST(uint32_t, sizeof(marks))) {
        memcpy(&marks, pool->marks + number, sizeof(marks));
        if ((marks & freed) != freed) {
            break;
        }
    }
    while (number < end && (pool->marks[number] & 1u) != 0) {
        number++;
    }
    return number;
}

static void *slots_pool_scan_range(const slots_pool *pool, const void *after) {
    uint32_t number = 0;
    if (after != SLOTS_NULL) {
        number = slots_pool_number(pool, after, pool->size) + 1;
    }
    if (number < pool->used) {
        number = slots_pool_live(pool, number, pool->used);
    }
    return number < pool->used ? slots_pool_at(pool, number, pool->size) : SLOTS_NULL;
}

SLOTS_BODY void *slots_pool_scan(const slots_pool *pool, const void *after) {
    uint32_t row = 0;
    uint32_t number = 0;
    if (pool->base != SLOTS_NULL) {
        return slots_pool_scan_range(pool, after);
    }
    if (after != SLOTS_NULL) {
        row = slots_pool_slabs_below(pool, SLOTS_ADDRESS(after)) - 1;
        number = slots_pool_number_in(pool, row + 1, after) + 1;
    }
    for (; row < pool->slab_count; row++) {
        const uint32_t start = SLOTS_CAST(uint32_t, pool->slabs[row].in_order << pool->shift);
        const uint32_t whole = start + (1u << pool->shift);
        const uint32_t end = whole < pool->used ? whole : pool->used;
        if (after == SLOTS_NULL) {
            number = start;
        }
        after = SLOTS_NULL;
        if (number < end) {
            number = slots_pool_live(pool, number, end);
        }
        if (number < end) {
            return slots_pool_at(pool, number, pool->size);
        }
    }
    return SLOTS_NULL;
}

#if defined(SLOTS_DEBUG)
SLOTS_BODY bool slots_pool_check(const slots_pool *pool, const void *record, const char *function) {
    const uintptr_t offset = SLOTS_ADDRESS(record) - SLOTS_ADDRESS(pool->base);
    uint32_t number = UINT32_MAX;
    if (pool->base == SLOTS_NULL) {
        number = slots_pool_search(pool, record);
    } else if (offset % pool->size == 0 && offset / pool->size < pool->used) {
        number = SLOTS_CAST(uint32_t, offset / pool->size);
    }
    if (number >= pool->used) {
        slots_debug_fail(function, "the pointer is none of this pool's records");
        return false;
    }
    if ((pool->marks[number] & 1u) != 0) {
        slots_debug_fail(function, "the record was freed already");
        return false;
    }
    return true;
}
#endif

/* Vectors */

SLOTS_BODY slots_status slots_vector_reserve(void **items, size_t *present, size_t capacity,
                                             size_t size, size_t align) {
    void *grown;
    if (capacity <= *present) {
        return SLOTS_OK;
    }
    if (capacity > SIZE_MAX / 2 / size) {
        return SLOTS_NO_MEMORY;
    }
    grown = *items != SLOTS_NULL
                ? slots_resize(*items, *present * size, capacity * size, align)
                : slots_allocate(capacity * size, align);
    if (grown == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    *items = grown;
    *present = capacity;
    return SLOTS_OK;
}

/* What a field's value is compared by: rank, and behind it the whole text where it is one. */
struct slots_rank {
    uint64_t rank;
    const char *text;
    size_t length;
};

/* The first eight bytes as a number: the first weighs most. */
static uint64_t slots_text_rank(const char *text, size_t length) {
    uint64_t rank = 0;
    for (size_t i = 0; i < sizeof(rank); i++) {
        rank = rank << 8 | (i < length ? SLOTS_CAST(unsigned char, text[i]) : 0u);
    }
    return rank;
}

/* In the order of the numbers; both zeros are one. */
static uint64_t slots_real_rank(double real) {
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;
    real += 0.0;
    memcpy(&bits, &real, sizeof(bits));
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

/* False for what is compared with nothing: an array, a record or `ref`, NaN, no text. */
static bool slots_rank_value(slots_value value, struct slots_rank *out) {
    out->rank = 0;
    out->text = SLOTS_NULL;
    out->length = 0;
    switch (value.kind) {
    case SLOTS_BOOL:
        out->rank = value.as.boolean;
        return true;
    case SLOTS_INT:
        out->rank = SLOTS_CAST(uint64_t, value.as.integer) ^ UINT64_C(1) << 63;
        return true;
    case SLOTS_UINT:
        out->rank = value.as.natural;
        return true;
    case SLOTS_FLOAT:
        out->rank = slots_real_rank(value.as.real);
        return value.as.real == value.as.real;
    case SLOTS_TEXT:
        out->text = value.as.text.bytes;
        out->length = value.as.text.length;
        out->rank = slots_text_rank(out->text, out->length);
        return out->text != SLOTS_NULL;
    default:
        return false;
    }
}

static bool slots_rank_item(const slots_field *by, const void *item, struct slots_rank *out) {
    return slots_cell_present(by, item) && slots_rank_value(slots_cell_load(by, item), out);
}

/* The kind of number that the field holds, so that ranks can be compared. */
static bool slots_rank_key(const slots_field *by, slots_value key, struct slots_rank *out) {
    slots_status status = SLOTS_OK;
    const bool is_signed =
        by->enumeration != SLOTS_NULL || slots_cell_kinds[by->cell] == SLOTS_INT;
    const bool is_natural = !is_signed && slots_cell_kinds[by->cell] == SLOTS_UINT;
    if (by->count > 0) {
        return false;
    }
    if (is_signed) {
        int64_t integer = 0;
        status = slots_as_int(key, &integer);
        key = slots_int(integer);
    } else if (is_natural) {
        uint64_t natural = 0;
        status = slots_as_uint(key, &natural);
        key = slots_uint(natural);
    } else if (key.kind != SLOTS_CAST(uint32_t, slots_cell_kinds[by->cell])) {
        return false;
    }
    return status == SLOTS_OK && slots_rank_value(key, out);
}

/* Less than, equal to or more than 0, as a comes before, with or behind b. */
static int slots_rank_compare(const struct slots_rank *a, const struct slots_rank *b) {
    const size_t common = a->length < b->length ? a->length : b->length;
    int order = 0;
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (common > 0) {
        order = memcmp(a->text, b->text, common);
    }
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Where an item was, and what it is sorted by. */
struct slots_turn {
    uint64_t rank;
    uint64_t index;
};

struct slots_sorting {
    unsigned char *items;
    size_t size;
    const slots_field *by; /* of texts, which have more than a rank; else NULL */
};

static bool slots_turn_before(const struct slots_sorting *sorting, const struct slots_turn *a,
                              const struct slots_turn *b) {
    struct slots_rank of_a;
    struct slots_rank of_b;
    if (a->rank != b->rank || sorting->by == SLOTS_NULL) {
        return a->rank < b->rank;
    }
    return slots_rank_item(sorting->by, sorting->items + a->index * sorting->size, &of_a) &&
           slots_rank_item(sorting->by, sorting->items + b->index * sorting->size, &of_b) &&
           slots_rank_compare(&of_a, &of_b) < 0;
}

#define SLOTS_SORTING_RUN 16 /* turns that are sorted by insertion */

static void slots_turns_insert(const struct slots_sorting *sorting, struct slots_turn *turns,
                               size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct slots_turn turn = turns[i];
        size_t at = i;
        for (; at > 0 && slots_turn_before(sorting, &turn, &turns[at - 1]); at--) {
            turns[at] = turns[at - 1];
        }
        turns[at] = turn;
    }
}

/* Merges turns[0..middle] and turns[middle..count] into `to`. */
static void slots_turns_merge(const struct slots_sorting *sorting, const struct slots_turn *turns,
                              size_t middle, size_t count, struct slots_turn *to) {
    size_t left = 0;
    size_t right = middle;
    for (size_t i = 0; i < count; i++) {
        const bool takes_right =
            right < count &&
            (left == middle || slots_turn_before(sorting, &turns[right], &turns[left]));
        to[i] = takes_right ? turns[right++] : turns[left++];
    }
}

/* Gives the sorted ones of two arrays, of which spare is room. */
static struct slots_turn *slots_turns_sort(const struct slots_sorting *sorting,
                                           struct slots_turn *turns, struct slots_turn *spare,
                                           size_t count) {
    for (size_t i = 0; i < count; i += SLOTS_SORTING_RUN) {
        const size_t rest = count - i;
        slots_turns_insert(sorting, turns + i, rest < SLOTS_SORTING_RUN ? rest : SLOTS_SORTING_RUN);
    }
    for (size_t run = SLOTS_SORTING_RUN; run < count; run *= 2) {
        struct slots_turn *merged = spare;
        for (size_t i = 0; i < count; i += 2 * run) {
            const size_t rest = count - i;
            slots_turns_merge(sorting, turns + i, rest < run ? rest : run,
                              rest < 2 * run ? rest : 2 * run, merged + i);
        }
        spare = turns;
        turns = merged;
    }
    return turns;
}

/* Moves each item once; room holds one. */
static void slots_items_arrange(const struct slots_sorting *sorting, struct slots_turn *turns,
                                size_t count, void *room) {
    unsigned char *items = sorting->items;
    const size_t size = sorting->size;
    for (size_t i = 0; i < count; i++) {
        uint64_t at = i;
        if (turns[i].index == i) {
            continue;
        }
        memcpy(room, items + i * size, size);
        while (turns[at].index != i) {
            const uint64_t from = turns[at].index;
            memcpy(items + at * size, items + from * size, size);
            turns[at].index = at;
            at = from;
        }
        memcpy(items + at * size, room, size);
        turns[at].index = at;
    }
}

/* A turn for each item: those that have a value first, and how many these are. */
static size_t slots_turns_make(const struct slots_sorting *sorting, const slots_field *by,
                               struct slots_turn *turns, size_t count) {
    size_t ranked = 0;
    size_t end = count;
    for (size_t i = count; i-- > 0;) {
        struct slots_rank rank;
        if (!slots_rank_item(by, sorting->items + i * sorting->size, &rank)) {
            turns[--end].index = i;
        }
    }
    for (size_t i = 0; i < count; i++) {
        struct slots_rank rank;
        if (slots_rank_item(by, sorting->items + i * sorting->size, &rank)) {
            turns[ranked].rank = rank.rank;
            turns[ranked++].index = i;
        }
    }
    return ranked;
}

SLOTS_BODY slots_status slots_vector_sort(void *items, size_t count, size_t size,
                                          const slots_field *by) {
    struct slots_sorting sorting;
    struct slots_turn *turns;
    struct slots_turn *sorted;
    size_t ranked;
    if (by == SLOTS_NULL) {
        return SLOTS_ATTRIBUTE_ERROR;
    }
    if (by->count > 0 || by->cell == SLOTS_CELL_REF || by->cell >= SLOTS_CELL_RECORD) {
        return SLOTS_TYPE_ERROR;
    }
    if (count < 2) {
        return SLOTS_OK;
    }
    if (count > (SIZE_MAX - size) / (2 * sizeof(*turns))) {
        return SLOTS_NO_MEMORY;
    }
    turns = SLOTS_CAST(struct slots_turn *, slots_allocate(2 * count * sizeof(*turns) + size,
                                                           SLOTS_ALIGNOF(struct slots_turn)));
    if (turns == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    sorting.items = SLOTS_CAST(unsigned char *, items);
    sorting.size = size;
    sorting.by = slots_cell_kinds[by->cell] == SLOTS_TEXT ? by : SLOTS_NULL;
    ranked = slots_turns_make(&sorting, by, turns, count);
    sorted = slots_turns_sort(&sorting, turns, turns + count, ranked);
    if (sorted != turns) {
        memcpy(turns, sorted, ranked * sizeof(*turns));
    }
    slots_items_arrange(&sorting, turns, count, turns + 2 * count);
    slots_release(turns, 2 * count * sizeof(*turns) + size, SLOTS_ALIGNOF(struct slots_turn));
    return SLOTS_OK;
}

SLOTS_BODY void *slots_vector_find(void *items, size_t count, size_t size, const slots_field *by,
                                   slots_value key) {
    unsigned char *start = SLOTS_CAST(unsigned char *, items);
    struct slots_rank wanted;
    if (by == SLOTS_NULL || !slots_rank_key(by, key, &wanted)) {
        return SLOTS_NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct slots_rank rank;
        if (slots_rank_item(by, start + i * size, &rank) &&
            slots_rank_compare(&rank, &wanted) == 0) {
            return start + i * size;
        }
    }
    return SLOTS_NULL;
}

#if defined(SLOTS_DEBUG)
static bool slots_vector_sorted(const unsigned char *items, size_t count, size_t size,
                                const slots_field *by) {
    struct slots_rank before;
    bool was_there = slots_rank_value(slots_bool(false), &before);
    for (size_t i = 0; i < count; i++) {
        struct slots_rank rank;
        const bool is_there = slots_rank_item(by, items + i * size, &rank);
        if (is_there && (!was_there || (i > 0 && slots_rank_compare(&before, &rank) > 0))) {
            return false;
        }
        was_there = is_there;
        if (is_there) {
            before = rank;
        }
    }
    return true;
}
#endif

SLOTS_BODY void *slots_vector_search(void *items, size_t count, size_t size, const slots_field *by,
                                     slots_value key, const char *function) {
    unsigned char *start = SLOTS_CAST(unsigned char *, items);
    struct slots_rank wanted;
    struct slots_rank rank;
    size_t low = 0;
    size_t high = count;
    if (by == SLOTS_NULL || !slots_rank_key(by, key, &wanted)) {
        return SLOTS_NULL;
    }
#if defined(SLOTS_DEBUG)
    if (!slots_vector_sorted(start, count, size, by)) {
        slots_debug_fail(function, "the vector is not sorted by that field");
        return SLOTS_NULL;
    }
#else
    (void)function;
#endif
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (slots_rank_item(by, start + middle * size, &rank) &&
            slots_rank_compare(&rank, &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < count && slots_rank_item(by, start + low * size, &rank) &&
        slots_rank_compare(&rank, &wanted) == 0) {
        return start + low * size;
    }
    return SLOTS_NULL;
}

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
