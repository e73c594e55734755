#include "allow.h"

#include <string.h>

#include "directive.h"
#include "edit.h"
#include "map.h"
#include "mem.h"
#include "rules.h"
#include "suggest.h"

struct allow_place allow_place(const struct check *check, const struct source *source) {
    return (struct allow_place){
        .preambles =
            {
                check->field == NULL ? NULL : &check->field->preamble,
                check->enumerator == NULL ? NULL : &check->enumerator->preamble,
                check->record == NULL ? NULL : &check->record->declaration.preamble,
                check->declaration == NULL ? NULL : &check->declaration->preamble,
            },
        .source = source,
    };
}

struct allow_place allow_place_of(const struct record *record, const struct field *field) {
    return (struct allow_place){
        .preambles =
            {
                field == NULL ? NULL : &field->preamble,
                record == NULL ? NULL : &record->declaration.preamble,
            },
        .source = record == NULL ? NULL : record->declaration.file->source,
    };
}

/* The @allow of that rule, or NULL. One without its reason counts, too: what it lacks is reported,
 * and is one cause. */
static const struct annotation *find_annotation(const struct preamble *preamble,
                                                const struct rule *rule) {
    const struct annotation *at = preamble == NULL ? NULL : preamble->annotations;
    for (; at != NULL; at = at->next) {
        if (strcmp(at->name.text, "allow") == 0 && at->argument_count > 0 &&
            at->arguments[0].kind == LITERAL_STRING &&
            strcmp(at->arguments[0].text, rule->name) == 0) {
            return at;
        }
    }
    return NULL;
}

static bool is_allow(const struct directive *directive) {
    return directive->has_line && strcmp(directive->word.text, "allow") == 0;
}

static bool names(const struct directive *directive, const struct rule *rule) {
    const char *name = directive->rule.text;
    return name != NULL && (strcmp(name, rule->name) == 0 || strcmp(name, rule->group) == 0);
}

/* The directive of that rule in the file, or NULL. */
static const struct directive *find_directive(const struct program *program,
                                              const struct rule *rule,
                                              const struct source *source) {
    const struct directive *at = source == NULL ? NULL : program->files[source->order]->directives;
    while (at != NULL && !(is_allow(at) && names(at, rule))) {
        at = at->next;
    }
    return at;
}

bool allow_stands_on(const struct preamble *preamble, const struct rule *rule) {
    return find_annotation(preamble, rule) != NULL;
}

bool allow_stands_in(const struct program *program, const struct source *source,
                     const struct rule *rule) {
    return find_directive(program, rule, source) != NULL;
}

static const struct span nowhere;

/* Where that stands which silences the rule; nowhere, without a source, where nothing does. */
static struct span find(const struct check *check, const struct rule *rule,
                        struct allow_place place) {
    if (rule->fixed) {
        return nowhere;
    }
    for (size_t i = 0; i < ALLOW_PREAMBLES; i++) {
        const struct annotation *annotation = find_annotation(place.preambles[i], rule);
        if (annotation != NULL) {
            return annotation->span;
        }
    }
    const struct directive *directive = find_directive(check->program, rule, place.source);
    return directive == NULL ? nowhere : directive->span;
}

bool allow_covers(const struct check *check, const struct rule *rule, struct allow_place place) {
    return find(check, rule, place).source != NULL;
}

/* The place among the marks of what stands at a span; spans have no padding. */
static void **mark_of(struct check *check, struct span span) {
    if (check->used == NULL) {
        check->used = map_new(check->mem);
    }
    const char *key = mem_format(check->mem, "%zu:%u", span.source->order, (unsigned)span.start);
    return map_place(check->used, key, strlen(key));
}

bool allow_use(struct check *check, const struct rule *rule, struct allow_place place) {
    struct span span = find(check, rule, place);
    if (span.source == NULL) {
        return false;
    }
    /* A finding that is off in this run would not need it. */
    if (diagnostics_severity(check->diagnostics, rule, place.source) != SEVERITY_OFF) {
        *mark_of(check, span) = check;
    }
    return true;
}

void allow_drop(struct check *check) {
    struct diagnostics *diagnostics = check->diagnostics;
    size_t kept = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct diagnostic *diagnostic = diagnostics->items[i];
        struct allow_place place = {.source = diagnostic->span.source};
        if (allow_use(check, diagnostic->rule, place)) {
            diagnostics->error_count -= diagnostic->severity == SEVERITY_ERROR;
        } else {
            diagnostics->items[kept++] = diagnostic;
        }
    }
    diagnostics->count = kept;
}

