#include "cost.h"

#include "../templates/slots_dict.h"
#include "layout.h"
#include "mem.h"

const uint32_t cost_first_attribute = SLOTS_DICT_FIRST_BYTES;

struct cost cost_of(struct mem *mem, const struct layouts *layouts, const struct record *record) {
    const struct variant slotted = {.dict = DICT_NOWHERE, .wishes = WISH_ALL};
    const struct variant backed = {.dict = DICT_SOMEWHERE, .wishes = WISH_ALL};
    return (struct cost){
        .slotted = layout_if(mem, layouts, record, &slotted),
        .backed = layout_if(mem, layouts, record, &backed),
    };
}

bool cost_times(uint64_t bytes, uint64_t count, uint64_t *total) {
    *total = bytes * count;
    return count == 0 || bytes <= UINT64_MAX / count;
}

const char *cost_in_units(struct mem *mem, uint64_t bytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double number = (double)bytes;
    size_t unit = 0;
    while (number >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        number /= 1024;
        unit++;
    }
    return mem_format(mem, unit == 0 ? "%.0f %s" : "%.1f %s", number, units[unit]);
}
