#include "cost.h"

#include <inttypes.h>

#include "../templates/slots_dict.h"
#include "ast.h"
#include "layout.h"
#include "mem.h"

const uint32_t cost_first_attribute = SLOTS_DICT_FIRST_BYTES;

struct cost cost_of(struct mem *mem, const struct layouts *layouts, const struct record *record) {
    const struct variant slotted = {.dict = DICT_NOWHERE, .wishes = WISH_ALL};
    const struct variant backed = {.dict = DICT_SOMEWHERE, .wishes = WISH_ALL};
    return (struct cost){
        .slotted = layout_if(mem, layouts, record, &slotted),
        .backed = layout_if(mem, layouts, record, &backed),
        .known = {layout_of(layouts, record)->known[WIDTH_64],
                  layout_of(layouts, record)->known[WIDTH_32]},
    };
}

const char *cost_size(struct mem *mem, const struct cost *cost, const struct measure *measure,
                      enum width width) {
    return cost->known[width] ? mem_number(mem, measure->size[width]) : "-";
}

uint64_t cost_saving(const struct cost *cost, enum width width) {
    uint64_t slotted = cost->slotted.size[width];
    uint64_t backed = cost->backed.size[width];
    return backed > slotted ? backed - slotted : 0;
}

struct cost cost_below(struct mem *mem, const struct layouts *layouts,
                       const struct record *record) {
    /* The index is the base's: all that is asked by it is whether there is a dict already. */
    const struct record child = {
        .declaration = {.file = record->declaration.file},
        .base = record,
        .depth = record->depth + 1,
        .index = record->index,
    };
    return cost_of(mem, layouts, &child);
}

void cost_lost(struct mem *mem, const struct layouts *layouts, const struct record *record,
               unsigned wishes, uint64_t lost[WIDTH_COUNT]) {
    const struct variant without = {.wishes = WISH_ALL & ~wishes};
    struct measure best = layout_if(mem, layouts, record, &without);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint64_t size = layout_of(layouts, record)->measure.size[width];
        lost[width] = size > best.size[width] ? size - best.size[width] : 0;
    }
}

struct measure cost_with_fields(struct mem *mem, const struct layouts *layouts,
                                const struct record *record, struct field *fields) {
    const struct variant same = {.wishes = WISH_ALL};
    struct record other = *record;
    other.fields = fields;
    return layout_if(mem, layouts, &other, &same);
}

bool cost_times(uint64_t bytes, uint64_t count, uint64_t *total) {
    *total = bytes * count;
    return count == 0 || bytes <= UINT64_MAX / count;
}

bool cost_plus(uint64_t bytes, uint64_t more, uint64_t *total) {
    *total = bytes + more;
    return *total >= bytes;
}

const char *cost_for_all(struct mem *mem, uint64_t bytes, uint64_t count, const char *word) {
    uint64_t total = 0;
    if (count == 0) {
        return "";
    }
    if (!cost_times(bytes, count, &total)) {
        return mem_format(mem, ", and for the %" PRIu64 " expected more bytes than 64 bits count",
                          count);
    }
    return mem_format(mem, ", %" PRIu64 " bytes%s for the %" PRIu64 " expected", total, word,
                      count);
}

const char *cost_in_units(struct mem *mem, uint64_t bytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double number = (double)bytes;
    size_t unit = 0;
    while (number >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        number /= 1024;
        unit++;
    }
    if (bytes == 1) {
        return "1 byte";
    }
    return mem_format(mem, unit == 0 ? "%.0f %s" : "%.1f %s", number, units[unit]);
}
