/* Rules about suppressions (allow.h). */
#include <string.h>

#include "allow.h"
#include "directive.h"
#include "rules.h"
#include "suggest.h"

static bool is_allow(const struct directive *directive) {
    return strcmp(directive->word.text, "allow") == 0;
}

/* Whether a list of rules was written, of which none but the first counts. */
static bool names_more(const struct directive *directive) {
    const struct span span = directive->rule.span;
    uint32_t at = span.end;
    while (at < directive->span.end && span.source->bytes[at] == ' ') {
        at++;
    }
    return at < directive->span.end && span.source->bytes[at] == ',';
}

static void check_reasons(struct check *check, const struct file *file) {
    for (const struct directive *at = file->directives; at != NULL; at = at->next) {
        const struct rule *rule = allow_named(at);
        if (is_allow(at) && at->has_line && rule != NULL && !rule->fixed && !at->has_reason) {
            struct diagnostic *diagnostic = check_report(
                check, at->span, "`%s` is allowed here without a reason", at->rule.text);
            diagnostic_help(diagnostic,
                            names_more(at)
                                ? "a directive names one rule, or a group of them: write a line "
                                  "for each, `// slotc:allow %s: reason`"
                                : "say why the rule does not count in this file; the next reader "
                                  "will ask: `// slotc:allow %s: reason`",
                            at->rule.text);
        }
    }
}

static void report_misplaced(struct check *check, const struct directive *directive) {
    diagnostic_help(
        check_report(check, directive->span, "this directive does not count where it stands"),
        "it is about the whole file: write `// slotc:allow rule: reason` on a line of its own; "
        "for one place there is `@allow(\"rule\", \"reason\")`");
}

/* A comment that is no directive, and was meant as one. */
static void check_directives(struct check *check, const struct file *file) {
    for (const struct directive *at = file->directives; at != NULL; at = at->next) {
        if (is_allow(at) && at->has_line) {
            continue;
        }
        if (is_allow(at)) {
            report_misplaced(check, at);
            continue;
        }
        struct suggestion suggestion = suggest_for(at->word.text);
        suggest_offer(&suggestion, "allow");
        struct diagnostic *diagnostic =
            check_report(check, at->word.span, "there is no directive `slotc:%s`", at->word.text);
        if (suggestion.nearest != NULL) {
            diagnostic_help(diagnostic, "did you mean `slotc:allow`?");
        } else {
            diagnostic_help(diagnostic, "there is `// slotc:allow rule: reason`; a plain comment "
                                        "has a space behind the `:`");
        }
    }
}

const struct rule allow_rules[] = {
    /* allow.c looks when all others have. */
    [ALLOW_UNUSED] = {.name = "allow-unused",
                      .group = "docs",
                      .severity = SEVERITY_WARNING,
                      .fixing = FIX_SAFE,
                      .summary = "an @allow or a `slotc:allow` silences nothing",
                      .why = "A suppression that silences nothing is what is left of a "
                             "finding that was mended. It tells the next reader of a "
                             "fault that is not there, and hides the next one of that "
                             "kind without anybody having looked at it.",
                      .instead = "Drop it; `--fix` does.",
                      .allow = "Where the finding comes and goes, as with schemas that are "
                               "linted for several targets: `@allow(\"allow-unused\", "
                               "\"why\")` beside it."},
    [ALLOW_WITHOUT_REASON] = {.name = "allow-without-reason",
                              .group = "docs",
                              .severity = SEVERITY_WARNING,
                              .strict = SEVERITY_ERROR,
                              .summary = "a `slotc:allow` says no reason",
                              .why = "Who meets a rule that is silenced for a whole file must "
                                     "know whether the reason still holds. `@allow` does not go "
                                     "without one at all.",
                              .instead =
                                  "Write it behind a `:`, as in `// slotc:allow rule: reason`.",
                              .allow = "Hardly ever: a reason is shorter than another suppression.",
                              .check_file = check_reasons},
    [DIRECTIVE_UNKNOWN] = {.name = "directive-unknown",
                           .group = "docs",
                           .severity = SEVERITY_WARNING,
                           .summary = "a comment begins with `slotc:`, and is no directive that "
                                      "counts",
                           .why = "A comment that begins with `slotc:` and a word is meant for "
                                  "slotc. Where the word is a slip, or the comment stands "
                                  "behind code or in `/* */`, it silences nothing, and who "
                                  "wrote it believes that it does.",
                           .instead = "Write `// slotc:allow rule: reason` on a line of its own. A "
                                      "sentence about slotc has a space behind the colon.",
                           .allow = "Where another program has directives of that kind.",
                           .check_file = check_directives},
};

const size_t allow_rule_count = sizeof allow_rules / sizeof *allow_rules;
