/* Where the names of a record's fields stand in the table by which the run time finds them:
 * slots_name_field in templates/slots_core.h, whose hash this is.
 *
 * A few dozen names have one multiplier: a number made of a name's ends times it begins with the
 * number of a row that no other name has. Where none is found, the names are more, or two of them
 * have the same ends, there are two levels: every row has a multiplier for the names whose hash
 * begins with the row's number; the hash times it begins with the number of the name's own row.
 * Multipliers are tried in turn, crowded hashes first, in a larger table where they don't suffice.
 * So the same names always give the same table, and one comparison tells whether a name is among
 * them. */
#ifndef SLOTC_NAME_HASH_H
#define SLOTC_NAME_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

/* The words that a name is compared by. */
struct name_words {
    uint64_t first;
    uint64_t last;
    uint64_t ends;
    uint32_t length;
};

struct name_words name_words_of(const char *name);

struct name_row {
    size_t name; /* its number, counted from 1; 0 where none belongs here */
    uint32_t multiplier;
};

struct name_table {
    struct name_row *rows; /* 2 to the power of bits */
    uint32_t bits;
    uint64_t multiplier; /* of all names' ends; 0 where the rows have their own */
    bool deep; /* some names differ in the middle alone */
};

/* The table of count names, which differ. False where there are none, or where two of them cannot
 * be kept apart: then the run time compares one after the other. */
bool name_table_make(struct mem *mem, const char *const *names, size_t count,
                     struct name_table *table);

/* The same by their hashes. */
bool name_table_of_hashes(struct mem *mem, const uint64_t *hashes, size_t count,
                          struct name_table *table);

#endif
