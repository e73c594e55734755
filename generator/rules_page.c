#include "rules_page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rules.h"
#include "rules_examples.h"
#include "text.h"

/* Columns of text for people. */
#define WIDTH 80

const char *rules_sentence(struct mem *mem, const char *words) {
    char *copy = mem_concat(mem, words, ".", NULL);
    copy[0] = (char)toupper((unsigned char)copy[0]);
    return copy;
}

const char *rules_severity_words(struct mem *mem, const struct rule *rule) {
    if (rule->fixed) {
        return "always an error";
    }
    const char *usual = severity_name(rule->severity);
    enum severity strict = rule_severity(rule, SET_STRICT);
    if (strict == rule->severity) {
        return usual;
    }
    return mem_concat(mem, usual, ", ", severity_name(strict), " in the set `strict`", NULL);
}

const char *rules_fix_option(const struct rule *rule) {
    static const char *const options[] = {
        [FIX_NONE] = NULL,
        [FIX_SAFE] = "--fix",
        [FIX_LAYOUT] = "--unsafe-fixes",
    };
    return options[rule->fixing];
}

static int compare(const void *left, const void *right) {
    const struct rule *a = *(const struct rule *const *)left;
    const struct rule *b = *(const struct rule *const *)right;
    int order = strcmp(a->group, b->group);
    return order != 0 ? order : strcmp(a->name, b->name);
}

const struct rule **rules_sorted(struct mem *mem, size_t *count) {
    const struct rule **sorted = NULL;
    const struct rule *rule = NULL;
    for (*count = 0; (rule = rules_at(*count)) != NULL; ++*count) {
        sorted = mem_grow(mem, sorted, *count, sizeof(struct rule *));
        sorted[*count] = rule;
    }
    if (*count > 0) {
        qsort(sorted, *count, sizeof(struct rule *), compare);
    }
    return sorted;
}

/* The group, how grave it is, and whether it can be mended. */
static const char *facts_of(struct mem *mem, const struct rule *rule) {
    const char *option = rules_fix_option(rule);
    const char *fix = "";
    if (option != NULL) {
        fix = mem_concat(mem, ". `", option, "` mends it",
                         rule->fixing == FIX_LAYOUT ? ", and changes the layout" : "", NULL);
    }
    return mem_concat(mem, "Group `", rule->group, "`; ", rules_severity_words(mem, rule), fix, ".",
                      NULL);
}

/* Lines behind four blanks; none where there is nothing on them. */
static void add_indented(struct text *out, const char *lines) {
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        text_add_repeat(out, ' ', length == 0 ? 0 : 4);
        text_add(out, lines, length);
        text_add_string(out, "\n");
        lines += length + (lines[length] == '\n');
    }
}

static void add_heading(struct text *out, const char *words, bool color) {
    text_format(out, "\n%s%s%s\n", color ? "\033[1m" : "", words, color ? "\033[0m" : "");
}

static void add_paragraph(struct text *out, const char *heading, const char *words, bool color) {
    add_heading(out, heading, color);
    text_add_paragraph(out, words, 2, WIDTH);
}

void rules_page_text(struct mem *mem, const struct rule *rule, bool color, struct text *out) {
    struct rule_example example;
    bool has_example = rule_example_find(mem, rule, &example);
    text_format(out, "%s%s%s\n", color ? "\033[1;35m" : "", rule->name, color ? "\033[0m" : "");
    text_add_paragraph(out, rules_sentence(mem, rule->summary), 2, WIDTH);
    text_add_paragraph(out, facts_of(mem, rule), 2, WIDTH);
    add_paragraph(out, "Why it is bad", rule->why, color);
    if (has_example) {
        add_heading(out, "Example", color);
        add_indented(out, example.bad);
        text_format(out, "\n    $ %s\n", example.command);
        add_indented(out, example.finding);
    }
    add_paragraph(out, "Use instead", rule->instead, color);
    if (has_example) {
        text_add_string(out, "\n");
        add_indented(out, example.good);
    }
    add_paragraph(out, "When to allow it", rule->allow, color);
}

static void add_block(struct text *out, const char *language, const char *lines) {
    bool is_ended = lines[0] != '\0' && lines[strlen(lines) - 1] == '\n';
    text_format(out, "\n```%s\n%s%s```\n", language, lines, is_ended ? "" : "\n");
}

