#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, (unsigned char)(20 + i));
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i && (int)Thing_get_b(thing) == 20 + i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    slots_value value;
    uint64_t number;
    bool good = Thing_setattr(&thing, "b", slots_uint(5)) == SLOTS_OK &&
                Thing_getattr(&thing, "b", &value) == SLOTS_OK &&
                slots_as_uint(value, &number) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
