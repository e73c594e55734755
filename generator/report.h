/* What slots and a dict come to, side by side: the figures and the advice that `slotc report`
 * prints as text, as JSON and as HTML. All of it is decided here; the printers only lay it out. */
#ifndef SLOTC_REPORT_H
#define SLOTC_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cost.h"

struct chains;
struct layouts;
struct mem;
struct program;
struct record;

/* The bytes of many instances; not counted where 64 bits don't hold them. */
struct sum {
    uint64_t bytes;
    bool counted;
};

/* The sums are those of @count with 64-bit pointers; 0 without one. */
struct report_row {
    const struct record *record;
    const char *name; /* its own, with the package where another record of the report has it */
    const char *storage; /* in the model's words */
    const char *storage_shown; /* the same, with the dict that it leaves unsaid */
    const struct record *dict_from; /* NULL without a dict */
    struct cost cost;
    struct sum slotted;
    struct sum backed;
    struct sum saving;

    /* The child that forgets its slots, and what it takes more; only where there may be one. */
    bool has_trap;
    struct cost trap;
    uint64_t trap_first; /* more with a dict that holds an attribute */
    struct sum trap_more;
    struct sum trap_more_first;

    const char *advice_kind; /* "dict-large", …; NULL where there is nothing to say */
    const char *advice; /* with names and schema words in backticks */
};

struct report {
    struct report_row *rows; /* the records of the files named, as they stand there */
    size_t count;
    size_t expected; /* rows with @count */
    size_t traps; /* rows with a trap */
    struct sum slotted; /* of all rows with @count */
    struct sum backed;
    struct sum saving;
    struct sum as_it_is;
    const char *limits; /* when advice is given */
    const char *overflow; /* what ">16 EiB" means; NULL where it does not occur */
    const char *uncounted; /* of the rows without @count; NULL where there are none */
};

struct report report_new(struct mem *mem, const struct program *program,
                         const struct chains *chains, const struct layouts *layouts);

/* An instance with its first dynamic attribute, 64-bit pointers. */
uint64_t report_with_first(const struct cost *cost);

/* "76.3 MiB", ">16 EiB" */
const char *report_units(struct mem *mem, struct sum sum);

/* "10_000_000", as a schema may write it */
const char *report_number(struct mem *mem, uint64_t number);

#endif
