#include "witness.h"

#ifdef NEW
#define Thing_get_a Thing_get_c
#endif

static void fill(Thing *thing, int i) {
    (void)Thing_init_with(thing, 10 + (uint32_t)i, 20 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i && Thing_get_b(thing) == 20 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    (void)Thing_init_with(&thing, 1, 2);
    return Thing_hasattr(&thing, "a");
}
