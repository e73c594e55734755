#include "zoo.slots.h"

int lives(const Cat *cat) {
    return cat->lives; /* slotc:allow audit-member: the inner loop */
}
