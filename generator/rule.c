#include "rule.h"

const char *severity_name(enum severity severity) {
    static const char *const names[] = {
        [SEVERITY_OFF] = "off",
        [SEVERITY_NOTE] = "note",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };
    return names[severity];
}

const char *rule_set_name(enum rule_set set) {
    static const char *const names[SET_COUNT] = {
        [SET_MINIMAL] = "minimal",
        [SET_DEFAULT] = "default",
        [SET_STRICT] = "strict",
    };
    return names[set];
}

const char *rule_set_summary(enum rule_set set) {
    static const char *const summaries[SET_COUNT] = {
        [SET_MINIMAL] = "what is an error by default, and nothing else",
        [SET_DEFAULT] = "what a schema should be free of, and what is wrong in any",
        [SET_STRICT] = "the default, and what not every project wants; some rules are graver",
    };
    return summaries[set];
}

static const struct rule_group groups[] = {
    {"audit", "C code that goes round the accessors; `slotc audit` looks for it"},
    {"chain", "bases, and what a chain of records makes of their slots and dicts"},
    {"docs", "documentation, and what is declared or imported and not used"},
    {"layout", "where fields lie, and the bytes that this costs"},
    {"names", "names that mean nothing or two things, that C cannot have, or that look unalike"},
    {"storage", "slots and dicts of single records, and what they cost"},
    {"syntax", "the text: grammar, encoding, annotations and limits"},
    {"types", "types, defaults and enums"},
};

const struct rule_group *rule_group_at(size_t index) {
    return index < sizeof groups / sizeof *groups ? &groups[index] : NULL;
}

enum severity rule_severity(const struct rule *rule, enum rule_set set) {
    bool is_graver = rule->strict > rule->severity;
    if (set == SET_STRICT && is_graver) {
        return rule->strict;
    }
    return set == SET_MINIMAL && rule->severity < SEVERITY_ERROR ? SEVERITY_OFF : rule->severity;
}

const struct rule *error_rule(enum error_rule rule) {
    return rule >= ERROR_LAYOUT  ? &layout_errors[rule - ERROR_LAYOUT]
           : rule >= ERROR_TYPES ? &types_errors[rule - ERROR_TYPES]
           : rule >= ERROR_NAMES ? &names_errors[rule - ERROR_NAMES]
                                 : &text_errors[rule - ERROR_TEXT];
}

bool rule_is_error(const struct rule *rule) {
    bool is_error = false;
    for (size_t i = 0; i < ERROR_RULE_COUNT && !is_error; i++) {
        is_error = error_rule((enum error_rule)i) == rule;
    }
    return is_error;
}
