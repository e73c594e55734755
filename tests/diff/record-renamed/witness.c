#include "witness.h"
#ifdef NEW
#define Thing Item
#define Thing_init Item_init
#define Thing_set_a Item_set_a
#define Thing_set_b Item_set_b
#define Thing_get_a Item_get_a
#define Thing_get_b Item_get_b
#define Thing_hash Item_hash
#define THING Item
#endif

static void fill(Thing *thing, int i) {
    Thing_init(thing);
    Thing_set_a(thing, 10 + (uint32_t)i);
    Thing_set_b(thing, 20 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return Thing_get_a(thing) == 10 + (uint32_t)i && Thing_get_b(thing) == 20 + (uint32_t)i &&
           Thing_hash(thing) != 0;
}

static bool works_by_name(void) {
    return true;
}
