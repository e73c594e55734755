#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A point in time and space. */
typedef struct point {
    bool valid;
    double x, y;
    char label[12];
    char names[2][8];
    int64_t time;
    long ticks;
    size_t count;
    float matrix[3][3];
    unsigned char raw[4];
    struct point *next;
    const struct point *first;
} point_t;
