#include <string.h>

#include "emitted.h"
#include "map.h"
#include "mem.h"
#include "model.h"
#include "reserved.h"
#include "resolve.h"

/* Parameters that would make a line longer than this go onto lines of their own: compilers need
 * more memory for the places in long lines. */
#define MAX_LINE 100
#define INDENT 4

/* Whether a parameter of that name would hide a global of ours: one that `init_with` uses, or one
 * that compilers warn of. Types and enumerators are looked up besides. */
static bool hides_global(const struct model *model, const char *name) {
    static const char *const ends[] = {"_class", "_enum", "_fini", "_init", "_known"};
    const char *last = strrchr(name, '_');
    bool is_end = false;
    for (size_t i = 0; last != NULL && i < sizeof ends / sizeof *ends; i++) {
        is_end = is_end || strcmp(last, ends[i]) == 0;
    }
    return is_end && map_get(model->global_names, name, (size_t)(last - name)) != NULL;
}

/* A parameter is called as its field, unless something else is. */
static const char *parameter_name(const struct model *model, struct mem *mem, struct map *taken,
                                  const char *field) {
    const char *name = field;
    if (hides_global(model, name) || reserved_global(name)) {
        name = mem_format(mem, "%s_", name);
    }
    while (map_get(taken, name, strlen(name)) != NULL ||
           map_get(model->global_names, name, strlen(name)) != NULL) {
        name = mem_format(mem, "%s_", name);
    }
    *map_place(taken, name, strlen(name)) = taken;
    return name;
}

static size_t width_of(const struct value *parameter) {
    return strlen(value_get(parameter, KEY_takes)->as.text.bytes) +
           strlen(value_get(parameter, KEY_parameter)->as.text.bytes);
}

/* Breaks the list into lines, where one is too short for it. */
static bool wrap(const struct record *record, struct value *list) {
    const size_t name = strlen(record->declaration.c_name);
    size_t width = strlen("SLOTS_BODY slots_status ") + name + strlen("_init_with(") + name +
                   strlen(" *self) {");
    for (size_t i = 0; i < list->as.list->count; i++) {
        width += strlen(", ") + width_of(&list->as.list->items[i]);
    }
    bool wrapped = width > MAX_LINE;
    size_t column = INDENT + name + strlen(" *self,");
    for (size_t i = 0; i < list->as.list->count; i++) {
        struct value *item = &list->as.list->items[i];
        size_t next = width_of(item) + strlen(" ,");
        bool wraps = wrapped && column + next > MAX_LINE;
        column = wraps ? INDENT + next : column + next;
        value_add(item, KEY_wraps, value_bool(wraps));
    }
    return wrapped;
}

struct value model_parameters(const struct model *model, struct mem *mem,
                              const struct record *record, struct value *const *fields,
                              bool *wrapped) {
    struct value list = value_list(mem);
    struct map *taken = map_new(mem);
    const struct record *lineage[MAX_CHAIN];
    const size_t depth = record->depth;
    bool fits = emitted_parameters(record) <= MAX_INIT_WITH;
    *map_place(taken, "self", 4) = taken;
    for (const struct record *at = record; at != NULL; at = at->base) {
        lineage[at->depth - 1] = at;
    }
    for (size_t i = 0; i < depth && fits; i++) {
        for (size_t j = 0; j < lineage[i]->field_count; j++) {
            const struct field *field = &lineage[i]->fields[j];
            if (!field->type.optional) {
                struct value item = fields[i][j];
                value_add(&item, KEY_parameter,
                          value_string(parameter_name(model, mem, taken, field->c_name)));
                value_append(mem, &list, item);
            }
        }
    }
    *wrapped = wrap(record, &list);
    return list;
}
