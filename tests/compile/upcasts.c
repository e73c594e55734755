/* What is written through one type of pointer is read through the other: a compiler that takes
 * pointers to a record and to its ancestor for pointers to two objects would read what was there
 * before. upcasts.h has a line for every scalar type and each depth, as tests/scalars.py
 * says.
 *
 * With FLATTENED the child repeats its base's members instead of holding it, and the upcast is a
 * cast: then a compiler does just that, which shows that these tests would see it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#if defined(FLATTENED)
#include "flattened.h"
#else
#include "backed_scalars.slots.h"
#include "hatched.slots.h"
#include "scalars.slots.h"
#include "tailed.slots.h"
#endif

static int failures;
static int lines;

/* What refs point to. */
static char places[2];

static void expect(bool condition, const char *what) {
    lines++;
    if (!condition) {
        printf("%s\n", what);
        failures++;
    }
}

#if defined(__clang__)
#define APART __attribute__((noinline))
#else
#define APART __attribute__((noinline, noclone, noipa))
#endif

#if defined(FLATTENED)
#define SET(R, f, self, value) ((self)->f = (value))
#define GET(R, f, self) ((self)->f)
#define SEEN_AS(B, R, self) ((B *)(void *)(self))
#else
#define SET(R, f, self, value) ((void)R##_set_##f((self), (value)))
#define GET(R, f, self) R##_get_##f(self)
#define SEEN_AS(B, R, self) R##_as_##B(self)
#endif

/* Both orders, in functions that know nothing of where the pointers come from, since another file
 * could call them, too; and where the compiler sees the upcast. */
#define CROSSED(R, B, T, f, v, w)                                                                  \
    APART T down_##R##_##B##_##f(R *child, B *parent) {                                            \
        SET(R, f, child, v);                                                                       \
        SET(B, f, parent, w);                                                                      \
        return GET(R, f, child);                                                                   \
    }                                                                                              \
    APART T up_##R##_##B##_##f(R *child, B *parent) {                                              \
        SET(B, f, parent, v);                                                                      \
        SET(R, f, child, w);                                                                       \
        return GET(B, f, parent);                                                                  \
    }                                                                                              \
    static void crossed_##R##_##B##_##f(void) {                                                    \
        static R object;                                                                           \
        R *child = &object;                                                                        \
        B *parent = SEEN_AS(B, R, child);                                                          \
        expect(down_##R##_##B##_##f(child, parent) == (w), #R "." #f ", written as its " #B);      \
        expect(up_##R##_##B##_##f(child, parent) == (w), #R "." #f ", read as its " #B);           \
        SET(R, f, child, v);                                                                       \
        expect(GET(B, f, parent) == (v), #R "." #f ", read at once as its " #B);                   \
        SET(B, f, parent, w);                                                                      \
        expect(GET(R, f, child) == (w), #R "." #f ", written at once as its " #B);                 \
    }
#include "upcasts.h"
#undef CROSSED

int main(void) {
#define CROSSED(R, B, T, f, v, w) crossed_##R##_##B##_##f();
#include "upcasts.h"
    printf("%d of %d\n", failures, lines);
    puts(failures == 0 ? "seen" : "miscompiled");
    return failures != 0;
}
