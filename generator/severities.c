#include "severities.h"

#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "options.h"
#include "rules.h"
#include "suggest.h"

/* "slotc.ini: " before what is wrong with the configuration. */
static const char *origin_of(struct mem *mem, const struct severity_choice *choice) {
    return choice->config == NULL ? "" : mem_concat(mem, choice->config, ": ", NULL);
}

static bool refuse_rule(struct mem *mem, const struct severity_choice *choice, const char **error) {
    struct suggestion suggestion = suggest_for(choice->rule);
    for (size_t i = 0; rules_at(i) != NULL; i++) {
        suggest_offer(&suggestion, rules_at(i)->name);
        suggest_offer(&suggestion, rules_at(i)->group);
    }
    const char *help = "`slotc lint --rules` lists them";
    if (suggestion.nearest != NULL) {
        help = mem_format(mem, "did you mean `%s`?", suggestion.nearest);
    }
    *error =
        mem_format(mem, "%sthere is no rule `%s`; %s", origin_of(mem, choice), choice->rule, help);
    return false;
}

static bool apply_set(struct mem *mem, const struct severity_choice *choice,
                      struct severity_rule said, struct diagnostics *diagnostics,
                      const char **error) {
    for (enum rule_set set = SET_MINIMAL; set < SET_COUNT; set++) {
        if (strcmp(rule_set_name(set), choice->set) == 0) {
            said.set = set;
            diagnostics_choose(diagnostics, said);
            return true;
        }
    }
    *error = mem_format(mem, "%sthere is no set `%s`; there are minimal, default and strict",
                        origin_of(mem, choice), choice->set);
    return false;
}

/* A group stands for those of its rules that can be changed; false where there is none. */
static bool apply_group(const char *group, struct severity_rule said,
                        struct diagnostics *diagnostics) {
    bool found = false;
    for (size_t i = 0; (said.rule = rules_at(i)) != NULL; i++) {
        if (strcmp(said.rule->group, group) == 0 && !said.rule->fixed) {
            diagnostics_choose(diagnostics, said);
            found = true;
        }
    }
    return found;
}

static bool apply(struct mem *mem, const struct severity_choice *choice,
                  struct diagnostics *diagnostics, const char **error) {
    struct severity_rule said = {
        .severity = choice->severity, .root = choice->root, .pattern = choice->pattern};
    if (choice->set != NULL) {
        return apply_set(mem, choice, said, diagnostics, error);
    }
    said.rule = rules_find(choice->rule);
    if (said.rule == NULL) {
        return apply_group(choice->rule, said, diagnostics) || refuse_rule(mem, choice, error);
    }
    if (said.rule->fixed && choice->severity != SEVERITY_ERROR) {
        *error =
            mem_format(mem, "%s`%s` is always an error", origin_of(mem, choice), said.rule->name);
        return false;
    }
    diagnostics_choose(diagnostics, said);
    return true;
}

bool severities_apply(struct mem *mem, const struct options *options,
                      struct diagnostics *diagnostics, const char **error) {
    for (size_t i = 0; i < options->severity_count; i++) {
        if (!apply(mem, &options->severities[i], diagnostics, error)) {
            return false;
        }
    }
    return true;
}
