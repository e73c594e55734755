#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    (void)Thing_setn_b(thing, "text", 4);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return strcmp(Thing_get_b(thing), "text") == 0 && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    return true;
}
