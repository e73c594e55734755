/* What lex and parse find wrong, and what is wrong with annotations. The rows only: the stages
 * report them by their enumerators. */
#include "rule.h"

const struct rule text_errors[] = {
    [ERROR_ANNOTATION_MISUSED - ERROR_TEXT] =
        {.name = "annotation-misused",
         .group = "syntax",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "an annotation stands where it cannot, twice, or with other values than it "
                    "takes",
         .why = "An annotation that does not do what it seems to say is worse than none: "
                "`@max_size` on a field would limit nothing, and of two `@count` one would "
                "be ignored.",
         .instead = "Put it right before what it is about, once, with values of the kind that it "
                    "takes; `@allow` alone may stand several times. The reference of the "
                    "language lists all annotations.",
         .allow = "It cannot be allowed or lowered: an annotation without effect would be "
                  "taken for one that has it."},
    [ERROR_ANNOTATION_UNKNOWN - ERROR_TEXT] =
        {.name = "annotation-unknown",
         .group = "syntax",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "there is no annotation of that name",
         .why = "A misspelt annotation would have no effect, and nobody would notice: "
                "`@max_sise(64)` limits nothing.",
         .instead = "Write the name that the message suggests. Notes of your own belong into "
                    "comments.",
         .allow = "It cannot be allowed or lowered: there are no annotations of a user's own."},
    [ERROR_DOC_DANGLING - ERROR_TEXT] =
        {.name = "doc-dangling",
         .group = "docs",
         .severity = SEVERITY_WARNING,
         .summary = "a `///` comment precedes nothing that it could document",
         .why = "`///` is documentation of what follows it: it becomes the comment in the "
                "generated header. Before a `}`, or at the end of the file, nothing follows, "
                "and the text gets lost.",
         .instead = "Move it above what it documents, or write `//`.",
         .allow = "There is seldom a reason: `//` says the same. As it stands before nothing, "
                  "only `[lint]` in slotc.ini or an option can turn it off."},
    [ERROR_ENCODING - ERROR_TEXT] =
        {.name = "encoding",
         .group = "syntax",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "the file is not UTF-8 text",
         .why = "Documentation and defaults go into the generated header as they are, and "
                "compilers, JSON and SARIF want UTF-8. A file in another encoding often is "
                "no schema at all.",
         .instead = "Save the file as UTF-8. Its identifiers are ASCII anyway, so that only "
                    "comments and texts change.",
         .allow = "It cannot be allowed or lowered: what the bytes mean is not known."},
    [ERROR_LIMIT - ERROR_TEXT] =
        {.name = "limit",
         .group = "syntax",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "something is larger than the language allows",
         .why = "The limits keep generated names and offsets within what every C compiler "
                "takes, and checking linear in time: names of 128 bytes, 65,535 fields a "
                "record, chains of 64 records, instances under 2 GiB.",
         .instead = "Split what is too large: a record by what is used together, a chain by "
                    "holding records instead of extending them, a large array by keeping it "
                    "outside.",
         .allow = "It cannot be allowed or lowered: beyond the limits nothing is laid out."},
    [ERROR_SYNTAX - ERROR_TEXT] =
        {.name = "syntax",
         .group = "syntax",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "the text does not follow the grammar",
         .why = "What cannot be read cannot be checked. The rest of the file is looked at "
                "all the same, so that one run shows all errors.",
         .instead = "The message says what was expected and how the thing is written.",
         .allow = "It cannot be allowed or lowered: there is nothing to generate from."},
};
