#include "choices.h"

#include <string.h>

#include "clang_targets.h"
#include "formats.h"
#include "mem.h"
#include "options.h"
#include "parts.h"
#include "rules.h"
#include "text.h"

bool choices_at(const struct choices *choices, size_t index, struct choice *choice) {
    if (choices->words == NULL) {
        return choices->at(index, choice);
    }
    *choice = choices->words[index];
    return choice->word != NULL;
}

static const char *join(struct mem *mem, const struct choices *choices, const char *quote,
                        bool with_notes) {
    struct text list = {.mem = mem};
    struct choice choice;
    struct choice next;
    for (size_t i = 0; choices_at(choices, i, &choice); i++) {
        const char *before = i == 0 ? "" : choices_at(choices, i + 1, &next) ? ", " : " or ";
        text_format(&list, "%s%s%s%s", before, quote, choice.word, quote);
        if (with_notes && choice.note != NULL) {
            text_format(&list, " (%s)", choice.note);
        }
    }
    return text_string(&list);
}

const char *choices_list(struct mem *mem, const struct choices *choices, const char *quote) {
    return join(mem, choices, quote, true);
}

const char *choices_words(struct mem *mem, const struct choices *choices) {
    return join(mem, choices, "", false);
}

bool choices_have(const struct choices *choices, const char *word) {
    struct choice choice;
    for (size_t i = 0; choices_at(choices, i, &choice); i++) {
        if (strcmp(choice.word, word) == 0) {
            return true;
        }
    }
    return false;
}

static bool command_choice(size_t index, struct choice *choice) {
    const struct command *command = command_at(index);
    if (command != NULL) {
        *choice = (struct choice){command->name, command->summary};
    }
    return command != NULL;
}

static bool format_choice(size_t index, struct choice *choice) {
    const struct print_format *format = print_format_at(index);
    if (format != NULL) {
        *choice = (struct choice){format->name, index == 0 ? "the default" : NULL};
    }
    return format != NULL;
}

/* `slotc diff` has one more, behind those that it prints its own way. */
static bool diff_format_choice(size_t index, struct choice *choice) {
    enum {
        BEHIND = 3
    };
    if (index == BEHIND) {
        *choice = (struct choice){"markdown", "a table for a comment on a pull request"};
        return true;
    }
    return format_choice(index > BEHIND ? index - 1 : index, choice);
}

static bool part_choice(size_t index, bool by_default, struct choice *choice) {
    for (size_t i = 0; part_at(i) != NULL; i++) {
        const struct part_row *row = part_at(i);
        bool is_default = (row->part & (unsigned)PARTS_DEFAULT) != 0;
        if (row->part != 0 && is_default == by_default && index-- == 0) {
            *choice = (struct choice){row->name, row->note};
            return true;
        }
    }
    return false;
}

static bool more_part_choice(size_t index, struct choice *choice) {
    return part_choice(index, false, choice);
}

static bool usual_part_choice(size_t index, struct choice *choice) {
    return part_choice(index, true, choice);
}

/* Groups, then rules. */
static bool rule_choice(size_t index, struct choice *choice) {
    const struct rule_group *group = NULL;
    for (size_t i = 0; (group = rule_group_at(i)) != NULL; i++) {
        if (i == index) {
            *choice = (struct choice){group->name, group->summary};
            return true;
        }
        if (rule_group_at(i + 1) == NULL) {
            index -= i + 1;
            break;
        }
    }
    const struct rule *rule = rules_at(index);
    if (rule != NULL) {
        *choice = (struct choice){rule->name, rule->summary};
    }
    return rule != NULL;
}

static bool set_rule_choice(size_t index, struct choice *choice) {
    for (size_t i = 0; rule_choice(i, choice); i++) {
        const struct rule *rule = rules_find(choice->word);
        if ((rule == NULL || !rule->fixed) && index-- == 0) {
            return true;
        }
    }
    return false;
}

static bool set_choice(size_t index, struct choice *choice) {
    if (index < SET_COUNT) {
        *choice = (struct choice){rule_set_name((enum rule_set)index), NULL};
    }
    return index < SET_COUNT;
}

static bool target_choice(size_t index, struct choice *choice) {
    *choice = (struct choice){clang_target_at(index), NULL};
    return choice->word != NULL;
}

const struct choices choices_commands = {.at = command_choice};
const struct choices choices_diff_formats = {.at = diff_format_choice, .have_files = true};
const struct choices choices_formats = {.at = format_choice, .have_files = true};
const struct choices choices_parts_with = {.at = more_part_choice, .are_lists = true};
const struct choices choices_parts_without = {.at = usual_part_choice, .are_lists = true};
const struct choices choices_rules = {.at = rule_choice};
const struct choices choices_rules_set = {.at = set_rule_choice};
const struct choices choices_sets = {.at = set_choice};
const struct choices choices_targets = {.at = target_choice};
