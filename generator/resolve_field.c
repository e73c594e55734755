#include <inttypes.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "resolver.h"
#include "suggest.h"
#include "types.h"

/* A declaration that a field names as its type. */
static void use_declaration(struct type_use *use, struct declaration *declaration) {
    if (declaration->kind == DECLARATION_ENUM) {
        use->type = &type_enum;
        use->enumeration = (const struct enumeration *)(const void *)declaration;
    } else if (declaration->kind == DECLARATION_RECORD) {
        use->type = &type_record;
        use->record = (const struct record *)(const void *)declaration;
    } else {
        use->type = &type_extern;
        use->foreign = (const struct extern_type *)(const void *)declaration;
    }
}

const char *resolve_word_elsewhere(const char *word) {
    static const char *const pairs[][2] = {
        {"int", "i32"},      {"int8", "i8"},      {"int16", "i16"},    {"int32", "i32"},
        {"int64", "i64"},    {"int8_t", "i8"},    {"int16_t", "i16"},  {"int32_t", "i32"},
        {"int64_t", "i64"},  {"uint", "u32"},     {"uint8", "u8"},     {"uint16", "u16"},
        {"uint32", "u32"},   {"uint64", "u64"},   {"uint8_t", "u8"},   {"uint16_t", "u16"},
        {"uint32_t", "u32"}, {"uint64_t", "u64"}, {"byte", "u8"},      {"ubyte", "u8"},
        {"short", "i16"},    {"long", "i64"},     {"unsigned", "u32"}, {"float", "f32"},
        {"double", "f64"},   {"float32", "f32"},  {"float64", "f64"},  {"string", "str"},
        {"text", "str"},     {"boolean", "bool"}, {"_Bool", "bool"},   {"size_t", "u64"},
        {"half", "f32"},     {"f16", "f32"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(pairs[i][0], word) == 0) {
            return pairs[i][1];
        }
    }
    return NULL;
}

/* What to do about an unknown type that is near no other. */
static void help_with_type(struct resolver *resolver, struct diagnostic *diagnostic,
                           const struct file *file, const struct name *name) {
    if (strcmp(name->text, "ref") == 0) {
        diagnostic_help(diagnostic, "a pointer to a record R is written `ref R`");
    } else if (type_is_word(name->text)) {
        diagnostic_help(diagnostic, "`%s` is storage: it stands before the `{` of a record",
                        name->text);
    } else if (!resolve_help_package(resolver, diagnostic, file, name->text)) {
        diagnostic_help(diagnostic,
                        "types are bool, i8 to i64, u8 to u64, f32, f64, char[N], bits[N], str, "
                        "ref R, and the enums and records of this file and its imports");
    }
}

static void report_unknown_type(struct resolver *resolver, const struct file *file,
                                const struct name *name) {
    struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_TYPE_UNKNOWN, name->span,
                                           "unknown type `%s`", name->text);
    const struct file *holder = resolve_reachable_holder(resolver, file, name->text);
    if (holder != NULL) {
        diagnostic_help(diagnostic,
                        "it is declared in `%s`, which this file does not import itself",
                        holder->source->path);
        return;
    }
    const char *nearest = resolve_word_elsewhere(name->text);
    if (nearest == NULL && !type_is_word(name->text)) {
        nearest = resolve_suggestion(resolver, file, name->text, ~0U, true);
    }
    resolve_suggest(diagnostic, name->span, nearest);
    if (nearest == NULL) {
        help_with_type(resolver, diagnostic, file, name);
    }
}

/* The declaration that a name stands for in a type; reported where there is none, or two. */
static struct declaration *find_type(struct resolver *resolver, const struct file *file,
                                     const struct name *name) {
    struct meaning meaning = resolve_name(resolver, file, name->text);
    if (meaning.other != NULL) {
        resolve_report_ambiguous(resolver, ERROR_TYPE_UNKNOWN, name, &meaning);
        return NULL;
    }
    if (meaning.declaration == NULL) {
        report_unknown_type(resolver, file, name);
    }
    return meaning.declaration;
}

static void resolve_reference(struct resolver *resolver, const struct file *file,
                              struct type_use *use) {
    bool is_word = type_find(use->target.text) != NULL;
    const struct declaration *declaration =
        is_word ? NULL : find_type(resolver, file, &use->target);
    if (declaration == NULL && !is_word) {
        return;
    }
    if (is_word || declaration->kind != DECLARATION_RECORD) {
        diagnostic_help(report(resolver->diagnostics, ERROR_TYPE_MISUSED, use->target.span,
                               "`ref` points to a record, and `%s` is none", use->target.text),
                        "write `%s` without `ref` to hold the value itself", use->target.text);
        return;
    }
    use->type = &type_ref;
    use->record = (const struct record *)(const void *)declaration;
}

