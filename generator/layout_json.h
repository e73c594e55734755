/* What a layout's JSON says of a record beyond the model: `holes`, `cache_lines`, `dict_size`. */
#ifndef SLOTC_LAYOUT_JSON_H
#define SLOTC_LAYOUT_JSON_H

#include <jansson.h>

struct mem;
struct model;
struct record;

/* For 64-bit pointers. */
void layout_json_extend(struct mem *mem, const struct model *model, const struct record *record,
                        json_t *object);

#endif
