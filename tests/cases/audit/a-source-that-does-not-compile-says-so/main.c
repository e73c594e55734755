#include "zoo.slots.h"

int id(const Cat *cat) {
    return cat->id; /* slotc:allow audit-member: who knows */
}
