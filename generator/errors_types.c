/* Types, defaults and enums that cannot be. The rows only: the stages report them by their
 * enumerators. */
#include "rule.h"

const struct rule types_errors[] = {
    [ERROR_DEFAULT_RANGE - ERROR_TYPES] =
        {.name = "default-range",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a default does not fit its field's type",
         .why = "C would cut the value down without a word: 300 in a `u8` starts as 44.",
         .instead = "Write a value that fits, or a larger type: the message says what the type "
                    "holds. A `char[N]` holds N - 1 bytes, and its NUL.",
         .allow = "It cannot be allowed or lowered: the field could not hold it."},
    [ERROR_DEFAULT_TYPE - ERROR_TYPES] =
        {.name = "default-type",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a default is of another kind than its field's type, or the type takes none",
         .why = "A default is what `init` stores, so it must be a value of the field. "
                "Arrays, `T?`, `str`, `ref`, records and extern types take none: they start "
                "empty, absent, NULL or with their own defaults.",
         .instead = "Write a literal of the field's kind, or drop the default.",
         .allow = "It cannot be allowed or lowered: there is no such value."},
    [ERROR_ENUM_DUPLICATE - ERROR_TYPES] =
        {.name = "enum-duplicate",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "two enumerators of an enum share a name or a number",
         .why = "A number stands for one name, in messages, in text and by reflection: of "
                "two names for it one would never be seen.",
         .instead = "Drop one or give it a number of its own. Another name for the same number "
                    "is a `#define` in C code.",
         .allow = "It cannot be allowed or lowered: names are looked up by number."},
    [ERROR_ENUM_EMPTY - ERROR_TYPES] =
        {.name = "enum-empty",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "an enum has no enumerators",
         .why = "C has no empty enums, and a field of it could hold no value, not even its "
                "first one.",
         .instead = "Give it its enumerators, one for 0 among them, or use an integer.",
         .allow = "It cannot be allowed or lowered: no field could be of the type."},
    [ERROR_ENUM_NO_ZERO - ERROR_TYPES] =
        {.name = "enum-no-zero",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a field starts as 0, which its enum has no enumerator for",
         .why = "A field without a default starts as zeros. Where the enum has no name for "
                "0, each new instance would hold a value that is none.",
         .instead = "Give the field a default, or the enum an enumerator for 0, as `none` or "
                    "`unknown`; or write `?`, where it may be absent.",
         .allow = "It cannot be allowed or lowered: each instance would begin with an invalid "
                  "value."},
    [ERROR_ENUM_RANGE - ERROR_TYPES] =
        {.name = "enum-range",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "an enumerator does not fit the enum's type, or 32 bits signed",
         .why = "An enumerator must fit the enum's integer, `u8` unless it says otherwise, "
                "so that the field holds it, and 32 bits signed, since in C enumerators are "
                "`int`s.",
         .instead = "Write a wider type behind the enum's name, `enum Flags : u16`, or a smaller "
                    "number.",
         .allow = "It cannot be allowed or lowered: the field could not hold the value."},
    [ERROR_TYPE_MISUSED - ERROR_TYPES] =
        {.name = "type-misused",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a type stands where it cannot, or with a length that it cannot have",
         .why = "Some types stand in some places only: `char` and `bits` need a length, "
                "`bits` have no arrays, records with a dict or a `str` own memory and cannot "
                "be held by value.",
         .instead = "The message says what is written instead: `char[16]` for text, `u8[4]` for "
                    "bytes, `ref R` for a record that owns memory.",
         .allow = "It cannot be allowed or lowered: there is no layout for it."},
    [ERROR_TYPE_UNKNOWN - ERROR_TYPES] =
        {.name = "type-unknown",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "no type of that name can be seen from the file",
         .why = "Without its type the field has no size, and the record no layout.",
         .instead = "Write the name that the message suggests, or import the file that declares "
                    "it, in the file that uses it. `int` of C is `i32` here, `string` is `str`, "
                    "`double` is `f64`.",
         .allow = "It cannot be allowed or lowered: nothing can be laid out."},
    [ERROR_VALUE_RECURSIVE - ERROR_TYPES] =
        {.name = "value-recursive",
         .group = "types",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a record holds itself by value",
         .why = "A record that holds itself by value, perhaps by way of others, would be "
                "larger than itself.",
         .instead = "Point to it: `ref R`; or name the other by its number in an array or pool.",
         .allow = "It cannot be allowed or lowered: such a struct cannot exist."},
};
