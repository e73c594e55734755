/* The model as JSON: what `slotc model` prints, and the start of what says more of its records. */
#ifndef SLOTC_MODEL_JSON_H
#define SLOTC_MODEL_JSON_H

#include <stdbool.h>

#include <jansson.h>

struct mem;
struct model;
struct record;

/* Which records are printed, and what is added to each of them. */
struct model_json {
    const struct model *model;
    const bool *chosen; /* by the record's index; NULL: all of the files named */
    void (*extend)(struct mem *mem, const struct model *model, const struct record *record,
                   json_t *object); /* or NULL */
};

/* To standard output, record by record: every file named, and those of the chosen records. */
void model_json_print(const struct model_json *json);

#endif
