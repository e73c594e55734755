#include <stdio.h>

#include "alarm.slots.h"
#include "reading.h"

int main(void) {
    Alarm alarm;
    if (Alarm_init_with(&alarm, 1700000000, 93.5, Unit_celsius, "too hot") != SLOTS_OK) {
        return 1;
    }
    if (reading_is_high(Alarm_as_Reading_const(&alarm))) {
        printf("%s: %.1f %s\n", Alarm_get_message(&alarm), Alarm_get_value(&alarm),
               Unit_name(Alarm_get_unit(&alarm)));
    }
    Alarm_fini(&alarm);
    return 0;
}
