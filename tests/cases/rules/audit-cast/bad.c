#include "zoo.slots.h"

int lives(const Animal *animal) {
    return Cat_get_lives((const Cat *)animal);
}
