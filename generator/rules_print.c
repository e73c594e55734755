#include "rules_print.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "rules.h"

static bool is_of_audit(const struct rule *rule) {
    return strcmp(rule->group, "audit") == 0;
}

static void print_text(const struct diagnostics *diagnostics, bool of_audit) {
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        const char *severity = severity_name(diagnostics_severity(diagnostics, rule, NULL));
        if (is_of_audit(rule) == of_audit) {
            printf("%-24s %-8s %-8s%s %s\n", rule->name, rule->group, severity,
                   rule->fixed ? "*" : " ", rule->summary);
        }
    }
    puts("\n* cannot be lowered or allowed");
}

static json_t *rule_as_json(const struct rule *rule, enum severity severity) {
    return json_pack("{s:s, s:s, s:s, s:b, s:s}", "name", rule->name, "group", rule->group,
                     "severity", severity_name(severity), "fixable", rule->fixing != FIX_NONE,
                     "summary", rule->summary);
}

static void print_json(const struct diagnostics *diagnostics, bool of_audit) {
    json_t *rules = json_array();
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        if (is_of_audit(rule) == of_audit) {
            json_array_append_new(
                rules, rule_as_json(rule, diagnostics_severity(diagnostics, rule, NULL)));
        }
    }
    json_dumpf(rules, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(rules);
}

void rules_print(const struct diagnostics *diagnostics, bool of_audit, bool as_json) {
    (as_json ? print_json : print_text)(diagnostics, of_audit);
}
