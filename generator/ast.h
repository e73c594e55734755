/* The schema as a tree: what parse writes, and what resolve adds to it.
 *
 * Fields under "resolved" are empty until resolve has run; after it nobody writes here
 * any more, and all stages take a const struct program. Lists are linked by next or are
 * arrays with a count, both in the order of the schema. */
#ifndef SLOTC_AST_H
#define SLOTC_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source.h"

struct directive;
struct extern_size;
struct map;
struct type;

/* A name and where it stands; text is interned in no table, compare with strcmp. */
struct name {
    const char *text;
    struct span span;
};

enum literal_kind {
    LITERAL_INTEGER,
    LITERAL_FLOAT,
    LITERAL_BOOL,
    LITERAL_STRING,
    LITERAL_NAME,
};

struct literal {
    struct span span;
    enum literal_kind kind;
    bool negative;
    bool too_large; /* an integer of more than 64 bits */
    uint64_t integer; /* without the sign; 0 or 1 of a bool */
    double real; /* of a float, or of an integer that is too large; without the sign */
    float single; /* a number as the nearest f32; without the sign */
    const char *text; /* of a string or a name, NUL-terminated */
    size_t length;
};

/* Stands where a field has no literal, so that there always is one: all zeros. It is kept apart
 * since few fields have any, and there are many fields. */
extern const struct literal literal_none;

struct annotation {
    struct name name;
    struct span span; /* from `@` to the last token */
    struct literal *arguments;
    size_t argument_count;
    struct annotation *next;
};

/* What stands above a declaration, a field or an enumerator. */
struct preamble {
    const char *docs; /* the `///` lines, without the marks, joined by line feeds; or NULL */
    struct annotation *annotations;
    uint32_t start; /* of the documentation and annotations, or else of what they are about */
    uint32_t behind_docs; /* where an annotation can be put */

    /* resolved */
    const char *deprecated; /* what to use instead, or NULL */
    const char *c_name; /* the name that @c_name gives, or NULL */
};

enum declaration_kind {
    DECLARATION_ENUM,
    DECLARATION_EXTERN,
    DECLARATION_RECORD,
};

/* What enums, extern types and records have in common; the first member of each. */
struct declaration {
    enum declaration_kind kind;
    struct name name;
    struct file *file;
    struct preamble preamble;
    struct declaration *next; /* in the file */

    /* resolved */
    const char *qualified; /* "telemetry.SensorRecord" */
    const char *c_name; /* "telemetry_SensorRecord" */
    struct declaration *namesake; /* of the same name in a file loaded later */
};

struct enumerator {
    struct name name;
    struct preamble preamble;
    bool has_value;
    struct literal value;

    /* resolved */
    int64_t number;
    const char *c_name;
};

struct enumeration {
    struct declaration declaration;
    struct name storage; /* the integer type's word; no text where it is not written */
    struct enumerator *enumerators;
    size_t count;

    /* resolved */
    const struct type *type; /* the integer type */
    struct map *names; /* of its enumerators */
    const struct enumerator *zero; /* NULL where none has the number 0 */
};

struct extern_type {
    struct declaration declaration;
    struct literal spelling;
    struct literal header;

    /* resolved */
    const char *c_type; /* "struct vec3", "FILE *"; NULL where it is none */
    const char *include; /* with its quotes or angles */
    bool stated; /* its size and alignment, by @size and @align; libclang is not asked */
    struct extern_size *size; /* of one that is not stated, clang_externs.h writes it */
};

/* A type as a field writes it. */
struct type_use {
    struct span span;
    struct name name; /* the word, or a declaration's name, perhaps with its package */
    struct name target; /* of `ref name` */
    const struct literal *length; /* the N of char[N] and bits[N] */
    const struct literal *count; /* the N of T[N] */
    struct span optional_span;
    bool has_length;
    bool is_array;
    bool optional;

    /* resolved */
    const struct type *type; /* NULL where it is unknown */
    const struct enumeration *enumeration;
    const struct extern_type *foreign;
    const struct record *record;
    uint32_t chars; /* the N of char[N], else 0 */
    uint32_t bit_count; /* the N of bits[N], else 0 */
    uint32_t items; /* the N of T[N], else 0 */
};

struct field {
    struct name name;
    struct span span; /* from the name to the `;` */
    struct preamble preamble;
    struct type_use type;
    const struct literal *initial;
    bool has_initial;

    /* resolved */
    const struct record *record; /* that declares it */
    size_t index; /* among its record's fields */
    const char *c_name;
    const struct enumerator *initial_enumerator;
    struct span readonly_span;
    uint64_t offset;
    struct span offset_span;
    bool readonly;
    bool hot;
    bool pinned; /* by @offset */
};

enum storage {
    STORAGE_NONE,
    STORAGE_SLOTS,
    STORAGE_DICT,
    STORAGE_SLOTS_DICT,
};

struct record {
    struct declaration declaration; /* comes first */
    struct name base_name; /* no text where there is none */
    enum storage storage;
    struct span storage_span; /* of the clause, or where it would stand */
    struct field *fields;
    size_t field_count;
    struct span close; /* of the `}` */

    /* resolved */
    const struct record *base;
    size_t index; /* among the program's records: bases before their children */
    size_t depth; /* records in the chain, itself included */
    size_t nesting; /* records that hold one another by value, itself included */
    bool in_cycle;
    bool declared_order;
    bool final;
    bool open_tail;
    struct span open_tail_span;
    bool persistent;
    struct span persistent_span;
    uint32_t align; /* of @align, 0 where there is none */
    uint64_t count; /* of @count, 0 where there is none */
    uint64_t max_size; /* of @max_size, 0 where there is none */
    struct span max_size_span;
};

struct import {
    struct literal path;
    struct span span;
    struct import *next;

    /* resolved */
    struct file *file; /* NULL where it is missing */
};

struct file {
    const struct source *source;
    const char *relative; /* the path that outputs and includes are named by */
    const char *opened; /* the path that it was read from, and its imports are beside */
    struct name package; /* no text where there is none */
    struct import *imports;
    struct declaration *declarations;
    struct directive *directives;
    bool parsed; /* without an error */

    /* resolved */
    struct map *names; /* of its declarations */
    struct map *imported; /* the files that it imports, by their address */
};

/* Everything that a run has read. */
struct program {
    struct file **files; /* in the order of loading: named ones and what they import */
    size_t file_count;

    /* resolved */
    const struct record **records; /* of all files, by index */
    size_t record_count;
};

#endif
