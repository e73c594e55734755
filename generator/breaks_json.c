/* Changes, and their kinds, for programs. The shape only grows: docs/diff.md has it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "breaks.h"
#include "mem.h"
#include "text.h"

static json_t *words(const char *string) {
    json_t *value = string == NULL ? json_null() : json_string(string);
    return value == NULL ? json_string("?") : value;
}

static json_t *levels_of(unsigned levels) {
    json_t *list = json_array();
    for (unsigned i = 0; i < BREAK_LEVEL_COUNT; i++) {
        if ((levels >> i & 1U) != 0) {
            json_array_append_new(list, json_string(break_level_name(i)));
        }
    }
    return list;
}

static json_t *both(const uint64_t *numbers) {
    return json_pack("{s:I, s:I}", "lp64", (json_int_t)numbers[WIDTH_64], "ilp32",
                     (json_int_t)numbers[WIDTH_32]);
}

/* The file and line of a place; null where it has none. */
static json_t *place_of(struct span span) {
    if (span.source == NULL) {
        return json_null();
    }
    struct position position = source_position(span.source, span.start);
    return json_pack("{s:o, s:I, s:I}", "file", words(span.source->path), "line",
                     (json_int_t)position.line, "column", (json_int_t)position.column);
}

static json_t *change_of(const struct breakage *breakage) {
    json_t *notes = json_array();
    for (const struct consequence *at = breakage->consequences; at != NULL; at = at->next) {
        json_array_append_new(notes, json_pack("{s:o, s:o}", "message", words(at->message), "place",
                                               place_of(at->span)));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "kind", breakage->kind->rule.name,
                     "levels", levels_of(breakage->levels), "field", words(breakage->field),
                     "message", words(breakage->message), "old_place", place_of(breakage->old_span),
                     "new_place", place_of(breakage->span), "notes", notes);
}

static json_t *field_side(struct mem *mem, const struct locked_field *field) {
    if (field == NULL) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "name", words(field->name), "type",
                     words(locked_type(mem, field)), "offset", both(field->offset), "size",
                     both(field->size));
}

static json_t *fields_of(struct mem *mem, const struct record_pair *pair) {
    json_t *list = json_array();
    for (size_t i = 0; i < pair->field_count; i++) {
        const struct field_pair *field = &pair->fields[i];
        if (field->moved || field->retyped || field->renamed || field->old == NULL ||
            field->new == NULL) {
            json_array_append_new(list, json_pack("{s:o, s:o}", "old", field_side(mem, field->old),
                                                  "new", field_side(mem, field->new)));
        }
    }
    return list;
}

static json_t *record_side(struct mem *mem, const struct locked_record *record) {
    if (record == NULL) {
        return json_null();
    }
    const uint64_t align[] = {record->measure.align[WIDTH_64], record->measure.align[WIDTH_32]};
    const char *id = mem_format(mem, "%016" PRIx64, record->layout_id);
    return json_pack("{s:o, s:o, s:o, s:o, s:I, s:s}", "size", both(record->measure.size), "align",
                     both(align), "storage", words(record->storage), "base", words(record->base),
                     "count", (json_int_t)record->count, "layout_id", id);
}

static json_t *blame_of(const struct record_pair *pair) {
    const struct field_pair *field = pair->blamed;
    if (field == NULL || !pair->subject.resized) {
        return json_null();
    }
    const char *name = field->new == NULL ? field->old->name : field->new->name;
    return json_pack("{s:o, s:I}", "field", words(name), "bytes", (json_int_t)pair->blamed_bytes);
}

/* Adds a declaration that has changed, and gives its object; NULL of one that has not. */
static json_t *add_subject(json_t *list, const struct subject *subject) {
    if (subject->breakages == NULL && subject->cause == NULL) {
        return NULL;
    }
    const char *status = subject->added ? "added" : subject->removed ? "removed" : "changed";
    json_t *changes = json_array();
    for (const struct breakage *at = subject->breakages; at != NULL; at = at->next) {
        json_array_append_new(changes, change_of(at));
    }
    json_t *object =
        json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "declaration", subject->kind, "name",
                  words(subject->name), "old_name", words(subject->old_name), "status", status,
                  "levels", levels_of(subject->levels), "cause",
                  words(subject->cause == NULL ? NULL : subject->cause->name), "changes", changes);
    json_array_append_new(list, object);
    return object;
}

static json_t *list_of(const struct breaks *breaks) {
    json_t *list = json_array();
    for (size_t i = 0; i < breaks->extern_count; i++) {
        add_subject(list, &breaks->externs[i].subject);
    }
    for (size_t i = 0; i < breaks->enum_count; i++) {
        add_subject(list, &breaks->enums[i].subject);
    }
    for (size_t i = 0; i < breaks->record_count; i++) {
        const struct record_pair *pair = &breaks->records[i];
        json_t *object = add_subject(list, &pair->subject);
        if (object != NULL) {
            json_object_set_new(object, "old", record_side(breaks->mem, pair->old));
            json_object_set_new(object, "new", record_side(breaks->mem, pair->new));
            json_object_set_new(object, "blame", blame_of(pair));
            json_object_set_new(object, "fields", fields_of(breaks->mem, pair));
        }
    }
    return list;
}

/* A line, or several of them. */
static void add_json(struct text *text, const json_t *value, size_t flags) {
    char *bytes = json_dumps(value, flags);
    text_add_string(text, bytes);
    text_add_string(text, "\n");
    free(bytes);
}

void breaks_json(const struct breaks *breaks, struct text *text) {
    json_t *list = list_of(breaks);
    add_json(text, list, JSON_INDENT(2));
    json_decref(list);
}

void breaks_jsonl(const struct breaks *breaks, struct text *text) {
    json_t *list = list_of(breaks);
    for (size_t i = 0; i < json_array_size(list); i++) {
        add_json(text, json_array_get(list, i), JSON_COMPACT);
    }
    json_decref(list);
}

void break_kinds_json(struct mem *mem, struct text *text) {
    json_t *list = json_array();
    const struct break_kind *kind = NULL;
    (void)mem;
    for (size_t i = 0; (kind = break_kind_at(i)) != NULL; i++) {
        json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:s}", "kind", kind->rule.name,
                                              "levels", levels_of(kind->levels), "summary",
                                              kind->rule.summary, "why", kind->rule.why));
    }
    add_json(text, list, JSON_INDENT(2));
    json_decref(list);
}