static void report_length(struct resolver *resolver, const struct type_use *use) {
    const struct literal *length = use->length;
    const struct type *type = use->type;
    bool is_large = length->too_large || length->integer > type->most_length;
    enum error_rule rule = is_large && !type->no_array ? ERROR_LIMIT : ERROR_TYPE_MISUSED;
    struct diagnostic *diagnostic = report(
        resolver->diagnostics, rule, length->span, "the length of `%s` is at %s %" PRIu32,
        type->word, is_large ? "most" : "least", is_large ? type->most_length : type->least_length);
    if (type->no_array) {
        diagnostic_help(diagnostic, "`bits[1]` is the smallest, `bits[64]` the largest");
    } else if (is_large) {
        diagnostic_help(diagnostic, "keep long text outside of the record, as a `str` does");
    } else {
        diagnostic_help(diagnostic,
                        "one byte of it is the NUL that ends the text; for raw bytes use `u8[N]`");
    }
}

/* The N of char[N] and bits[N]. */
static void resolve_length(struct resolver *resolver, struct type_use *use) {
    const struct literal *length = use->length;
    const struct type *type = use->type;
    if (!length->too_large && length->integer >= type->least_length &&
        length->integer <= type->most_length) {
        uint32_t *place = type->no_array ? &use->bit_count : &use->chars;
        *place = (uint32_t)length->integer;
        return;
    }
    report_length(resolver, use);
    use->type = NULL;
}

static void resolve_items(struct resolver *resolver, struct type_use *use) {
    const struct literal *count = use->count;
    if (use->type != NULL && use->type->no_array) {
        diagnostic_help(report(resolver->diagnostics, ERROR_TYPE_MISUSED, use->span,
                               "there are no arrays of `%s`", use->type->word),
                        "use an array of `u8`, or a field for each");
        use->type = NULL;
    } else if (count->too_large || count->integer > INT32_MAX) {
        diagnostic_help(report(resolver->diagnostics, ERROR_LIMIT, count->span,
                               "an array of more than %d items", INT32_MAX),
                        "keep large arrays outside and point to them");
        use->type = NULL;
    } else if (count->integer == 0) {
        struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_TYPE_MISUSED,
                                               count->span, "an array has at least one item");
        diagnostic_help(diagnostic, "C has no empty arrays; drop the field");
        use->type = NULL;
    } else {
        use->items = (uint32_t)count->integer;
    }
}

static void resolve_type(struct resolver *resolver, const struct file *file, struct type_use *use) {
    if (use->target.text != NULL) {
        resolve_reference(resolver, file, use);
    } else {
        use->type = type_find(use->name.text);
        if (use->type == NULL) {
            struct declaration *declaration = find_type(resolver, file, &use->name);
            if (declaration != NULL) {
                use_declaration(use, declaration);
            }
        }
    }
    if (use->type != NULL && use->has_length) {
        resolve_length(resolver, use);
    }
    if (use->is_array) {
        resolve_items(resolver, use);
    }
}

static void report_text_range(struct resolver *resolver, const struct field *field) {
    const struct literal *initial = field->initial;
    uint32_t chars = field->type.chars;
    if (initial->length < chars) {
        diagnostic_help(report(resolver->diagnostics, ERROR_DEFAULT_RANGE, initial->span,
                               "a text with a NUL in it does not fit `char[%" PRIu32 "]`", chars),
                        "the first NUL ends a text; raw bytes are `u8[N]`");
        return;
    }
    diagnostic_help(report(resolver->diagnostics, ERROR_DEFAULT_RANGE, initial->span,
                           "a text of %zu %s does not fit `char[%" PRIu32 "]`", initial->length,
                           initial->length == 1 ? "byte" : "bytes", chars),
                    "it holds at most %" PRIu32 " bytes and the NUL behind them", chars - 1);
}

