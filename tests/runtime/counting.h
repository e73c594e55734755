/* An allocator that counts its bytes, checks the sizes that come back, fills what is new, and
 * refuses when it is told to. To be included behind the support headers. */
#ifndef COUNTING_H
#define COUNTING_H

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(bool good, const char *where, int line, const char *what) {
    if (!good && failures++ < 20) {
        printf("%s, line %d: not so: %s\n", where, line, what);
    }
}

/* What is being tried, for messages. */
static char trial[200];

#define EXPECT(condition) expect(condition, trial, __LINE__, #condition)

#define REFUSE_ALL (-1)

static size_t live_bytes; /* what is allocated now */
static int refuse_at; /* the allocation that is refused, counted down; 0: none; or all */
static bool refused; /* one was */

/* In front of each block, as many bytes as its alignment asks for: its size and alignment. */
static size_t front_of(size_t align) {
    return align > 2 * sizeof(size_t) ? align : 2 * sizeof(size_t);
}

static void *counted_allocate(void *context, size_t size, size_t align) {
    const size_t front = front_of(align);
    const size_t head[2] = {size, align};
    char *block = NULL;
    (void)context;
    if (refuse_at == REFUSE_ALL || (refuse_at > 0 && --refuse_at == 0)) {
        refused = true;
        return NULL;
    }
    block = aligned_alloc(front, (front + size + front - 1) / front * front);
    if (block == NULL) {
        abort();
    }
    memcpy(block, head, sizeof head);
    memset(block + front, 0xa5, size);
    live_bytes += size;
    return block + front;
}

static void counted_release(void *context, void *block, size_t size, size_t align) {
    const size_t head[2] = {size, align};
    char *start = (char *)block - front_of(align);
    (void)context;
    EXPECT(memcmp(start, head, sizeof head) == 0);
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

/* Puts the allocator in place of malloc. */
static void count_allocations(void) {
    const slots_allocator counting = {counted_allocate, counted_resize, counted_release, NULL};
    slots_set_allocator(&counting);
}

/* From here on the k-th allocation is refused, or all are; none after heed. */
static void refuse(int at) {
    refused = false;
    refuse_at = at;
}

static void heed(void) {
    refuse_at = 0;
}

/* All objects are gone: frees what classes share, and looks whether anything is left. */
static void expect_nothing_left(void) {
    slots_shutdown();
    EXPECT(live_bytes == 0);
    live_bytes = 0;
}

#endif
