#include "model_json.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "model_public.h"

/* The model is no deeper than docs/model.md describes it. */
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

/* Where the levels of the whole begin. */
#define SCHEMA_INDENT 4
#define MEMBER_INDENT 6
#define RECORD_INDENT 8

/* Puts what jansson writes at the place that it has in the whole. */
static int write_indented(const char *bytes, size_t length, void *context) {
    const int *indent = context;
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t line = end == NULL ? length : (size_t)(end - bytes) + 1;
        fwrite(bytes, 1, line, stdout);
        if (end != NULL) {
            printf("%*s", *indent, "");
        }
        bytes += line;
        length -= line;
    }
    return 0;
}

/* Takes the value. */
static void print_at(int indent, json_t *value) {
    json_dump_callback(value, write_indented, &indent, JSON_INDENT(2) | JSON_ENCODE_ANY);
    json_decref(value);
}

/* What begins the next item of a list: "[" the first. */
static void print_break(bool is_first, int indent) {
    printf("%s\n%*s", is_first ? "[" : ",", indent, "");
}

/* What is said of the file itself; its records follow. */
static void print_head(const struct model_json *json, struct mem *mem, const struct file *file,
                       bool last) {
    struct value head = model_public_file(json->model, mem, file);
    value_add(&head, KEY_last, value_bool(last));
    const struct value_object *object = head.as.object;
    for (size_t i = 0; i < object->count; i++) {
        printf("%s\n%*s\"%s\": ", i == 0 ? "{" : ",", MEMBER_INDENT, "",
               value_key_name(json->model->keys, object->keys[i]));
        print_at(MEMBER_INDENT, to_json(json->model->keys, &object->members[i]));
    }
    printf(",\n%*s\"records\": ", MEMBER_INDENT, "");
}

/* Record by record: memory does not grow with what is printed. */
static void print_schema(const struct model_json *json, const struct file *file,
                         const struct by_file *sorted, bool last) {
    struct mem *mem = mem_new();
    const struct record *first = sorted->first[file->source->order];
    print_head(json, mem, file, last);
    for (const struct record *record = first; record != NULL;
         record = sorted->next[record->index]) {
        mem_clear(mem);
        bool is_last = sorted->next[record->index] == NULL;
        struct value value = model_public_record(json->model, mem, record, is_last);
        json_t *object = to_json(json->model->keys, &value);
        if (json->extend != NULL) {
            json->extend(mem, json->model, record, object);
        }
        print_break(record == first, RECORD_INDENT);
        print_at(RECORD_INDENT, object);
    }
    if (first == NULL) {
        fputs("[]", stdout);
    } else {
        printf("\n%*s]", MEMBER_INDENT, "");
    }
    printf("\n%*s}", SCHEMA_INDENT, "");
    mem_free(mem);
}

static bool is_shown(const struct file *file, const struct by_file *sorted) {
    return file->source->named || sorted->first[file->source->order] != NULL;
}

void model_json_print(const struct model_json *json) {
    const struct program *program = json->model->program;
    struct mem *mem = mem_new();
    struct by_file sorted = sort_by_file(mem, json);
    bool is_first = true;
    size_t count = program->file_count;
    fputs("{\n  \"schemas\": ", stdout);
    while (count > 0 && !is_shown(program->files[count - 1], &sorted)) {
        count--;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_shown(program->files[i], &sorted)) {
            print_break(is_first, SCHEMA_INDENT);
            print_schema(json, program->files[i], &sorted, i + 1 == count);
            is_first = false;
        }
    }
    puts(is_first ? "[]\n}" : "\n  ]\n}");
    mem_free(mem);
}