/* The first rule of a group, of those that can be allowed where there are any; NULL where the group
 * does not exist. */
static const struct rule *first_of_group(const char *name) {
    const struct rule *first = NULL;
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        bool is_better = first == NULL || (first->fixed && !rule->fixed);
        if (is_better && strcmp(rule->group, name) == 0) {
            first = rule;
        }
    }
    return first;
}

const struct rule *allow_named(const struct directive *directive) {
    const char *name = directive->rule.text;
    const struct rule *rule = name == NULL ? NULL : rules_find(name);
    return name == NULL || rule != NULL ? rule : first_of_group(name);
}

/* is_of_file: groups can be named, too. */
static void report_unknown(const struct check *check, const struct name *name, bool is_of_file,
                           bool is_swapped) {
    struct suggestion suggestion = suggest_for(name->text);
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        suggest_offer(&suggestion, rule->name);
        if (is_of_file) {
            suggest_offer(&suggestion, rule->group);
        }
    }
    struct diagnostic *diagnostic = report(check->diagnostics, ERROR_ANNOTATION_MISUSED, name->span,
                                           "there is no rule `%s`", name->text);
    if (is_swapped) {
        diagnostic_help(diagnostic, "the rule comes first, the reason behind it");
    } else if (!is_of_file && first_of_group(name->text) != NULL) {
        diagnostic_help(diagnostic,
                        "it is a group: name one of its rules, or silence it in the "
                        "whole file with `// slotc:allow %s: reason`",
                        name->text);
    } else if (suggestion.nearest != NULL) {
        diagnostic_help(diagnostic, "did you mean `%s`?", suggestion.nearest);
    } else {
        diagnostic_help(diagnostic, "`slotc lint --rules` lists them");
    }
}

static void report_fixed(const struct check *check, const struct name *name) {
    diagnostic_help(report(check->diagnostics, ERROR_ANNOTATION_MISUSED, name->span,
                           "`%s` cannot be allowed", name->text),
                    "it is an error in every schema: mend what it finds");
}

/* An @allow names a rule that exists and can be allowed. */
static void check_preamble(struct check *check, const struct preamble *preamble) {
    for (const struct annotation *at = preamble->annotations; at != NULL; at = at->next) {
        if (strcmp(at->name.text, "allow") != 0 || at->argument_count != 2 ||
            at->arguments[0].kind != LITERAL_STRING || at->arguments[1].kind != LITERAL_STRING) {
            continue;
        }
        const struct name name = {at->arguments[0].text, at->arguments[0].span};
        const struct rule *rule = rules_find(name.text);
        if (rule == NULL) {
            report_unknown(check, &name, false, rules_find(at->arguments[1].text) != NULL);
        } else if (rule->fixed) {
            report_fixed(check, &name);
        }
    }
}

static void check_directive(const struct check *check, const struct directive *directive) {
    const struct rule *rule = allow_named(directive);
    if (!is_allow(directive)) {
        return; /* which is reported as a directive that is unknown */
    }
    if (directive->rule.text == NULL) {
        diagnostic_help(report(check->diagnostics, ERROR_ANNOTATION_MISUSED, directive->span,
                               "the directive names no rule"),
                        "it is written `// slotc:allow rule: reason`");
    } else if (rule != NULL && rule->fixed) {
        report_fixed(check, &directive->rule);
    } else if (rule == NULL) {
        report_unknown(check, &directive->rule, true, false);
    }
}

/* Looks at each preamble of a declaration, while check_report knows the node. */
static void each_preamble(struct check *check, const struct declaration *declaration,
                          void look(struct check *check, const struct preamble *preamble)) {
    const void *whole = declaration;
    check->declaration = declaration;
    look(check, &declaration->preamble);
    if (declaration->kind == DECLARATION_RECORD) {
        const struct record *record = check->record = whole;
        for (size_t i = 0; i < record->field_count; i++) {
            check->field = &record->fields[i];
            look(check, &record->fields[i].preamble);
        }
    }
    check->field = NULL;
    check->record = NULL;
    if (declaration->kind == DECLARATION_ENUM) {
        const struct enumeration *enumeration = whole;
        for (size_t i = 0; i < enumeration->count; i++) {
            check->enumerator = &enumeration->enumerators[i];
            look(check, &enumeration->enumerators[i].preamble);
        }
    }
    check->enumerator = NULL;
    check->declaration = NULL;
}

