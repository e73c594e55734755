#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    struct vec vec = {.x = 5};
    Thing_set_v(thing, &vec);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_v(thing)->x == 5 && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
