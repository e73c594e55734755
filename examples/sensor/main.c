/* A chain in which each record has slots: five cells, no dict. */
#define SLOTS_IMPLEMENTATION
#include "sensor.slots.h"

#include <stdio.h>

int main(void) {
    SensorRecord record;
    slots_status status =
        SensorRecord_init_with(&record, "r001", 1700000000, "sensor_A", 23.5, "celsius");
    if (status != SLOTS_OK) {
        char message[128];
        slots_error(message, sizeof message, status, &SensorRecord_class, NULL);
        fprintf(stderr, "sensor: %s\n", message);
        return 1;
    }

    printf("SensorRecord size: %zu bytes\n", SensorRecord_sizeof(&record));
    printf("Has __dict__: %s\n", SensorRecord_hasdict(&record) ? "True" : "False");
    printf("Value: %.1f %s\n", SensorRecord_get_value(&record), SensorRecord_get_unit(&record));

    SensorRecord_fini(&record);
    return 0;
}
