/* Records initialised by the order of their members. */
#include "zoo.slots.h"

struct mine {
    double x;
    double y;
};

#define PAIR(a, b)                                                                                 \
    { a, b }
#define DOT(...) ((zoo_Dot){__VA_ARGS__})

void by_order(void);
void by_name(void);

void by_order(void) {
    zoo_Dot dot = {1, 2}; /* finds audit-positional */
    zoo_Dog dog = {{1, 2}, 3, 0, {0}}; /* finds audit-positional */
    zoo_Dot dots[] = {{1, 2}, {3, 4}}; /* finds audit-positional audit-positional */
    zoo_Bag bag = {0}; /* finds audit-positional */
    dot = (zoo_Dot){2, 1}; /* finds audit-positional */
    dot = DOT(2, 1); /* finds audit-positional */
    zoo_Dot made = PAIR(1, 2); /* finds audit-positional */
    zoo_Dot mixed = {.x = 1, 2}; /* finds audit-positional */
    zoo_Dot flat[] = {1, 2, 3, 4}; /* finds audit-positional */
    zoo_Dot flats[2][2] = {{1, 2, 3}}; /* finds audit-positional */
    zoo_Bag bags[2] = {0}; /* finds audit-positional */
    (void)dot, (void)dog, (void)dots, (void)bag, (void)made, (void)mixed, (void)flat, (void)flats;
    (void)bags;
}

void by_name(void) {
    zoo_Dot dot = {.x = 1, .y = 2};
    zoo_Dot zero = {0};
    zoo_Cat cat = {0};
    struct mine mine = {1, 2};
    double numbers[] = {1, 2};
    zoo_Dot commented = {/* all of it */ 0};
    zoo_Dot behind = {
        // the first
        .x = 1,
    };
    zoo_Puppy braces = {{{0}}};
    zoo_Puppy bases = {{{.id = 1}, .age = 2}, .toys = 3};
    zoo_Dot by_macro = DOT(.x = 1);
    zoo_Dot none = DOT(0);
    zoo_Dot dots[] = {[1] = {.x = 1}, dot, [0].y = 2};
    zoo_Dot zeros[2] = {0};
    (void)dot, (void)zero, (void)mine, (void)numbers, (void)cat, (void)commented, (void)behind;
    (void)braces, (void)bases, (void)by_macro, (void)none, (void)dots, (void)zeros;
}
