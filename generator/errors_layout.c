/* Pins and extern types that cannot be laid out. The rows only: the stages report them by their
 * enumerators. */
#include "rule.h"

const struct rule layout_errors[] = {
    [ERROR_EXTERN_DIFFERS - ERROR_LAYOUT] =
        {.name = "extern-differs",
         .group = "layout",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "an extern type has two sizes or alignments on targets of one pointer width",
         .why = "A header that slotc generates holds for all targets of a pointer width, "
                "with offsets that it asserts. A type of which a target has 8 bytes and "
                "another 16, as those with `long` in them, moves all that stands behind it.",
         .instead = "Give it members of one size everywhere, as `int64_t`; or name fewer targets "
                    "(`[gen] targets`, `--target`), and generate once for each kind; or keep it "
                    "outside the record and point to it.",
         .allow = "It cannot be allowed or lowered: on one of the targets the offsets would be "
                  "wrong."},
    [ERROR_EXTERN_UNRESOLVED - ERROR_LAYOUT] =
        {.name = "extern-unresolved",
         .group = "layout",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "the size of an extern type cannot be found out",
         .why = "The size of a C type is asked of libclang, which must find the header and "
                "understand the name. A guess would move all fields behind it.",
         .instead = "Write the type as it stands before a member's name, and let slotc find its "
                    "header with `-I`. Where libclang is not to be had, state `@size` and "
                    "`@align`: the generated header asserts both.",
         .allow = "It cannot be allowed or lowered: nothing is guessed."},
    [ERROR_OFFSET_MISALIGNED - ERROR_LAYOUT] =
        {.name = "offset-misaligned",
         .group = "layout",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a field is pinned to an offset that is no multiple of its alignment",
         .why = "C places a member at multiples of its alignment, and reading one elsewhere "
                "is undefined: slow on some machines, a trap on others.",
         .instead = "Pin it to a multiple of its alignment, or make it bytes, `u8[4]`, and copy "
                    "them.",
         .allow = "It cannot be allowed or lowered: C would place the member elsewhere."},
    [ERROR_OFFSET_OVERLAP - ERROR_LAYOUT] =
        {.name = "offset-overlap",
         .group = "layout",
         .severity = SEVERITY_ERROR,
         .fixed = true,
         .summary = "a field is pinned to bytes that another one or the base has",
         .why = "Two fields at one place overwrite one another: setting one changes the "
                "other. Offsets count from the start of the whole record, so the base has "
                "the first bytes.",
         .instead = "Pin it behind what is there already; the message says where that ends. One "
                    "place with two meanings is a field that is read in two ways by C code.",
         .allow = "It cannot be allowed or lowered: one of the values would be lost."},
};
