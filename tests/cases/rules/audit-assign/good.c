#include "zoo.slots.h"

void fill(Animal *all, const Animal *first) {
    Animal_set_id(all, Animal_get_id(first));
}
