/* An allocator for tests of the support headers, to be included behind them: it counts its
 * bytes, checks the sizes that come back, and fails when it is told to. */
#ifndef SLOTC_COUNTING_ALLOCATOR_H
#define SLOTC_COUNTING_ALLOCATOR_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

static size_t live_bytes; /* what is allocated now */
static int fail_at; /* the allocation that fails, counted down; 0: none */

static inline void *counted_allocate(void *context, size_t size, size_t align) {
    size_t *block = NULL;
    ck_assert_ptr_eq(context, &live_bytes);
    if (fail_at == 0 || --fail_at > 0) {
        block = malloc(sizeof(max_align_t) + size);
        ck_assert_ptr_nonnull(block);
        block[0] = size;
        block[1] = align;
        live_bytes += size;
        block = (size_t *)(void *)((char *)block + sizeof(max_align_t));
        memset(block, 0xa5, size);
    }
    return block;
}

static inline void counted_release(void *context, void *block, size_t size, size_t align) {
    size_t *start = (size_t *)(void *)((char *)block - sizeof(max_align_t));
    ck_assert_ptr_eq(context, &live_bytes);
    ck_assert_uint_eq(start[0], size);
    ck_assert_uint_eq(start[1], align);
    live_bytes -= size;
    free(start);
}

static inline void *counted_resize(void *context, void *block, size_t old_size, size_t new_size,
                                   size_t align) {
    void *moved = counted_allocate(context, new_size, align);
    if (moved != NULL) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        counted_release(context, block, old_size, align);
    }
    return moved;
}

/* Puts the allocator in place of malloc. */
static inline void count_allocations(void) {
    const slots_allocator counting = {counted_allocate, counted_resize, counted_release,
                                      &live_bytes};
    slots_set_allocator(&counting);
    live_bytes = 0;
    fail_at = 0;
}

#endif
