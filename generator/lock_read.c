#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lock.h"
#include "map.h"
#include "mem.h"

/* The only version so far. Keys that are not known are passed over, so that what is merely added
 * needs no new one. */
#define LOCK_VERSION 1

struct reader {
    struct mem *mem;
    struct lock *lock;
    const char *at; /* behind the name found last, in the text */
    const char *where; /* the declaration that is being read, for errors */
    const char **error;
    bool good;
};

static void refuse(struct reader *reader, const char *what) {
    if (reader->good) {
        *reader->error = mem_format(reader->mem, "%s%s", reader->where, what);
        reader->good = false;
    }
}

static const char *text_or(struct reader *reader, const json_t *object, const char *key,
                           const char *otherwise) {
    const json_t *value = json_object_get(object, key);
    if (value != NULL && !json_is_string(value)) {
        refuse(reader, mem_format(reader->mem, "`%s` is not a text", key));
    }
    return json_is_string(value) ? mem_string(reader->mem, json_string_value(value)) : otherwise;
}

static const char *needed_text(struct reader *reader, const json_t *object, const char *key) {
    const char *text = text_or(reader, object, key, NULL);
    if (text == NULL || text[0] == '\0') {
        refuse(reader, mem_format(reader->mem, "`%s` is missing", key));
    }
    return text == NULL ? "" : text;
}

static uint64_t number_of(struct reader *reader, const json_t *object, const char *key,
                          uint64_t most) {
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_integer_value(value);
    if (value != NULL && (!json_is_integer(value) || (uint64_t)number > most)) {
        refuse(reader, mem_format(reader->mem, "`%s` is not a number that it can be", key));
    }
    return (uint64_t)number;
}

static bool flag_of(const json_t *object, const char *key) {
    return json_is_true(json_object_get(object, key));
}

static void read_both(struct reader *reader, const json_t *object, const char *key,
                      uint64_t *numbers) {
    const json_t *pair = json_object_get(object, key);
    for (enum width width = 0; width < WIDTH_COUNT; width++) {
        const json_t *value = json_array_get(pair, width);
        json_int_t number = json_integer_value(value);
        if (!json_is_integer(value) || number < 0 || number > INT32_MAX) {
            refuse(reader,
                   mem_format(reader->mem, "`%s` is not a pair of sizes, `[64-bit, 32-bit]`", key));
        }
        numbers[width] = (uint64_t)number;
    }
}

static struct measure measure_of(struct reader *reader, const json_t *object) {
    struct measure measure;
    uint64_t align[WIDTH_COUNT];
    read_both(reader, object, "size", measure.size);
    read_both(reader, object, "align", align);
    measure.align[WIDTH_64] = (uint32_t)align[WIDTH_64];
    measure.align[WIDTH_32] = (uint32_t)align[WIDTH_32];
    return measure;
}

/* Where the name stands in the text: names follow one another there as they are read here. */
static struct span find_name(struct reader *reader, const char *name) {
    const struct source *source = reader->lock->source;
    struct span span = {source, 0, 0};
    char *quoted = mem_concat(reader->mem, "\"", name, "\"", NULL);
    size_t length = strlen(quoted);
    const char *end = source->bytes + source->length;
    for (const char *at = reader->at; at != NULL && (size_t)(end - at) >= length; at++) {
        at = memchr(at, '"', (size_t)(end - at));
        if (at == NULL || (size_t)(end - at) < length) {
            break;
        }
        if (memcmp(at, quoted, length) == 0) {
            span.start = (uint32_t)(at + 1 - source->bytes);
            span.end = span.start + (uint32_t)length - 2;
            reader->at = at + length;
            return span;
        }
    }
    reader->at = NULL; /* it is written in a way of its own: nothing more is looked for */
    return span;
}

