#include "zoo.slots.h"

int lives(const Cat *cat) {
    return Cat_get_lives(cat); /* slotc:allow audit-member: the inner loop */
}
