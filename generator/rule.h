/* What can be found wrong with a schema: one row for each rule and error.
 *
 * An error that a stage finds (lex, parse, resolve) is a row in rule.c, named by its
 * enumerator. A check that walks the finished program is a row beside its function, in
 * one of the rules_….c files. */
#ifndef SLOTC_RULE_H
#define SLOTC_RULE_H

#include <stdbool.h>
#include <stddef.h>

struct check;
struct declaration;
struct enumeration;
struct field;
struct file;
struct import;
struct program;
struct record;

enum severity {
    SEVERITY_OFF,
    SEVERITY_NOTE,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
};

/* "error", as messages and options have it. */
const char *severity_name(enum severity severity);

/* Which rules a run begins with, before the user speaks of single ones. */
enum rule_set {
    SET_MINIMAL, /* what is an error by default, and nothing else */
    SET_DEFAULT,
    SET_STRICT,
    SET_COUNT,
};

/* "strict", and what it is for. */
const char *rule_set_name(enum rule_set set);
const char *rule_set_summary(enum rule_set set);

/* What rules are about; a group's name stands for those of its rules that can be changed. */
struct rule_group {
    const char *name;
    const char *summary;
};

/* Every group by index, in alphabetical order; NULL past the last. */
const struct rule_group *rule_group_at(size_t index);

/* What the edits of a rule's findings change, so who may ask for them. */
enum fixing {
    FIX_NONE, /* no edit, or one that guesses */
    FIX_SAFE, /* --fix: what the schema says, nothing that a program could have relied on */
    FIX_LAYOUT, /* --unsafe-fixes: where fields are, or how many bytes a record has */
};

struct rule {
    const char *name; /* after the bad thing */
    const char *group;
    enum severity severity; /* unless the user says otherwise */
    enum severity strict; /* in that set, where it is graver there */
    bool fixed; /* the user can't */
    enum fixing fixing;
    const char *summary; /* what it finds */
    /* Its page, for somebody who is stuck (rules_page.h): why what it finds is bad, in bytes where
     * it is about bytes; what to write instead; when it is right to allow it, or that it cannot be.
     * A kind of change (breaks.h) has no page, but perhaps a why. */
    const char *why;
    const char *instead;
    const char *allow;
    /* The one callback whose node the rule looks at; NULL in a stage's error. */
    void (*check_record)(struct check *check, const struct record *record);
    void (*check_field)(struct check *check, const struct field *field);
    void (*check_declaration)(struct check *check, const struct declaration *declaration);
    void (*check_enum)(struct check *check, const struct enumeration *enumeration);
    void (*check_import)(struct check *check, const struct import *import);
    void (*check_file)(struct check *check, const struct file *file);
    void (*check_program)(struct check *check, const struct program *program);
};

/* How grave a rule's findings are in a set. */
enum severity rule_severity(const struct rule *rule, enum rule_set set);

/* By the tables that they are rows of, in alphabetical order there. To add one, add its row, too.
 */
enum error_rule {
    ERROR_TEXT, /* errors_text.c */
    ERROR_ANNOTATION_MISUSED = ERROR_TEXT,
    ERROR_ANNOTATION_UNKNOWN,
    ERROR_DOC_DANGLING,
    ERROR_ENCODING,
    ERROR_LIMIT,
    ERROR_SYNTAX,
    ERROR_NAMES, /* errors_names.c */
    ERROR_BASE_CYCLE = ERROR_NAMES,
    ERROR_BASE_FINAL,
    ERROR_BASE_NOT_A_RECORD,
    ERROR_BASE_UNKNOWN,
    ERROR_IMPORT_CYCLE,
    ERROR_IMPORT_MISSING,
    ERROR_NAME_DUPLICATE,
    ERROR_NAME_UNKNOWN,
    ERROR_TYPES, /* errors_types.c */
    ERROR_DEFAULT_RANGE = ERROR_TYPES,
    ERROR_DEFAULT_TYPE,
    ERROR_ENUM_DUPLICATE,
    ERROR_ENUM_EMPTY,
    ERROR_ENUM_NO_ZERO,
    ERROR_ENUM_RANGE,
    ERROR_TYPE_MISUSED,
    ERROR_TYPE_UNKNOWN,
    ERROR_VALUE_RECURSIVE,
    ERROR_LAYOUT, /* errors_layout.c */
    ERROR_EXTERN_DIFFERS = ERROR_LAYOUT,
    ERROR_EXTERN_UNRESOLVED,
    ERROR_OFFSET_MISALIGNED,
    ERROR_OFFSET_OVERLAP,
    ERROR_RULE_COUNT,
};

/* The row of an error. */
const struct rule *error_rule(enum error_rule rule);

extern const struct rule text_errors[];
extern const struct rule names_errors[];
extern const struct rule types_errors[];
extern const struct rule layout_errors[];

#endif
