#include "diagnostic.h"

#include <fnmatch.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct diagnostics *diagnostics_new(struct mem *mem) {
    struct diagnostics *diagnostics = mem_alloc(mem, sizeof *diagnostics);
    diagnostics->mem = mem;
    return diagnostics;
}

struct diagnostics *diagnostics_again(const struct diagnostics *diagnostics) {
    struct diagnostics *again = diagnostics_new(diagnostics->mem);
    again->severities = diagnostics->severities;
    again->severity_count = diagnostics->severity_count;
    again->warnings_are_errors = diagnostics->warnings_are_errors;
    return again;
}

static bool concerns(const struct severity_rule *choice, const struct source *source) {
    if (choice->pattern == NULL) {
        return true;
    }
    size_t length = strlen(choice->root);
    return source != NULL && source->real != NULL &&
           strncmp(source->real, choice->root, length) == 0 &&
           fnmatch(choice->pattern, source->real + length, 0) == 0;
}

/* The last choice about the rule, or about the set where rule is NULL. */
static const struct severity_rule *last_choice(const struct diagnostics *diagnostics,
                                               const struct rule *rule,
                                               const struct source *source) {
    for (size_t i = diagnostics->severity_count; i > 0; i--) {
        const struct severity_rule *choice = &diagnostics->severities[i - 1];
        if (choice->rule == rule && concerns(choice, source)) {
            return choice;
        }
    }
    return NULL;
}

enum severity diagnostics_severity(const struct diagnostics *diagnostics, const struct rule *rule,
                                   const struct source *source) {
    if (rule->fixed) {
        return rule->severity;
    }
    const struct severity_rule *choice = last_choice(diagnostics, rule, source);
    if (choice != NULL) {
        return choice->severity;
    }
    choice = last_choice(diagnostics, NULL, source);
    return rule_severity(rule, choice == NULL ? SET_DEFAULT : choice->set);
}

enum severity diagnostics_gravest(const struct diagnostics *diagnostics, const struct rule *rule) {
    enum severity gravest = diagnostics_severity(diagnostics, rule, NULL);
    for (size_t i = 0; i < diagnostics->severity_count; i++) {
        const struct severity_rule *choice = &diagnostics->severities[i];
        bool is_meant = choice->rule == rule || choice->rule == NULL;
        if (choice->pattern != NULL && is_meant) {
            enum severity severity =
                choice->rule == rule ? choice->severity : rule_severity(rule, choice->set);
            gravest = severity > gravest ? severity : gravest;
        }
    }
    return gravest;
}

void diagnostics_choose(struct diagnostics *diagnostics, struct severity_rule choice) {
    diagnostics->severities = mem_grow(diagnostics->mem, diagnostics->severities,
                                       diagnostics->severity_count, sizeof choice);
    diagnostics->severities[diagnostics->severity_count++] = choice;
}

struct diagnostic *report_rule(struct diagnostics *diagnostics, const struct rule *rule,
                               enum severity severity, struct span span, const char *message) {
    struct diagnostic *diagnostic = mem_alloc(diagnostics->mem, sizeof *diagnostic);
    diagnostic->mem = diagnostics->mem;
    diagnostic->rule = rule;
    diagnostic->severity = severity;
    diagnostic->span = span;
    diagnostic->message = message;
    diagnostic->fixing = rule->fixing;
    diagnostic->last_note = &diagnostic->notes;
    diagnostic->last_edit = &diagnostic->edits;
    diagnostic->sequence = diagnostics->count;
    if (severity != SEVERITY_OFF) {
        diagnostics->items = mem_grow(diagnostics->mem, diagnostics->items, diagnostics->count,
                                      sizeof *diagnostics->items);
        diagnostics->items[diagnostics->count++] = diagnostic;
        diagnostics->error_count += severity == SEVERITY_ERROR;
    }
    return diagnostic;
}

struct diagnostic *report(struct diagnostics *diagnostics, enum error_rule rule, struct span span,
                          const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = mem_vformat(diagnostics->mem, format, arguments);
    va_end(arguments);
    const struct rule *row = error_rule(rule);
    return report_rule(diagnostics, row, diagnostics_severity(diagnostics, row, span.source), span,
                       message);
}

