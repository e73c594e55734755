/* The checks on a finished program: walks it once and calls each rule's callback on the nodes
 * that it looks at.
 *
 * A rule is a row and a static function in one of the rules_….c files. It looks at one node,
 * writes no loop over others of its kind, and prints nothing. Whether a finding counts, and
 * how much, is decided here: by the user's severities and by @allow. */
#ifndef SLOTC_RULES_H
#define SLOTC_RULES_H

#include <stdbool.h>

#include "ast.h"
#include "diagnostic.h"

struct chains;
struct layouts;
struct map;
struct uses;

struct check {
    bool resolved; /* without an error */
    struct mem *mem;
    struct diagnostics *diagnostics;
    const struct program *program;
    const struct chains *chains;
    const struct layouts *layouts;
    struct map *used; /* allow.h: the suppressions that have silenced something; NULL at first */
    struct map **own_fields; /* by the record's index: its fields by name */

    const struct rule *rule; /* being checked */
    const struct record *record; /* being looked at, or NULL */
    const struct field *field; /* likewise, and so on */
    const struct file *file;
    const struct declaration *declaration;
    const struct enumerator *enumerator;
    const struct uses *uses; /* check_uses, once it was asked */
};

void rules_check(struct check *check);

/* Every rule and error by index; NULL past the last. */
const struct rule *rules_at(size_t index);
const struct rule *rules_find(const char *name);

/* Reports a finding of the rule being checked, at the node being looked at; one that is off or
 * allowed there is made but not kept. */
struct diagnostic *check_report(struct check *check, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same at a severity that the rule itself has chosen. */
struct diagnostic *check_report_as(struct check *check, enum severity severity, struct span span,
                                   const char *message);

/* How grave a finding of a rule at a record is: off where the rule is off or allowed there. */
enum severity check_severity(const struct check *check, const struct rule *rule,
                             const struct record *record, const struct field *field);

/* Whether a record has its dict only because of a trap (chain-missing-slots) that is reported as an
 * error: what else is wrong with that dict is no fault of its own. */
bool check_follows_from_trap(const struct check *check, const struct record *record);

/* The field of that name that an ancestor of the record declares, the nearest; or NULL. */
const struct field *check_inherited(const struct check *check, const struct record *record,
                                    const char *name);

/* Whether the dict that records inherit from this one is the fault of a record that is reported. */
bool check_dict_is_reported(const struct check *check, const struct record *dict_from);

/* The bytes that a record's own wishes (enum wish), of order, pins and alignment, cost an instance
 * with 64-bit pointers: those of its base stay. */
uint64_t check_lost(const struct check *check, const struct record *record, unsigned wishes);

/* The annotation of that name, or NULL. */
const struct annotation *check_annotation(const struct preamble *preamble, const char *name);

/* What is used of what the program declares. */
const struct uses *check_uses(struct check *check);

/* rules_allow.c, in that order. */
enum allow_rule {
    ALLOW_UNUSED,
    ALLOW_WITHOUT_REASON,
    DIRECTIVE_UNKNOWN,
};

extern const struct rule allow_rules[];
extern const size_t allow_rule_count;
extern const struct rule chain_rules[];
extern const size_t chain_rule_count;
extern const struct rule audit_rules[];
extern const size_t audit_rule_count;
extern const struct rule layout_rules[];
extern const size_t layout_rule_count;
extern const struct rule name_rules[];
extern const size_t name_rule_count;
extern const struct rule order_rules[];
extern const size_t order_rule_count;
extern const struct rule storage_rules[];
extern const size_t storage_rule_count;
extern const struct rule style_rules[];
extern const size_t style_rule_count;
extern const struct rule type_rules[];
extern const size_t type_rule_count;
extern const struct rule use_rules[];
extern const size_t use_rule_count;

#endif
