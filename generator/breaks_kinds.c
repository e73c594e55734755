/* `slotc diff --kinds`: the kinds of changes, and what each breaks. docs/diff.md has them as this
 * prints them. */
#include <stdlib.h>

#include <jansson.h>

#include "breaks.h"
#include "mem.h"
#include "text.h"

void break_kinds_text(struct mem *mem, struct text *text) {
    const struct break_kind *kind = NULL;
    for (size_t i = 0; (kind = break_kind_at(i)) != NULL; i++) {
        text_format(text, "%-22s %-24s %s\n", kind->rule.name,
                    break_levels_words(mem, kind->levels), kind->rule.summary);
    }
}

void break_kinds_markdown(struct mem *mem, struct text *text) {
    const struct break_kind *kind = NULL;
    text_add_string(text,
                    "| kind | what has changed | breaks | why |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; (kind = break_kind_at(i)) != NULL; i++) {
        text_format(text, "| `%s` | %s | %s | %s |\n", kind->rule.name, kind->rule.summary,
                    kind->levels == 0 ? "" : break_levels_words(mem, kind->levels), kind->rule.why);
    }
}

static json_t *levels_of(unsigned levels) {
    json_t *list = json_array();
    for (unsigned i = 0; i < BREAK_LEVEL_COUNT; i++) {
        if ((levels >> i & 1U) != 0) {
            json_array_append_new(list, json_string(break_level_name(i)));
        }
    }
    return list;
}

void break_kinds_json(struct mem *mem, struct text *text) {
    json_t *list = json_array();
    const struct break_kind *kind = NULL;
    (void)mem;
    for (size_t i = 0; (kind = break_kind_at(i)) != NULL; i++) {
        json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:s}", "kind", kind->rule.name,
                                              "levels", levels_of(kind->levels), "summary",
                                              kind->rule.summary, "why", kind->rule.why));
    }
    char *bytes = json_dumps(list, JSON_INDENT(2));
    text_add_string(text, bytes);
    text_add_string(text, "\n");
    free(bytes);
    json_decref(list);
}
