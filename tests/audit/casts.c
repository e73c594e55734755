/* Casts between records. */
#include "zoo.slots.h"

#include <stddef.h>

zoo_Cat *down(zoo_Animal *animal);
zoo_Puppy *far_down(zoo_Animal *animal);
zoo_Cat *aside(zoo_Dog *dog);
const zoo_Dot *apart(const zoo_Animal *animal);
zoo_Animal *up(zoo_Puppy *puppy);
zoo_Cat *disguised(zoo_Animal *animal);
void *others(zoo_Cat *cat, void *any, char *bytes);

zoo_Cat *down(zoo_Animal *animal) {
    return (zoo_Cat *)animal; /* finds audit-cast */
}

zoo_Puppy *far_down(zoo_Animal *animal) {
    return (zoo_Puppy *)(animal); /* finds audit-cast */
}

zoo_Cat *aside(zoo_Dog *dog) {
    return (zoo_Cat *)dog; /* finds audit-cast */
}

const zoo_Dot *apart(const zoo_Animal *animal) {
    return (const zoo_Dot *)animal; /* finds audit-cast */
}

zoo_Cat *disguised(zoo_Animal *animal) {
    zoo_Cat *cat = (zoo_Cat *)(void *)animal; /* finds audit-cast */
    return cat != NULL ? cat : (zoo_Cat *)(char *)(animal + 1); /* finds audit-cast */
}

zoo_Animal *up(zoo_Puppy *puppy) {
    zoo_Dog *dog = (zoo_Dog *)puppy;
    return dog != NULL ? (zoo_Animal *)puppy : NULL;
}

void *others(zoo_Cat *cat, void *any, char *bytes) {
    zoo_Cat *same = (zoo_Cat *)cat;
    zoo_Cat *from = (zoo_Cat *)any;
    bytes = from != NULL ? (char *)same : bytes;
    zoo_Animal *animal = (zoo_Animal *)(void *)same;
    return animal != NULL ? (void *)bytes : NULL;
}
