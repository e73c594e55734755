/* Types of every kind that a schema may take over, written without a thought for slotc or C++: no
 * `extern "C"`, functions and macros besides, padding. */
#ifndef SHAPES_H
#define SHAPES_H

#include <stdint.h>

#define dot(a, b) ((a).x * (b).x + (a).y * (b).y + (a).z * (b).z)

struct vec3 {
    float x, y, z;
};

/* Both have padding. */
struct span {
    char kind;
    int32_t length;
};
typedef struct {
    double at;
    char unit;
} position_of;

struct __attribute__((packed)) tight {
    char tag;
    int32_t number;
};

#if defined(__cplusplus)
struct alignas(32) wide {
#else
struct wide {
    _Alignas(32)
#endif
    char byte;
};

union word {
    uint32_t number;
    unsigned char bytes[4];
};

enum color {
    RED,
    GREEN,
    BLUE
};

typedef float matrix[2][2];
typedef int32_t vector16 __attribute__((aligned(16)));
typedef struct vec3 *vec3_pointer;
typedef int (*compare)(const void *, const void *);

/* No assignment can change it. */
struct sealed {
    const int32_t number;
#if defined(__cplusplus)
    sealed() : number(0) {
    }
    explicit sealed(int32_t n) : number(n) {
    }
#endif
};

/* In C++ it has more than C knows of. */
struct point {
#if defined(__cplusplus)
    point() : x(0), y(0) {
    }
    point(int32_t left, int32_t up) : x(left), y(up) {
    }
    point &operator=(const point &) = delete;
    point(const point &) = default;
#endif
    int32_t x, y;
};

float length_of(const struct vec3 *);

#endif
