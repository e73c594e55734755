#include <string.h>

#include "c_text.h"
#include "mem.h"
#include "model.h"
#include "name_hash.h"

const char *model_table_name(struct mem *mem, const struct file *file, const char *what) {
    return mem_concat(mem, "slotc_", c_path_name(mem, file->relative), "_", what, NULL);
}

/* The fields of a record and its ancestors, the record's own first. */
static const struct field **all_fields(struct mem *mem, const struct record *record,
                                       size_t *count) {
    *count = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        *count += at->field_count;
    }
    const struct field **fields = mem_alloc(mem, *count * sizeof(struct field *));
    size_t next = 0;
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            fields[next++] = &at->fields[i];
        }
    }
    return fields;
}

static bool make_table(struct mem *mem, const struct field *const *fields, size_t count,
                       struct name_table *table) {
    const char **names = mem_alloc(mem, count * sizeof(char *));
    for (size_t i = 0; i < count; i++) {
        names[i] = fields[i]->name.text;
    }
    return name_table_make(mem, names, count, table);
}

void model_number_names(struct model *model, struct mem *mem) {
    const struct program *program = model->program;
    struct mem *scratch = mem_child(mem);
    size_t *totals = mem_alloc(mem, program->file_count * sizeof *totals); /* by the file's order */
    model->names = mem_alloc(mem, program->record_count * sizeof *model->names);
    for (size_t i = 0; i < program->record_count && model->with_classes; i++) {
        const struct record *record = program->records[i];
        struct model_names *names = &model->names[i];
        struct name_table table = {0};
        size_t count = 0;
        mem_clear(scratch);
        const struct field **fields = all_fields(scratch, record, &count);
        size_t *total = &totals[record->declaration.file->source->order];
        names->first = *total;
        if (make_table(scratch, fields, count, &table)) {
            names->bits = table.bits;
            names->deep = table.deep;
            names->multiplier = table.multiplier;
            *total += (size_t)1 << table.bits;
        }
    }
    mem_free(scratch);
}

static struct value row_value(const struct model *model, struct mem *mem, const struct field *field,
                              uint32_t multiplier) {
    struct value row = value_object_for(mem, 8);
    uint32_t first = model->first_fields[field->record->index];
    value_add(&row, KEY_fields_name,
              value_string(model_table_name(mem, field->record->declaration.file, "fields")));
    value_add(&row, KEY_index, value_integer((int64_t)(first + field->index)));
    value_add(&row, KEY_multiplier, value_integer(multiplier));
    return row;
}

struct value model_record_names(const struct model *model, struct mem *mem,
                                const struct record *record) {
    struct value object = value_object(mem);
    struct value rows = value_list(mem);
    struct name_table table = {0};
    size_t count = 0;
    const struct field **fields = all_fields(mem, record, &count);
    size_t row_count = make_table(mem, fields, count, &table) ? (size_t)1 << table.bits : 0;
    for (size_t i = 0; i < row_count; i++) {
        size_t name = table.rows[i].name;
        struct value row =
            row_value(model, mem, fields[name == 0 ? 0 : name - 1], table.rows[i].multiplier);
        value_append(mem, &rows, row);
    }
    value_add(&object, KEY_names, rows);
    value_add(&object, KEY_has_names, value_bool(row_count > 0));
    value_add(&object, KEY_name, value_string(record->declaration.name.text));
    return object;
}
