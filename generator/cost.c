#include "cost.h"

#include "../templates/slots_dict.h"
#include "layout.h"

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
