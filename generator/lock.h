/* What is fixed about the layouts of schemas, and no more: what `slotc diff` compares and `slotc
 * lock` keeps in a file.
 *
 * Both sides of a comparison are reduced to this, whether they come from schemas or from such a
 * file. To keep one more thing, add it here, where it is taken from the program (lock.c), and where
 * it is written (lock_write.c) and read (lock_read.c): an older file lacks it, and an older slotc
 * passes over it. */
#ifndef SLOTC_LOCK_H
#define SLOTC_LOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source.h"
#include "types.h"

struct layouts;
struct mem;
struct program;
struct text;

struct locked_field {
    const char *name;
    const char *c_name;
    const char *word; /* of its type: "i32", "char[8]", "ref"; "" of a declared one */
    const char *target; /* the declaration's name with its package, or NULL */
    const char *form; /* of its accessors: see struct type */
    uint32_t items; /* of an array, else 0 */
    bool optional;
    bool readonly;
    const char *initial; /* its default, or NULL */
    const char *deprecated; /* or NULL */
    const char *wishes; /* "@offset(8) @hot", "" without any */
    uint64_t offset[WIDTH_COUNT]; /* from the start of the whole record */
    uint64_t size[WIDTH_COUNT]; /* of its cell; of bits, of the unit that they share */
    uint32_t shift; /* of bits in their unit */
    uint64_t presence[WIDTH_COUNT]; /* of `T?`: the offset of the byte that says so, */
    uint32_t presence_bit; /* and the bit in it */
    struct span span; /* its source is NULL where it is not known; likewise below */
};

struct locked_record {
    const char *name; /* with its package */
    const char *c_name;
    const char *base; /* likewise; NULL without one */
    const char *storage; /* in the words of `slotc model` */
    bool has_dict;
    const char *deprecated;
    const char *wishes; /* "@final @order(declared)", "" without any */
    uint64_t count; /* of @count */
    uint64_t layout_id;
    struct measure measure;
    uint64_t ext[WIDTH_COUNT]; /* the offset of the dict's word, where it has one */
    struct locked_field *fields; /* its own, in the order of the schema */
    size_t field_count;
    bool imported; /* its file was not named */
    struct span span;
};

struct locked_enumerator {
    const char *name;
    const char *c_name;
    const char *deprecated;
    int64_t number;
    struct span span;
};

struct locked_enum {
    const char *name;
    const char *c_name;
    const char *type; /* the integer that it is stored as */
    struct locked_enumerator *items;
    size_t count;
    bool imported;
    struct span span;
};

struct locked_extern {
    const char *name;
    const char *c_type;
    const char *include;
    struct measure measure;
    bool imported;
    struct span span;
};

struct lock {
    struct locked_record *records;
    size_t record_count;
    struct locked_enum *enums;
    size_t enum_count;
    struct locked_extern *externs;
    size_t extern_count;
    const struct source *source; /* of findings about what is not there: the first file */
};

struct lock *lock_of_program(struct mem *mem, const struct program *program,
                             const struct layouts *layouts);

/* As a file, in an order that does not depend on that of the schemas. */
void lock_write(struct text *text, const struct lock *lock);

/* Whether a text is meant to be such a file. */
bool lock_is_one(const struct source *source);

/* NULL with *error where it cannot be read. */
struct lock *lock_read(struct mem *mem, const struct source *source, const char **error);

/* "i32[4]?" */
const char *locked_type(struct mem *mem, const struct locked_field *field);

/* A name without its package. */
const char *locked_local(const char *name);

/* The name in C, unless it has one of its own: "a_b_R" of "a.b.R". */
const char *locked_usual_c_name(struct mem *mem, const char *name);

#endif
