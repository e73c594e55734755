/* What a dict costs: the same point of three doubles, once with a dict and once with slots. */
#define SLOTS_IMPLEMENTATION
#include "point.slots.h"

#include <stdio.h>

int main(void) {
    PointWithDict dict_point;
    PointWithSlots slot_point;
    if (PointWithDict_init_with(&dict_point, 1.0, 2.0, 3.0) != SLOTS_OK) {
        fputs("point: no dict point\n", stderr);
        return 1;
    }
    if (PointWithSlots_init_with(&slot_point, 1.0, 2.0, 3.0) != SLOTS_OK) {
        fputs("point: no slot point\n", stderr);
        PointWithDict_fini(&dict_point);
        return 1;
    }

    size_t dict_size = PointWithDict_sizeof(&dict_point);
    size_t slot_size = PointWithSlots_sizeof(&slot_point);
    printf("Dict-based point: %zu bytes\n", dict_size);
    printf("Slots-based point: %zu bytes\n", slot_size);
    printf("Memory ratio: %.1fx\n", (double)dict_size / (double)slot_size);
    printf("Dict-based x, y, z: %.1f, %.1f, %.1f\n", PointWithDict_get_x(&dict_point),
           PointWithDict_get_y(&dict_point), PointWithDict_get_z(&dict_point));
    printf("Slots-based x, y, z: %.1f, %.1f, %.1f\n", PointWithSlots_get_x(&slot_point),
           PointWithSlots_get_y(&slot_point), PointWithSlots_get_z(&slot_point));

    PointWithSlots_fini(&slot_point);
    PointWithDict_fini(&dict_point);
    return 0;
}
