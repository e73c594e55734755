/* Assignments of whole records. */
#include "zoo.slots.h"

#include <stddef.h>

void slices(zoo_Animal *animal, const zoo_Animal *other, zoo_Dog *dogs);
void shares(zoo_Cat *cat, const zoo_Cat *other, zoo_Bag *bag, const zoo_Bag *more);
void fine(zoo_Dot *dot, const zoo_Dot *other, zoo_Puppy *puppy, const zoo_Puppy *twin);
zoo_Dot made(void);

void slices(zoo_Animal *animal, const zoo_Animal *other, zoo_Dog *dogs) {
    *animal = *other; /* finds audit-assign */
    zoo_Animal copy = *other; /* finds audit-assign */
    dogs[0] = dogs[1]; /* finds audit-assign */
    animal = &copy;
    (void)animal;
}

void shares(zoo_Cat *cat, const zoo_Cat *other, zoo_Bag *bag, const zoo_Bag *more) {
    *cat = *other; /* finds audit-assign */
    *bag = *more; /* finds audit-assign */
    (void)zoo_Cat_copy(cat, other);
    cat = NULL;
}

void fine(zoo_Dot *dot, const zoo_Dot *other, zoo_Puppy *puppy, const zoo_Puppy *twin) {
    *dot = *other;
    zoo_Dot copy = made();
    *puppy = *twin;
    (void)copy;
}

zoo_Dot made(void) {
    zoo_Dot dot;
    zoo_Dot_init(&dot);
    return dot;
}
