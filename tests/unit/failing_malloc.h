/* malloc and its like, for headers that are included behind this: what they give is counted, and
 * they fail when they are told to. */
#ifndef SLOTC_FAILING_MALLOC_H
#define SLOTC_FAILING_MALLOC_H

#include <stdbool.h>
#include <stdlib.h>

static size_t blocks; /* what is allocated now */
static size_t asked; /* how often it was asked for */
static size_t malloc_fails_at; /* the call that fails, from 1; 0: none */

static inline bool malloc_fails(void) {
    return ++asked == malloc_fails_at;
}

static inline void *counted_malloc(size_t size) {
    void *block = malloc_fails() ? NULL : malloc(size);
    blocks += block != NULL;
    return block;
}

static inline void *counted_calloc(size_t count, size_t size) {
    void *block = malloc_fails() ? NULL : calloc(count, size);
    blocks += block != NULL;
    return block;
}

static inline void *counted_aligned_alloc(size_t align, size_t size) {
    void *block = malloc_fails() ? NULL : aligned_alloc(align, size);
    blocks += block != NULL;
    return block;
}

static inline void *counted_realloc(void *old, size_t size) {
    void *block = malloc_fails() ? NULL : realloc(old, size);
    blocks += old == NULL && block != NULL;
    return block;
}

static inline void counted_free(void *block) {
    blocks -= block != NULL;
    free(block);
}

#define malloc counted_malloc
#define calloc counted_calloc
#define realloc counted_realloc
#define aligned_alloc counted_aligned_alloc
#define free counted_free

#endif
