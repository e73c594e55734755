/* slots_trace.h: which line of the program holds how much memory, as Python's tracemalloc tells.
 *
 * A program is traced where SLOTS_TRACE is defined for all of its files; else nothing of the tracer
 * is in it, and this file only names malloc and free once more. docs/trace.md tells how to use it,
 * how exact it is and what it costs. Needs gcc or clang, and the C library alone.
 *
 *   site       a static struct for each place that calls a function which may allocate: such a call
 *              is a macro that makes its site the thread's current one. It gets a number when it is
 *              first counted.
 *   head       8 bytes before each block: the number of its site and the epoch; 0 when nothing was
 *              traced. In a pool two bytes a record in a table of its own: see slots_trace_places.
 *   book       what one thread counted, a counter for each site: only its thread writes there, so a
 *              block that another thread frees is subtracted in that one's book. Books of threads
 *              that have ended stay. A snapshot adds them up.
 *   epoch      0 while nothing is traced. start and clear begin a new one: blocks and books of an
 *              earlier one count no more.
 *
 * What the tracer needs itself comes from malloc and is not traced. */
/* Not inside the guard: with SLOTS_TRACE it includes this file, too. */
#include "slots_core.h"
#include "slots_snapshot.h"

#ifndef SLOTS_TRACE_H
#define SLOTS_TRACE_H

#if !defined(SLOTS_TRACE) || defined(SLOTS_FREESTANDING)

#if !defined(SLOTS_FREESTANDING)
#include <stdlib.h>
#define slots_malloc malloc
#define slots_calloc calloc
#define slots_realloc realloc
#define slots_free free
#endif

#else

#if !defined(__GNUC__)
#error "SLOTS_TRACE needs gcc or clang: build without it"
#endif

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* Starts to trace: what is allocated from now on counts. Does nothing where it is tracing. */
SLOTS_API void slots_trace_start(void);

/* Stops and forgets all that was counted. */
SLOTS_API void slots_trace_stop(void);

SLOTS_API bool slots_trace_is_tracing(void);

/* Forgets all that was counted and goes on: blocks that are live now count no more. */
SLOTS_API void slots_trace_clear(void);

/* Live bytes, and the most that were live at once since start, clear or reset_peak; both 0 while
 * nothing is traced. Either pointer may be NULL. */
SLOTS_API void slots_trace_memory(uint64_t *current, uint64_t *peak);

/* Makes the peak what is live now. */
SLOTS_API void slots_trace_reset_peak(void);

/* Blocks that could not be counted, or not be subtracted when they were freed, as the tracer got no
 * memory for itself (or, in a pool, for more than 65,535 sites); since start or clear. */
SLOTS_API uint64_t slots_trace_lost(void);

/* What is counted now, to be freed with slots_trace_snapshot_free: an empty one while nothing is
 * traced, NULL where there is no memory. Other threads may go on; what they do meanwhile may be in
 * it or not. */
SLOTS_API slots_snapshot *slots_trace_snapshot(void);

/* Stops, and frees all that the tracer holds; start may be called again. Other threads must not
 * allocate or free meanwhile. */
SLOTS_API void slots_trace_end(void);

/* The C library's functions for the program's own memory, traced. What comes from one of these is
 * to be freed by slots_free, and by nothing else. Macros of these names know their line. */
SLOTS_API void *slots_malloc(size_t size);
SLOTS_API void *slots_calloc(size_t count, size_t size);
SLOTS_API void *slots_realloc(void *block, size_t size);
SLOTS_API void slots_free(void *block);

/* From here on: what the macros and inline functions need. */

/* A call place. */
typedef struct slots_trace_site {
    const char *file;
    const char *type; /* the C name of the class, or NULL */
    uint32_t line;
    uint32_t number; /* from 1; of that epoch and life */
    uint32_t epoch; /* in which it was last made ready, 0 before that */
    uint32_t life; /* of the tracer, from which its number is */
} slots_trace_site;

/* Of one site and thread. Modulo 2 to the width of a pointer. */
typedef struct slots_trace_counter {
    size_t size; /* of all blocks that were made */
    size_t count;
    size_t freed_size;
    size_t freed_count;
} slots_trace_counter;

typedef struct slots_trace_book slots_trace_book;

/* What each thread has. */
typedef struct slots_trace_thread {
    slots_trace_site *site; /* of the call under way */
    slots_trace_counter *counters; /* those of its book */
    slots_trace_book *book;
    size_t room; /* counters there are */
    uint32_t epoch; /* of the book */
    uint32_t life; /* of the tracer, in which the book was made */
} slots_trace_thread;