void diagnostic_note(struct diagnostic *diagnostic, struct span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    struct note *note = mem_alloc(diagnostic->mem, sizeof *note);
    note->span = span;
    note->message = mem_vformat(diagnostic->mem, format, arguments);
    va_end(arguments);
    *diagnostic->last_note = note;
    diagnostic->last_note = &note->next;
}

void diagnostic_help(struct diagnostic *diagnostic, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    diagnostic->help = mem_vformat(diagnostic->mem, format, arguments);
    va_end(arguments);
}

void diagnostic_edit(struct diagnostic *diagnostic, struct span span, const char *text) {
    struct edit *edit = mem_alloc(diagnostic->mem, sizeof *edit);
    edit->span = span;
    edit->text = text;
    *diagnostic->last_edit = edit;
    diagnostic->last_edit = &edit->next;
}

static int compare(const void *left, const void *right) {
    const struct diagnostic *a = *(const struct diagnostic *const *)left;
    const struct diagnostic *b = *(const struct diagnostic *const *)right;
    if (a->span.source != b->span.source) {
        return a->span.source->order < b->span.source->order ? -1 : 1;
    }
    if (a->span.start != b->span.start) {
        return a->span.start < b->span.start ? -1 : 1;
    }
    return a->sequence < b->sequence ? -1 : 1;
}

static bool same(const struct diagnostic *a, const struct diagnostic *b) {
    return a->rule == b->rule && a->span.source == b->span.source &&
           a->span.start == b->span.start && a->span.end == b->span.end &&
           strcmp(a->message, b->message) == 0;
}

void diagnostics_finish(struct diagnostics *diagnostics) {
    if (diagnostics->count == 0) {
        return;
    }
    qsort(diagnostics->items, diagnostics->count, sizeof *diagnostics->items, compare);
    size_t kept = 0;
    diagnostics->error_count = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic *diagnostic = diagnostics->items[i];
        bool wanted = diagnostic->severity == SEVERITY_ERROR || diagnostic->span.source->named;
        if (!wanted || (kept > 0 && same(diagnostics->items[kept - 1], diagnostic))) {
            continue;
        }
        if (diagnostic->severity == SEVERITY_WARNING && diagnostics->warnings_are_errors) {
            diagnostic->severity = SEVERITY_ERROR;
        }
        diagnostics->items[kept++] = diagnostic;
        diagnostics->error_count += diagnostic->severity == SEVERITY_ERROR;
    }
    diagnostics->count = kept;
}

void diagnostics_keep_errors(struct diagnostics *diagnostics) {
    size_t kept = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->items[i]->severity == SEVERITY_ERROR) {
            diagnostics->items[kept++] = diagnostics->items[i];
        }
    }
    diagnostics->count = kept;
}

static void count_rest(struct diagnostics *diagnostics, const struct source *source) {
    size_t count = diagnostics->rest_count;
    if (count == 0 || diagnostics->rests[count - 1].source != source) {
        diagnostics->rests =
            mem_grow(diagnostics->mem, diagnostics->rests, count, sizeof *diagnostics->rests);
        diagnostics->rests[diagnostics->rest_count++] = (struct rest){source, 0};
    }
    diagnostics->rests[diagnostics->rest_count - 1].count++;
}

void diagnostics_limit(struct diagnostics *diagnostics, size_t of_a_file, size_t of_all) {
    const struct source *source = NULL;
    size_t seen = 0; /* of the file; they are sorted by it */
    size_t kept = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic *diagnostic = diagnostics->items[i];
        seen = diagnostic->span.source == source ? seen + 1 : 1;
        source = diagnostic->span.source;
        if (of_a_file != 0 && seen > of_a_file) {
            count_rest(diagnostics, source);
        } else if (of_all != 0 && kept == of_all) {
            count_rest(diagnostics, NULL);
        } else {
            diagnostics->items[kept++] = diagnostic;
        }
    }
    diagnostics->count = kept;
}

bool diagnostics_failed(const struct diagnostics *diagnostics) {
    return diagnostics->error_count > 0;
}
