/* Bases, imports and names that mean nothing, or too much. The rows only: the stages report them by
 * their enumerators. */
#include "rule.h"

const struct rule names_errors[] = {
    [ERROR_BASE_CYCLE -
     ERROR_NAMES] = {.name = "base-cycle",
                     .group = "chain",
                     .severity = SEVERITY_ERROR,
                     .fixed = true,
                     .summary = "a record is its own ancestor",
                     .why =
                         "The base is the first member of a record, by value: a record that is its "
                         "own ancestor would hold itself, and have no size.",
                     .instead =
                         "Make one of the records the root. What both need goes into a record that "
                         "both extend; a link back is a `ref` field.",
                     .allow = "It cannot be allowed or lowered: such a struct cannot exist."},
    [ERROR_BASE_FINAL - ERROR_NAMES] =
        {.name = "base-final",
         .group = "chain",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "the base is marked @final",
         .why = "`@final` promises that nothing extends the record: code may rely on a "
                "pointer to it pointing to just that many bytes.",
         .instead = "Extend its base, or hold the record as a field. Or drop `@final`, where you "
                    "may change that promise.",
         .allow = "It cannot be allowed or lowered: the promise is the base's to take back."},
    [ERROR_BASE_NOT_A_RECORD - ERROR_NAMES] =
        {.name = "base-not-a-record",
         .group = "chain",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "the base is an enum, an extern type or a type of the language",
         .why = "A record inherits the fields of its base, and only records have fields.",
         .instead = "Give the record a field of that type instead.",
         .allow = "It cannot be allowed or lowered: there is nothing to inherit."},
    [ERROR_BASE_UNKNOWN - ERROR_NAMES] =
        {.name = "base-unknown",
         .group = "chain",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "no record of that name can be seen from the file",
         .why = "Without its base neither the size nor the storage of the record is known, "
                "so not even whether it has a dict.",
         .instead = "Import the file that declares it, in the file that uses it: imports are not "
                    "transitive. A name of another package may need that before it: "
                    "`package.Name`.",
         .allow = "It cannot be allowed or lowered: nothing can be laid out."},
    [ERROR_IMPORT_CYCLE - ERROR_NAMES] =
        {.name = "import-cycle",
         .group = "names",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a file imports itself, perhaps through others",
         .why = "Each schema becomes a header that includes those of its imports: two that "
                "include one another cannot both come first.",
         .instead = "Move what both files need into a third, which both import, or put them "
                    "together.",
         .allow = "It cannot be allowed or lowered: C has no way to include in circles."},
    [ERROR_IMPORT_MISSING - ERROR_NAMES] =
        {.name = "import-missing",
         .group = "names",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "an imported file cannot be read",
         .why = "What the file declares is unknown, and with it all that uses it.",
         .instead = "Name it from the folder of the importing file, with its ending, or name its "
                    "folder with `-I` or `[gen] include` in slotc.ini.",
         .allow = "It cannot be allowed or lowered: the declarations are needed."},
    [ERROR_NAME_DUPLICATE - ERROR_NAMES] =
        {.name = "name-duplicate",
         .group = "names",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "two declarations of a package share a name",
         .why = "Both would become the same C type, and a field of that type could mean "
                "either.",
         .instead = "Rename one, or put the files into different packages, which become the "
                    "beginning of their C names.",
         .allow = "It cannot be allowed or lowered: C refuses the second."},
    [ERROR_NAME_UNKNOWN - ERROR_NAMES] =
        {.name = "name-unknown",
         .group = "names",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a name means nothing here, or two things",
         .why = "A name that means nothing is a slip or a missing import; one that means two "
                "things would change its meaning with the order of imports.",
         .instead = "Write the name that the message suggests, import its file, or say which of "
                    "the two: `package.Name`.",
         .allow = "It cannot be allowed or lowered: it is not known what is meant."},
};
