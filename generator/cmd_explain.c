/* slotc explain: the pages of rules, of groups of them and of sets. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver.h"
#include "mem.h"
#include "options.h"
#include "rules.h"
#include "rules_page.h"
#include "rules_page_json.h"
#include "suggest.h"
#include "text.h"

enum form {
    FORM_TEXT,
    FORM_MARKDOWN,
    FORM_JSON,
};

struct explaining {
    struct mem *mem;
    enum form form;
    bool color;
    struct text out;
    const struct rule **rules; /* of JSON */
    size_t rule_count;
};

static enum form form_of(const char *word) {
    static const char *const words[] = {
        [FORM_TEXT] = "text", [FORM_MARKDOWN] = "markdown", [FORM_JSON] = "json"};
    enum form form = FORM_TEXT;
    while (word != NULL && strcmp(words[form], word) != 0) {
        form++;
        assert(form <= FORM_JSON);
    }
    return form;
}

static const struct rule_group *group_find(const char *name) {
    const struct rule_group *group = NULL;
    for (size_t i = 0; (group = rule_group_at(i)) != NULL; i++) {
        if (strcmp(group->name, name) == 0) {
            return group;
        }
    }
    return NULL;
}

static void add_rule(struct explaining *explaining, const struct rule *rule) {
    if (explaining->out.length > 0) {
        text_add_string(&explaining->out, "\n");
    }
    if (explaining->form == FORM_JSON) {
        explaining->rules = mem_grow(explaining->mem, explaining->rules, explaining->rule_count,
                                     sizeof(struct rule *));
        explaining->rules[explaining->rule_count++] = rule;
    } else if (explaining->form == FORM_MARKDOWN) {
        rules_page_markdown(explaining->mem, rule, &explaining->out);
    } else {
        rules_page_text(explaining->mem, rule, explaining->color, &explaining->out);
    }
}

/* A group's rules, or all where it is NULL: a list, or of JSON their pages. */
static void add_group(struct explaining *explaining, const struct rule_group *group) {
    size_t count = 0;
    const struct rule **sorted = rules_sorted(explaining->mem, &count);
    for (size_t i = 0; i < count && explaining->form == FORM_JSON; i++) {
        if (group == NULL || strcmp(sorted[i]->group, group->name) == 0) {
            add_rule(explaining, sorted[i]);
        }
    }
    if (explaining->form == FORM_MARKDOWN) {
        rules_list_markdown(explaining->mem, group, &explaining->out);
    } else if (explaining->form == FORM_TEXT) {
        rules_list_text(explaining->mem, group, explaining->color, &explaining->out);
    }
}

static bool refuse(const char *name) {
    struct suggestion suggestion = suggest_for(name);
    for (size_t i = 0; rules_at(i) != NULL; i++) {
        suggest_offer(&suggestion, rules_at(i)->name);
        suggest_offer(&suggestion, rules_at(i)->group);
    }
    if (suggestion.nearest == NULL) {
        driver_fail("there is no rule `%s`; `slotc explain` lists them", name);
    } else {
        driver_fail("there is no rule `%s`; did you mean `%s`?", name, suggestion.nearest);
    }
    return false;
}

static bool add(struct explaining *explaining, const char *name) {
    const struct rule *rule = rules_find(name);
    const struct rule_group *group = rule == NULL ? group_find(name) : NULL;
    if (rule != NULL) {
        add_rule(explaining, rule);
    } else if (group != NULL) {
        add_group(explaining, group);
    } else {
        return refuse(name);
    }
    return true;
}

enum exit_status cmd_explain(struct run *run) {
    struct explaining explaining = {.mem = run->mem,
                                    .form = form_of(run->options->format),
                                    .color = driver_color(run, STDOUT_FILENO),
                                    .out = {.mem = run->mem}};
    const struct paths *names = &run->options->arguments;
    for (size_t i = 0; i < names->count; i++) {
        if (!add(&explaining, names->items[i])) {
            return EXIT_BROKEN;
        }
    }
    if (names->count == 0) {
        add_group(&explaining, NULL);
    }
    if (explaining.form == FORM_JSON) {
        rules_pages_json(run->mem, explaining.rules, explaining.rule_count);
    } else {
        fwrite(text_string(&explaining.out), 1, explaining.out.length, stdout);
    }
    return EXIT_FINE;
}
