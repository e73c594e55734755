#include "parallel.h"

#include <pthread.h>
#include <unistd.h>

#define MAX_THREADS 16

struct pool {
    pthread_mutex_t mutex;
    size_t next;
    size_t count;
    void (*work)(void *context, size_t index);
    void *context;
};

static void *take_pieces(void *argument) {
    struct pool *pool = argument;
    for (;;) {
        pthread_mutex_lock(&pool->mutex);
        size_t index = pool->next;
        pool->next += index < pool->count;
        pthread_mutex_unlock(&pool->mutex);
        if (index == pool->count) {
            return NULL;
        }
        pool->work(pool->context, index);
    }
}

void parallel_run(size_t count, void work(void *context, size_t index), void *context) {
    struct pool pool = {.count = count, .work = work, .context = context};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = processors < 1 ? 1 : (size_t)processors;
    wanted = wanted > MAX_THREADS ? MAX_THREADS : wanted;
    wanted = wanted > count ? count : wanted;
    pthread_t threads[MAX_THREADS];
    size_t started = 0;
    pthread_mutex_init(&pool.mutex, NULL);
    /* This thread is one of them, and all there is where no other can be had. */
    while (started + 1 < wanted &&
           pthread_create(&threads[started], NULL, take_pieces, &pool) == 0) {
        started++;
    }
    (void)take_pieces(&pool);
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_mutex_destroy(&pool.mutex);
}
