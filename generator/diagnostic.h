/* Findings: collected by every stage, sorted and printed once at the end.
 *
 * A stage reports all that it finds and goes on. How grave a finding is, is decided here
 * alone: by its rule's row, and by what the user said of that rule. */
#ifndef SLOTC_DIAGNOSTIC_H
#define SLOTC_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "rule.h"
#include "source.h"

struct mem;
struct preamble;
struct repository;

/* What the user says of rules, in the order in which it is said. */
struct severity_rule {
    const struct rule *rule; /* NULL where a set is chosen */
    enum severity severity; /* of the rule */
    enum rule_set set;
    /* Of these files alone, where there is a pattern: below root, a real path that ends in `/`,
     * and fitting the pattern from there; `*` stands for `/`, too. */
    const char *root;
    const char *pattern;
};

/* Another place that has to do with a finding. */
struct note {
    struct span span;
    const char *message;
    struct note *next;
};

/* An exact edit that mends a finding: the span's bytes become text. */
struct edit {
    struct span span;
    const char *text;
    struct edit *next;
};

struct diagnostic {
    struct mem *mem;
    const struct rule *rule;
    enum severity severity;
    struct span span;
    const char *message;
    const char *help; /* what to do, or NULL */
    const char *record; /* with its package, or NULL */
    const char *field; /* or NULL */
    const struct preamble *preamble; /* where an @allow would silence it, or NULL */
    enum fixing fixing; /* the rule's, unless this finding is another case */
    struct note *notes;
    struct note **last_note;
    struct edit *edits;
    struct edit **last_edit;
    size_t sequence;
};

/* Findings that are counted, not printed. */
struct rest {
    const struct source *source; /* NULL where they are of any file */
    size_t count;
};

struct diagnostics {
    struct mem *mem;
    struct severity_rule *severities;
    size_t severity_count;
    struct diagnostic **items;
    size_t count;
    size_t error_count;
    bool are_errors_alone; /* nobody reads the rest: it need not be looked for */
    bool warnings_are_errors; /* those that diagnostics_finish keeps */
    struct rest *rests; /* what diagnostics_limit left out */
    size_t rest_count;
    const struct repository *repository; /* that programs see paths from; NULL: as they are */
    /* The rules that the findings may be of, by index, NULL past the last; NULL of all of lint's
     * and audit's. */
    const struct rule *(*rule_at)(size_t index);
};

struct diagnostics *diagnostics_new(struct mem *mem);

/* Those of another run, without findings yet: what the user has said is the same. */
struct diagnostics *diagnostics_again(const struct diagnostics *diagnostics);

/* How grave findings of a rule are in a file, or in general where source is NULL: what was said
 * last of the rule, else what the set chosen last has. Nobody else decides that. */
enum severity diagnostics_severity(const struct diagnostics *diagnostics, const struct rule *rule,
                                   const struct source *source);

/* The gravest that findings of a rule can be in any file. */
enum severity diagnostics_gravest(const struct diagnostics *diagnostics, const struct rule *rule);

/* What is said of a rule or set; the strings are kept. */
void diagnostics_choose(struct diagnostics *diagnostics, struct severity_rule choice);

/* Reports one of the stages' errors. */
struct diagnostic *report(struct diagnostics *diagnostics, enum error_rule rule, struct span span,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reports a finding of any rule at a severity; one that is off is made, but not kept. */
struct diagnostic *report_rule(struct diagnostics *diagnostics, const struct rule *rule,
                               enum severity severity, struct span span, const char *message);

void diagnostic_note(struct diagnostic *diagnostic, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diagnostic_help(struct diagnostic *diagnostic, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diagnostic_edit(struct diagnostic *diagnostic, struct span span, const char *text);

/* Sorts by file and place, drops doubles, and drops warnings and notes of files that were only
 * imported: those are for whoever lints them. Then makes warnings errors, where they are. */
void diagnostics_finish(struct diagnostics *diagnostics);

/* Drops warnings and notes: for commands whose result is something else. */
void diagnostics_keep_errors(struct diagnostics *diagnostics);

/* Leaves out, but counts, the findings of a file and of all files beyond so many; 0 is no limit.
 * Whether the run failed does not change. */
void diagnostics_limit(struct diagnostics *diagnostics, size_t of_a_file, size_t of_all);

bool diagnostics_failed(const struct diagnostics *diagnostics);

#endif
