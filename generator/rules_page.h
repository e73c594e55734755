/* A rule's page: what it finds, why that is bad, an example, what to write instead, and when to
 * allow it. The words are columns of its row, the example is its case (rules_examples.h). */
#ifndef SLOTC_RULES_PAGE_H
#define SLOTC_RULES_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "rule.h"

struct mem;
struct text;

/* "A default does not fit its field's type.": words as a sentence. */
const char *rules_sentence(struct mem *mem, const char *words);

/* "off, warning in the set `strict`", "always an error" */
const char *rules_severity_words(struct mem *mem, const struct rule *rule);

/* What its fix changes, as an option has it: "--fix", or NULL where there is none. */
const char *rules_fix_option(const struct rule *rule);

/* Every rule, sorted by group and then by name. */
const struct rule **rules_sorted(struct mem *mem, size_t *count);

/* The page as text of 80 columns, and as Markdown. */
void rules_page_text(struct mem *mem, const struct rule *rule, bool color, struct text *out);
void rules_page_markdown(struct mem *mem, const struct rule *rule, struct text *out);

/* The lists that lead to the pages: of one group, or of all where it is NULL. */
void rules_list_text(struct mem *mem, const struct rule_group *group, bool color, struct text *out);
void rules_list_markdown(struct mem *mem, const struct rule_group *group, struct text *out);

#endif
