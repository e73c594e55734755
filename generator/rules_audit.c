/* What `slotc audit` finds in C code. The rows only: audit_checks.c looks, since libclang is
 * needed for that. */
#include "rules.h"

const struct rule audit_rules[] = {
    {.name = "audit-allow",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a `slotc:allow` has no reason, names no rule, or silences nothing"},
    {.name = "audit-assign",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "`=` copies a record that others inherit from, or that owns memory"},
    {.name = "audit-bytes",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a record is compared, copied or written as bytes"},
    {.name = "audit-cast",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .summary = "a record's pointer is cast to a record that it need not point to"},
    {.name = "audit-member",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a member is reached round its accessor"},
    {.name = "audit-positional",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a record is initialised by the order of its members"},
    {.name = "audit-size",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .summary = "a number stands for the size of a record"},
    {.name = "audit-unreadable",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "the file does not compile, so that it cannot be audited"},
};

const size_t audit_rule_count = sizeof audit_rules / sizeof *audit_rules;
