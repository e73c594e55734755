#ifndef VEC_H
#define VEC_H
struct turned {
    int y;
    int x;
};
#endif
