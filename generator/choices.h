/* The values that an option or an operand takes, where they can be listed: help, man pages,
 * completions and the parser's message read the one list. */
#ifndef SLOTC_CHOICES_H
#define SLOTC_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

struct mem;

struct choice {
    const char *word;
    const char *note; /* what it is; NULL where the word says it */
};

struct choices {
    const struct choice *words; /* and one without a word; the parser takes no others */
    bool (*at)(size_t index, struct choice *choice); /* where words is NULL; false past the last */
    bool are_lists; /* several of them, with commas between them, are one value */
    bool have_files; /* `=FILE` may stand behind them */
};

/* False past the last. */
bool choices_at(const struct choices *choices, size_t index, struct choice *choice);

/* "text (the default), json or html", each word between two quotes. */
const char *choices_list(struct mem *mem, const struct choices *choices, const char *quote);

/* "text, json or html". */
const char *choices_words(struct mem *mem, const struct choices *choices);

bool choices_have(const struct choices *choices, const char *word);

extern const struct choices choices_commands;
extern const struct choices choices_diff_formats;
extern const struct choices choices_formats;
extern const struct choices choices_parts_with;
extern const struct choices choices_parts_without;
extern const struct choices choices_rules; /* and groups of them */
extern const struct choices choices_rules_set; /* those of them whose severity can be set */
extern const struct choices choices_sets;
extern const struct choices choices_targets; /* those that are looked at anyway; there are more */

#endif
