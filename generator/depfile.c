#include "depfile.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

/* Without the ` \` that ends a folded line. */
#define LINE_LENGTH ((size_t)74)

struct rule {
    struct text *out;
    struct text name; /* the one that is being escaped */
    size_t column; /* where the line ends so far */
};

/* How make reads names: 2n + 1 backslashes before one of its special characters are n of them
 * and the character, 2n at the end are n, and all others stand for themselves. gcc leaves a
 * colon alone, which make then takes for the rule's. */
static bool is_special(char byte) {
    return byte == ' ' || byte == '\t' || byte == '#' || byte == ':';
}

static void escape(struct text *name, const char *bytes) {
    size_t slashes = 0;
    for (; *bytes != '\0'; bytes++) {
        if (is_special(*bytes)) {
            text_add_repeat(name, '\\', slashes + 1);
        } else if (*bytes == '$') {
            text_add(name, "$", 1);
        }
        text_add(name, bytes, 1);
        slashes = *bytes == '\\' ? slashes + 1 : 0;
    }
    text_add_repeat(name, '\\', slashes);
}

/* Folds the line where the name would make it too long. */
static void add_name(struct rule *rule, const char *bytes, bool verbatim) {
    rule->name.length = 0;
    if (verbatim) {
        text_add_string(&rule->name, bytes);
    } else {
        escape(&rule->name, bytes);
    }
    size_t length = rule->name.length;
    if (rule->column != 0 && rule->column + 1 + length > LINE_LENGTH) {
        text_add_string(rule->out, " \\\n ");
        rule->column = 1;
    } else if (rule->column != 0) {
        text_add(rule->out, " ", 1);
        rule->column++;
    }
    text_add(rule->out, rule->name.bytes, length);
    rule->column += length;
}

static void add_targets(struct rule *rule, const char *const *targets, size_t count,
                        bool verbatim) {
    for (size_t i = 0; i < count; i++) {
        add_name(rule, targets[i], verbatim);
    }
    text_add(rule->out, ":", 1);
    rule->column++;
}

static void add_prerequisites(struct rule *rule, const char *const *prerequisites, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add_name(rule, prerequisites[i], false);
    }
    text_add(rule->out, "\n", 1);
}

void depfile_rule(struct text *out, const char *const *targets, size_t target_count,
                  const char *const *prerequisites, size_t count) {
    struct rule rule = {.out = out, .name = {.mem = out->mem}};
    add_targets(&rule, targets, target_count, false);
    add_prerequisites(&rule, prerequisites, count);
}

void depfile_rule_verbatim(struct text *out, const char *const *targets, size_t target_count,
                           const char *const *prerequisites, size_t count) {
    struct rule rule = {.out = out, .name = {.mem = out->mem}};
    add_targets(&rule, targets, target_count, true);
    add_prerequisites(&rule, prerequisites, count);
}

void depfile_phony(struct text *out, const char *const *prerequisites, size_t count) {
    struct text name = {.mem = out->mem};
    for (size_t i = 0; i < count; i++) {
        name.length = 0;
        escape(&name, prerequisites[i]);
        text_add(out, name.bytes, name.length);
        text_add_string(out, ":\n");
    }
}
