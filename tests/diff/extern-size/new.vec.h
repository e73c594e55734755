#ifndef VEC_H
#define VEC_H
struct vec {
    long long y;
    int x;
};
#endif
