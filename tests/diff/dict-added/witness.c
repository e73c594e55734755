#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, 20 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i && Thing_get_b(thing) == 20 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
