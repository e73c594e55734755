/* `slotc diff --kinds`: the kinds of changes, and what each breaks. docs/diff.md has them as this
 * prints them as Markdown; breaks_json.c prints them for programs. */
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
