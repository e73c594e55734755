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
