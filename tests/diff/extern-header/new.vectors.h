#ifndef VEC_H
#define VEC_H
struct vec {
    int x;
};
#endif