struct slots_trace_book {
    slots_trace_counter *counters;
    size_t room;
    intptr_t change; /* of live bytes, since these were last added to those of all threads */
    intptr_t high; /* the most that change was */
    slots_trace_book *next;
    uint32_t epoch;
#if SLOTS_POINTER_BITS == 64
    uint32_t pad_0;
#endif
};

#define SLOTS_TRACE_BATCH 65536 /* bytes of change that a thread keeps for itself */

#if defined(SLOTS_STATIC)
static slots_trace_site slots_trace_unknown = {"<unknown>", SLOTS_NULL, 0, 0, 0, 0};
static __thread slots_trace_thread slots_trace_own = {
    &slots_trace_unknown, SLOTS_NULL, SLOTS_NULL, 0, 0, 0};
static uint32_t slots_trace_epoch;
#else
extern slots_trace_site slots_trace_unknown;
extern __thread slots_trace_thread slots_trace_own;
extern uint32_t slots_trace_epoch;
#endif

/* For slots_trace_made and slots_trace_gone: makes the site (or NULL), and this thread's book good
 * for its number, in that epoch. False, and one more lost, where there is no memory. */
SLOTS_API bool slots_trace_prepare(uint32_t now, slots_trace_site *site, uint32_t number);

/* Adds this thread's change to those of all threads. */
SLOTS_API void slots_trace_publish(slots_trace_book *book);

#define SLOTS_TRACE_STORE(place, value) __atomic_store_n(&(place), value, __ATOMIC_RELAXED)

SLOTS_INLINE uint32_t slots_trace_now(void) {
    return __atomic_load_n(&slots_trace_epoch, __ATOMIC_RELAXED);
}

/* Makes a site the current one; gives the one before, which is to be put back by leave. */
SLOTS_INLINE slots_trace_site *slots_trace_enter(slots_trace_site *site) {
    slots_trace_site *before = slots_trace_own.site;
    slots_trace_own.site = site;
    return before;
}

SLOTS_INLINE void slots_trace_leave(slots_trace_site *before) {
    slots_trace_own.site = before;
}

/* Counts a new block for the current site, whose number it gives; 0 where it is not counted. now is
 * not 0. */
SLOTS_INLINE uint32_t slots_trace_made(uint32_t now, size_t size) {
    slots_trace_site *site = slots_trace_own.site;
    slots_trace_counter *counter;
    slots_trace_book *book;
    intptr_t change;
    if ((__atomic_load_n(&site->epoch, __ATOMIC_ACQUIRE) != now || slots_trace_own.epoch != now ||
         slots_trace_own.room <= __atomic_load_n(&site->number, __ATOMIC_RELAXED)) &&
        !slots_trace_prepare(now, site, 0)) {
        return 0;
    }
    const uint32_t number = __atomic_load_n(&site->number, __ATOMIC_RELAXED);
    counter = &slots_trace_own.counters[number];
    book = slots_trace_own.book;
    SLOTS_TRACE_STORE(counter->size, counter->size + size);
    SLOTS_TRACE_STORE(counter->count, counter->count + 1);
    change = book->change + SLOTS_CAST(intptr_t, size);
    SLOTS_TRACE_STORE(book->change, change);
    if (change > __atomic_load_n(&book->high, __ATOMIC_RELAXED)) {
        SLOTS_TRACE_STORE(book->high, change);
        if (change > SLOTS_TRACE_BATCH) {
            slots_trace_publish(book);
        }
    }
    return number;
}

/* Subtracts a block that was counted in the epoch now. */
SLOTS_INLINE void slots_trace_gone(uint32_t now, uint32_t number, size_t size) {
    slots_trace_counter *counter;
    slots_trace_book *book;
    intptr_t change;
    if ((slots_trace_own.epoch != now || slots_trace_own.room <= number) &&
        !slots_trace_prepare(now, SLOTS_NULL, number)) {
        return;
    }
    counter = &slots_trace_own.counters[number];
    book = slots_trace_own.book;
    SLOTS_TRACE_STORE(counter->freed_size, counter->freed_size + size);
    SLOTS_TRACE_STORE(counter->freed_count, counter->freed_count + 1);
    change = book->change - SLOTS_CAST(intptr_t, size);
    SLOTS_TRACE_STORE(book->change, change);
    if (change < -SLOTS_TRACE_BATCH) {
        slots_trace_publish(book);
    }
}

/* Makes all places count no more, in a new epoch; and room for one more, false where there is
 * none. */
