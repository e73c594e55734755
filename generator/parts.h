/* The parts of the generated code that `--with` and `--without` choose. What must be inline, and
 * `init`, `fini` and upcasts, are no part: they are always there. */
#ifndef SLOTC_PARTS_H
#define SLOTC_PARTS_H

#include <stdbool.h>
#include <stddef.h>

struct mem;

enum part {
    PART_NAMES = 1, /* getattr and its like */
    PART_REFLECT = 2, /* R_class for its own sake */
    PART_VALUE = 4, /* copy, equal, hash */
    PART_HEAP = 8, /* new, free */
    PART_FORMAT = 16,
    PART_SIZES = 32,
    PART_TRACE = 64, /* call places for the tracer */
    PARTS_DEFAULT = 127,
    PART_POOL = 128, /* pools, handles, vectors: on request */
    PART_MEASURE = 256, /* R_measure and report.c: on request */
};

struct part_row {
    const char *name;
    unsigned part; /* 0 of one that is to come */
    const char *note; /* what it is; NULL where the name says it */
};

/* Every part by index, in alphabetical order; NULL past the last. */
const struct part_row *part_at(size_t index);

/* Adds the parts of a list with commas between them to a set, or takes them away. False with *error
 * where one is unknown. */
bool parts_choose(struct mem *mem, const char *list, bool wanted, unsigned *parts,
                  const char **error);

#endif
