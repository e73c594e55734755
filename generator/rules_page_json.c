#include "rules_page_json.h"

#include <stdio.h>

#include <jansson.h>

#include "mem.h"
#include "rules_examples.h"
#include "rules_page.h"

static json_t *page_of(struct mem *mem, const struct rule *rule) {
    json_t *page =
        json_pack("{s:s, s:s, s:s, s:s, s:b, s:s?, s:s, s:s, s:s, s:s}", "name", rule->name,
                  "group", rule->group, "severity", severity_name(rule->severity), "strict",
                  severity_name(rule_severity(rule, SET_STRICT)), "fixed", rule->fixed, "fix",
                  rules_fix_option(rule), "summary", rule->summary, "why", rule->why, "instead",
                  rule->instead, "allow", rule->allow);
    struct rule_example example;
    if (rule_example_find(mem, rule, &example)) {
        json_object_set_new(page, "example",
                            json_pack("{s:s, s:s, s:s, s:s}", "command", example.command, "bad",
                                      example.bad, "finding", example.finding, "good",
                                      example.good));
    }
    return page;
}

void rules_pages_json(struct mem *mem, const struct rule *const *rules, size_t count) {
    json_t *pages = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(pages, page_of(mem, rules[i]));
    }
    json_dumpf(pages, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(pages);
}
