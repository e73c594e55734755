#include "reading.h"

bool reading_is_high(const Reading *reading) {
    double limit = Reading_get_unit(reading) == Unit_celsius ? 90.0 : 363.15;
    return Reading_get_value(reading) > limit;
}
