/* See few.slots. With BODIES it has the bodies, too; with NAMES it stops at stop(), with an
 * attribute in a dict. */
#if defined(BODIES)
#define SLOTS_IMPLEMENTATION
#endif
#include "few.slots.h"

Child child = {.base = {.a = 1, .b = 2}, .c = 3, .label = "abc"};
Snug snug = {.tail = {.base = {1, 0, 0, 0, 2}, .c = 3, .d = 4}};

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
__attribute__((noinline)) Snug returned(int from);
Snug returned(int from) {
    (void)Snug_set_c(&snug, (uint8_t)(from + 3));
    return snug;
}

int main(int count, char **arguments) {
    (void)arguments;
    return Child_set_c(&child, 0) != SLOTS_OK || returned(count - 1).tail.c != 3;
}
#endif
