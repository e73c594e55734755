#include "witness.h"

static void fill(Thing *thing, int i) {
#ifdef NEW
    (void)Thing_init_with(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, 20 + (uint32_t)i);
#else
    (void)Thing_init_with(thing, 10 + (uint32_t)i, 20 + (uint32_t)i);
#endif
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i && Thing_get_b(thing) == 20 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    slots_value value;
    bool good = Thing_getattr(&thing, "b", &value) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
