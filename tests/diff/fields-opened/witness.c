#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    (void)Thing_delattr(thing, "a"); /* which is refused, or is set again */
    Thing_set_a(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, 20 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    return (stored || Thing_hasattr(thing, "a")) && Thing_get_a(thing) == 10 + (uint32_t)i &&
           Thing_get_b(thing) == 20 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    bool good = Thing_setattr(&thing, "b", slots_uint(5)) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
