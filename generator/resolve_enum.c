#include <inttypes.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "resolver.h"
#include "suggest.h"
#include "types.h"

/* The integer type that is meant by a word, or NULL. */
static const char *meant_integer(const char *word) {
    const char *elsewhere = resolve_word_elsewhere(word);
    if (elsewhere != NULL && type_find(elsewhere)->most != 0) {
        return elsewhere;
    }
    struct suggestion suggestion = suggest_for(word);
    for (unsigned i = 0; type_at(i) != NULL; i++) {
        if (type_at(i)->most != 0) {
            suggest_offer(&suggestion, type_at(i)->word);
        }
    }
    return suggestion.nearest;
}

/* The integer type behind an enum, u8 unless another is written. */
static const struct type *storage_type(struct resolver *resolver,
                                       const struct enumeration *enumeration) {
    const struct name *word = &enumeration->storage;
    if (word->text == NULL) {
        return type_find("u8");
    }
    const struct type *type = type_find(word->text);
    if (type == NULL || type->most == 0) {
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, type == NULL ? ERROR_TYPE_UNKNOWN : ERROR_TYPE_MISUSED,
                   word->span, "an enum is stored as an integer, not as `%s`", word->text);
        diagnostic_help(diagnostic, "use i8, i16, i32, i64, u8, u16, u32 or u64");
        resolve_suggest(diagnostic, word->span, type == NULL ? meant_integer(word->text) : NULL);
        return type_find("i64");
    }
    return type;
}

/* The least and the greatest number of an enum. */
struct extent {
    int64_t least;
    int64_t most;
};

static struct extent extent_of(const struct enumeration *enumeration) {
    struct extent extent = {0, 0};
    for (size_t i = 0; i < enumeration->count; i++) {
        int64_t number = enumeration->enumerators[i].number;
        extent.least = number < extent.least ? number : extent.least;
        extent.most = number > extent.most ? number : extent.most;
    }
    return extent;
}

/* Names the smallest type that holds every number of the enum. */
static void help_with_type(struct diagnostic *diagnostic, const struct enumeration *enumeration,
                           struct extent extent) {
    bool is_signed = extent.least < 0;
    if (extent.least < INT32_MIN || extent.most > INT32_MAX) {
        diagnostic_help(diagnostic,
                        "a C enumerator is an int; keep larger numbers in an integer field");
        return;
    }
    int64_t most = is_signed ? INT8_MAX : UINT8_MAX;
    int bits = 8;
    while (extent.most > most || (is_signed && extent.least < -most - 1)) {
        bits *= 2;
        most = ((most + 1) << (bits / 2)) - 1;
    }
    diagnostic_help(diagnostic, "give the enum a type that holds all: `enum %s : %c%d`",
                    enumeration->declaration.name.text, is_signed ? 'i' : 'u', bits);
}

/* Whether the number fits; reported where it does not. */
static bool check_range(struct resolver *resolver, const struct enumeration *enumeration,
                        const struct enumerator *enumerator, struct extent extent) {
    const struct span span = enumerator->has_value ? enumerator->value.span : enumerator->name.span;
    bool negative = enumerator->number < 0;
    uint64_t magnitude =
        negative ? (uint64_t)0 - (uint64_t)enumerator->number : (uint64_t)enumerator->number;
    struct literal literal = {.kind = LITERAL_INTEGER,
                              .negative = negative,
                              .integer = magnitude,
                              .too_large = enumerator->value.too_large};
    bool fits_int =
        !literal.too_large && enumerator->number >= INT32_MIN && enumerator->number <= INT32_MAX;
    if (!type_integer_fits(enumeration->type, &literal)) {
        struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_ENUM_RANGE, span,
                                               "`%s` does not fit the enum's type `%s`",
                                               enumerator->name.text, enumeration->type->word);
        help_with_type(diagnostic, enumeration, extent);
        return false;
    }
    if (!fits_int) {
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_ENUM_RANGE, span,
                   "`%s` does not fit 32 bits signed", enumerator->name.text);
        diagnostic_help(diagnostic,
                        "a C enumerator is an int; keep larger numbers in an integer field");
    }
    return fits_int;
}

