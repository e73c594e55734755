#include "witness.h"

static void fill(Thing *thing, int i) {
#ifdef NEW
    (void)Thing_init_with(thing, 10 + (uint32_t)i, "text");
#else
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    (void)Thing_setn_b(thing, "text", 4);
#endif
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return strcmp(Thing_get_b(thing), "text") == 0 && Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    bool good = Thing_setattr(&thing, "b", slots_text("x")) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