static void read_field(struct reader *reader, const json_t *object, void *item) {
    struct locked_field *field = item;
    field->name = needed_text(reader, object, "name");
    field->span = find_name(reader, field->name);
    field->c_name = text_or(reader, object, "c_name", field->name);
    field->word = text_or(reader, object, "type", "");
    field->target = text_or(reader, object, "of", NULL);
    field->form = needed_text(reader, object, "form");
    field->items = (uint32_t)number_of(reader, object, "items", INT32_MAX);
    field->optional = flag_of(object, "optional");
    field->readonly = flag_of(object, "readonly");
    field->initial = text_or(reader, object, "default", NULL);
    field->deprecated = text_or(reader, object, "deprecated", NULL);
    field->wishes = text_or(reader, object, "wishes", "");
    field->shift = (uint32_t)number_of(reader, object, "shift", 63);
    field->presence_bit = (uint32_t)number_of(reader, object, "presence_bit", 7);
    read_both(reader, object, "offset", field->offset);
    read_both(reader, object, "size", field->size);
    if (field->optional) {
        read_both(reader, object, "presence", field->presence);
    }
    if (field->word[0] == '\0' && field->target == NULL) {
        refuse(reader, mem_format(reader->mem, "`type` of the field `%s` is missing", field->name));
    }
}

static void read_enumerator(struct reader *reader, const json_t *object, void *item) {
    struct locked_enumerator *enumerator = item;
    const json_t *number = json_object_get(object, "number");
    enumerator->name = needed_text(reader, object, "name");
    enumerator->span = find_name(reader, enumerator->name);
    enumerator->c_name = needed_text(reader, object, "c_name");
    enumerator->deprecated = text_or(reader, object, "deprecated", NULL);
    enumerator->number = json_integer_value(number);
    if (!json_is_integer(number)) {
        refuse(reader, "`number` of an enumerator is not one");
    }
}

/* Each object of a list, into an array of its own. */
static void *read_list(struct reader *reader, const json_t *object, const char *key, size_t size,
                       size_t *count,
                       void read(struct reader *reader, const json_t *object, void *item)) {
    const json_t *list = json_object_get(object, key);
    char *items = mem_alloc(reader->mem, json_array_size(list) * size);
    if (!json_is_array(list)) {
        refuse(reader, mem_format(reader->mem, "`%s` is not a list", key));
    }
    for (*count = 0; *count < json_array_size(list) && reader->good; ++*count) {
        const json_t *item = json_array_get(list, *count);
        if (!json_is_object(item)) {
            refuse(reader, mem_format(reader->mem, "an item of `%s` is not an object", key));
        }
        read(reader, item, items + *count * size);
    }
    return items;
}

static void start(struct reader *reader, const char **name, struct span *span,
                  const json_t *object) {
    reader->where = "";
    *name = needed_text(reader, object, "name");
    *span = find_name(reader, *name);
    reader->where = mem_format(reader->mem, "`%s`: ", *name);
}

static void read_record(struct reader *reader, const json_t *object, void *item) {
    struct locked_record *record = item;
    start(reader, &record->name, &record->span, object);
    record->c_name =
        text_or(reader, object, "c_name", locked_usual_c_name(reader->mem, record->name));
    record->base = text_or(reader, object, "base", NULL);
    record->storage = needed_text(reader, object, "storage");
    record->measure = measure_of(reader, object);
    record->has_dict = flag_of(object, "has_dict");
    if (record->has_dict) {
        read_both(reader, object, "ext", record->ext);
    }
    record->count = number_of(reader, object, "count", INT64_MAX);
    record->wishes = text_or(reader, object, "wishes", "");
    record->deprecated = text_or(reader, object, "deprecated", NULL);
    record->imported = flag_of(object, "imported");
    record->layout_id = strtoull(text_or(reader, object, "layout_id", "0"), NULL, 16);
    record->fields = read_list(reader, object, "fields", sizeof *record->fields,
                               &record->field_count, read_field);
}

