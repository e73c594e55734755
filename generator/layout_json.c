#include "layout_json.h"

#include "cost.h"
#include "layout.h"
#include "layout_rows.h"
#include "model.h"

static json_t *holes(struct mem *mem, const struct model *model, const struct record *record,
                     enum width width) {
    struct layout_rows rows = layout_rows(mem, model->layouts, record);
    json_t *list = json_array();
    for (size_t i = 0; i < rows.count; i++) {
        const struct member *member = rows.items[i].member;
        if (member->kind == MEMBER_PAD && member->size[width] > 0) {
            json_array_append_new(list, json_pack("{s:I, s:I}", "offset",
                                                  (json_int_t)member->offset[width], "size",
                                                  (json_int_t)member->size[width]));
        }
    }
    return list;
}

void layout_json_extend(struct mem *mem, const struct model *model, const struct record *record,
                        enum width width, json_t *object) {
    const struct layout *layout = layout_of(model->layouts, record);
    struct cost cost = cost_of(mem, model->layouts, record);
    json_object_set_new(object, "holes", holes(mem, model, record, width));
    json_object_set_new(object, "cache_lines",
                        json_integer((json_int_t)layout_cache_lines(layout, width)));
    json_object_set_new(object, "dict_size", json_integer((json_int_t)cost.backed.size[width]));
}
