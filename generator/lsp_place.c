#include "lsp_place.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "layout.h"
#include "mem.h"

static const char *place_in(struct mem *mem, const struct field *field, const struct place *place,
                            enum width width) {
    const struct member *member = place->member;
    uint64_t offset = member->offset[width];
    uint64_t size = member->size[width];
    uint32_t bits = field->type.bit_count;
    if (member->kind == MEMBER_BITS && bits == 1) {
        return mem_format(mem, "offset %" PRIu64 ", bit %" PRIu32, offset, place->shift);
    }
    if (member->kind == MEMBER_BITS) {
        return mem_format(mem, "offset %" PRIu64 ", bits %" PRIu32 " to %" PRIu32, offset,
                          place->shift, place->shift + bits - 1);
    }
    return mem_format(mem, "offset %" PRIu64 ", %" PRIu64 " byte%s", offset, size,
                      size == 1 ? "" : "s");
}

const char *lsp_place_words(struct mem *mem, const struct layouts *layouts,
                            const struct field *field) {
    const struct place *place = layout_place(layouts, field);
    const struct layout *layout = layout_of(layouts, field->record);
    if (place->member == NULL || (!layout->known[WIDTH_64] && !layout->known[WIDTH_32])) {
        return "offset not known";
    }
    const char *wide = place_in(mem, field, place, WIDTH_64);
    const char *narrow = place_in(mem, field, place, WIDTH_32);
    if (!layout->known[WIDTH_64]) {
        return mem_concat(mem, narrow, " (32-bit)", NULL);
    }
    if (!layout->known[WIDTH_32]) {
        return mem_concat(mem, wide, " (64-bit)", NULL);
    }
    return strcmp(wide, narrow) == 0 ? wide
                                     : mem_concat(mem, wide, " (32-bit: ", narrow, ")", NULL);
}
