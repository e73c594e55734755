/* Records initialised by the order of their members. */
#include "zoo.slots.h"

struct mine {
    double x;
    double y;
};

void by_order(void);
void by_name(void);

void by_order(void) {
    zoo_Dot dot = {1, 2}; /* finds audit-positional */
    zoo_Dog dog = {{1, 2}, 3, 0, {0}}; /* finds audit-positional */
    zoo_Dot dots[] = {{1, 2}, {3, 4}}; /* finds audit-positional audit-positional */
    zoo_Bag bag = {0}; /* finds audit-positional */
    dot = (zoo_Dot){2, 1}; /* finds audit-positional */
    (void)dot, (void)dog, (void)dots, (void)bag;
}

void by_name(void) {
    zoo_Dot dot = {.x = 1, .y = 2};
    zoo_Dot zero = {0};
    zoo_Cat cat = {0};
    struct mine mine = {1, 2};
    double numbers[] = {1, 2};
    (void)dot, (void)zero, (void)mine, (void)numbers, (void)cat;
}