void rules_page_markdown(struct mem *mem, const struct rule *rule, struct text *out) {
    struct rule_example example;
    bool has_example = rule_example_find(mem, rule, &example);
    const char *language = has_example && strcmp(example.file, "bad.c") == 0 ? "c" : "";
    text_format(out, "# %s\n\n%s %s\n", rule->name, rules_sentence(mem, rule->summary),
                facts_of(mem, rule));
    text_format(out, "\n## Why it is bad\n\n%s\n", rule->why);
    if (has_example) {
        text_add_string(out, "\n## Example\n");
        add_block(out, language, example.bad);
        add_block(out, "", mem_concat(mem, "$ ", example.command, "\n", example.finding, NULL));
    }
    text_format(out, "\n## Use instead\n\n%s\n", rule->instead);
    if (has_example) {
        add_block(out, language, example.good);
    }
    text_format(out, "\n## When to allow it\n\n%s\n", rule->allow);
}

/* Calls add with each rule of a group. */
static void each_of_group(struct mem *mem, const struct rule_group *group, struct text *out,
                          void add(struct mem *mem, const struct rule *rule, struct text *out)) {
    size_t count = 0;
    const struct rule **sorted = rules_sorted(mem, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sorted[i]->group, group->name) == 0) {
            add(mem, sorted[i], out);
        }
    }
}

static void add_line(struct mem *mem, const struct rule *rule, struct text *out) {
    text_format(out, "  %-24s %s\n", rule->name, rule->summary);
    text_format(out, "  %-24s %s\n", "", rules_severity_words(mem, rule));
}

static void add_row(struct mem *mem, const struct rule *rule, struct text *out) {
    const char *option = rules_fix_option(rule);
    text_format(out, "| [%s](%s.md) | %s | %s | %s%s%s |\n", rule->name, rule->name, rule->summary,
                rules_severity_words(mem, rule), option == NULL ? "" : "`",
                option == NULL ? "" : option, option == NULL ? "" : "`");
}

static void list_group_text(struct mem *mem, const struct rule_group *group, bool color,
                            struct text *out) {
    text_format(out, "%s%s%s: %s\n", color ? "\033[1;35m" : "", group->name, color ? "\033[0m" : "",
                group->summary);
    each_of_group(mem, group, out, add_line);
}

static void list_group_markdown(struct mem *mem, const struct rule_group *group, struct text *out) {
    text_format(out, "## %s\n\n%s\n\n", group->name, rules_sentence(mem, group->summary));
    text_add_string(out, "| rule | finds | severity | mended by |\n| --- | --- | --- | --- |\n");
    each_of_group(mem, group, out, add_row);
}

void rules_list_text(struct mem *mem, const struct rule_group *group, bool color,
                     struct text *out) {
    if (group != NULL) {
        list_group_text(mem, group, color, out);
        return;
    }
    for (size_t i = 0; (group = rule_group_at(i)) != NULL; i++) {
        list_group_text(mem, group, color, out);
        text_add_string(out, "\n");
    }
    text_add_string(out, "sets:\n");
    for (enum rule_set set = SET_MINIMAL; set < SET_COUNT; set++) {
        text_format(out, "  %-24s %s\n", rule_set_name(set), rule_set_summary(set));
    }
}

void rules_list_markdown(struct mem *mem, const struct rule_group *group, struct text *out) {
    if (group != NULL) {
        list_group_markdown(mem, group, out);
        return;
    }
    text_add_string(out, "# Rules\n\nWhat `slotc lint` and `slotc audit` find, by group. `slotc "
                         "explain RULE` prints these pages; [lint](../lint.md) says how rules are "
                         "turned on and off.\n\n");
    for (size_t i = 0; (group = rule_group_at(i)) != NULL; i++) {
        list_group_markdown(mem, group, out);
        text_add_string(out, "\n");
    }
    text_add_string(out, "## Sets\n\n| set | |\n| --- | --- |\n");
    for (enum rule_set set = SET_MINIMAL; set < SET_COUNT; set++) {
        text_format(out, "| `%s` | %s |\n", rule_set_name(set), rule_set_summary(set));
    }
}
