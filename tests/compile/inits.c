/* init beside what one would write by hand: a_NAME must be one of the others of its name. inits.h
 * has a line for every scalar type, as tests/scalars.py says. */
#include <string.h>

#include "inits.slots.h"

/* The record's own init; all members, each array at once or item by item; all zeros, then what is
 * none. */
#define INIT(R, at_once, singly, others)                                                           \
    void a_##R(R *self);                                                                           \
    void m_##R(R *self);                                                                           \
    void n_##R(R *self);                                                                           \
    void z_##R(R *self);                                                                           \
    void a_##R(R *self) {                                                                          \
        R##_init(self);                                                                            \
    }                                                                                              \
    void m_##R(R *self) {                                                                          \
        at_once                                                                                    \
    }                                                                                              \
    void n_##R(R *self) {                                                                          \
        singly                                                                                     \
    }                                                                                              \
    void z_##R(R *self) {                                                                          \
        memset(self, 0, sizeof *self);                                                             \
        others                                                                                     \
    }

#include "inits.h"
