#include "zoo.slots.h"

unsigned first(void) {
    Point point = {.x = 1, .y = 2};
    return Point_get_x(&point);
}
