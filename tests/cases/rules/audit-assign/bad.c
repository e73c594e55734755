#include "zoo.slots.h"

void fill(Animal *all, const Animal *first) {
    *all = *first;
}
