/* Rules about the types of fields, and what they start with. */
#include <inttypes.h>
#include <string.h>

#include "cost.h"
#include "layout.h"
#include "mem.h"
#include "rules.h"

/* From so many bytes on an array does not belong into each instance: a page of memory. */
#define LARGE_ARRAY 4096

static void check_array(struct check *check, const struct field *field) {
    const struct type_use *use = &field->type;
    if (use->items == 0 && use->chars == 0) {
        return;
    }
    const struct record *record = field->record;
    uint64_t size = layout_place(check->layouts, field)->member->size[WIDTH_64];
    if (size < LARGE_ARRAY) {
        return;
    }
    struct diagnostic *diagnostic = check_report(
        check, use->span, "`%s` takes %" PRIu64 " of the %" PRIu64 " bytes of each `%s`%s",
        field->name.text, size, layout_of(check->layouts, record)->measure.size[WIDTH_64],
        record->declaration.name.text, cost_for_all(check->mem, size, record->count, ""));
    diagnostic_help(diagnostic,
                    use->chars != 0 && use->items == 0
                        ? "write `str` for a text that is seldom so long: it takes what it needs"
                        : "move it into a record of its own and point to it: `ref R`");
}

static void check_default(struct check *check, const struct field *field) {
    const struct type_use *use = &field->type;
    if (field->has_initial || use->is_array || use->optional || use->type == NULL ||
        use->type->takes == NULL) {
        return;
    }
    const char *zero = use->enumeration != NULL && use->enumeration->zero != NULL
                           ? use->enumeration->zero->name.text
                       : use->chars != 0                ? "\"\""
                       : use->type == type_find("bool") ? "false"
                                                        : "0";
    struct diagnostic *diagnostic =
        check_report(check, field->name.span,
                     "`%s` has no default: it starts as `%s`, and nothing says that it is meant to",
                     field->name.text, zero);
    diagnostic_help(diagnostic,
                    "write `= %s`, or another value; or `?` behind the type where it may "
                    "be absent",
                    zero);
}

static bool has_mark_for_nothing(const struct field *field) {
    const struct type_use *use = &field->type;
    return use->optional && !use->is_array && use->type != NULL && type_is_pointer(use->type);
}

/* What an instance takes more for the mark of that field; for those of all pointers where it is
 * NULL. */
static uint64_t cost_of_mark(const struct check *check, const struct record *record,
                             const struct field *field) {
    struct field *fields = mem_alloc(check->mem, record->field_count * sizeof *fields);
    for (size_t i = 0; i < record->field_count; i++) {
        fields[i] = record->fields[i];
        if (field == NULL ? has_mark_for_nothing(&fields[i]) : i == field->index) {
            fields[i].type.optional = false;
        }
    }
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    uint64_t without = cost_with_fields(check->mem, check->layouts, record, fields).size[WIDTH_64];
    return size > without ? size - without : 0;
}

static void check_optional(struct check *check, const struct field *field) {
    if (!has_mark_for_nothing(field)) {
        return;
    }
    const struct record *record = field->record;
    uint64_t cost = cost_of_mark(check, record, field);
    uint64_t together = cost != 0 ? cost : cost_of_mark(check, record, NULL);
    struct diagnostic *diagnostic =
        check_report(check, field->type.optional_span,
                     "`%s` is a pointer, which is NULL where there is none; the bit beside it, "
                     "that it is present, costs %" PRIu64 " byte%s of an instance%s%s",
                     field->name.text, together, together == 1 ? "" : "s",
                     cost_for_all(check->mem, together, record->count, ""),
                     together != cost ? ", together with those of the other pointers" : "");
    diagnostic_help(diagnostic, "drop the `?`, unless a NULL that was set differs from none");
}

const struct rule type_rules[] = {
    {.name = "default-missing",
     .group = "types",
     .severity = SEVERITY_OFF,
     .strict = SEVERITY_WARNING,
     .summary = "a field that could have a default has none",
     .why = "A field without a default starts as zero, or as the enumerator for 0, and the schema "
            "does "
            "not say whether anybody thought of that. It costs no bytes either way.",
     .instead = "Write the default, also where it is 0. Where a value may be absent write `T?`.",
     .allow = "It is reported in the set `strict` alone. Allow it on a record that is filled by "
              "`init_with` or from a file before anybody reads it.",
     .check_field = check_default},
    {.name = "optional-pointer",
     .group = "types",
     .severity = SEVERITY_OFF,
     .strict = SEVERITY_WARNING,
     .summary = "an optional `str` or `ref`, which could be NULL",
     .why = "A `str` or a `ref` is NULL where there is none. With `?` behind it a bit says that a "
            "second time: the first such bit of a record takes a byte, with padding up to 8, and "
            "there "
            "are two ways to say absent.",
     .instead = "Drop the `?`, and ask for NULL.",
     .allow =
         "Where \"set to nothing\" and \"not set\" are different things. It is off but in the set "
         "`strict`.",
     .check_field = check_optional},
    {.name = "oversized-array",
     .group = "types",
     .severity = SEVERITY_WARNING,
     .summary = "an array of 4,096 bytes or more in every instance",
     .why =
         "An array is part of each instance, used or not, and is copied, cleared and compared with "
         "it: a `char[4096]` that holds 20 letters takes 4,096 bytes.",
     .instead =
         "Write `str` for text. Move other arrays into a record of their own and point to it "
         "with `ref`; or keep them apart, and refer to them by number.",
     .allow = "Where there are few instances and the array is full, as in a buffer or a page of a "
              "file.",
     .check_field = check_array},
};

const size_t type_rule_count = sizeof type_rules / sizeof *type_rules;
