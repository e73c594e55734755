#include "rules_print.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "diagnostic.h"
#include "mem.h"
#include "rules_page.h"

static bool is_of_audit(const struct rule *rule) {
    return strcmp(rule->group, "audit") == 0;
}

/* How grave it is in the set `strict`, where the run has it as the default has. */
static const char *strict_words(struct mem *mem, const struct rule *rule, enum severity severity) {
    enum severity strict = rule_severity(rule, SET_STRICT);
    bool is_graver = severity == rule->severity && strict > severity;
    return is_graver ? mem_concat(mem, " (strict: ", severity_name(strict), ")", NULL) : "";
}

static void print_text(const struct diagnostics *diagnostics, const struct rule *rule) {
    enum severity severity = diagnostics_severity(diagnostics, rule, NULL);
    printf("%-24s %-8s %-8s%s %s%s\n", rule->name, rule->group, severity_name(severity),
           rule->fixed ? "*" : " ", rule->summary, strict_words(diagnostics->mem, rule, severity));
}

static json_t *rule_as_json(const struct rule *rule, enum severity severity) {
    return json_pack("{s:s, s:s, s:s, s:b, s:s}", "name", rule->name, "group", rule->group,
                     "severity", severity_name(severity), "fixable", rule->fixing != FIX_NONE,
                     "summary", rule->summary);
}

void rules_print(const struct diagnostics *diagnostics, bool of_audit, bool as_json) {
    json_t *list = json_array();
    size_t count = 0;
    const struct rule **sorted = rules_sorted(diagnostics->mem, &count);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = sorted[i];
        if (is_of_audit(rule) != of_audit) {
            continue;
        }
        if (as_json) {
            json_array_append_new(
                list, rule_as_json(rule, diagnostics_severity(diagnostics, rule, NULL)));
        } else {
            print_text(diagnostics, rule);
        }
    }
    if (as_json) {
        json_dumpf(list, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        puts("\n* cannot be lowered or allowed; `slotc explain RULE` says more of each");
    }
    json_decref(list);
}
