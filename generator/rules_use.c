/* Rules about what is declared and not used, and what is not documented. */
#include "edit.h"
#include "mem.h"
#include "rules.h"
#include "uses.h"

/* The undocumented; what it is called in the message. */
static void report_undocumented(struct check *check, const struct name *name,
                                const struct preamble *preamble, const char *kind) {
    if (preamble->docs == NULL) {
        diagnostic_help(
            check_report(check, name->span, "the %s `%s` has no documentation", kind, name->text),
            "write `/// …` above it: it becomes the comment in the generated header");
    }
}

static void check_declaration_docs(struct check *check, const struct declaration *declaration) {
    static const char *const kinds[] = {
        [DECLARATION_ENUM] = "enum",
        [DECLARATION_EXTERN] = "extern type",
        [DECLARATION_RECORD] = "record",
    };
    report_undocumented(check, &declaration->name, &declaration->preamble,
                        kinds[declaration->kind]);
}

static void check_field_docs(struct check *check, const struct field *field) {
    report_undocumented(check, &field->name, &field->preamble, "field");
}

/* Names that could not be resolved would make what they meant look unused. A file that declares
 * nothing is there for what it imports. */
static void check_import(struct check *check, const struct import *import) {
    const struct file *file = check->file;
    if (!check->resolved || import->file == NULL || file->declarations == NULL) {
        return;
    }
    const struct import *first = uses_first_import(check_uses(check), file, import);
    if (first == import && uses_imported(check_uses(check), file, import)) {
        return;
    }
    struct diagnostic *diagnostic = NULL;
    if (first != import) {
        diagnostic = check_report(check, import->span, "`%s` is imported twice", import->path.text);
        diagnostic_note(diagnostic, first->span, "the first one is here");
    } else {
        diagnostic =
            check_report(check, import->span, "nothing of `%s` is used here", import->path.text);
    }
    diagnostic_help(diagnostic, "drop it");
    if (!edit_holds_comment(import->span)) {
        diagnostic_edit(diagnostic, edit_removal(import->span), "");
    }
}

static bool is_unused(struct check *check, const struct declaration *declaration) {
    return check->resolved && uses_of(check_uses(check), declaration) == 0;
}

static void check_enum(struct check *check, const struct enumeration *enumeration) {
    const struct name *name = &enumeration->declaration.name;
    if (is_unused(check, &enumeration->declaration)) {
        diagnostic_help(check_report(check, name->span, "no field is of the enum `%s`", name->text),
                        "drop it, or give the fields that hold its numbers its type");
    }
}

static void check_extern(struct check *check, const struct declaration *declaration) {
    if (declaration->kind == DECLARATION_EXTERN && is_unused(check, declaration)) {
        diagnostic_help(check_report(check, declaration->name.span,
                                     "no field is of the extern type `%s`", declaration->name.text),
                        "drop it: its header need not be read then");
    }
}

static void check_record(struct check *check, const struct record *record) {
    const struct name *name = &record->declaration.name;
    if (is_unused(check, &record->declaration)) {
        diagnostic_help(
            check_report(check, name->span, "no record extends or refers to `%s`", name->text),
            "drop it, unless C code uses it");
    }
}

const struct rule use_rules[] = {
    {.name = "doc-missing",
     .group = "docs",
     .severity = SEVERITY_OFF,
     .summary = "a record, enum, extern type or field has no `///` comment",
     .why =
         "What stands in `///` above a declaration is the comment of the generated struct, member "
         "and accessors: what is not written there, users of the header do not see.",
     .instead = "Say in a line what it is: its unit, its range, who sets it.",
     .allow = "It is off in every set. Where a project turns it on, allow it on declarations whose "
              "names say all.",
     .check_declaration = check_declaration_docs,
     .check_field = check_field_docs},
    {.name = "enum-unused",
     .group = "docs",
     .severity = SEVERITY_OFF,
     .strict = SEVERITY_NOTE,
     .of_run = true,
     .summary = "no field of the schemas that were read is of the enum",
     .why = "An enum that no field uses is often what is left of one that did, or its fields are "
            "plain "
            "numbers, which the checks on enums do not reach.",
     .instead = "Drop it, or write it as the type of the fields that hold its numbers.",
     .allow =
         "Where C code alone uses it, or files that are not among those that are linted. It is "
         "off but in the set `strict`.",
     .check_enum = check_enum},
    {.name = "extern-unused",
     .group = "docs",
     .severity = SEVERITY_WARNING,
     .of_run = true,
     .summary = "no field of the schemas that were read is of the extern type",
     .why = "Its header is read by libclang on every run, for each target, and is included by the "
            "generated one, all for nothing.",
     .instead = "Drop it.",
     .allow = "Where files use it that are not among those that are linted.",
     .check_declaration = check_extern},
    {.name = "import-unused",
     .group = "docs",
     .severity = SEVERITY_WARNING,
     .fixing = FIX_SAFE,
     .summary = "a file is imported of which nothing is used, or twice",
     .why =
         "An import makes the generated header include that of the imported schema: whatever "
         "changes "
         "there, everything here is built again. Imports are not transitive, so nobody else needs "
         "it.",
     .instead = "Drop the line; `--fix` does.",
     .allow =
         "It stands in no declaration, so `[lint]` sections of slotc.ini or a directive for the "
         "file allow it. A file that declares nothing may import what it likes.",
     .check_import = check_import},
    {.name = "record-unused",
     .group = "docs",
     .severity = SEVERITY_OFF,
     .of_run = true,
     .summary = "no record of the schemas that were read extends or refers to the record",
     .why =
         "Most records at the end of a chain are used by C code alone, so this finds what may be "
         "forgotten, not what is.",
     .instead = "Drop it where no code uses it either.",
     .allow = "It is off in every set: turn it on for a look, as `--note record-unused`.",
     .check_record = check_record},
};

const size_t use_rule_count = sizeof use_rules / sizeof *use_rules;
