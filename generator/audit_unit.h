/* For the audit alone: one parsed source, the records in it, and the place that is being looked
 * at. */
#ifndef SLOTC_AUDIT_UNIT_H
#define SLOTC_AUDIT_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "audit_files.h"
#include "clang.h"
#include "clang_parse.h"
#include "diagnostic.h"

struct map;

/* A record that slotc generated, as the unit sees it. */
struct audit_record {
    const char *name;
    CXCursor definition;
    const struct audit_record *base; /* or NULL */
    bool is_base; /* another record of the unit inherits from it */
    bool has_dict;
    bool owns_text; /* itself, an ancestor, or a record within it */
};

struct audit_unit {
    struct audit *audit;
    struct mem *mem;
    const struct clang *clang;
    struct clang_unit unit;
    struct map *records; /* struct audit_record *, by definition */
    struct map *names; /* the same, by name */
    struct map *functions; /* that generated headers declare, by name */
};

/* An expression or statement, and those that it is part of. */
struct audit_node {
    CXCursor cursor;
    enum CXCursorKind kind;
    unsigned index; /* among its parent's parts */
    const struct audit_node *parent; /* or NULL */
    struct audit_file *file; /* where it stands */
    uint32_t start; /* its bytes there */
    uint32_t end;
};

/* Fills in the records. */
void audit_find_records(struct audit_unit *unit);

/* The record that a type is, or that it points to; NULL where it is none. */
const struct audit_record *audit_record_of(const struct audit_unit *unit, CXType type);
const struct audit_record *audit_pointee(const struct audit_unit *unit, CXType type);

/* The record whose definition holds a member; NULL where it is none. */
const struct audit_record *audit_owner(const struct audit_unit *unit, CXCursor member);

bool audit_inherits(const struct audit_record *record, const struct audit_record *ancestor);

/* Whether a generated header declares a function of that name. */
bool audit_has_function(const struct audit_unit *unit, const char *name);

/* The parts of an expression, by index; a null cursor where there are no more. */
CXCursor audit_part(const struct clang *clang, CXCursor cursor, unsigned index);

CXCursor audit_last_part(const struct clang *clang, CXCursor cursor);

/* Whether it is but parentheses, or a conversion that C does by itself. */
bool audit_is_wrapper(enum CXCursorKind kind);
bool audit_is_cast(enum CXCursorKind kind);

/* The expression without the parentheses and conversions round it that C does by itself. */
CXCursor audit_bare(const struct clang *clang, CXCursor cursor);

/* Where an expression stands in its file. */
bool audit_place(struct audit_unit *unit, CXCursor cursor, struct audit_file **file,
                 uint32_t *start, uint32_t *end);

/* Reports a finding at a node, unless a comment silences it. */
struct diagnostic *audit_report(struct audit_unit *unit, const struct audit_node *node,
                                const char *rule, const char *message);

/* Looks at a node; of braces, at what they initialise; and of a call of the C library, at what it
 * does to a record. */
void audit_look(struct audit_unit *unit, const struct audit_node *node);
void audit_check_initializer(struct audit_unit *unit, const struct audit_node *node);
void audit_check_call(struct audit_unit *unit, const struct audit_node *node);

#endif
