#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    (void)Thing_set_b(thing, Unit_high);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_b(thing) == Unit_high && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    bool good = Thing_setattr(&thing, "b", slots_uint(1)) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
