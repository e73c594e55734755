#include "zoo.slots.h"

int same(const Cat *a, const Cat *b) {
    return Cat_equal(a, b);
}
