/* Threads that make, extend, read and free objects of one class and of its child at the same time:
 * with names that all share and with names of their own, so that the class's table of names is
 * appended to under contention, past what it takes. Every object must read back what it was given.
 * To be run under a thread sanitizer. Prints `threads are fine` in that case.
 *
 * With -DRACE two threads write to one object, which nobody may: a sanitizer that works says so. */
#include "whole.slots.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define THREADS 8
#define PASSES 12 /* each begins with a class that knows no name */
#define OBJECTS 24 /* that a thread keeps */
#define SHARED 12 /* names that all threads use */
#define OWN                                                                                        \
    36 /* that an object has at most; 24 of them are its thread's own, in two sets:                \
        * 8 * 2 * 24 + 12 are more than 254 */
#define TEXT "a text that is too long to be kept inline, whatever the room is"

static atomic_int failures;
static pthread_barrier_t start;
#if defined(RACE)
static m_Open raced;
#endif

#define EXPECT(condition) expect(condition, __LINE__, #condition)

static void expect(bool good, int line, const char *what) {
    if (!good && atomic_fetch_add(&failures, 1) < 20) {
        printf("line %d: not so: %s\n", line, what);
    }
}

/* A thread's objects: those with odd numbers are of the child. */
struct worker {
    pthread_t thread;
    int number;
    m_Open open[OBJECTS];
    m_Leaf leaf[OBJECTS];
    int names[OBJECTS]; /* how many each has got */
};

static m_Open *object(struct worker *worker, int i) {
    return i % 2 == 0 ? &worker->open[i] : m_Leaf_as_m_Open(&worker->leaf[i]);
}

/* The name of the n-th attribute of an object; a third of them are shared by all. */
static void name_of(const struct worker *worker, int object, int n, char name[32]) {
    if (n % 3 == 0) {
        snprintf(name, 32, "shared%d", n / 3 % SHARED);
    } else {
        snprintf(name, 32, "own%d of %d.%d", n, worker->number, object / 2 % 2);
    }
}

static int64_t value_of(const struct worker *worker, int object, int i) {
    return worker->number * 1000000 + object * 1000 + i;
}

static void extend(struct worker *worker, int i, int count) {
    for (; count > 0; count--) {
        const int n = worker->names[i]++;
        const int64_t value = value_of(worker, i, n);
        char name[32];
        name_of(worker, i, n, name);
        EXPECT(m_Open_setattr(object(worker, i), name, slots_int(value)) == SLOTS_OK);
    }
}

static void read_back(struct worker *worker, int i) {
    slots_value value = slots_none();
    int64_t number = 0;
    char name[32];
    for (int n = 0; n < worker->names[i]; n++) {
        name_of(worker, i, n, name);
        EXPECT(m_Open_getattr(object(worker, i), name, &value) == SLOTS_OK);
        EXPECT(slots_as_int(value, &number) == SLOTS_OK && number == value_of(worker, i, n));
    }
    /* Another thread's name is not this object's. */
    snprintf(name, sizeof name, "own1 of %d.0", (worker->number + 1) % THREADS);
    EXPECT(!m_Open_hasattr(object(worker, i), name));
    EXPECT(m_Open_get_d(object(worker, i)) == i);
}

/* A copy equals it, and lives on by itself. */
static void copy(struct worker *worker, int i) {
    m_Open open;
    m_Leaf leaf;
    m_Open_init(&open);
    m_Leaf_init(&leaf);
    m_Open *to = i % 2 == 0 ? &open : m_Leaf_as_m_Open(&leaf);
    EXPECT(m_Open_copy(to, object(worker, i)) == SLOTS_OK);
    EXPECT(m_Open_equal(to, object(worker, i)));
    EXPECT(m_Open_hash(to) == m_Open_hash(object(worker, i)));
    EXPECT(m_Open_setattr(to, "of the copy", slots_text(TEXT)) == SLOTS_OK);
    EXPECT(m_Open_delattr(to, "d") == SLOTS_OK);
    EXPECT(!m_Open_equal(to, object(worker, i)));
    EXPECT(!m_Open_hasattr(object(worker, i), "of the copy"));
    m_Open_fini(to);
    m_Open_fini(&open);
    m_Leaf_fini(&leaf);
}

/* The names in the order in which they were added, behind those of the fields. */
static void expect_order(struct worker *worker, int i) {
    const char *names[100];
    const size_t count = m_Open_dir(object(worker, i), names, 100);
    const size_t own = (size_t)worker->names[i];
    char name[32];
    EXPECT(count <= 100 && count > own);
    for (size_t n = 0; n < own; n++) {
        name_of(worker, i, (int)n, name);
        EXPECT(strcmp(names[count - own + n], name) == 0);
    }
}

static void begin(struct worker *worker, int i) {
    m_Open_init(&worker->open[i]);
    m_Leaf_init(&worker->leaf[i]);
    worker->names[i] = 0;
    EXPECT(m_Open_set_d(object(worker, i), i) == SLOTS_OK);
}

static void finish(struct worker *worker, int i) {
    m_Open_fini(&worker->open[i]);
    m_Leaf_fini(&worker->leaf[i]);
}

static void *work(void *argument) {
    struct worker *worker = argument;
    for (int i = 0; i < OBJECTS; i++) {
        begin(worker, i);
    }
    pthread_barrier_wait(&start);
#if defined(RACE)
    (void)m_Open_setattr(&raced, "raced", slots_int(worker->number));
#endif
    /* Up to 36 names an object: some pass 30. */
    for (int round = 0; round < OWN / 4; round++) {
        for (int i = 0; i < OBJECTS; i++) {
            extend(worker, i, 1 + i % 4);
            read_back(worker, i);
        }
        copy(worker, round % OBJECTS);
        expect_order(worker, round % OBJECTS);
        finish(worker, (round + 7) % OBJECTS);
        begin(worker, (round + 7) % OBJECTS);
    }
    for (int i = 0; i < OBJECTS; i++) {
        read_back(worker, i);
        expect_order(worker, i);
        finish(worker, i);
    }
    return NULL;
}

static void pass(struct worker *workers) {
    for (int i = 0; i < THREADS; i++) {
        workers[i].number = i;
        EXPECT(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        EXPECT(pthread_join(workers[i].thread, NULL) == 0);
    }
    slots_shutdown();
}

int main(void) {
    static struct worker workers[THREADS];
    EXPECT(pthread_barrier_init(&start, NULL, THREADS) == 0);
#if defined(RACE)
    m_Open_init(&raced);
    (void)m_Open_setattr(&raced, "raced", slots_int(0));
#endif
    for (int i = 0; i < PASSES; i++) {
        pass(workers);
    }
    pthread_barrier_destroy(&start);
    if (failures == 0) {
        puts("threads are fine");
    }
    return failures != 0;
}
