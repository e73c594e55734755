#include "mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Large enough that a run of a few records asks the system once. */
#define BLOCK_SIZE ((size_t)256 * 1024)

struct block {
    struct block *next;
    size_t size;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct mem {
    struct block *blocks; /* the newest first; allocations come from it */
    size_t used; /* of the newest block */
    void (*clean_up)(void *context);
    void *context;
    const struct mem *parent; /* or NULL */
};

/* mem is NULL where there is no arena yet. */
_Noreturn void mem_exhausted(const struct mem *mem) {
    const struct mem *root = mem;
    while (root != NULL && root->parent != NULL) {
        root = root->parent;
    }
    if (root != NULL && root->clean_up != NULL) {
        root->clean_up(root->context);
    }
    fputs("slotc: error: out of memory\n", stderr);
    exit(2);
}

static struct block *add_block(struct mem *mem, size_t size) {
    if (size > SIZE_MAX - sizeof(struct block)) {
        mem_exhausted(mem);
    }
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        mem_exhausted(mem);
    }
    block->size = size;
    block->next = mem->blocks;
    mem->blocks = block;
    mem->used = 0;
    return block;
}

struct mem *mem_new(void) {
    struct mem *mem = calloc(1, sizeof *mem);
    if (mem == NULL) {
        mem_exhausted(mem);
    }
    return mem;
}

struct mem *mem_child(struct mem *parent) {
    struct mem *mem = calloc(1, sizeof *mem);
    if (mem == NULL) {
        mem_exhausted(parent);
    }
    mem->parent = parent;
    return mem;
}

static void free_blocks(struct block *block) {
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void mem_free(struct mem *mem) {
    if (mem != NULL) {
        free_blocks(mem->blocks);
        free(mem);
    }
}

void mem_before_exhaustion(struct mem *mem, void clean_up(void *context), void *context) {
    mem->clean_up = clean_up;
    mem->context = context;
}

void mem_clear(struct mem *mem) {
    struct block *kept = mem->blocks;
    if (kept != NULL) {
        free_blocks(kept->next);
        kept->next = NULL;
    }
    mem->used = 0;
#ifdef SLOTC_MEM_SEPARATE
    free_blocks(kept);
    mem->blocks = NULL;
#endif
}

void *mem_alloc(struct mem *mem, size_t size) {
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX / 2) {
        mem_exhausted(mem);
    }
    size_t rounded = (size + align - 1) / align * align;
    struct block *block = mem->blocks;
#ifdef SLOTC_MEM_SEPARATE
    block = add_block(mem, size);
#else
    if (block == NULL || block->size - mem->used < rounded) {
        block = add_block(mem, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
    }
#endif
    void *place = block->bytes + mem->used;
    mem->used += rounded;
    memset(place, 0, size);
    return place;
}

void *mem_heap(size_t size) {
    void *block = malloc(size == 0 ? 1 : size);
    if (block == NULL) {
        mem_exhausted(NULL);
    }
    return block;
}

void *mem_grow(struct mem *mem, void *items, size_t count, size_t element_size) {
    if (count != 0 && (count & (count - 1)) != 0) {
        return items;
    }
    size_t capacity = count == 0 ? 1 : 2 * count;
    if (capacity > SIZE_MAX / 2 / element_size) {
        mem_exhausted(mem);
    }
    void *grown = mem_alloc(mem, capacity * element_size);
    if (count != 0) {
        memcpy(grown, items, count * element_size);
    }
    return grown;
}

char *mem_copy(struct mem *mem, const char *bytes, size_t length) {
    char *copy = mem_alloc(mem, length + 1);
    if (length != 0) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

char *mem_string(struct mem *mem, const char *string) {
    return mem_copy(mem, string, strlen(string));
}

char *mem_concat(struct mem *mem, const char *first, ...) {
    va_list arguments;
    size_t length = 0;
    va_start(arguments, first);
    for (const char *piece = first; piece != NULL; piece = va_arg(arguments, const char *)) {
        length += strlen(piece);
    }
    va_end(arguments);
    char *string = mem_alloc(mem, length + 1);
    char *end = string;
    va_start(arguments, first);
    for (const char *piece = first; piece != NULL; piece = va_arg(arguments, const char *)) {
        /* Pieces of a text: what ends it is the zero behind the last. */
        size_t piece_length = strlen(piece);
        memcpy(end, piece, piece_length); /* NOLINT(bugprone-not-null-terminated-result) */
        end += piece_length;
    }
    va_end(arguments);
    return string;
}

char *mem_number(struct mem *mem, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    char *string = mem_alloc(mem, count + 1);
    for (size_t i = 0; i < count; i++) {
        string[i] = digits[count - 1 - i];
    }
    return string;
}

char *mem_format(struct mem *mem, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *string = mem_vformat(mem, format, arguments);
    va_end(arguments);
    return string;
}

char *mem_vformat(struct mem *mem, const char *format, va_list arguments) {
    char short_text[256];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(short_text, sizeof short_text, format, arguments);
    if (length < 0) {
        mem_exhausted(mem);
    }
    char *string = NULL;
    if ((size_t)length < sizeof short_text) {
        string = mem_copy(mem, short_text, (size_t)length);
    } else {
        string = mem_alloc(mem, (size_t)length + 1);
        vsnprintf(string, (size_t)length + 1, format, again);
    }
    va_end(again);
    return string;
}
