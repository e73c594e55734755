/* The resolved schema as values: what `slotc model` prints and what templates see.
 *
 * Made for one file's head or for one record at a time, in memory that the caller clears between
 * them, so that a run of any size needs no more than its largest record. The keys that programs
 * may rely on are those of cli.md, "slotc model"; the others serve the C templates. */
#ifndef SLOTC_MODEL_H
#define SLOTC_MODEL_H

#include "ast.h"
#include "parts.h"
#include "value.h"

struct chains;
struct layout;
struct layouts;
struct map;
struct mem;

#define MODEL_KEY(name) KEY_##name,
enum model_key {
#include "model_keys.def"
    KEY_COUNT,
};
#undef MODEL_KEY

/* A record's table of names, in its file's. */
struct model_names {
    size_t first; /* its first row there */
    uint32_t bits; /* it has 2 to the power of bits rows; 0 where it has none */
    uint64_t multiplier; /* of all names; 0 where the rows have their own */
    bool deep;
};

struct model {
    unsigned parts; /* of enum part */
    bool with_classes; /* some part, or some record, needs them */
    struct value_keys *keys; /* a key's number is its enumerator */
    const struct program *program;
    const struct chains *chains;
    const struct layouts *layouts;
    struct map *global_names; /* C names of all declared types and their enumerators */
    uint64_t *layout_ids; /* by the record's index */
    bool *zeroed; /* by the record's index: `init` makes all its bytes 0 */
    uint32_t *first_fields; /* by the record's index: its first row in its file's table of fields */
    struct model_names *names; /* by the record's index */
};

struct model *model_new(struct mem *mem, const struct program *program, const struct chains *chains,
                        const struct layouts *layouts, unsigned parts);

/* The head of a file: its names, includes and enums. */
struct value model_file(const struct model *model, struct mem *mem, const struct file *file);
struct value model_enum(const struct model *model, struct mem *mem,
                        const struct enumeration *enumeration);
/* Its extern types and their headers, where it has some. */
void model_add_externs(struct value *object, struct mem *mem, const struct file *file);
struct value model_record(const struct model *model, struct mem *mem, const struct record *record);

/* Less of a record: what its rows in the table of fields, and its bodies, need. */
struct value model_record_rows(const struct model *model, struct mem *mem,
                               const struct record *record);
struct value model_record_body(const struct model *model, struct mem *mem,
                               const struct record *record);

/* Its struct, and nothing else. */
struct value model_record_struct(const struct model *model, struct mem *mem,
                                 const struct record *record);

/* The rows of its table of names. */
struct value model_record_names(const struct model *model, struct mem *mem,
                                const struct record *record);

/* Fills model->names. */
void model_number_names(struct model *model, struct mem *mem);

/* The names of the tables of a file. */
const char *model_table_name(struct mem *mem, const struct file *file, const char *what);
/* All records of the schemas named, with the figures that `slotc report` has of them. */
struct value model_report(const struct model *model, struct mem *mem);

/* One field of a record, its own or inherited; model_record's lists hold them. */
struct value model_field(const struct model *model, struct mem *mem, const struct record *record,
                         const struct field *field);

/* Less of a field: what `init_with` needs of it, what its row in the table of fields needs, what
 * its struct needs, and what the bodies need. */
struct value model_parameter(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field);
struct value model_field_row(const struct model *model, struct mem *mem,
                             const struct record *record, const struct field *field);
struct value model_field_struct(const struct model *model, struct mem *mem,
                                const struct record *record, const struct field *field);
struct value model_field_body(const struct model *model, struct mem *mem,
                              const struct record *record, const struct field *field);

/* What `init_with` takes, ancestors' first, in the order of the schema; nothing where it would be
 * too much. fields are the values of each record of the chain, the root's first. *wrapped says
 * whether the list stands on several lines. */
struct value model_parameters(const struct model *model, struct mem *mem,
                              const struct record *record, struct value *const *fields,
                              bool *wrapped);

/* What stands above a struct: a table of its fields, in layout order, and what it comes to. */
struct value model_table(const struct model *model, struct mem *mem, const struct record *record,
                         const struct value *fields);
struct value model_summary(struct mem *mem, const struct layout *layout);

/* Pieces of the above that several of them need. */
const char *model_c_pair(struct mem *mem, uint64_t wide, uint64_t narrow);
struct value model_pair(struct mem *mem, uint64_t wide, uint64_t narrow);
/* The same with null for a pointer width that is not known. */
struct value model_known_pair(struct mem *mem, const bool known[2], uint64_t wide, uint64_t narrow);
const char *model_words_pair(struct mem *mem, uint64_t wide, uint64_t narrow);
const char *model_bytes_pair(struct mem *mem, uint64_t wide, uint64_t narrow);
const char *model_name_from(const struct file *file, const struct declaration *declaration);

struct value model_doc_lines(struct mem *mem, const char *docs);

/* What to use instead of a deprecated thing, as a string in C; else null. */
struct value model_deprecated(struct mem *mem, const struct preamble *preamble);

/* How many declared fields of a record and its ancestors can be deleted; 0 of NULL. */
uint64_t model_deletable_count(const struct record *record);

#endif
