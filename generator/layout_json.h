/* What a layout's JSON says of a record beyond the model: `holes`, `cache_lines`, `dict_size`. */
#ifndef SLOTC_LAYOUT_JSON_H
#define SLOTC_LAYOUT_JSON_H

#include <jansson.h>

#include "types.h"

struct mem;
struct model;
struct record;

void layout_json_extend(struct mem *mem, const struct model *model, const struct record *record,
                        enum width width, json_t *object);

#endif
