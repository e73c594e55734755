/* What has changed between two descriptions of layouts, and what each change breaks.
 *
 * To add a kind of change, add its row and its function to one of the breaks_….c files: the
 * function looks at one pair, of what was and what is, and calls breaks_add where it finds the
 * change. All that prints, gates or documents changes reads the rows. A folder below tests/diff
 * shows what it breaks. */
#ifndef SLOTC_BREAKS_H
#define SLOTC_BREAKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "breaks_match.h"
#include "lock.h"
#include "rule.h"

struct diagnostics;
struct map;
struct mem;
struct text;

/* What a change breaks; a set. */
enum break_level {
    BREAKS_NOTHING = 0,
    BREAKS_DATA = 1, /* bytes that are stored or shared are misread, one way or the other */
    BREAKS_ABI = 2, /* objects built with the old header fail beside those built with the new one */
    BREAKS_SOURCE = 4, /* C code that uses it stops compiling */
    BREAKS_DICT = 8, /* code that asks for attributes by name */
};

#define BREAK_LEVEL_COUNT 4

/* "data": the level that is the bit of that number. */
const char *break_level_name(unsigned bit);

/* "data, abi"; "nothing" where there is none. */
const char *break_levels_words(struct mem *mem, unsigned levels);

/* The levels that `--breaking WORD` stops at; 0 where there is no such word. */
unsigned break_levels_stopped(const char *word);

struct breaks;
struct enum_pair;
struct enumerator_pair;
struct extern_pair;
struct field_pair;
struct record_pair;

/* A kind of change. Of what a rule's row has, its name, its summary and why it has these levels and
 * no others count. */
struct break_kind {
    struct rule rule;
    unsigned levels; /* of enum break_level, unless its function knows better */
    /* The one callback whose pair it looks at. */
    void (*check_record)(struct breaks *breaks, struct record_pair *pair);
    void (*check_field)(struct breaks *breaks, struct record_pair *record,
                        const struct field_pair *pair);
    void (*check_enum)(struct breaks *breaks, struct enum_pair *pair);
    void (*check_enumerator)(struct breaks *breaks, struct enum_pair *holder,
                             const struct enumerator_pair *pair);
    void (*check_extern)(struct breaks *breaks, struct extern_pair *pair);
};

/* What a row has besides its function. */
#define BREAK_KIND(word, what, reason, broken)                                                     \
    .rule = {.name = (word),                                                                       \
             .group = "diff",                                                                      \
             .severity = (broken) == BREAKS_NOTHING ? SEVERITY_NOTE : SEVERITY_WARNING,            \
             .summary = (what),                                                                    \
             .why = (reason)},                                                                     \
    .levels = (broken)

/* Every kind by index, and its rule; NULL past the last. */
const struct break_kind *break_kind_at(size_t index);
const struct rule *break_rule_at(size_t index);

/* Something that moved along: a field of the record itself, or a record that holds or extends it.
 */
struct consequence {
    struct span span;
    const char *message;
    const struct subject *subject; /* the record; NULL of a field */
    struct consequence *next;
};

/* One change. */
struct breakage {
    const struct break_kind *kind;
    unsigned levels;
    const char *field; /* or enumerator; NULL of the declaration itself */
    const char *message;
    struct span span; /* in the new side, where it has such a place; else in the old one */
    struct span old_span; /* its source is NULL where there is none */
    struct consequence *consequences;
    struct consequence **last_consequence;
    struct breakage *next;
};

/* A declaration of either side, or of both: the first member of each pair of declarations. */
struct subject {
    const char *kind; /* "record", "enum", "extern" */
    const char *name; /* the new one, else the old one */
    const char *old_name; /* where it was called otherwise, else NULL */
    bool added;
    bool removed;
    bool resized; /* for either pointer width, or aligned otherwise */
    struct span span;
    struct span old_span;
    struct breakage *breakages;
    struct breakage **last_breakage;
    struct breakage *lead; /* the one that consequences hang on */
    unsigned levels; /* of all of them */
    struct subject *cause; /* whose change has moved it; NULL where it has changed itself */
    bool resolved; /* the cause is known, or being looked for */
};

struct field_pair {
    const struct locked_field *old; /* NULL where it is new */
    const struct locked_field *new; /* NULL where it is gone */
    bool renamed;
    const struct record_pair *old_owner; /* the ancestor that declares it; NULL of its own */
    const struct record_pair *new_owner;
    bool moved; /* for either pointer width */
    bool retyped;
};

