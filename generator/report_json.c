#include "report_json.h"

#include <stdlib.h>

#include <jansson.h>

#include "ast.h"
#include "report.h"
#include "text.h"

/* A number that JSON's readers hold; null past it. */
static json_t *number(uint64_t value) {
    return value > INT64_MAX ? json_null() : json_integer((json_int_t)value);
}

/* The name of a file may be no UTF-8. */
static json_t *words(const char *string) {
    json_t *value = json_string(string);
    return value == NULL ? json_string("?") : value;
}

static json_t *sum(struct sum sum) {
    return sum.counted ? number(sum.bytes) : json_null();
}

/* null for a pointer width that is not known. */
static json_t *pair(const struct cost *cost, uint64_t wide, uint64_t narrow) {
    return json_pack("{s:o, s:o}", "lp64", cost->known[WIDTH_64] ? number(wide) : json_null(),
                     "ilp32", cost->known[WIDTH_32] ? number(narrow) : json_null());
}

static json_t *sizes(const struct cost *cost, const struct measure *measure) {
    return pair(cost, measure->size[WIDTH_64], measure->size[WIDTH_32]);
}

static json_t *total(const struct report_row *row) {
    if (row->record->count == 0) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o}", "slotted", sum(row->slotted), "dict", sum(row->backed),
                     "saving", sum(row->saving));
}

static json_t *trap(const struct report_row *row) {
    if (!row->has_trap) {
        return json_null();
    }
    json_t *object = json_object();
    bool is_expected = row->record->count > 0;
    json_object_set_new(object, "slotted", number(row->trap.slotted.size[WIDTH_64]));
    json_object_set_new(object, "dict", number(row->trap.backed.size[WIDTH_64]));
    json_object_set_new(object, "more", number(cost_saving(&row->trap, WIDTH_64)));
    json_object_set_new(object, "more_with_first", number(row->trap_first));
    json_object_set_new(object, "total_more", is_expected ? sum(row->trap_more) : json_null());
    json_object_set_new(object, "total_more_with_first",
                        is_expected ? sum(row->trap_more_first) : json_null());
    return object;
}

static json_t *advice(const struct report_row *row) {
    json_t *list = json_array();
    if (row->advice != NULL) {
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "kind", row->advice_kind, "message", row->advice));
    }
    return list;
}

static json_t *record_json(const struct report_row *row) {
    const struct declaration *declaration = &row->record->declaration;
    const struct cost *cost = &row->cost;
    uint64_t count = row->record->count;
    uint32_t line = source_position(declaration->file->source, declaration->name.span.start).line;
    json_t *object = json_object();
    json_object_set_new(object, "record", json_string(declaration->qualified));
    json_object_set_new(object, "name", json_string(declaration->name.text));
    json_object_set_new(object, "schema", words(declaration->file->relative));
    json_object_set_new(object, "line", json_integer(line));
    json_object_set_new(object, "storage", json_string(row->storage));
    json_object_set_new(object, "has_dict", json_boolean(row->dict_from != NULL));
    json_object_set_new(
        object, "dict_from",
        row->dict_from == NULL ? json_null() : json_string(row->dict_from->declaration.qualified));
    json_object_set_new(object, "slotted", sizes(cost, &cost->slotted));
    json_object_set_new(object, "dict", sizes(cost, &cost->backed));
    json_object_set_new(object, "saving",
                        pair(cost, cost_saving(cost, WIDTH_64), cost_saving(cost, WIDTH_32)));
    json_object_set_new(object, "dict_with_first", number(report_with_first(cost)));
    json_object_set_new(object, "count", count == 0 ? json_null() : number(count));
    json_object_set_new(object, "total", total(row));
    json_object_set_new(object, "trap", trap(row));
    json_object_set_new(object, "advice", advice(row));
    return object;
}

void report_json(struct text *text, const struct report *report) {
    json_t *records = json_array();
    for (size_t i = 0; i < report->count; i++) {
        json_array_append_new(records, record_json(&report->rows[i]));
    }
    char *bytes = json_dumps(records, JSON_INDENT(2));
    text_add_string(text, bytes);
    text_add_string(text, "\n");
    free(bytes);
    json_decref(records);
}
