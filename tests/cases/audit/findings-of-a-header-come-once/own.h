#include "zoo.slots.h"

static inline int lives(const Cat *cat) {
    return cat->lives;
}
