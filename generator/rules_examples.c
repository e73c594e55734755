#include "rules_examples.h"

#include <stddef.h>
#include <string.h>

#include "mem.h"
#include "rule.h"
#include "utf8.h"

/* A file of a case as embed.c writes it. */
struct embedded {
    const char *name; /* "bool-run/bad.slots" */
    size_t length;
    const char *bytes;
};

static const struct embedded embedded[] = {
#include "rule_cases.inc"
};

static const char *find(struct mem *mem, const struct rule *rule, const char *file) {
    const char *name = mem_concat(mem, rule->name, "/", file, NULL);
    for (size_t i = 0; i < sizeof embedded / sizeof *embedded; i++) {
        if (strcmp(embedded[i].name, name) == 0) {
            return utf8_repaired(mem, embedded[i].bytes);
        }
    }
    return NULL;
}

/* The findings of what the case prints: what stands before the summary and the status. */
static const char *cut_finding(struct mem *mem, const char *printed) {
    const char *end = strstr(printed, "\nstatus ");
    if (end == NULL) {
        return printed;
    }
    while (end > printed && end[-1] != '\n') {
        end--;
    }
    return mem_copy(mem, printed, (size_t)(end - printed));
}

/* The line that looks at the bad file. */
static const char *cut_command(struct mem *mem, const char *script, const char *file) {
    const char *at = strstr(script, file);
    const char *end = at + strcspn(at, "\n");
    while (at > script && at[-1] != '\n') {
        at--;
    }
    return mem_copy(mem, at, (size_t)(end - at));
}

bool rule_example_find(struct mem *mem, const struct rule *rule, struct rule_example *example) {
    bool is_schema = find(mem, rule, "bad.slots") != NULL;
    *example = (struct rule_example){
        .command = find(mem, rule, "command"),
        .file = is_schema ? "bad.slots" : "bad.c",
        .bad = find(mem, rule, is_schema ? "bad.slots" : "bad.c"),
        .finding = find(mem, rule, "expected"),
        .good = find(mem, rule, is_schema ? "good.slots" : "good.c"),
    };
    if (example->command == NULL || example->bad == NULL || example->finding == NULL ||
        example->good == NULL || strstr(example->command, example->file) == NULL) {
        return false;
    }
    example->command = cut_command(mem, example->command, example->file);
    example->finding = cut_finding(mem, example->finding);
    return true;
}
