/* The other of two files: its headers come in another order, and twice. */
#include "pair_child.slots.h"
#include "pair_base.slots.h"
#include "pair_child.slots.h"
#include "slots_core.h"

#include "link_other.h"

slots_status other_fill(pair_second_Child *child, double value, const char *note) {
    pair_first_Base_set_id(pair_second_Child_as_pair_first_Base(child), 99);
    if (pair_second_Child_set_colour(child, pair_first_Colour_blue) != SLOTS_OK ||
        pair_second_Child_set_value(child, value) != SLOTS_OK) {
        return SLOTS_RANGE_ERROR;
    }
    return pair_second_Child_set_note(child, note);
}

slots_status other_add(pair_first_Owner *owner) {
    slots_status status =
        pair_first_Owner_setattr(owner, "added there", slots_text("by the other file"));
    if (status == SLOTS_OK) {
        status = pair_first_Owner_setattr(owner, "share", slots_float(0.75));
    }
    return status == SLOTS_OK ? pair_first_Owner_delattr(owner, "rank") : status;
}

const slots_class *other_class(void) {
    return &pair_second_Open_class;
}