SLOTS_API void slots_trace_places_reset(slots_trace_places *places, uint32_t now);
SLOTS_API bool slots_trace_places_grow(slots_trace_places *places, uint32_t place);

/* Subtracts all places; fini frees the table, too. */
SLOTS_API void slots_trace_places_clear(slots_trace_places *places, size_t size);
SLOTS_API void slots_trace_places_fini(slots_trace_places *places, size_t size);

/* Counts a place that has too high a site no more. */
SLOTS_API void slots_trace_places_refuse(uint32_t now, uint32_t number, size_t size);

SLOTS_INLINE void slots_trace_places_take(slots_trace_places *places, uint32_t place,
                                          size_t size) {
    const uint32_t now = slots_trace_now();
    uint32_t number;
    if (places->epoch != now) {
        slots_trace_places_reset(places, now);
    }
    if (now == 0 || (place >= places->room && !slots_trace_places_grow(places, place))) {
        return;
    }
    number = slots_trace_made(now, size);
    if (number > UINT16_MAX) {
        slots_trace_places_refuse(now, number, size);
        number = 0;
    }
    places->sites[place] = SLOTS_CAST(uint16_t, number);
}

SLOTS_INLINE void slots_trace_places_give(slots_trace_places *places, uint32_t place,
                                          size_t size) {
    const uint32_t now = slots_trace_now();
    if (now != 0 && places->epoch == now && place < places->room && places->sites[place] != 0) {
        slots_trace_gone(now, places->sites[place], size);
        places->sites[place] = 0;
    }
}

/* The functions above from a given site. */
SLOTS_API void *slots_trace_malloc(slots_trace_site *site, size_t size);
SLOTS_API void *slots_trace_calloc(slots_trace_site *site, size_t count, size_t size);
SLOTS_API void *slots_trace_realloc(slots_trace_site *site, void *block, size_t size);

#if defined(__cplusplus)
}
#endif

/* The site of the place where this macro stands. */
#if defined(__cplusplus)
#define SLOTS_TRACE_SITE(type)                                                    \
    ([]() -> slots_trace_site * {                                                 \
        static slots_trace_site slots_site = {__FILE__, type, __LINE__, 0, 0, 0}; \
        return &slots_site;                                                       \
    }())
#else
#define SLOTS_TRACE_SITE(type)                                                    \
    (__extension__({                                                              \
        static slots_trace_site slots_site = {__FILE__, type, __LINE__, 0, 0, 0}; \
        &slots_site;                                                              \
    }))
#endif

#define slots_malloc(size) slots_trace_malloc(SLOTS_TRACE_SITE(SLOTS_NULL), size)
#define slots_calloc(count, size) slots_trace_calloc(SLOTS_TRACE_SITE(SLOTS_NULL), count, size)
#define slots_realloc(block, size) slots_trace_realloc(SLOTS_TRACE_SITE(SLOTS_NULL), block, size)

/* A call of a function of the record R from here: a generated header has a macro of the function's
 * own name for each that may allocate. Arguments that are such calls have sites of their own. What
 * such a function calls in turn counts for this line. */
