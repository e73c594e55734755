/* What report.c holds of each record: the figures of `slotc report`. */
#include <inttypes.h>

#include "ast.h"
#include "cost.h"
#include "mem.h"
#include "model.h"
#include "report.h"

static struct value model_row(struct mem *mem, const struct report_row *row) {
    const struct declaration *declaration = &row->record->declaration;
    const uint64_t *slotted = row->cost.slotted.size;
    const uint64_t *backed = row->cost.backed.size;
    const char *first = mem_number(mem, report_with_first(&row->cost));
    const char *count =
        mem_format(mem, row->record->count > UINT32_MAX ? "UINT64_C(%" PRIu64 ")" : "%" PRIu64 "u",
                   row->record->count);
    struct value object = value_object(mem);
    value_add(&object, KEY_record, value_string(declaration->qualified));
    value_add(&object, KEY_name, value_string(row->name));
    value_add(&object, KEY_c_name, value_string(declaration->c_name));
    value_add(&object, KEY_schema, value_string(declaration->file->relative));
    value_add(&object, KEY_storage, value_string(row->storage));
    value_add(&object, KEY_has_dict, value_bool(row->dict_from != NULL));
    value_add(&object, KEY_count, value_string(count));
    value_add(&object, KEY_slotted,
              value_string(model_c_pair(mem, slotted[WIDTH_64], slotted[WIDTH_32])));
    value_add(&object, KEY_backed,
              value_string(model_c_pair(mem, backed[WIDTH_64], backed[WIDTH_32])));
    value_add(&object, KEY_with_first,
              value_string(mem_concat(mem, "SLOTS_WIDTH(", first, ", 0)", NULL)));
    return object;
}

struct value model_report(const struct model *model, struct mem *mem) {
    const struct report report = report_new(mem, model->program, model->chains, model->layouts);
    struct value object = value_object(mem);
    struct value records = value_list(mem);
    for (size_t i = 0; i < report.count; i++) {
        value_append(mem, &records, model_row(mem, &report.rows[i]));
    }
    value_add(&object, KEY_has_records, value_bool(report.count > 0));
    value_add(&object, KEY_records, records);
    return object;
}
