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

struct map;
struct mem;

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
    struct note *notes;
    struct note **last_note;
    struct edit *edits;
    struct edit **last_edit;
    size_t sequence;
};

struct diagnostics {
    struct mem *mem;
    struct map *severities; /* rule name → enum severity + 1 that the user gave */
    struct diagnostic **items;
    size_t count;
    size_t error_count;
};

struct diagnostics *diagnostics_new(struct mem *mem);

/* How grave findings of a rule are in this run. */
enum severity diagnostics_severity(const struct diagnostics *diagnostics, const struct rule *rule);
void diagnostics_set_severity(struct diagnostics *diagnostics, const char *rule,
                              enum severity severity);

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
 * imported: those are for whoever lints them. */
void diagnostics_finish(struct diagnostics *diagnostics);

/* Drops warnings and notes: for commands whose result is something else. */
void diagnostics_keep_errors(struct diagnostics *diagnostics);

bool diagnostics_failed(const struct diagnostics *diagnostics);

#endif
