/* Members reached round their accessors. A line with `finds RULE` is one finding of it. */
#include "zoo.slots.h"

/* Members of the same names elsewhere are nobody's business. */
struct mine {
    int lives;
    struct {
        unsigned id;
    } base;
};

#define LIVES(cat) ((cat)->lives)

unsigned own(struct mine *mine);
unsigned read(const zoo_Cat *cat, const zoo_Dog *dog, const zoo_Bag *bag, const zoo_Line *line);
void write(zoo_Cat *cat, zoo_Dog *dog, zoo_Puppy *puppy, zoo_Line *line);
unsigned by_accessors(zoo_Cat *cat, zoo_Dog *dog, zoo_Puppy *puppy, zoo_Bag *bag);
unsigned in_tail(zoo_Indexed *indexed);
int where(void);

unsigned own(struct mine *mine) {
    mine->lives = 9;
    mine->base.id++;
    return mine->base.id;
}

unsigned read(const zoo_Cat *cat, const zoo_Dog *dog, const zoo_Bag *bag, const zoo_Line *line) {
    unsigned sum = cat->lives; /* finds audit-member */
    sum += cat->base.id; /* finds audit-member */
    sum += (*cat).base.weight > 1; /* finds audit-member */
    sum += dog->tags[1]; /* finds audit-member */
    sum += (unsigned)bag->count; /* finds audit-member */
    sum += (unsigned)bag->ext; /* finds audit-member */
    sum += LIVES(cat); /* finds audit-member */
    sum += line->from.x > 0; /* finds audit-member audit-member */
    return sum;
}

void write(zoo_Cat *cat, zoo_Dog *dog, zoo_Puppy *puppy, zoo_Line *line) {
    zoo_Animal *animal = &cat->base; /* finds audit-member */
    cat->lives = 9; /* finds audit-member */
    cat->lives++; /* finds audit-member */
    dog->tags[0] |= 1; /* finds audit-member */
    puppy->base.base.id = 3; /* finds audit-member */
    line->to = (zoo_Dot){.x = 1}; /* finds audit-member */
    (void)animal;
}

unsigned by_accessors(zoo_Cat *cat, zoo_Dog *dog, zoo_Puppy *puppy, zoo_Bag *bag) {
    const zoo_Animal *animal = zoo_Cat_as_zoo_Animal(cat);
    (void)zoo_Cat_set_lives(cat, 9);
    (void)zoo_Dog_put_tags(dog, 0, 1);
    (void)zoo_Puppy_set_id(puppy, 3);
    (void)zoo_Bag_set_count(bag, 4);
    return zoo_Animal_get_id(animal) + zoo_Cat_get_lives(cat);
}

unsigned in_tail(zoo_Indexed *indexed) {
    indexed->tail.index = 1; /* finds audit-member */
    indexed->base.flag = 2; /* finds audit-member */
    return zoo_Indexed_get_index(indexed);
}

int where(void) {
    return zoo_Cat_OFFSET_lives;
}
