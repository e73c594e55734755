/* A slotted point refuses what it has no slot for. In typed code a z does not even compile; a name
 * that comes in at run time is refused with Python's words. */
#define SLOTS_IMPLEMENTATION
#include "point2d.slots.h"

#include <stdio.h>

/* Sets an attribute by name and says what came of it. */
static void set(Point *point, const char *name, double number) {
    slots_status status = Point_setattr(point, name, slots_float(number));
    if (status == SLOTS_OK) {
        printf("Setting %s: done\n", name);
        return;
    }
    char message[128];
    slots_error(message, sizeof message, status, &Point_class, name);
    printf("Setting %s: %s\n", name, message);
}

int main(void) {
    Point point;
    if (Point_init_with(&point, 1.0, 2.0) != SLOTS_OK) {
        fputs("point2d: no point\n", stderr);
        return 1;
    }

    set(&point, "x", 3.0);
    set(&point, "z", 5.0);
    printf("x and y: %.1f, %.1f\n", Point_get_x(&point), Point_get_y(&point));

    Point_fini(&point);
    return 0;
}
