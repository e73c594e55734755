#include "witness.h"

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    (void)Thing_delattr(thing, "a"); /* and set again */
    Thing_set_a(thing, (uint16_t)(10 + i));
#ifdef Thing_OFFSET_o
    Thing_set_o(thing, 7);
#endif
}

static bool is_right(const Thing *thing, int i, bool stored) {
#ifdef Thing_OFFSET_o
    if (stored && !Thing_has_o(thing)) {
        return false;
    }
#endif
    return (stored || Thing_hasattr(thing, "a")) && Thing_get_a(thing) == 10 + i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    bool good = Thing_setattr(&thing, "o", slots_text("any")) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
