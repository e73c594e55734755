/* The field types: one row a type, and whatever differs between types is a column.
 *
 * To add a type, add its row to types.c and, where its accessors read otherwise than
 * those that exist, a template named by its column. */
#ifndef SLOTC_TYPES_H
#define SLOTC_TYPES_H

#include <stdbool.h>
#include <stdint.h>

struct extern_type;
struct field;
struct literal;
struct mem;
struct type_use;

/* The two pointer widths that every layout is computed for. */
enum width {
    WIDTH_64, /* lp64 and llp64 */
    WIDTH_32, /* ilp32 */
    WIDTH_COUNT,
};

struct measure {
    uint64_t size[WIDTH_COUNT];
    uint32_t align[WIDTH_COUNT];
};

/* What is known of a type that a C header declares. */
struct extern_size {
    struct measure measure; /* of a width that is not known, as of the other; of none, zeros */
    bool known[WIDTH_COUNT];
    bool holds_pointer; /* somewhere within */
};

/* What a literal may be for a type: null where it fits, else what is wrong with it. */
enum fit {
    FIT_GOOD,
    FIT_RANGE,
    FIT_TYPE,
};

struct type {
    const char *word; /* in the schema; of an enum, record or extern type "enum", … */
    struct measure measure; /* 0 where the use decides */
    uint32_t least_length; /* of T[N] as a length, where the type takes one (char, bits) */
    uint32_t most_length;
    int64_t least; /* of an integer */
    uint64_t most;

    const char *c_type; /* of the value in the API; NULL where the use decides */
    const char *cell; /* the run time's name of the cell's form */
    const char *kind; /* the run time's name of the value's kind */
    const char *key; /* the run time's function that makes a value of the API's; NULL where none is
                        sorted or searched by */
    const char *form; /* names the templates of its accessors (access_FORM), of what `init` and
                         `init_with` do (init_FORM, store_FORM), and of its arrays (…_FORM_array) */
    const char *zero; /* in C, what a field without a default starts with */
    const char *takes; /* what its default may be, for messages; NULL where it takes none */

    bool no_array;
    bool owned; /* its cell owns memory: fini frees it */
    bool by_address; /* the API has its values as pointers to them */

    bool fallible; /* a value may be refused: too long, out of range, no memory */

    /* In C: the type of the value in the API, and of the cell (of one item, where it is an array).
     */
    const char *(*c_value)(struct mem *mem, const struct type_use *use);
    const char *(*c_cell)(struct mem *mem, const struct type_use *use);

    enum fit (*fits)(const struct type_use *use, const struct literal *literal);
    const char *(*c_initial)(struct mem *mem, const struct field *field);
    /* The default as the run time keeps it: two's complement, or the bits of IEEE 754. */
    uint64_t (*bits)(const struct field *field);
    /* What its row in the table of fields has as text, in C; NULL, or gives NULL, where it has
     * none. */
    const char *(*c_text)(struct mem *mem, const struct field *field);
};

/* The built-in type of that word, or NULL. */
const struct type *type_find(const char *word);

/* A word that the language keeps for types and storage: it may not name a declaration. */
bool type_is_word(const char *word);

/* Every built-in type, for suggestions; NULL past the last. */
const struct type *type_at(unsigned index);

/* The types of declared things and of references. */
extern const struct type type_enum;
extern const struct type type_extern;
extern const struct type type_record;
extern const struct type type_ref;

/* The bytes of the smallest unsigned integer that holds so many bits: 1, 2, 4 or 8. */
uint32_t type_unsigned_size(uint32_t bits);

/* In C: the unsigned integer of that many bytes. */
const char *type_c_unsigned(uint32_t size);

/* One text: a char[N] or a str, and no array of them. */
bool type_is_text(const struct type_use *use);

/* A pointer, owned or not: bytes that mean nothing to another program. */
bool type_is_pointer(const struct type *type);

/* A pointer, or a type of a C header that holds one. */
bool type_holds_pointer(const struct type_use *use);

/* The typedef that a C type is called by, which a member or parameter of that name would hide; NULL
 * of "struct vec3", whose name is a tag. */
const char *type_typedef(struct mem *mem, const struct extern_type *type);

/* Whether its size for a pointer width is known. */
bool type_is_known(const struct type_use *use, enum width width);

/* Size and alignment of a whole cell; of a record by value, and of bits[N], the layout knows them.
 */
struct measure type_measure(const struct type_use *use);

/* The integer that a literal spells is in a type's range. */
bool type_integer_fits(const struct type *type, const struct literal *literal);

/* The type as the schema writes it: "char[16]", "ref Node", "i32[4]?". */
const char *type_words(struct mem *mem, const struct type_use *use);

/* In C: an integer that compiles as what it is, whatever its size ("INT64_MIN" too). */
const char *type_c_integer(struct mem *mem, bool negative, uint64_t integer);

#endif
