/* A record's layout as a reader goes through it: ancestors' members first, down to the bits that
 * share one. */
#ifndef SLOTC_LAYOUT_ROWS_H
#define SLOTC_LAYOUT_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct field;
struct layouts;
struct mem;
struct member;
struct record;

enum row_kind {
    ROW_FIELD,
    ROW_DICT,
    ROW_UNIT, /* of bits; the fields in it follow */
    ROW_BITS,
    ROW_PRESENCE, /* a byte; the bits in it follow */
    ROW_PRESENT,
    ROW_HOLE,
    ROW_TAIL, /* padding at the end of its owner, which in a child is a hole, too */
    ROW_NOTHING, /* the byte of a record without members */
};

struct layout_row {
    enum row_kind kind;
    const struct record *owner;
    const struct member *member;
    const struct field *field; /* of ROW_FIELD, ROW_BITS and ROW_PRESENT */
    uint32_t bit; /* the first of those in its member that are its own */
    uint32_t bits; /* how many they are; of a unit and a byte of presence, how many are used */
};

struct layout_rows {
    struct layout_row *items;
    size_t count;
};

struct layout_rows layout_rows(struct mem *mem, const struct layouts *layouts,
                               const struct record *record);

#endif
