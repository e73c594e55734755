#include "zoo.slots.h"

unsigned first(void) {
    Point point = {1, 2};
    return Point_get_x(&point);
}
