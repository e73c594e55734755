/* Rules about how names look. What C cannot have as a name is an error (rules_names.c). */
#include <ctype.h>
#include <string.h>

#include "mem.h"
#include "rules.h"
#include "text.h"

/* The styles that a name may be of, as a set: `id` is snake_case and camelCase alike. */
enum style {
    STYLE_SNAKE = 1, /* snake_case */
    STYLE_CAMEL = 2, /* camelCase */
    STYLE_WORDS = 4, /* CapWords */
    STYLE_UPPER = 8, /* UPPER_CASE */
    STYLE_ANY = 15,
};

static const char *style_name(unsigned style) {
    return (style & STYLE_SNAKE) != 0   ? "snake_case"
           : (style & STYLE_CAMEL) != 0 ? "camelCase"
           : (style & STYLE_WORDS) != 0 ? "CapWords"
                                        : "UPPER_CASE";
}

/* The style of a single name: one of capitals alone is called that. */
static const char *shown_style(unsigned styles) {
    return style_name((styles & STYLE_UPPER) != 0 ? STYLE_UPPER : styles);
}

/* The part of a name that has a style: without underscores at its ends. */
struct core {
    const char *start;
    size_t length;
};

static struct core core_of(const char *name) {
    struct core core = {name + strspn(name, "_"), 0};
    core.length = strlen(core.start);
    while (core.length > 0 && core.start[core.length - 1] == '_') {
        core.length--;
    }
    return core;
}

/* The styles that fit; 0 of `Sensor_id`, which none does. */
static unsigned styles_of(const char *name) {
    struct core core = core_of(name);
    bool has_line = memchr(core.start, '_', core.length) != NULL;
    bool has_upper = false;
    bool has_lower = false;
    for (size_t i = 0; i < core.length; i++) {
        has_upper = has_upper || isupper((unsigned char)core.start[i]) != 0;
        has_lower = has_lower || islower((unsigned char)core.start[i]) != 0;
    }
    if (!has_upper) {
        return has_line ? STYLE_SNAKE : STYLE_SNAKE | STYLE_CAMEL;
    }
    if (!has_lower) {
        return has_line ? STYLE_UPPER : core.length == 1 ? STYLE_ANY : STYLE_UPPER | STYLE_WORDS;
    }
    if (has_line) {
        return 0;
    }
    return isupper((unsigned char)core.start[0]) ? STYLE_WORDS : STYLE_CAMEL;
}

/* Whether a word of the name begins there: behind a `_`, or at a capital behind a small letter or
 * before one. */
static bool begins_word(struct core core, size_t at) {
    bool is_upper = isupper((unsigned char)core.start[at]) != 0;
    bool after_capital = at > 0 && isupper((unsigned char)core.start[at - 1]) != 0;
    bool before_small = at + 1 < core.length && islower((unsigned char)core.start[at + 1]) != 0;
    return at == 0 || core.start[at - 1] == '_' || (is_upper && (!after_capital || before_small));
}

/* The name as it would be in a style: "sensorId" as "sensor_id". */
static const char *restyled(struct mem *mem, const char *name, unsigned style) {
    struct core core = core_of(name);
    struct text text = {.mem = mem};
    bool has_lines = (style & (STYLE_SNAKE | STYLE_UPPER)) != 0;
    for (size_t i = 0; i < core.length; i++) {
        bool begins = begins_word(core, i);
        bool is_first = text.length == 0;
        bool is_capital = (style & STYLE_SNAKE) != 0   ? false
                          : (style & STYLE_CAMEL) != 0 ? begins && !is_first
                          : (style & STYLE_WORDS) != 0 ? begins
                                                       : true;
        int letter = (unsigned char)core.start[i];
        char byte = (char)(is_capital ? toupper(letter) : tolower(letter));
        if (byte != '_') {
            text_add_string(&text, begins && !is_first && has_lines ? "_" : "");
            text_add(&text, &byte, 1);
        }
    }
    return text_string(&text);
}

/* Names that are to look alike: those of a file's records and enums, of its fields, or of an
 * enum's enumerators. */
struct alike {
    const char *kind; /* "record", for messages */
    unsigned styles; /* that all of them have been so far */
    const struct name *first; /* that shows it */
};

/* Of styles that fit the one that is preferred: UPPER_CASE for capitals alone, else the lowest bit.
 */
static unsigned first_style(unsigned styles) {
    return styles == (STYLE_WORDS | STYLE_UPPER) ? STYLE_UPPER : styles & (0U - styles);
}

/* What the thing that is looked at is called in C. */
static const char *c_name_of(const struct check *check) {
    return check->enumerator != NULL ? check->enumerator->c_name
           : check->field != NULL    ? check->field->c_name
                                     : check->declaration->c_name;
}

static void report_style(struct check *check, const struct alike *alike, const struct name *name,
                         const char *message) {
    const char *better = restyled(check->mem, name->text, first_style(alike->styles));
    struct diagnostic *diagnostic = check_report(check, name->span, "%s", message);
    if (alike->first != NULL) {
        diagnostic_note(diagnostic, alike->first->span, "`%s` is %s", alike->first->text,
                        shown_style(styles_of(alike->first->text) & alike->styles));
    }
    diagnostic_help(diagnostic, "name it `%s`; `@c_name(\"%s\")` keeps the name in C", better,
                    c_name_of(check));
}

