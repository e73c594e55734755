#include "zoo.slots.h"

int id(const Animal *animal);
int id(const Animal *animal) { /* ä */ return (int)animal->id; }
