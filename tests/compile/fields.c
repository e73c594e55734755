/* Every field is set and then read by name, and the other way round: fields.h has a line for every
 * scalar type, own and inherited, as tests/scalars.py says. For machines of another byte order and
 * with other pointers, too. */
#include <stdio.h>
#include <string.h>

#include "backed_scalars.slots.h"
#include "hatched.slots.h"
#include "scalars.slots.h"
#include "texts.slots.h"

static int failures;

static void expect(bool condition, const char *what) {
    if (!condition) {
        printf("%s\n", what);
        failures++;
    }
}

/* What refs point to. */
static uint64_t places[2];

static bool is_int(slots_value value, int64_t expected) {
    int64_t integer = 0;
    return slots_as_int(value, &integer) == SLOTS_OK && integer == expected;
}

static bool is_uint(slots_value value, uint64_t expected) {
    uint64_t natural = 0;
    return slots_as_uint(value, &natural) == SLOTS_OK && natural == expected;
}

static bool is_bool(slots_value value, bool expected) {
    bool boolean = !expected;
    return slots_as_bool(value, &boolean) == SLOTS_OK && boolean == expected;
}

static bool is_float(slots_value value, double expected) {
    double real = 0;
    return slots_as_float(value, &real) == SLOTS_OK && real == expected;
}

static bool is_text(slots_value value, const char *expected) {
    const char *text = NULL;
    return slots_as_text(value, &text) == SLOTS_OK && strcmp(text, expected) == 0;
}

static bool is_ref(slots_value value, const void *expected) {
    const void *pointer = NULL;
    return slots_as_ref(value, &pointer) == SLOTS_OK && pointer == expected;
}

#define FIELD(R, f, kind, v, w, made)
#define OBJECT(R) static R R##_object;
#include "fields.h"
#undef FIELD
#undef OBJECT

static void init(void) {
#define FIELD(R, f, kind, v, w, made)
#define OBJECT(R) R##_init(&R##_object);
#include "fields.h"
#undef FIELD
#undef OBJECT
}

#define OBJECT(R)

/* All before any is read, so that none may overwrite another. */
static void set(void) {
#define FIELD(R, f, kind, v, w, made)                                                              \
    expect(R##_set_##f(&R##_object, v) == SLOTS_OK, #R "." #f ", set");
#include "fields.h"
#undef FIELD
}

static void read_by_name(void) {
    slots_value value;
#define FIELD(R, f, kind, v, w, made)                                                              \
    value = slots_none();                                                                          \
    expect(R##_getattr(&R##_object, #f, &value) == SLOTS_OK && is_##kind(value, v),                \
           #R "." #f ", read by name");
#include "fields.h"
#undef FIELD
}

static void set_by_name(void) {
#define FIELD(R, f, kind, v, w, made)                                                              \
    expect(R##_setattr(&R##_object, #f, made) == SLOTS_OK, #R "." #f ", set by name");
#include "fields.h"
#undef FIELD
}

#define SAME_int(a, b) ((a) == (b))
#define SAME_uint(a, b) ((a) == (b))
#define SAME_bool(a, b) ((a) == (b))
#define SAME_float(a, b) ((a) == (b))
#define SAME_ref(a, b) ((a) == (b))
#define SAME_text(a, b) (strcmp(a, b) == 0)

static void read_typed(void) {
#define FIELD(R, f, kind, v, w, made)                                                              \
    expect(SAME_##kind(R##_get_##f(&R##_object), w), #R "." #f ", read");
#include "fields.h"
#undef FIELD
}

static void fini(void) {
#undef OBJECT
#define FIELD(R, f, kind, v, w, made)
#define OBJECT(R) R##_fini(&R##_object);
#include "fields.h"
}

int main(void) {
    init();
    set();
    read_by_name();
    set_by_name();
    read_typed();
    fini();
    puts(failures == 0 ? "as set" : "failed");
    return failures != 0;
}
