/* slotc model: the resolved schemas as JSON, the values that templates see. */
#include <stdio.h>

#include <jansson.h>

#include "driver.h"
#include "mem.h"
#include "model.h"
#include "options.h"

/* The model is no deeper than model.h describes it. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static json_t *to_json(const struct value_keys *keys, const struct value *value) {
    switch (value->kind) {
    case VALUE_BOOL:
        return json_boolean(value->as.boolean);
    case VALUE_INTEGER:
        return json_integer(value->as.integer);
    case VALUE_REAL:
        return json_real(value->as.real);
    case VALUE_TEXT: {
        json_t *text = json_stringn(value->as.text.bytes, value->as.text.length);
        return text == NULL ? json_string("?") : text;
    }
    case VALUE_LIST: {
        json_t *list = json_array();
        for (size_t i = 0; i < value->as.list->count; i++) {
            json_array_append_new(list, to_json(keys, &value->as.list->items[i]));
        }
        return list;
    }
    case VALUE_OBJECT: {
        json_t *object = json_object();
        for (size_t i = 0; i < value->as.object->count; i++) {
            json_object_set_new(object, value_key_name(keys, value->as.object->keys[i]),
                                to_json(keys, &value->as.object->members[i]));
        }
        return object;
    }
    case VALUE_NULL:
        break;
    }
    return json_null();
}

static json_t *schema_json(const struct model *model, const struct run *run,
                           const struct file *file) {
    struct mem *mem = mem_new();
    struct value head = model_file(model, mem, file);
    json_t *schema = to_json(model->keys, &head);
    json_t *records = json_array();
    for (size_t i = 0; i < run->program->record_count; i++) {
        if (run->program->records[i]->declaration.file == file) {
            mem_clear(mem);
            struct value record = model_record(model, mem, run->program->records[i]);
            json_array_append_new(records, to_json(model->keys, &record));
        }
    }
    json_object_set_new(schema, "records", records);
    mem_free(mem);
    return schema;
}

enum exit_status cmd_model(struct run *run) {
    if (run->options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc model FILES…");
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    const struct model *model =
        model_new(run->mem, run->program, run->chains, run->layouts, PARTS_DEFAULT);
    json_t *schemas = json_array();
    for (size_t i = 0; i < run->program->file_count; i++) {
        if (run->program->files[i]->source->named) {
            json_array_append_new(schemas, schema_json(model, run, run->program->files[i]));
        }
    }
    json_t *whole = json_pack("{s:o}", "schemas", schemas);
    bool written = json_dumpf(whole, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(whole);
    return written ? EXIT_FINE : driver_fail("cannot write to standard output");
}