static void read_enum(struct reader *reader, const json_t *object, void *item) {
    struct locked_enum *locked = item;
    start(reader, &locked->name, &locked->span, object);
    locked->c_name =
        text_or(reader, object, "c_name", locked_usual_c_name(reader->mem, locked->name));
    locked->type = needed_text(reader, object, "type");
    locked->imported = flag_of(object, "imported");
    locked->items =
        read_list(reader, object, "values", sizeof *locked->items, &locked->count, read_enumerator);
}

static void read_extern(struct reader *reader, const json_t *object, void *item) {
    struct locked_extern *locked = item;
    start(reader, &locked->name, &locked->span, object);
    locked->c_type = needed_text(reader, object, "c_type");
    locked->include = needed_text(reader, object, "include");
    locked->measure = measure_of(reader, object);
    locked->imported = flag_of(object, "imported");
}

static bool version_is_good(struct reader *reader, const json_t *whole) {
    const json_t *version = json_object_get(whole, "slots_lock");
    if (!json_is_integer(version)) {
        refuse(reader, "it has no version, `slots_lock`, so `slotc lock` did not write it");
    } else if (json_integer_value(version) != LOCK_VERSION) {
        refuse(reader,
               mem_format(reader->mem,
                          "it is of version %lld, and this slotc knows version %d: write it again "
                          "with this slotc, or compare with the one that wrote it",
                          (long long)json_integer_value(version), LOCK_VERSION));
    }
    return reader->good;
}

/* Bases must lead to a root: what comes later follows them. */
static void check_bases(struct reader *reader) {
    const struct lock *lock = reader->lock;
    struct map *names = map_new(reader->mem);
    reader->where = "";
    for (size_t i = 0; i < lock->record_count; i++) {
        struct locked_record *record = &lock->records[i];
        void **place = map_place(names, record->name, strlen(record->name));
        if (*place != NULL) {
            refuse(reader, mem_format(reader->mem, "`%s` is there twice", record->name));
        }
        *place = record;
    }
    for (size_t i = 0; i < lock->record_count && reader->good; i++) {
        const struct locked_record *at = &lock->records[i];
        for (size_t depth = 0; at != NULL && at->base != NULL; depth++) {
            const struct locked_record *base = map_get(names, at->base, strlen(at->base));
            if (base == NULL || depth > 64) {
                refuse(reader, mem_format(reader->mem, "the base of `%s` %s", at->name,
                                          base == NULL ? "is missing" : "leads to itself"));
                break;
            }
            at = base;
        }
    }
}

bool lock_is_one(const struct source *source) {
    size_t at = 0;
    while (at < source->length && isspace((unsigned char)source->bytes[at])) {
        at++;
    }
    return at < source->length && source->bytes[at] == '{';
}

struct lock *lock_read(struct mem *mem, const struct source *source, const char **error) {
    struct lock *lock = mem_alloc(mem, sizeof *lock);
    struct reader reader = {
        .mem = mem, .lock = lock, .at = source->bytes, .where = "", .error = error, .good = true};
    json_error_t problem;
    json_t *whole = json_loadb(source->bytes, source->length, JSON_REJECT_DUPLICATES, &problem);
    lock->source = source;
    if (whole == NULL) {
        *error =
            mem_format(mem, "line %d, column %d: %s", problem.line, problem.column, problem.text);
        return NULL;
    }
    if (version_is_good(&reader, whole)) {
        lock->externs = read_list(&reader, whole, "externs", sizeof *lock->externs,
                                  &lock->extern_count, read_extern);
        lock->enums =
            read_list(&reader, whole, "enums", sizeof *lock->enums, &lock->enum_count, read_enum);
        lock->records = read_list(&reader, whole, "records", sizeof *lock->records,
                                  &lock->record_count, read_record);
        check_bases(&reader);
    }
    json_decref(whole);
    return reader.good ? lock : NULL;
}