static void check_alike(struct check *check, struct alike *alike, const struct name *name,
                        unsigned allowed) {
    unsigned styles = styles_of(name->text) & allowed;
    struct mem *mem = check->mem;
    if (styles == 0) {
        unsigned other = allowed & ~first_style(allowed);
        report_style(check, alike, name,
                     mem_format(mem, "the %s `%s` is neither %s nor %s", alike->kind, name->text,
                                style_name(allowed), style_name(other)));
    } else if ((styles & alike->styles) == 0) {
        report_style(check, alike, name,
                     mem_format(mem, "the %s `%s` is %s, and others here are %s", alike->kind,
                                name->text, shown_style(styles), shown_style(alike->styles)));
    } else if ((styles & alike->styles) != alike->styles) {
        alike->styles &= styles;
        alike->first = name;
    }
}

static void check_enumerators(struct check *check, const struct enumeration *enumeration) {
    struct alike alike = {.kind = "enumerator", .styles = STYLE_ANY};
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct name *name = &enumeration->enumerators[i].name;
        check->enumerator = &enumeration->enumerators[i];
        if (styles_of(name->text) == 0) {
            report_style(check, &alike, name,
                         mem_format(check->mem,
                                    "the enumerator `%s` mixes `_` with letters of both "
                                    "cases",
                                    name->text));
        } else {
            check_alike(check, &alike, name, STYLE_ANY);
        }
    }
    check->enumerator = NULL;
}

static void check_fields(struct check *check, struct alike *alike, const struct record *record) {
    check->record = record;
    for (size_t i = 0; i < record->field_count; i++) {
        check->field = &record->fields[i];
        check_alike(check, alike, &check->field->name, STYLE_SNAKE | STYLE_CAMEL);
    }
    check->field = NULL;
}

/* What a name looks like is a question of its neighbours: the file is the node. The names of extern
 * types are mostly those that they have in C. */
static void check_style(struct check *check, const struct file *file) {
    struct alike declarations = {.kind = "record", .styles = STYLE_SNAKE | STYLE_WORDS};
    struct alike fields = {.kind = "field", .styles = STYLE_SNAKE | STYLE_CAMEL};
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        const void *whole = declaration;
        if (declaration->kind == DECLARATION_EXTERN) {
            continue;
        }
        declarations.kind = declaration->kind == DECLARATION_ENUM ? "enum" : "record";
        check->declaration = declaration;
        check_alike(check, &declarations, &declaration->name, STYLE_SNAKE | STYLE_WORDS);
        if (declaration->kind == DECLARATION_ENUM) {
            check_enumerators(check, whole);
        } else {
            check_fields(check, &fields, whole);
        }
        check->record = NULL;
    }
    check->declaration = NULL;
}

/* Longer names are hard to read; and of the generated ones, which begin with the package and the
 * record, C compilers need only tell 63 letters apart. */
#define LONG_NAME 40

static void check_length(struct check *check, const struct name *name, const char *kind) {
    size_t length = strlen(name->text);
    if (length > LONG_NAME) {
        diagnostic_help(check_report(check, name->span,
                                     "the %s `%s` has a name of %zu letters, more than %d", kind,
                                     name->text, length, LONG_NAME),
                        "shorten it: what it belongs to need not be said again");
    }
}

static void check_declaration_length(struct check *check, const struct declaration *declaration) {
    static const char *const kinds[] = {
        [DECLARATION_ENUM] = "enum",
        [DECLARATION_EXTERN] = "extern type",
        [DECLARATION_RECORD] = "record",
    };
    check_length(check, &declaration->name, kinds[declaration->kind]);
}

static void check_enum_length(struct check *check, const struct enumeration *enumeration) {
    for (size_t i = 0; i < enumeration->count; i++) {
        check->enumerator = &enumeration->enumerators[i];
        check_length(check, &enumeration->enumerators[i].name, "enumerator");
    }
    check->enumerator = NULL;
}

static void check_field_length(struct check *check, const struct field *field) {
    check_length(check, &field->name, "field");
}

const struct rule style_rules[] = {
    {.name = "name-length",
     .group = "names",
     .severity = SEVERITY_WARNING,
     .summary = "a name has more than 40 letters",
     .why =
         "The generated names are made of the package, the record and the field: "
         "`package_Record_get_field`. C compilers need only tell the first 63 letters apart, and "
         "people fewer. Short names are never reported.",
     .instead =
         "Shorten it: a field need not repeat its record's name, nor a record its package's.",
     .allow = "Where the name is another's: a standard's, or a database's column.",
     .check_declaration = check_declaration_length,
     .check_enum = check_enum_length,
     .check_field = check_field_length},
    {.name = "name-style",
     .group = "names",
     .severity = SEVERITY_WARNING,
     .summary = "names of one kind do not look alike in a file",
     .why =
         "Generated names hold those of the schema: where records, or fields, of a file are "
         "written "
         "in two ways, whoever uses them in C must remember which is which. Records and enums are "
         "CapWords or snake_case, fields snake_case or camelCase, the enumerators of an enum any "
         "one of these or UPPER_CASE; which one, the first name that shows it says.",
     .instead =
         "Rename those that differ. Where C code knows them already, `@c_name(\"old\")` keeps "
         "their names there. Names of extern types are not looked at.",
     .allow =
         "Where names come from elsewhere, as those of `<elf.h>` do: on the record, for all its "
         "fields, or for a file in slotc.ini.",
     .check_file = check_style},
};

const size_t style_rule_count = sizeof style_rules / sizeof *style_rules;
