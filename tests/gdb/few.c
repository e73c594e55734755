/* See few.slots. With BODIES it has the bodies, too; with NAMES it stops at stop(), with an
 * attribute in a dict. */
#if defined(BODIES)
#define SLOTS_IMPLEMENTATION
#endif
#include "few.slots.h"

Child child = {.base = {.a = 1, .b = 2}, .c = 3, .label = "abc"};

#if defined(NAMES)
void stop(void);
Bag empty, bag;

void stop(void) {
}

int main(void) {
    Bag_init(&empty);
    Bag_init(&bag);
    (void)Bag_setattr(&bag, "x", slots_int(1));
    stop();
    Bag_fini(&bag);
    return 0;
}
#else
int main(void) {
    return Child_set_c(&child, 0) != SLOTS_OK;
}
#endif
