#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lock.h"
#include "mem.h"
#include "text.h"

/* What is written for a field or an enumerator is one line, so that a diff of two files shows what
 * has changed and nothing else; what is as usual is left out. */

static void set_text(json_t *object, const char *key, const char *text) {
    if (text != NULL && text[0] != '\0') {
        json_t *value = json_string(text);
        json_object_set_new(object, key, value == NULL ? json_string("?") : value);
    }
}

static void set_number(json_t *object, const char *key, uint64_t number) {
    if (number != 0) {
        json_object_set_new(object, key, json_integer((json_int_t)number));
    }
}

static void set_flag(json_t *object, const char *key, bool flag) {
    if (flag) {
        json_object_set_new(object, key, json_true());
    }
}

/* Of both pointer widths, as `[64-bit, 32-bit]`. */
static void set_both(json_t *object, const char *key, const uint64_t *numbers) {
    json_object_set_new(
        object, key,
        json_pack("[I, I]", (json_int_t)numbers[WIDTH_64], (json_int_t)numbers[WIDTH_32]));
}

static void set_measure(json_t *object, const struct measure *measure) {
    const uint64_t align[WIDTH_COUNT] = {measure->align[WIDTH_64], measure->align[WIDTH_32]};
    set_both(object, "size", measure->size);
    set_both(object, "align", align);
}

/* The C name is left out where it is what the package makes of the name. */
static void set_names(struct mem *mem, json_t *object, const char *name, const char *c_name) {
    set_text(object, "name", name);
    set_text(object, "c_name", strcmp(locked_usual_c_name(mem, name), c_name) == 0 ? NULL : c_name);
}

/* The object on a line; it is given up. */
static void add_line(struct text *text, const char *indent, json_t *object, bool is_last) {
    char *line = json_dumps(object, 0);
    text_add_string(text, indent);
    text_add_string(text, line);
    text_add_string(text, is_last ? "\n" : ",\n");
    free(line);
    json_decref(object);
}

/* The same, left open for a list of that name. */
static void open_line(struct text *text, json_t *object, const char *list) {
    char *line = json_dumps(object, 0);
    text_format(text, "    %.*s, \"%s\": [\n", (int)strlen(line) - 1, line, list);
    free(line);
    json_decref(object);
}

static void write_field(struct text *text, const struct locked_field *field, bool is_last) {
    json_t *object = json_object();
    set_text(object, "name", field->name);
    set_text(object, "type", field->word);
    set_text(object, "of", field->target);
    set_number(object, "items", field->items);
    set_flag(object, "optional", field->optional);
    set_both(object, "offset", field->offset);
    set_both(object, "size", field->size);
    set_number(object, "shift", field->shift);
    if (field->optional) {
        set_both(object, "presence", field->presence);
        set_number(object, "presence_bit", field->presence_bit);
    }
    set_text(object, "default", field->initial);
    set_flag(object, "readonly", field->readonly);
    set_text(object, "wishes", field->wishes);
    set_text(object, "form", field->form);
    set_text(object, "c_name", strcmp(field->name, field->c_name) == 0 ? NULL : field->c_name);
    set_text(object, "deprecated", field->deprecated);
    add_line(text, "      ", object, is_last);
}

static void write_record(struct text *text, const struct locked_record *record, bool is_last) {
    json_t *object = json_object();
    set_names(text->mem, object, record->name, record->c_name);
    set_text(object, "base", record->base);
    set_text(object, "storage", record->storage);
    set_measure(object, &record->measure);
    set_flag(object, "has_dict", record->has_dict);
    if (record->has_dict) {
        set_both(object, "ext", record->ext);
    }
    set_number(object, "count", record->count);
    set_text(object, "wishes", record->wishes);
    set_text(object, "deprecated", record->deprecated);
    set_flag(object, "imported", record->imported);
    set_text(object, "layout_id", mem_format(text->mem, "%016" PRIx64, record->layout_id));
    open_line(text, object, "fields");
    for (size_t i = 0; i < record->field_count; i++) {
        write_field(text, &record->fields[i], i + 1 == record->field_count);
    }
    text_add_string(text, is_last ? "    ]}\n" : "    ]},\n");
}

static void write_enum(struct text *text, const struct locked_enum *locked, bool is_last) {
    json_t *object = json_object();
    set_names(text->mem, object, locked->name, locked->c_name);
    set_text(object, "type", locked->type);
    set_flag(object, "imported", locked->imported);
    open_line(text, object, "values");
    for (size_t i = 0; i < locked->count; i++) {
        const struct locked_enumerator *item = &locked->items[i];
        object = json_object();
        set_text(object, "name", item->name);
        json_object_set_new(object, "number", json_integer(item->number));
        set_text(object, "c_name", item->c_name);
        set_text(object, "deprecated", item->deprecated);
        add_line(text, "      ", object, i + 1 == locked->count);
    }
    text_add_string(text, is_last ? "    ]}\n" : "    ]},\n");
}

static void write_extern(struct text *text, const struct locked_extern *locked, bool is_last) {
    json_t *object = json_object();
    set_text(object, "name", locked->name);
    set_text(object, "c_type", locked->c_type);
    set_text(object, "include", locked->include);
    set_measure(object, &locked->measure);
    set_flag(object, "imported", locked->imported);
    add_line(text, "    ", object, is_last);
}

/* By their names; each struct that is sorted begins with its own. */
static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void *sorted(struct mem *mem, const void *items, size_t count, size_t size) {
    void *copy = mem_alloc(mem, count * size);
    if (count > 0) {
        memcpy(copy, items, count * size);
        qsort(copy, count, size, by_name);
    }
    return copy;
}

void lock_write(struct text *text, const struct lock *lock) {
    struct mem *mem = text->mem;
    const struct locked_extern *externs =
        sorted(mem, lock->externs, lock->extern_count, sizeof *externs);
    const struct locked_enum *enums = sorted(mem, lock->enums, lock->enum_count, sizeof *enums);
    const struct locked_record *records =
        sorted(mem, lock->records, lock->record_count, sizeof *records);
    text_add_string(text, "{\n  \"slots_lock\": 1,\n  \"about\": \"Layouts of schemas, written by "
                          "`slotc lock`, with which `slotc diff` compares: commit it, and write it "
                          "again to accept a change.\",\n  \"externs\": [\n");
    for (size_t i = 0; i < lock->extern_count; i++) {
        write_extern(text, &externs[i], i + 1 == lock->extern_count);
    }
    text_add_string(text, "  ],\n  \"enums\": [\n");
    for (size_t i = 0; i < lock->enum_count; i++) {
        write_enum(text, &enums[i], i + 1 == lock->enum_count);
    }
    text_add_string(text, "  ],\n  \"records\": [\n");
    for (size_t i = 0; i < lock->record_count; i++) {
        write_record(text, &records[i], i + 1 == lock->record_count);
    }
    text_add_string(text, "  ]\n}\n");
}
