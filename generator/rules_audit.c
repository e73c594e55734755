/* What `slotc audit` finds in C code. The rows only: audit_checks.c looks, since libclang is
 * needed for that. */
#include "rules.h"

const struct rule audit_rules[] = {
    {.name = "audit-allow",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a `slotc:allow` has no reason, names no rule, or silences nothing",
     .why = "A comment that silences a rule and says no reason, or where there is "
            "nothing to silence, hides the next finding at that place.",
     .instead = "Write the reason behind the rule, `/* slotc:allow audit-member: the inner "
                "loop */`, or drop the comment.",
     .allow = "It is about allowing itself; `--off audit-allow` turns it off."},
    {.name = "audit-assign",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "`=` copies a record that others inherit from, or that owns memory",
     .why = "`=` copies the bytes of the static type. Of a record that others extend it "
            "copies the base alone, and leaves the rest of a child as it was; of one "
            "that owns texts or a dict it makes two owners of the same memory, and the "
            "second `fini` frees it again.",
     .instead = "Use the `_copy` function of the object's own record.",
     .allow = "Where the object is known to be no child and owns nothing yet, as one that "
              "was just zeroed: say so in the comment."},
    {.name = "audit-bytes",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a record is compared, copied or written as bytes",
     .why = "Padding has no value, so `memcmp` may tell equal records apart; written "
            "bytes hold addresses that mean nothing to another program; and `memset` or "
            "`memcpy` over a record that owns texts or a dict loses or shares that "
            "memory.",
     .instead = "Use `_equal`, `_hash`, `_copy`, `_init` and `_fini`. Records that are to be "
                "written as bytes are `@persistent`, which checks that they hold no "
                "addresses.",
     .allow = "Where the bytes are only looked at, as for a dump, or the reader is the "
              "same program."},
    {.name = "audit-cast",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .summary = "a record's pointer is cast to a record that it need not point to",
     .why = "Nothing in a base says that it is the start of a child: a cast down, or to "
            "an unrelated record, reads and writes behind the object when it is wrong, "
            "and no compiler warns.",
     .instead = "Keep a pointer of the right type. Up the chain use `_as_Base`, which the "
                "compiler checks.",
     .allow = "Where a field of yours says which record it is, and the code has looked."},
    {.name = "audit-member",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a member is reached round its accessor",
     .why = "The layout is slotc's to change: a member that becomes a `bits`, optional "
            "or dict-backed one is found elsewhere, and a setter that copies, marks as "
            "present or frees the old text is left out.",
     .instead = "Use the accessor that the message names. Inlined, it costs what the member "
                "does.",
     .allow = "In the inner loop of a program that is compiled with the header, where the "
              "record is slotted and the field plain."},
    {.name = "audit-positional",
     .group = "audit",
     .severity = SEVERITY_WARNING,
     .summary = "a record is initialised by the order of its members",
     .why = "`{1, 2}` gives values to members in the order of the struct, which slotc "
            "chooses for the least padding: a field that is added changes what the "
            "numbers mean, and the compiler does not say so.",
     .instead = "Name the members, `{.id = 1}`, or use `_init` and `_init_with`.",
     .allow = "Where the record says `@order(declared)` and its padding is counted."},
    {.name = "audit-size",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .summary = "a number stands for the size of a record",
     .why = "A number for a record's size is right until the schema changes: with one "
            "more field, `malloc(16)` is 8 bytes short, and the end of the object is "
            "somebody else's memory.",
     .instead = "Write `sizeof(Record)` or `Record_SIZE`, or use `Record_new`.",
     .allow = "Where the number is meant to be that of a file's format, and is asserted to "
              "be the size."},
    {.name = "audit-unreadable",
     .group = "audit",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "the file does not compile, so that it cannot be audited",
     .why = "A source that does not compile with these flags is understood in parts or "
            "not at all: that nothing was found in it says nothing.",
     .instead = "Give the flags that it is compiled with behind `--`, or with `-p` a "
                "compile_commands.json.",
     .allow = "It cannot be lowered: leave the source out of the audit instead."},
};

const size_t audit_rule_count = sizeof audit_rules / sizeof *audit_rules;
