#include "parts.h"

#include <string.h>

#include "mem.h"
#include "suggest.h"
#include "text.h"

static const struct part_row rows[] = {
    {"columns", 0, NULL},
    {"format", PART_FORMAT, NULL},
    {"heap", PART_HEAP, "new, free"},
    {"measure", PART_MEASURE, "report.c, which measures what records take in the program"},
    {"names", PART_NAMES, "access by name"},
    {"pool", PART_POOL, "pools, handles, vectors"},
    {"reflect", PART_REFLECT, "classes"},
    {"sizes", PART_SIZES, NULL},
    {"trace", PART_TRACE, "call places for the tracer"},
    {"value", PART_VALUE, "copy, equal, hash"},
};

const struct part_row *part_at(size_t index) {
    return index < sizeof rows / sizeof *rows ? &rows[index] : NULL;
}

static const struct part_row *find(const char *name) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static const char *unknown(struct mem *mem, const char *name) {
    struct suggestion suggestion = suggest_for(name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        suggest_offer(&suggestion, rows[i].name);
    }
    if (suggestion.nearest != NULL) {
        return mem_format(mem, "there is no part `%s`; did you mean `%s`?", name,
                          suggestion.nearest);
    }
    struct text known = {.mem = mem};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].part != 0) {
            text_format(&known, "%s%s", known.length == 0 ? "" : ", ", rows[i].name);
        }
    }
    return mem_format(mem, "there is no part `%s`; there are %s", name, text_string(&known));
}

bool parts_choose(struct mem *mem, const char *list, bool wanted, unsigned *parts,
                  const char **error) {
    while (list != NULL) {
        const char *comma = strchr(list, ',');
        size_t length = comma == NULL ? strlen(list) : (size_t)(comma - list);
        const char *name = mem_copy(mem, list, length);
        const struct part_row *row = find(name);
        if (row == NULL) {
            *error = unknown(mem, name);
            return false;
        }
        if (row->part == 0 && wanted) {
            *error = mem_format(mem, "the part `%s` is not supported yet", name);
            return false;
        }
        *parts = wanted ? *parts | row->part : *parts & ~row->part;
        list = comma == NULL ? NULL : comma + 1;
    }
    return true;
}
