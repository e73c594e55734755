#include "witness.h"

static void fill(Thing *thing, int i) {
#ifdef NEW
    (void)Thing_init_with(thing, NULL, 10 + (uint32_t)i);
#else
    (void)Thing_init_with(thing, 10 + (uint32_t)i, NULL);
#endif
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
