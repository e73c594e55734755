/* A program without a C library: all that is inline of records without str and dict. */
#include "plain.slots.h"

int64_t free_use(plain_Leaf *leaf, plain_Something *something);

int64_t free_use(plain_Leaf *leaf, plain_Something *something) {
    plain_Base *base = plain_Leaf_as_plain_Base(leaf);
    plain_Leaf_init(leaf);
    plain_Something_init(something);
    if (plain_Leaf_set_code(leaf, "abc") != SLOTS_OK ||
        plain_Leaf_set_level(leaf, plain_Level_low) != SLOTS_OK ||
        plain_Leaf_put_parts(leaf, 1, 7) != SLOTS_OK ||
        plain_Leaf_put_levels(leaf, 0, plain_Level_normal) != SLOTS_OK ||
        plain_Base_set_stamp(base, 5) != SLOTS_OK) {
        return -1;
    }
    plain_Leaf_fini(leaf);
    return plain_Leaf_get_stamp(leaf) + plain_Leaf_at_parts(leaf, 1) +
           plain_Something_get_only(something);
}

/* Light functions have bodies elsewhere, but with SLOTS_FREESTANDING. */
#if defined(SLOTS_FREESTANDING)
size_t free_use_light(plain_Leaf *leaf);

size_t free_use_light(plain_Leaf *leaf) {
    if (plain_Leaf_setn_code(leaf, "abc", 2) != SLOTS_OK || plain_Leaf_hasdict(leaf) ||
        plain_Leaf_sizeof(leaf) != plain_Leaf_sizeof_deep(leaf)) {
        return 0;
    }
    return plain_Leaf_length_code(leaf);
}
#endif
