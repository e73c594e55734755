#include "witness.h"

static void fill(Thing *thing, int i) {
#ifdef NEW
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    (void)Thing_setn_b(thing, "abc", 3);
#else
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, 20 + (uint32_t)i);
#endif
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
#ifdef NEW
    if (strcmp(Thing_get_b(thing), "abc") != 0) {
        return false;
    }
#else
    if (Thing_get_b(thing) != 20 + (uint32_t)i) {
        return false;
    }
#endif
    return Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    bool good = Thing_setattr(&thing, "b", slots_uint(5)) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
