#include "model_json.h"

#include <stdio.h>

#include "mem.h"
#include "model.h"

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

static bool is_chosen(const struct model_json *json, const struct record *record) {
    return json->chosen == NULL ? record->declaration.file->source->named
                                : json->chosen[record->index];
}

/* The chosen records of each file, in the order of the program: by the file's order the first one,
 * by a record's index the next one. */
struct by_file {
    const struct record **first;
    const struct record **next;
};

static struct by_file sort_by_file(struct mem *mem, const struct model_json *json) {
    const struct program *program = json->model->program;
    struct by_file sorted = {
        mem_alloc(mem, program->file_count * sizeof(struct record *)),
        mem_alloc(mem, program->record_count * sizeof(struct record *)),
    };
    for (size_t i = program->record_count; i-- > 0;) {
        const struct record *record = program->records[i];
        if (is_chosen(json, record)) {
            const struct record **first = &sorted.first[record->declaration.file->source->order];
            sorted.next[i] = *first;
            *first = record;
        }
    }
    return sorted;
}

static json_t *schema_json(const struct model_json *json, const struct file *file,
                           const struct by_file *sorted) {
    struct mem *mem = mem_new();
    struct value head = model_file(json->model, mem, file);
    json_t *schema = to_json(json->model->keys, &head);
    json_t *records = json_array();
    const struct record *record = sorted->first[file->source->order];
    for (; record != NULL; record = sorted->next[record->index]) {
        mem_clear(mem);
        struct value value = model_record(json->model, mem, record);
        json_t *object = to_json(json->model->keys, &value);
        if (json->extend != NULL) {
            json->extend(mem, json->model, record, object);
        }
        json_array_append_new(records, object);
    }
    json_object_set_new(schema, "records", records);
    mem_free(mem);
    return schema;
}

bool model_json_print(const struct model_json *json) {
    const struct program *program = json->model->program;
    struct mem *mem = mem_new();
    struct by_file sorted = sort_by_file(mem, json);
    json_t *schemas = json_array();
    for (size_t i = 0; i < program->file_count; i++) {
        const struct file *file = program->files[i];
        if (file->source->named || sorted.first[file->source->order] != NULL) {
            json_array_append_new(schemas, schema_json(json, file, &sorted));
        }
    }
    mem_free(mem);
    json_t *whole = json_pack("{s:o}", "schemas", schemas);
    bool written = json_dumpf(whole, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(whole);
    return written;
}