/* A number that is too large, or too small. */
static void report_number_range(struct resolver *resolver, const struct field *field) {
    const struct literal *initial = field->initial;
    const struct type_use *use = &field->type;
    const char *source = initial->span.source->bytes + initial->span.start;
    int length = (int)(initial->span.end - initial->span.start);
    const char *type = use->type->word;
    if (use->bit_count != 0) {
        type = mem_format(resolver->mem, "bits[%" PRIu32 "]", use->bit_count);
    }
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_DEFAULT_RANGE, initial->span,
               "`%.*s` does not fit `%s`", length > 60 ? 60 : length, source, type);
    if (use->bit_count != 0) {
        diagnostic_help(diagnostic, "it holds 0 to %" PRIu64, UINT64_MAX >> (64 - use->bit_count));
    } else if (use->type->most != 0) {
        diagnostic_help(diagnostic, "it holds %" PRId64 " to %" PRIu64, use->type->least,
                        use->type->most);
    } else {
        diagnostic_help(diagnostic, "its largest number is about %s",
                        use->type->measure.size[WIDTH_64] == 4 ? "3.4e38" : "1.8e308");
    }
}

/* The enumerator of a number, or of a name in quotes. */
static const char *meant_enumerator(struct resolver *resolver,
                                    const struct enumeration *enumeration,
                                    const struct literal *initial) {
    for (size_t i = 0; i < enumeration->count && resolver->offers_left > 0; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        resolver->offers_left--;
        uint64_t number = (uint64_t)enumerator->number;
        bool is_number =
            initial->kind == LITERAL_INTEGER && !initial->too_large &&
            number == (initial->negative ? (uint64_t)0 - initial->integer : initial->integer);
        bool is_name =
            initial->kind == LITERAL_STRING && strcmp(initial->text, enumerator->name.text) == 0;
        if (is_number || is_name) {
            return enumerator->name.text;
        }
    }
    return NULL;
}

/* The default that one of the wrong kind stands for, or NULL. */
static const char *meant_default(struct resolver *resolver, const struct field *field) {
    const struct literal *initial = field->initial;
    if (field->type.enumeration != NULL) {
        return meant_enumerator(resolver, field->type.enumeration, initial);
    }
    if (field->type.chars != 0) {
        return initial->kind == LITERAL_NAME ? mem_format(resolver->mem, "\"%s\"", initial->text)
                                             : NULL;
    }
    if (field->type.type->fits(&field->type, &(struct literal){.kind = LITERAL_BOOL}) == FIT_TYPE) {
        return NULL;
    }
    if (initial->kind == LITERAL_INTEGER && initial->integer < 2 && !initial->negative) {
        return initial->integer == 0 ? "false" : "true";
    }
    struct suggestion suggestion = suggest_for(initial->kind == LITERAL_NAME ? initial->text : "");
    suggest_offer(&suggestion, "false");
    suggest_offer(&suggestion, "true");
    return suggestion.nearest;
}

static void report_wrong_type(struct resolver *resolver, const struct field *field) {
    const struct literal *initial = field->initial;
    const char *start = "zero";
    if (field->type.chars != 0) {
        start = "an empty text";
    } else if (field->type.enumeration != NULL) {
        start = "the enumerator for 0";
    }
    int length = (int)(initial->span.end - initial->span.start);
    const char *found =
        initial->kind == LITERAL_STRING
            ? "a string"
            : mem_format(resolver->mem, "`%.*s%s`", length > 40 ? 40 : length,
                         initial->span.source->bytes + initial->span.start, length > 40 ? "…" : "");
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_DEFAULT_TYPE, initial->span,
               "expected %s for `%s`, found %s", field->type.type->takes, field->name.text, found);
    diagnostic_help(diagnostic, "without a default it starts as %s", start);
    if (initial->kind == LITERAL_NAME) {
        diagnostic_help(diagnostic, "there are no constants: write the value itself");
    }
    resolve_suggest(diagnostic, initial->span, meant_default(resolver, field));
}

static void report_unfit(struct resolver *resolver, const struct field *field, enum fit fit) {
    if (fit == FIT_TYPE) {
        report_wrong_type(resolver, field);
    } else if (field->initial->kind == LITERAL_STRING) {
        report_text_range(resolver, field);
    } else {
        report_number_range(resolver, field);
    }
}

