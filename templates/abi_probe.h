/* What libclang lays out here tells whether two targets lay out the structs of slotc's headers
 * alike: those have members of these types, arrays of them, and structs like these, and nothing
 * else. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROBE(name, type)   \
    typedef struct {        \
        type first;         \
        char after;         \
    } first_##name;         \
    typedef struct {        \
        char before;        \
        type member;        \
        char after;         \
    } within_##name;        \
    typedef struct {        \
        char before;        \
        type items[3];      \
        first_##name inner; \
        char after;         \
    } around_##name;

PROBE(char, char)
PROBE(bool, bool)
PROBE(i8, int8_t)
PROBE(u8, uint8_t)
PROBE(i16, int16_t)
PROBE(u16, uint16_t)
PROBE(i32, int32_t)
PROBE(u32, uint32_t)
PROBE(i64, int64_t)
PROBE(u64, uint64_t)
PROBE(f32, float)
PROBE(f64, double)
PROBE(pointer, void *)
PROBE(address, uintptr_t)

/* The headers word an alignment in three ways: see slots_core.h. */
#if defined(__GNUC__)
typedef struct __attribute__((aligned(16))) {
    char first;
} aligned;
#elif defined(_MSC_VER)
typedef struct __declspec(align(16)) {
    char first;
} aligned;
#else
typedef struct {
    char first;
} aligned;
#endif
PROBE(aligned, aligned)

/* They ask for nothing else of a compiler than these. */
typedef struct {
#if defined(__GNUC__)
    char gnu;
#endif
#if defined(_MSC_VER)
    char msc;
#endif
#if defined(_WIN32)
    char windows;
#endif
    char bits[8 * sizeof(void *)];
} compiler;
