#include "witness.h"
#ifdef NEW
#define p_Thing q_Thing
#define p_Thing_init q_Thing_init
#define p_Thing_set_a q_Thing_set_a
#define p_Thing_set_b q_Thing_set_b
#define p_Thing_get_a q_Thing_get_a
#define p_Thing_get_b q_Thing_get_b
#define p_Thing_hash q_Thing_hash
#define THING q_Thing
#else
#define THING p_Thing
#endif
typedef p_Thing Thing;

static void fill(Thing *thing, int i) {
    p_Thing_init(thing);
    p_Thing_set_a(thing, 10 + (uint32_t)i);
    p_Thing_set_b(thing, 20 + (uint32_t)i);
}

static bool is_right(const Thing *thing, int i, bool stored) {
    (void)stored;
    return p_Thing_get_a(thing) == 10 + (uint32_t)i && p_Thing_get_b(thing) == 20 + (uint32_t)i &&
           p_Thing_hash(thing) != 0;
}

static bool works_by_name(void) {
    return true;
}