/* The number written, or one more than the one before. */
static int64_t number_of(const struct enumerator *enumerator, const struct enumerator *before) {
    const struct literal *value = &enumerator->value;
    if (!enumerator->has_value) {
        return before == NULL                ? 0
               : before->number == INT64_MAX ? before->number
                                             : before->number + 1;
    }
    if (value->too_large || value->integer > INT64_MAX) {
        return value->negative ? INT64_MIN : INT64_MAX;
    }
    return value->negative ? -(int64_t)value->integer : (int64_t)value->integer;
}

static void report_double(struct resolver *resolver, const struct enumerator *second,
                          const struct enumerator *first, bool same_name) {
    struct diagnostic *diagnostic = NULL;
    if (same_name) {
        diagnostic = report(resolver->diagnostics, ERROR_ENUM_DUPLICATE, second->name.span,
                            "enumerator `%s` is declared twice", second->name.text);
        diagnostic_help(diagnostic, "drop or rename one");
    } else {
        struct span span = second->has_value ? second->value.span : second->name.span;
        diagnostic = report(resolver->diagnostics, ERROR_ENUM_DUPLICATE, span,
                            "`%s` has the number %" PRId64 " of `%s`", second->name.text,
                            second->number, first->name.text);
        diagnostic_help(diagnostic,
                        "give one of them another number, so that each number has one name");
    }
    diagnostic_note(diagnostic, first->name.span, "the first one is here");
}

static void check_count(struct resolver *resolver, const struct enumeration *enumeration) {
    const struct name *name = &enumeration->declaration.name;
    if (enumeration->count == 0) {
        diagnostic_help(report(resolver->diagnostics, ERROR_ENUM_EMPTY, name->span,
                               "enum `%s` has no enumerators", name->text),
                        "give it at least one: `enum %s { unknown }`", name->text);
    }
}

/* Numbers and C names of all enumerators. */
static void resolve_enumerators(struct resolver *resolver, struct enumeration *enumeration) {
    const struct declaration *declaration = &enumeration->declaration;
    const char *c_prefix =
        declaration->preamble.c_name != NULL ? declaration->preamble.c_name : declaration->c_name;
    for (size_t i = 0; i < enumeration->count; i++) {
        struct enumerator *enumerator = &enumeration->enumerators[i];
        enumerator->number = number_of(enumerator, i == 0 ? NULL : enumerator - 1);
        resolve_enumerator_annotations(resolver, enumerator);
        enumerator->c_name =
            enumerator->preamble.c_name != NULL
                ? enumerator->preamble.c_name
                : mem_format(resolver->mem, "%s_%s", c_prefix, enumerator->name.text);
    }
}

/* Notes the enumerator under its name and its number; a double is reported. */
static void note_enumerator(struct resolver *resolver, struct map *names, struct map *numbers,
                            struct enumerator *enumerator) {
    void **by_name = map_place(names, enumerator->name.text, strlen(enumerator->name.text));
    void **by_number =
        map_place(numbers, (const char *)&enumerator->number, sizeof enumerator->number);
    if (*by_name != NULL || *by_number != NULL) {
        report_double(resolver, enumerator, *by_name != NULL ? *by_name : *by_number,
                      *by_name != NULL);
    }
    *by_name = *by_name != NULL ? *by_name : enumerator;
    *by_number = *by_number != NULL ? *by_number : enumerator;
}

void resolve_enum(struct resolver *resolver, struct enumeration *enumeration) {
    enumeration->type = storage_type(resolver, enumeration);
    check_count(resolver, enumeration);
    resolve_enumerators(resolver, enumeration);
    struct extent extent = extent_of(enumeration);
    struct map *numbers = map_new(resolver->mem);
    enumeration->names = map_new(resolver->mem);
    bool fits = true;
    for (size_t i = 0; i < enumeration->count; i++) {
        struct enumerator *enumerator = &enumeration->enumerators[i];
        /* Enumerators that count on from one that does not fit are its fault. */
        if (fits || enumerator->has_value) {
            fits = check_range(resolver, enumeration, enumerator, extent);
        }
        if (enumerator->number == 0 && enumeration->zero == NULL) {
            enumeration->zero = enumerator;
        }
        note_enumerator(resolver, enumeration->names, numbers, enumerator);
    }
}
