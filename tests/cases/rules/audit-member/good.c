#include "zoo.slots.h"

void revive(Cat *cat) {
    Cat_set_lives(cat, 9);
}