#if defined(__cplusplus)
extern "C++" {
template <typename T>
struct slots_trace_same {
    typedef T type;
};

template <typename R, typename... P>
struct slots_trace_call {
    typedef R called(P...);
    slots_trace_site *site;
    called *function;
    R operator()(typename slots_trace_same<P>::type... arguments) const {
        slots_trace_site *const before = slots_trace_enter(site);
        R result = function(arguments...);
        slots_trace_leave(before);
        return result;
    }
};

template <typename R, typename... P>
inline slots_trace_call<R, P...> slots_trace_call_of(slots_trace_site *site, R (*function)(P...)) {
    return slots_trace_call<R, P...>{site, function};
}
}
#define SLOTS_TRACED(R, function, arguments) \
    (slots_trace_call_of(SLOTS_TRACE_SITE(#R), function) arguments)
#else
/* The number makes names that nothing hides, however deep calls are in calls. */
#define SLOTS_TRACED(R, function, arguments) \
    SLOTS_TRACED_AS(R, function, arguments, __COUNTER__)
#define SLOTS_TRACED_AS(R, function, arguments, number) \
    SLOTS_TRACED_BY(R, function, arguments, number)
#define SLOTS_TRACED_BY(R, function, arguments, number)                                          \
    (__extension__({                                                                             \
        static slots_trace_site slots_site_##number = {__FILE__, #R, __LINE__, 0, 0, 0};         \
        slots_trace_site *const slots_before_##number = slots_trace_enter(&slots_site_##number); \
        __auto_type slots_result_##number = (function)arguments;                                 \
        slots_trace_leave(slots_before_##number);                                                \
        slots_result_##number;                                                                   \
    }))
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif

#endif

/* The bodies, once: in the file that defines SLOTS_IMPLEMENTATION. */
#if defined(SLOTS_IMPLEMENTATION) && defined(SLOTS_TRACE) && !defined(SLOTS_FREESTANDING) && \
    !defined(SLOTS_TRACE_IMPLEMENTATION)
#define SLOTS_TRACE_IMPLEMENTATION

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

#if !defined(SLOTS_STATIC)
slots_trace_site slots_trace_unknown = {"<unknown>", SLOTS_NULL, 0, 0, 0, 0};
__thread slots_trace_thread slots_trace_own = {&slots_trace_unknown, SLOTS_NULL, SLOTS_NULL, 0, 0,
                                               0};
uint32_t slots_trace_epoch = 0;
#endif

/* A site that has a number: copies, since what it stands in may be unloaded. */
struct slots_trace_place {
    char *file;
    char *type; /* in the same block, or NULL */
    uint32_t line;
#if SLOTS_POINTER_BITS == 64
    uint32_t pad_0;
#endif
};

/* What all threads share; to be used with the lock, but for lost. */
struct slots_trace_shared {
    slots_trace_book *books;
    struct slots_trace_place *places; /* of each number, the first unused */
    uint64_t lost;
    int64_t current; /* what books have published */
    int64_t peak;
    uint32_t count; /* of sites that have a number */
    uint32_t room; /* of places */
    uint32_t last; /* the last epoch there was */
    uint32_t life;
    char lock;
    char pad_0[7];
};

static struct slots_trace_shared slots_trace_all = {
    SLOTS_NULL, SLOTS_NULL, 0, 0, 0, 0, 0, 0, 1, 0, {0, 0, 0, 0, 0, 0, 0}};

/* Held for short, and seldom: not on allocating and freeing. */
static void slots_trace_lock(void) {
    while (__atomic_test_and_set(&slots_trace_all.lock, __ATOMIC_ACQUIRE)) {
        while (__atomic_load_n(&slots_trace_all.lock, __ATOMIC_RELAXED) != 0) {
        }
    }
}

static void slots_trace_unlock(void) {
    __atomic_clear(&slots_trace_all.lock, __ATOMIC_RELEASE);
}

static void slots_trace_lose(void) {
    slots_trace_lock();
    slots_trace_all.lost++;
    slots_trace_unlock();
}

/* Live bytes */

static intptr_t slots_trace_seen(const intptr_t *place) {
    return __atomic_load_n(place, __ATOMIC_RELAXED);
}

/* What is live now in all threads; raises the peak. With the lock. A thread had its most with what
 * the others have now: exact as long as one thread at a time allocates between two settlements. */
static int64_t slots_trace_settle(void) {
    const uint32_t now = slots_trace_now();
    int64_t total = slots_trace_all.current;
    for (slots_trace_book *book = slots_trace_all.books; book != SLOTS_NULL; book = book->next) {
        total += book->epoch == now ? slots_trace_seen(&book->change) : 0;
    }
    for (slots_trace_book *book = slots_trace_all.books; book != SLOTS_NULL; book = book->next) {
        if (book->epoch == now) {
            const int64_t most =
                total - slots_trace_seen(&book->change) + slots_trace_seen(&book->high);
            slots_trace_all.peak = most > slots_trace_all.peak ? most : slots_trace_all.peak;
        }
    }
    slots_trace_all.peak = total > slots_trace_all.peak ? total : slots_trace_all.peak;
    return total;
}

SLOTS_BODY void slots_trace_publish(slots_trace_book *book) {
    slots_trace_lock();
    if (book->epoch == slots_trace_now()) {
        (void)slots_trace_settle();
        slots_trace_all.current += book->change;
    }
    SLOTS_TRACE_STORE(book->change, 0);
    SLOTS_TRACE_STORE(book->high, 0);
    slots_trace_unlock();
}

SLOTS_BODY void slots_trace_memory(uint64_t *current, uint64_t *peak) {
    int64_t total;
    slots_trace_lock();
    total = slots_trace_settle();
    if (current != SLOTS_NULL) {
        *current = total > 0 ? SLOTS_CAST(uint64_t, total) : 0;
    }
    if (peak != SLOTS_NULL) {
        *peak = SLOTS_CAST(uint64_t, slots_trace_all.peak);
    }
    slots_trace_unlock();
}

SLOTS_BODY void slots_trace_reset_peak(void) {
    slots_trace_lock();
    for (slots_trace_book *book = slots_trace_all.books; book != SLOTS_NULL; book = book->next) {
        SLOTS_TRACE_STORE(book->high, slots_trace_seen(&book->change));
    }
    slots_trace_all.peak = 0;
    (void)slots_trace_settle();
    slots_trace_unlock();
}

SLOTS_BODY uint64_t slots_trace_lost(void) {
    uint64_t lost;
    slots_trace_lock();
    lost = slots_trace_all.lost;
    slots_trace_unlock();
    return lost;
}

/* Epochs */

/* With the lock. */
static void slots_trace_begin(bool traces) {
    slots_trace_all.last += slots_trace_all.last == UINT32_MAX ? 2 : 1;
    slots_trace_all.current = 0;
    slots_trace_all.peak = 0;
    slots_trace_all.lost = 0;
    __atomic_store_n(&slots_trace_epoch, traces ? slots_trace_all.last : 0, __ATOMIC_RELAXED);
}

SLOTS_BODY void slots_trace_start(void) {
    slots_trace_lock();
    if (slots_trace_now() == 0) {
        slots_trace_begin(true);
    }
    slots_trace_unlock();
}

SLOTS_BODY void slots_trace_stop(void) {
    slots_trace_lock();
    slots_trace_begin(false);
    slots_trace_unlock();
}

SLOTS_BODY void slots_trace_clear(void) {
    slots_trace_lock();
    slots_trace_begin(slots_trace_now() != 0);
    slots_trace_unlock();
}

SLOTS_BODY bool slots_trace_is_tracing(void) {
    return slots_trace_now() != 0;
}

SLOTS_BODY void slots_trace_end(void) {
    slots_trace_lock();
    slots_trace_begin(false);
    for (slots_trace_book *book = slots_trace_all.books; book != SLOTS_NULL;) {
        slots_trace_book *next = book->next;
        free(book->counters);
        free(book);
        book = next;
    }
    for (uint32_t i = 1; i <= slots_trace_all.count; i++) {
        free(slots_trace_all.places[i].file);
    }
    free(slots_trace_all.places);
    slots_trace_all.books = SLOTS_NULL;
    slots_trace_all.places = SLOTS_NULL;
    slots_trace_all.count = 0;
    slots_trace_all.room = 0;
    slots_trace_all.life++;
    slots_trace_unlock();
}

/* Sites and books */

static bool slots_trace_copy_place(struct slots_trace_place *place, const slots_trace_site *site) {
    const size_t file_size = strlen(site->file) + 1;
    const size_t type_size = site->type != SLOTS_NULL ? strlen(site->type) + 1 : 0;
    place->file = SLOTS_CAST(char *, malloc(file_size + type_size));
    if (place->file == SLOTS_NULL) {
        return false;
    }
    memcpy(place->file, site->file, file_size);
    place->type = SLOTS_NULL;
    if (type_size > 0) {
        place->type = place->file + file_size;
        memcpy(place->type, site->type, type_size);
    }
    place->line = site->line;
    return true;
}

/* Gives a site its number. With the lock. */
static bool slots_trace_register(slots_trace_site *site) {
    if (slots_trace_all.count + 1 >= slots_trace_all.room) {
        const uint32_t room = slots_trace_all.room * 2 + 64;
        void *grown = realloc(slots_trace_all.places, room * sizeof(*slots_trace_all.places));
        if (grown == SLOTS_NULL) {
            return false;
        }
        slots_trace_all.places = SLOTS_CAST(struct slots_trace_place *, grown);
        slots_trace_all.room = room;
    }
    if (!slots_trace_copy_place(&slots_trace_all.places[slots_trace_all.count + 1], site)) {
        return false;
    }
    slots_trace_all.count++;
    __atomic_store_n(&site->number, slots_trace_all.count, __ATOMIC_RELAXED);
    site->life = slots_trace_all.life;
    return true;
}

/* With the lock. The number must be seen before the epoch is. */
static bool slots_trace_prepare_site(uint32_t now, slots_trace_site *site) {
    if (site->life != slots_trace_all.life && !slots_trace_register(site)) {
        return false;
    }
    __atomic_store_n(&site->epoch, now, __ATOMIC_RELEASE);
    return true;
}

/* Makes this thread's book one of that epoch. With the lock. */
static bool slots_trace_prepare_book(uint32_t now) {
    slots_trace_thread *own = &slots_trace_own;
    slots_trace_book *book = own->book;
    if (own->life != slots_trace_all.life) {
        book = SLOTS_CAST(slots_trace_book *, calloc(1, sizeof(*book)));
        if (book == SLOTS_NULL) {
            return false;
        }
        book->next = slots_trace_all.books;
        slots_trace_all.books = book;
        own->life = slots_trace_all.life;
        own->book = book;
        own->counters = SLOTS_NULL;
        own->room = 0;
    }
    if (book->epoch != now) {
        if (book->room > 0) {
            memset(book->counters, 0, book->room * sizeof(*book->counters));
        }
        SLOTS_TRACE_STORE(book->change, 0);
        SLOTS_TRACE_STORE(book->high, 0);
        book->epoch = now;
    }
    own->epoch = now;
    return true;
}

/* Room in this thread's book. With the lock. */
static bool slots_trace_prepare_room(uint32_t number) {
    slots_trace_book *book = slots_trace_own.book;
    const size_t room = SLOTS_CAST(size_t, number) + number / 2 + 64;
    slots_trace_counter *counters;
    if (number < book->room) {
        return true;
    }
    counters = SLOTS_CAST(slots_trace_counter *, calloc(room, sizeof(*counters)));
    if (counters == SLOTS_NULL) {
        return false;
    }
    if (book->room > 0) {
        memcpy(counters, book->counters, book->room * sizeof(*counters));
    }
    free(book->counters);
    book->counters = counters;
    book->room = room;
    slots_trace_own.counters = counters;
    slots_trace_own.room = room;
    return true;
}

SLOTS_BODY bool slots_trace_prepare(uint32_t now, slots_trace_site *site, uint32_t number) {
    bool good;
    slots_trace_lock();
    good = site == SLOTS_NULL || slots_trace_prepare_site(now, site);
    good = good && slots_trace_prepare_book(now) &&
           slots_trace_prepare_room(site != SLOTS_NULL ? site->number : number);
    slots_trace_all.lost += good ? 0 : 1;
    slots_trace_unlock();
    return good;
}

/* Snapshots */

static void slots_trace_add_book(const slots_trace_book *book, slots_trace_counter *sums) {
    for (size_t i = 1; i < book->room && i <= slots_trace_all.count; i++) {
        const slots_trace_counter *counter = &book->counters[i];
        sums[i].freed_size += __atomic_load_n(&counter->freed_size, __ATOMIC_RELAXED);
        sums[i].freed_count += __atomic_load_n(&counter->freed_count, __ATOMIC_RELAXED);
        sums[i].size += __atomic_load_n(&counter->size, __ATOMIC_RELAXED);
        sums[i].count += __atomic_load_n(&counter->count, __ATOMIC_RELAXED);
    }
}

/* What is left of all; 0 where another thread's freeing was seen and its allocating was not. */
static size_t slots_trace_rest(size_t all, size_t freed) {
    const size_t rest = all - freed;
    return rest > SIZE_MAX / 2 ? 0 : rest;
}

/* Rows with borrowed texts, and how many there are. With the lock. */
static size_t slots_trace_fill(const slots_trace_counter *sums, slots_trace_row *rows) {
    size_t count = 0;
    for (uint32_t i = 1; i <= slots_trace_all.count; i++) {
        slots_trace_row *row = &rows[count];
        if (sums[i].count == 0) {
            continue;
        }
        memset(row, 0, sizeof(*row));
        row->file = slots_trace_all.places[i].file;
        row->type = slots_trace_all.places[i].type;
        row->line = slots_trace_all.places[i].line;
        row->size = slots_trace_rest(sums[i].size, sums[i].freed_size);
        row->count = slots_trace_rest(sums[i].count, sums[i].freed_count);
        row->total_size = sums[i].size > row->size ? sums[i].size : row->size;
        row->total_count = sums[i].count > row->count ? sums[i].count : row->count;
        count++;
    }
    return count;
}

/* With the lock. */
static slots_snapshot *slots_trace_gather(slots_trace_row *rows, slots_trace_counter *sums) {
    const uint32_t now = slots_trace_now();
    slots_snapshot *snapshot;
    for (slots_trace_book *book = slots_trace_all.books; book != SLOTS_NULL; book = book->next) {
        if (now != 0 && book->epoch == now) {
            slots_trace_add_book(book, sums);
        }
    }
    snapshot = slots_trace_snapshot_of(rows, slots_trace_fill(sums, rows));
    if (snapshot != SLOTS_NULL) {
        const int64_t total = slots_trace_settle();
        snapshot->current = total > 0 ? SLOTS_CAST(uint64_t, total) : 0;
        snapshot->peak = SLOTS_CAST(uint64_t, slots_trace_all.peak);
        snapshot->lost = slots_trace_all.lost;
    }
    return snapshot;
}

SLOTS_BODY slots_snapshot *slots_trace_snapshot(void) {
    slots_snapshot *snapshot = SLOTS_NULL;
    slots_trace_row *rows;
    slots_trace_counter *sums;
    slots_trace_lock();
    rows = SLOTS_CAST(slots_trace_row *, malloc((slots_trace_all.count + 1) * sizeof(*rows)));
    sums = SLOTS_CAST(slots_trace_counter *, calloc(slots_trace_all.count + 1, sizeof(*sums)));
    if (rows != SLOTS_NULL && sums != SLOTS_NULL) {
        snapshot = slots_trace_gather(rows, sums);
    }
    slots_trace_unlock();
    free(rows);
    free(sums);
    return snapshot;
}

/* Blocks */

typedef struct slots_trace_head {
    uint32_t number; /* of the site; 0 where the block does not count */
    uint32_t epoch;
} slots_trace_head;

static slots_trace_head *slots_trace_head_of(void *block) {
    return SLOTS_CAST(slots_trace_head *, block) - 1;
}

/* Apart, so that allocating and freeing are short while nothing is traced. */
#define SLOTS_TRACE_APART __attribute__((noinline))

SLOTS_TRACE_APART static void slots_trace_count_made(slots_trace_head *head, uint32_t now,
                                                     size_t size) {
    head->number = slots_trace_made(now, size);
}

SLOTS_TRACE_APART static void slots_trace_count_gone(slots_trace_head head, size_t size) {
    if (head.epoch == slots_trace_now()) {
        slots_trace_gone(head.epoch, head.number, size);
    }
}

SLOTS_INLINE void slots_trace_block_made(void *block, size_t size) {
    slots_trace_head *head = slots_trace_head_of(block);
    const uint32_t now = slots_trace_now();
    head->number = 0;
    head->epoch = now;
    if (now != 0) {
        slots_trace_count_made(head, now, size);
    }
}

SLOTS_INLINE void slots_trace_block_gone(slots_trace_head head, size_t size) {
    if (head.number != 0) {
        slots_trace_count_gone(head, size);
    }
}

/* Bytes before a block, and the alignment that both need. */
static size_t slots_trace_before(size_t align) {
    return align > sizeof(slots_trace_head) ? align : sizeof(slots_trace_head);
}

SLOTS_BODY void *slots_allocate(size_t size, size_t align) {
    const size_t before = slots_trace_before(align);
    void *block;
    if (size > SIZE_MAX - before) {
        return SLOTS_NULL;
    }
    block = slots_plain_allocate(size + before, before);
    if (block != SLOTS_NULL) {
        block = slots_at(block, before);
        slots_trace_block_made(block, size);
    }
    return block;
}

/* As with tracemalloc, a block that is resized is a new one of this place. */
SLOTS_BODY void *slots_resize(void *block, size_t old_size, size_t new_size, size_t align) {
    const size_t before = slots_trace_before(align);
    slots_trace_head head;
    if (block == SLOTS_NULL) {
        return slots_allocate(new_size, align);
    }
    if (new_size > SIZE_MAX - before) {
        return SLOTS_NULL;
    }
    head = *slots_trace_head_of(block);
    block = SLOTS_CAST(unsigned char *, block) - before;
    block = slots_plain_resize(block, old_size + before, new_size + before, before);
    if (block != SLOTS_NULL) {
        block = slots_at(block, before);
        slots_trace_block_gone(head, old_size);
        slots_trace_block_made(block, new_size);
    }
    return block;
}

SLOTS_BODY void slots_release(void *block, size_t size, size_t align) {
    const size_t before = slots_trace_before(align);
    if (block != SLOTS_NULL) {
        slots_trace_block_gone(*slots_trace_head_of(block), size);
        slots_plain_release(SLOTS_CAST(unsigned char *, block) - before, size + before, before);
    }
}

/* The program's own blocks: their size stands before the head. */

#define SLOTS_TRACE_BEFORE 16 /* bytes: malloc's alignment stays */

static void *slots_trace_keep_size(void *block, size_t size) {
    if (block != SLOTS_NULL) {
        memcpy(block, &size, sizeof(size));
        block = slots_at(block, SLOTS_TRACE_BEFORE);
        slots_trace_block_made(block, size);
    }
    return block;
}

static size_t slots_trace_kept_size(const void *block) {
    size_t size;
    memcpy(&size, SLOTS_CAST(const unsigned char *, block) - SLOTS_TRACE_BEFORE, sizeof(size));
    return size;
}

SLOTS_BODY void *slots_malloc SLOTS_FUNCTION(size_t size) {
    if (size > SIZE_MAX - SLOTS_TRACE_BEFORE) {
        errno = ENOMEM;
        return SLOTS_NULL;
    }
    return slots_trace_keep_size(malloc(size + SLOTS_TRACE_BEFORE), size);
}

SLOTS_BODY void *slots_calloc SLOTS_FUNCTION(size_t count, size_t size) {
    if (size > 0 && count > (SIZE_MAX - SLOTS_TRACE_BEFORE) / size) {
        errno = ENOMEM;
        return SLOTS_NULL;
    }
    return slots_trace_keep_size(calloc(1, count * size + SLOTS_TRACE_BEFORE), count * size);
}

SLOTS_BODY void *slots_realloc SLOTS_FUNCTION(void *block, size_t size) {
    slots_trace_head head;
    size_t old_size;
    if (block == SLOTS_NULL) {
        return (slots_malloc)(size);
    }
    if (size > SIZE_MAX - SLOTS_TRACE_BEFORE) {
        errno = ENOMEM;
        return SLOTS_NULL;
    }
    head = *slots_trace_head_of(block);
    old_size = slots_trace_kept_size(block);
    block = realloc(SLOTS_CAST(unsigned char *, block) - SLOTS_TRACE_BEFORE,
                    size + SLOTS_TRACE_BEFORE);
    if (block != SLOTS_NULL) {
        slots_trace_block_gone(head, old_size);
    }
    return slots_trace_keep_size(block, size);
}

SLOTS_BODY void slots_free(void *block) {
    if (block != SLOTS_NULL) {
        slots_trace_block_gone(*slots_trace_head_of(block), slots_trace_kept_size(block));
        free(SLOTS_CAST(unsigned char *, block) - SLOTS_TRACE_BEFORE);
    }
}

SLOTS_BODY void *slots_trace_malloc(slots_trace_site *site, size_t size) {
    slots_trace_site *const before = slots_trace_enter(site);
    void *block = (slots_malloc)(size);
    slots_trace_leave(before);
    return block;
}

SLOTS_BODY void *slots_trace_calloc(slots_trace_site *site, size_t count, size_t size) {
    slots_trace_site *const before = slots_trace_enter(site);
    void *block = (slots_calloc)(count, size);
    slots_trace_leave(before);
    return block;
}

SLOTS_BODY void *slots_trace_realloc(slots_trace_site *site, void *block, size_t size) {
    slots_trace_site *const before = slots_trace_enter(site);
    void *moved = (slots_realloc)(block, size);
    slots_trace_leave(before);
    return moved;
}

/* Places in pools */

SLOTS_BODY void slots_trace_places_reset(slots_trace_places *places, uint32_t now) {
    if (places->room > 0) {
        memset(places->sites, 0, places->room * sizeof(*places->sites));
    }
    places->epoch = now;
}

SLOTS_BODY bool slots_trace_places_grow(slots_trace_places *places, uint32_t place) {
    const size_t wanted = SLOTS_CAST(size_t, place) + place / 2 + 1024;
    const uint32_t room = wanted < UINT32_MAX ? SLOTS_CAST(uint32_t, wanted) : UINT32_MAX;
    /* Of calloc's pages those that are not used cost nothing. */
    uint16_t *sites = SLOTS_CAST(uint16_t *, calloc(room, sizeof(*sites)));
    if (sites == SLOTS_NULL) {
        slots_trace_lose();
        return false;
    }
    if (places->room > 0) {
        memcpy(sites, places->sites, places->room * sizeof(*sites));
    }
    free(places->sites);
    places->sites = sites;
    places->room = room;
    return true;
}

SLOTS_BODY void slots_trace_places_clear(slots_trace_places *places, size_t size) {
    const uint32_t now = slots_trace_now();
    for (uint32_t i = 0; now != 0 && places->epoch == now && i < places->room; i++) {
        slots_trace_places_give(places, i, size);
    }
    slots_trace_places_reset(places, now);
}

SLOTS_BODY void slots_trace_places_fini(slots_trace_places *places, size_t size) {
    slots_trace_places_clear(places, size);
    free(places->sites);
    places->sites = SLOTS_NULL;
    places->room = 0;
}

SLOTS_BODY void slots_trace_places_refuse(uint32_t now, uint32_t number, size_t size) {
    slots_trace_gone(now, number, size);
    slots_trace_lose();
}

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
