/* Records of a library, whose headers come along with it. */
#include "base.slots.h"
#include "deep/child.slots.h"

int main(void) {
    Child child;
    if (Child_init_with(&child, 3, "three") != SLOTS_OK) {
        return 1;
    }
    int wrong = Base_get_id(Child_as_Base(&child)) != 3;
    Child_fini(&child);
    return wrong;
}
