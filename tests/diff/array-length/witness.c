#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    (void)Thing_put_b(thing, 3, 9);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_at_b(thing, 3) == 9 && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