static void each_of_file(struct check *check, const struct file *file,
                         void look(struct check *check, const struct preamble *preamble)) {
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        each_preamble(check, declaration, look);
    }
}

void allow_check_names(struct check *check) {
    for (size_t i = 0; i < check->program->file_count; i++) {
        const struct file *file = check->program->files[i];
        each_of_file(check, file, check_preamble);
        for (const struct directive *at = file->directives; at != NULL; at = at->next) {
            check_directive(check, at);
        }
    }
}

/* Whether this run would have found what the rule finds in the file, as far as that depends on the
 * file and what it imports: what is off, or looks at all files of the run, may find something in
 * another run. */
static bool is_known(const struct check *check, const struct rule *rule,
                     const struct source *source) {
    return strcmp(rule->group, "audit") != 0 && !rule->of_run && rule->check_program == NULL &&
           diagnostics_severity(check->diagnostics, rule, source) != SEVERITY_OFF;
}

static bool is_used(struct check *check, struct span span) {
    return *mark_of(check, span) != NULL;
}

/* That silences those that silence nothing; it must not silence itself. */
static bool is_of_itself(const char *name) {
    return strcmp(name, allow_rules[ALLOW_UNUSED].name) == 0;
}

/* is_line: a directive, which is nothing but a comment. */
static void report_unused(struct check *check, struct span span, const char *name, bool is_line) {
    const char *message = mem_format(check->mem, "nothing is left that `%s` would find here", name);
    enum severity severity = diagnostics_severity(check->diagnostics, check->rule, span.source);
    struct diagnostic *diagnostic = is_of_itself(name)
                                        ? check_report_as(check, severity, span, message)
                                        : check_report(check, span, "%s", message);
    diagnostic_help(diagnostic, "drop it: it would hide what comes later");
    if (is_line || !edit_holds_comment(span)) {
        diagnostic_edit(diagnostic, edit_removal(span), "");
    }
}

static void check_unused(struct check *check, const struct preamble *preamble, bool of_itself) {
    for (const struct annotation *at = preamble->annotations; at != NULL; at = at->next) {
        const char *name = at->argument_count == 0 ? NULL : at->arguments[0].text;
        const struct rule *rule =
            strcmp(at->name.text, "allow") != 0 || name == NULL ? NULL : rules_find(name);
        if (rule != NULL && is_of_itself(name) == of_itself &&
            is_known(check, rule, at->span.source) && !is_used(check, at->span)) {
            report_unused(check, at->span, name, false);
        }
    }
}

static void check_unused_others(struct check *check, const struct preamble *preamble) {
    check_unused(check, preamble, false);
}

static void check_unused_own(struct check *check, const struct preamble *preamble) {
    check_unused(check, preamble, true);
}

/* A group is known where all its rules are. */
static bool is_known_directive(const struct check *check, const struct directive *directive) {
    const struct rule *rule = NULL;
    bool is_one = directive->rule.text != NULL && rules_find(directive->rule.text) != NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        bool is_meant = names(directive, rule) && !rule->fixed &&
                        (!is_one || strcmp(rule->name, directive->rule.text) == 0);
        if (is_meant && !is_known(check, rule, directive->span.source)) {
            return false;
        }
    }
    return true;
}

static void check_unused_directives(struct check *check, const struct file *file, bool of_itself) {
    for (const struct directive *at = file->directives; at != NULL; at = at->next) {
        if (is_allow(at) && at->rule.text != NULL && is_of_itself(at->rule.text) == of_itself &&
            is_known_directive(check, at) && !is_used(check, at->span)) {
            report_unused(check, at->span, at->rule.text, true);
        }
    }
}

/* Where something is an error, what it hides is not known. */
void allow_check_unused(struct check *check) {
    if (diagnostics_failed(check->diagnostics)) {
        return;
    }
    check->rule = &allow_rules[ALLOW_UNUSED];
    for (size_t i = 0; i < check->program->file_count; i++) {
        const struct file *file = check->program->files[i];
        each_of_file(check, file, check_unused_others);
        check_unused_directives(check, file, false);
        each_of_file(check, file, check_unused_own);
        check_unused_directives(check, file, true);
    }
}
