#include "witness.h"
#ifdef NEW
#define Target Right
#define Target_init Right_init
#define Target_set_x Right_set_x
#define Target_get_x Right_get_x
#else
#define Target Left
#define Target_init Left_init
#define Target_set_x Left_set_x
#define Target_get_x Left_get_x
#endif

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    static Target target;
    Target_init(&target);
    Target_set_x(&target, 5);
    Thing_set_b(thing, &target);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    if (!stored && Target_get_x(Thing_get_b(thing)) != 5) {
        return false;
    }
    return Thing_get_a(thing) == 10 + (uint32_t)i;
}

static bool works_by_name(void) {
    Thing thing;
    Thing_init(&thing);
    Left left;
    Left_init(&left);
    bool good = Thing_setattr(&thing, "b", slots_ref(&Left_class, &left)) == SLOTS_OK;
    Thing_fini(&thing);
    return good;
}
