#include "zoo.slots.h"

#include <stdlib.h>

int main(void) {
    Cat *cat = malloc(8);
    Animal *animal = &cat->base;
    Cat *back = (Cat *)animal;
    Animal copy = *animal;
    back->lives = 9; /* slotc:allow audit-member: shows that a reason silences it */
    free(back);
    return (int)copy.id;
}
