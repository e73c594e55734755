/* The memory of a run: an arena that only grows, zeroed, freed as a whole.
 *
 * Nothing is freed by itself, so nobody owns anything but the arena. Running out of
 * memory ends the program here, with a message and status 2: no caller checks. A
 * build with SLOTC_MEM_SEPARATE makes each allocation a block of its own, so that
 * a sanitizer or valgrind sees an overrun that would stay inside the arena. */
#ifndef SLOTC_MEM_H
#define SLOTC_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

struct mem *mem_new(void);

/* An arena of its own that shares its parent's mem_before_exhaustion. */
struct mem *mem_child(struct mem *parent);
void mem_free(struct mem *mem);

/* Called with context before running out of memory ends the program: to remove what is half-made.
 * NULL takes it back. Only allocations from this arena and its children see to it. */
void mem_before_exhaustion(struct mem *mem, void clean_up(void *context), void *context);

/* Forgets everything allocated so far and keeps a block to start again with. */
void mem_clear(struct mem *mem);

/* Zeroed and aligned for any type. A size of 0 gives a valid pointer. */
void *mem_alloc(struct mem *mem, size_t size);

/* An array of count elements grown to hold one more: returns items, or a larger copy
 * of it when count has reached a power of two (or 0). The caller adds and counts. */
void *mem_grow(struct mem *mem, void *items, size_t count, size_t element_size);

/* Ends the program as running out of memory does: for calls that failed with ENOMEM. */
_Noreturn void mem_exhausted(const struct mem *mem);

/* malloc for libraries that want one of their own: it ends the run rather than fail. */
void *mem_heap(size_t size);

/* NUL-terminated copies. */
char *mem_copy(struct mem *mem, const char *bytes, size_t length);
char *mem_string(struct mem *mem, const char *string);

/* The strings one behind the other; the last argument is NULL. Far cheaper than mem_format. */
char *mem_concat(struct mem *mem, const char *first, ...) __attribute__((sentinel));

/* A number in decimal digits. */
char *mem_number(struct mem *mem, uint64_t number);

char *mem_format(struct mem *mem, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *mem_vformat(struct mem *mem, const char *format, va_list arguments);

#endif