struct record_pair {
    struct subject subject;
    const struct locked_record *old;
    const struct locked_record *new;
    /* Those that it declares on either side and, where it extends another record now, those that
     * this changes. Without any where it is on one side only. */
    struct field_pair *fields;
    size_t field_count;
    struct record_pair *base; /* on the new side, or NULL */
    struct record_pair *old_base;
    struct map *names[MATCH_SIDE_COUNT]; /* of its own fields, once they are looked for */
    bool same_base;
    bool dict_below; /* on the old side it, or a record that extends it, had a dict */
    bool same_words; /* its own declaration says what it said, as far as the layout goes */
    bool reordered; /* the fields that both have stand in another order */
    const struct field_pair *blamed; /* for its new size; NULL where none is, */
    int64_t blamed_bytes; /* and what it adds, with 64-bit pointers unless they keep their size */
};

struct enumerator_pair {
    const struct locked_enumerator *old;
    const struct locked_enumerator *new;
    bool renamed; /* the number is the same */
};

struct enum_pair {
    struct subject subject;
    const struct locked_enum *old;
    const struct locked_enum *new;
    struct enumerator_pair *items; /* those of the new side, then those gone */
    size_t count;
};

struct extern_pair {
    struct subject subject;
    const struct locked_extern *old;
    const struct locked_extern *new;
};

struct breaks {
    struct mem *mem;
    const struct lock *old;
    const struct lock *new;
    struct record_pair *records; /* those of the new side, then those gone */
    size_t record_count;
    struct enum_pair *enums;
    size_t enum_count;
    struct extern_pair *externs;
    size_t extern_count;
    struct map *subjects; /* of either side, by the names they have there: "new a.R", "old a.R" */
    const struct break_kind *kind; /* being looked for */
    unsigned depth; /* of the search for causes */
    unsigned levels; /* of all */
    size_t count; /* of breakages */
};

struct breaks *breaks_find(struct mem *mem, const struct lock *old, const struct lock *new);

/* For the functions of the rows: adds a change of the kind being looked for. */
struct breakage *breaks_add(struct breaks *breaks, struct subject *subject, const char *field,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));
struct consequence *breakage_note(struct breaks *breaks, struct breakage *breakage,
                                  struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Pairs what both sides have; the fields of one record. */
void breaks_pair(struct breaks *breaks);
void breaks_pair_fields(struct breaks *breaks, struct record_pair *pair);

/* Finds the records that have only changed along with others; tells it there, when all changes are
 * known. */
void breaks_find_causes(struct breaks *breaks);
void breaks_add_consequences(struct breaks *breaks);

/* The declaration of that name on a side; NULL without one. */
struct subject *breaks_subject(const struct breaks *breaks, const char *side, const char *name);

/* Whether two texts are the same, each of which may be NULL. */
bool breaks_same_text(const char *old, const char *new);

/* Whether what the old side names is what the new side names, which may be called otherwise. */
bool breaks_same_target(const struct breaks *breaks, const char *old, const char *new);

/* "from 8 to 16 bytes" where the unit is " bytes", of the 64-bit figures unless only the others
 * differ. */
const char *breaks_both_words(struct mem *mem, const uint64_t *old, const uint64_t *new,
                              const char *unit);

/* In one file each. */
extern const struct break_kind record_breaks[];
extern const size_t record_break_count;
extern const struct break_kind field_breaks[];
extern const size_t field_break_count;
extern const struct break_kind type_breaks[];
extern const size_t type_break_count;
extern const struct break_kind enum_breaks[];
extern const size_t enum_break_count;

/* Print all, in a form of their own. */
void breaks_text(const struct breaks *breaks, struct text *text);
void breaks_markdown(const struct breaks *breaks, struct text *text);
void breaks_json(const struct breaks *breaks, struct text *text);
void breaks_jsonl(const struct breaks *breaks, struct text *text);

/* Print all kinds of changes. */
void break_kinds_text(struct mem *mem, struct text *text);
void break_kinds_markdown(struct mem *mem, struct text *text);
void break_kinds_json(struct mem *mem, struct text *text);

/* The changes as findings: errors where they break what is stopped at, warnings where they break
 * anything else, notes where they break nothing. */
void breaks_report(const struct breaks *breaks, unsigned stopped, struct diagnostics *diagnostics);

#endif
