/* Changes as findings, for the formats that findings have. */
#include <stdlib.h>

#include "breaks.h"
#include "diagnostic.h"
#include "mem.h"

static enum severity severity_of(unsigned levels, unsigned stopped) {
    return (levels & stopped) != 0 ? SEVERITY_ERROR
           : levels != 0           ? SEVERITY_WARNING
                                   : SEVERITY_NOTE;
}

/* What is gone has no place in the new side: it is told at the start of that. */
static struct span place_of(const struct breaks *breaks, struct span span) {
    return span.source == NULL ? (struct span){breaks->new->source, 0, 0} : span;
}

static void report_subject(const struct breaks *breaks, const struct subject *subject,
                           unsigned stopped, struct diagnostics *diagnostics) {
    for (const struct breakage *at = subject->breakages; at != NULL; at = at->next) {
        const char *message = mem_concat(breaks->mem, at->message, "; breaks ",
                                         break_levels_words(breaks->mem, at->levels), NULL);
        struct diagnostic *diagnostic =
            report_rule(diagnostics, &at->kind->rule, severity_of(at->levels, stopped),
                        place_of(breaks, at->span), message);
        diagnostic->record = subject->name;
        diagnostic->field = at->field;
        if (at->old_span.source != NULL) {
            const struct source *source = at->old_span.source;
            diagnostic_note(diagnostic, at->old_span, "it was so here%s%s",
                            source->stored == NULL ? "" : ", in ",
                            source->stored == NULL ? "" : source->path);
        }
        for (const struct consequence *more = at->consequences; more != NULL; more = more->next) {
            diagnostic_note(diagnostic, place_of(breaks, more->span), "%s", more->message);
        }
    }
}

/* By file and place, as diagnostics_finish does, which would drop warnings about what is only
 * imported. */
static int compare(const void *left, const void *right) {
    const struct diagnostic *a = *(const struct diagnostic *const *)left;
    const struct diagnostic *b = *(const struct diagnostic *const *)right;
    if (a->span.source->order != b->span.source->order) {
        return a->span.source->order < b->span.source->order ? -1 : 1;
    }
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    return a->sequence < b->sequence ? -1 : 1;
}

void breaks_report(const struct breaks *breaks, unsigned stopped, struct diagnostics *diagnostics) {
    diagnostics->rule_at = break_rule_at;
    for (size_t i = 0; i < breaks->extern_count; i++) {
        report_subject(breaks, &breaks->externs[i].subject, stopped, diagnostics);
    }
    for (size_t i = 0; i < breaks->enum_count; i++) {
        report_subject(breaks, &breaks->enums[i].subject, stopped, diagnostics);
    }
    for (size_t i = 0; i < breaks->record_count; i++) {
        report_subject(breaks, &breaks->records[i].subject, stopped, diagnostics);
    }
    if (diagnostics->count > 0) {
        qsort(diagnostics->items, diagnostics->count, sizeof(struct diagnostic *), compare);
    }
}
