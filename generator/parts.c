#include "parts.h"

#include <stddef.h>
#include <string.h>

#include "mem.h"
#include "suggest.h"

struct row {
    const char *name;
    unsigned part; /* 0 of one that is to come */
};

static const struct row rows[] = {
    {"columns", 0},
    {"format", PART_FORMAT},
    {"heap", PART_HEAP},
    {"measure", PART_MEASURE},
    {"names", PART_NAMES},
    {"pool", PART_POOL},
    {"reflect", PART_REFLECT},
    {"sizes", PART_SIZES},
    {"trace", PART_TRACE},
    {"value", PART_VALUE},
};

static const struct row *find(const char *name) {
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
    return mem_format(mem,
                      "there is no part `%s`; there are names, reflect, value, heap, format, "
                      "sizes, trace, measure and pool",
                      name);
}

bool parts_choose(struct mem *mem, const char *list, bool wanted, unsigned *parts,
                  const char **error) {
    while (list != NULL) {
        const char *comma = strchr(list, ',');
        size_t length = comma == NULL ? strlen(list) : (size_t)(comma - list);
        const char *name = mem_copy(mem, list, length);
        const struct row *row = find(name);
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
