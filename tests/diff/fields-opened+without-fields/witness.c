#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    (void)Thing_delattr(thing, "a");
    Thing_set_a(thing, 10 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    return (stored || Thing_hasattr(thing, "a")) && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
