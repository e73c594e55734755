/* Where each member of each record lies, for both pointer widths at once.
 *
 * The base is the first member. Own cells are sorted by alignment, descending in a root and
 * ascending in a child: that reaches the least size that any order has, roundup(P + Σ sizes, A)
 * behind a base of P bytes, for every field whose size is a multiple of its alignment
 * (generated-c.md, "Layout"). Every byte of padding is a member.
 *
 * The cells of a child whose base has an open tail may begin behind the last cell of the base: then
 * none lies across the base's end, and their order is searched for (pack_tail.h). */
#ifndef SLOTC_LAYOUT_H
#define SLOTC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ast.h"
#include "types.h"

struct chains;
struct diagnostics;
struct mem;

#define CACHE_LINE 64

enum member_kind {
    MEMBER_BASE,
    MEMBER_EXT, /* the word of the dict */
    MEMBER_FIELD,
    MEMBER_BITS, /* a storage unit that fields of type bits[N] share */
    MEMBER_PRESENCE, /* a byte that says which fields of type T? are there */
    MEMBER_PAD,
};

struct member {
    enum member_kind kind;
    const struct field *field; /* of MEMBER_FIELD */
    uint32_t number; /* of MEMBER_BITS and MEMBER_PRESENCE, in the order of the schema */
    uint64_t offset[WIDTH_COUNT];
    uint64_t size[WIDTH_COUNT]; /* of a pad it may be 0 in one width */
    uint32_t align[WIDTH_COUNT];
    bool pinned; /* to its field's offset */
    bool hot;
    bool chosen; /* of the hot ones: to stand first */
};

/* Where a field is kept: in a member of its own or in a share of one. */
struct place {
    const struct member *member;
    uint32_t shift; /* of bits[N] in its unit */
    const struct member *presence; /* of T?, NULL for others */
    uint32_t presence_bit; /* in that byte */
};

struct layout {
    struct member *members; /* in the order of the struct */
    size_t member_count;
    struct measure measure;
    uint64_t padding[WIDTH_COUNT]; /* the base's included */
    uint64_t end[WIDTH_COUNT]; /* of the last cell: behind it is tail padding */
    bool empty; /* no members but one pad byte: not embedded in children */
    bool in_tail; /* its own cells begin in the tail padding of its base */
    bool has_dict;
    bool known[WIDTH_COUNT]; /* the other width is laid out as this one: see struct extern_size */
    uint64_t ext_offset[WIDTH_COUNT]; /* from the start of the whole record, where it has a dict */
};

/* The cache lines that an instance takes which stands at the start of one. */
uint64_t layout_cache_lines(const struct layout *layout, enum width width);

/* Whether a member lies across the end of a cache line, and whether one that is hot is not whole in
 * the first one. */
bool layout_crosses_line(const struct member *member, enum width width);
bool layout_is_cold(const struct member *member, enum width width);

struct layouts;

/* Lays out every record; one that is too large is reported. */
struct layouts *layout_program(struct mem *mem, const struct program *program,
                               const struct chains *chains, struct diagnostics *diagnostics);
const struct layout *layout_of(const struct layouts *layouts, const struct record *record);

/* What a schema may ask of an order, besides that it take least. */
enum wish {
    WISH_OFFSET = 1, /* @offset */
    WISH_HOT = 2, /* @hot */
    WISH_ALIGN = 4, /* @align */
    WISH_DECLARED = 8, /* @order(declared) */
    WISH_OPEN_TAIL = 16, /* @open_tail, of a base */
    WISH_ALL = 31,
};

enum variant_dict {
    DICT_AS_IT_IS,
    DICT_NOWHERE, /* no record of the chain brings one */
    DICT_SOMEWHERE, /* the record brings one, if no ancestor does */
};

/* How else a record could be laid out, and its ancestors with it. */
struct variant {
    enum variant_dict dict;
    unsigned wishes; /* those that count; the others are ignored */
    bool as_written; /* every record has the order of the schema, whether it asks for it or not */
};

/* The layouts as they would be so, of the record and its ancestors; any other record has its own.
 */
const struct layouts *layouts_if(struct mem *mem, const struct layouts *layouts,
                                 const struct record *record, const struct variant *variant);

/* The size and alignment that a record would have so. */
struct measure layout_if(struct mem *mem, const struct layouts *layouts,
                         const struct record *record, const struct variant *variant);

/* Where a field of the record or of an ancestor is kept; offsets are from the start of the whole
 * record. */
const struct place *layout_place(const struct layouts *layouts, const struct field *field);

#endif