/* The enumerator that a default names. */
static void resolve_enumerator(struct resolver *resolver, struct field *field) {
    const struct enumeration *enumeration = field->type.enumeration;
    const char *wanted = field->initial->text;
    field->initial_enumerator = map_get(enumeration->names, wanted, strlen(wanted));
    if (field->initial_enumerator != NULL) {
        return;
    }
    struct suggestion suggestion = suggest_for(wanted);
    for (size_t i = 0; i < enumeration->count && resolver->offers_left > 0; i++) {
        resolver->offers_left--;
        suggest_offer(&suggestion, enumeration->enumerators[i].name.text);
    }
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_NAME_UNKNOWN, field->initial->span,
               "enum `%s` has no enumerator `%s`", enumeration->declaration.name.text, wanted);
    diagnostic_note(diagnostic, enumeration->declaration.name.span, "the enum is declared here");
    diagnostic_help(diagnostic,
                    enumeration->count > 0 ? "write one of its enumerators, as `%s`"
                                           : "give the enum its enumerators first",
                    enumeration->count > 0 ? enumeration->enumerators[0].name.text : "");
    resolve_suggest(diagnostic, field->initial->span, suggestion.nearest);
}

/* What an array starts as; a `str` with a length may be meant as one text. */
static const char *start_of_array(struct resolver *resolver, const struct field *field) {
    const struct type_use *use = &field->type;
    if (use->type->owned && field->initial->kind == LITERAL_STRING) {
        return mem_format(resolver->mem,
                          "it is an array of %" PRIu32
                          " texts; one text of at most N - 1 bytes is `char[N]`",
                          use->items);
    }
    return use->type == &type_record    ? "drop it: the items start with their fields' own defaults"
           : use->chars != 0            ? "drop it: the items start as empty texts"
           : type_is_pointer(use->type) ? "drop it: the items start as NULL"
           : use->enumeration != NULL   ? "drop it: the items start as the enumerator for 0"
                                        : "drop it: the items start as zeros";
}

/* Of a type that takes no default: what it starts as. */
static void report_no_default(struct resolver *resolver, const struct field *field) {
    const struct type_use *use = &field->type;
    const char *what = mem_format(resolver->mem, "`%s`", use->type->word);
    const char *help = "drop it: the field starts as NULL";
    if (use->optional) {
        what = "an optional field";
        help = "drop the default, or the `?`: such a field is absent after `init`";
    } else if (use->is_array) {
        what = "an array";
        help = start_of_array(resolver, field);
    } else if (use->type == &type_record) {
        what = "a record";
        help = "drop it: the record's fields start with their own defaults";
    } else if (use->foreign != NULL) {
        what = "an extern type";
        help = "drop it: the field starts as zeros";
    }
    diagnostic_help(report(resolver->diagnostics, ERROR_DEFAULT_TYPE, field->initial->span,
                           "%s takes no default", what),
                    "%s", help);
}

static void resolve_initial(struct resolver *resolver, struct field *field) {
    const struct type_use *use = &field->type;
    if (use->is_array || use->optional || use->type->takes == NULL) {
        report_no_default(resolver, field);
        return;
    }
    enum fit fit = use->type->fits(use, field->initial);
    if (fit != FIT_GOOD) {
        report_unfit(resolver, field, fit);
    } else if (use->enumeration != NULL) {
        resolve_enumerator(resolver, field);
    }
}

static void check_zero(struct resolver *resolver, const struct field *field) {
    const struct enumeration *enumeration = field->type.enumeration;
    /* An absent field is none; of an array that `put` makes present the others are 0. */
    bool may_be_absent = field->type.optional && !field->type.is_array;
    if (enumeration == NULL || field->has_initial || may_be_absent || enumeration->count == 0 ||
        enumeration->zero != NULL) {
        return;
    }
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_ENUM_NO_ZERO, field->type.span,
               "`%s` starts as 0, and enum `%s` has no enumerator for 0", field->name.text,
               enumeration->declaration.name.text);
    diagnostic_note(diagnostic, enumeration->declaration.name.span, "the enum is declared here");
    if (field->type.is_array) {
        diagnostic_help(diagnostic, "give the enum an enumerator for 0");
    } else {
        diagnostic_help(diagnostic, "give the field a default: `%s: %s = %s;`", field->name.text,
                        field->type.name.text, enumeration->enumerators[0].name.text);
    }
}

void resolve_field(struct resolver *resolver, const struct record *record, struct field *field) {
    field->c_name = field->preamble.c_name != NULL ? field->preamble.c_name : field->name.text;
    resolve_type(resolver, record->declaration.file, &field->type);
    if (field->type.type == NULL) {
        return;
    }
    if (field->has_initial) {
        resolve_initial(resolver, field);
    }
    check_zero(resolver, field);
}
