/* A million orders in a pool: made, found by handle, cancelled, walked and sorted. */
#define _DEFAULT_SOURCE /* for mmap and madvise */
#define SLOTS_POOL_MMAP
#define SLOTS_IMPLEMENTATION
#include "pool.slots.h"

#include <stdio.h>
#include <time.h>

#define COUNT 1000000

static double seconds(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Each order holds the handle of the one that was made before it. */
static bool fill(Order_pool *pool, Order_handle *last) {
    double start = seconds();
    last->bits = 0;
    for (int i = 0; i < COUNT; i++) {
        Order *order = Order_pool_new(pool);
        if (order == NULL) {
            return false;
        }
        Order_set_price(order, 100 + i % 1000 * 0.01);
        Order_set_quantity(order, i);
        Order_set_next(order, last->bits);
        *last = Order_pool_handle(pool, order);
    }
    printf("%zu orders are open\n", Order_pool_count(pool));
    printf("one is made in %.1f ns\n", (seconds() - start) / COUNT * 1e9);
    return true;
}

/* Cancels every third order while the pool is walked. */
static void cancel(Order_pool *pool) {
    size_t i = 0;
    for (Order *at = Order_pool_first(pool); at != NULL; at = Order_pool_next(pool, at)) {
        if (i++ % 3 == 0) {
            Order_pool_free(pool, at);
        }
    }
    printf("%zu are left\n", Order_pool_count(pool));
}

/* Follows the handles from the newest order on, as far as they are good. */
static void follow(const Order_pool *pool, Order_handle handle) {
    size_t steps = 0;
    while (Order_pool_has(pool, handle)) {
        handle.bits = Order_get_next(Order_pool_get(pool, handle));
        steps++;
    }
    printf("%zu orders in a row, then %s\n", steps, handle.bits == 0 ? "none" : "a stale handle");
}

/* The dearest of the large orders, as a vector of copies. */
static bool report(const Order_pool *pool) {
    Order_vector large;
    Order_vector_init(&large);
    for (const Order *at = Order_pool_first(pool); at != NULL; at = Order_pool_next(pool, at)) {
        if (Order_get_quantity(at) >= 900000) {
            Order *copy = Order_vector_append(&large);
            if (copy == NULL || Order_copy(copy, at) != SLOTS_OK) {
                Order_vector_fini(&large);
                return false;
            }
        }
    }
    bool sorted = Order_vector_sort_by_price(&large) == SLOTS_OK;
    if (sorted) {
        const Order *first = Order_vector_search_by_price(&large, 100 + 500 * 0.01);
        const Order *some = Order_vector_find_by_quantity(&large, 900500);
        printf("%zu large orders, from %.2f to %.2f\n", large.count,
               Order_get_price(&large.items[0]), Order_get_price(&large.items[large.count - 1]));
        printf("the first at 105.00 is for %ld\n", (long)Order_get_quantity(first));
        printf("the order for 900500 is %s\n", some == first ? "the same" : "another");
    }
    Order_vector_fini(&large);
    return sorted;
}

int main(void) {
    Order_pool pool;
    Order_handle last = {0};
    Order_pool_init(&pool, 0);
    bool good = fill(&pool, &last);
    if (good) {
        follow(&pool, last);
        cancel(&pool);
        good = report(&pool);
        follow(&pool, last);
        Order_pool_clear(&pool);
        printf("%zu are open after the close\n", Order_pool_count(&pool));
    }
    Order_pool_fini(&pool);
    if (!good) {
        fputs("pool: out of memory\n", stderr);
    }
    return good ? 0 : 1;
}
