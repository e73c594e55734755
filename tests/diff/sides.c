/* One side of a witness, as functions whose names begin with SIDE, `old` or `new`: they are linked
 * into one program, or loaded beside one another. THING is the record that it is
 * about, `Thing` unless it says otherwise. */
#include "witness.h"

#include "witness.c"

#ifndef THING
#define THING Thing
#endif

#define JOIN_AS_THEY_ARE(a, b) a##b
#define JOIN(a, b) JOIN_AS_THEY_ARE(a, b)
#define NAMED(name) JOIN(SIDE, name)

void NAMED(_fill)(void *room);
bool NAMED(_check)(const void *room, bool stored);
size_t NAMED(_align)(void);
bool NAMED(_by_name)(void);

size_t NAMED(_align)(void) {
    return JOIN(THING, _ALIGN);
}

/* Two of them: the second shows whether both sides agree on the size. */
void NAMED(_fill)(void *room) {
    for (int i = 0; i < 2; i++) {
        fill((THING *)room + i, i);
    }
}

bool NAMED(_check)(const void *room, bool stored) {
    if ((uintptr_t)room % JOIN(THING, _ALIGN) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (!is_right((const THING *)room + i, i, stored)) {
            return false;
        }
    }
    return true;
}

bool NAMED(_by_name)(void) {
    return works_by_name();
}
