#include <inttypes.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "resolver.h"
#include "types.h"

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
        return type_find("i64");
    }
    return type;
}

/* The least type that holds the number and is signed where the enum's is, or must be. */
static void help_with_wider_type(struct diagnostic *diagnostic,
                                 const struct enumeration *enumeration, int64_t number) {
    bool is_signed = number < 0 || enumeration->type->least < 0;
    bool is_short = is_signed ? number >= INT16_MIN && number <= INT16_MAX : number <= UINT16_MAX;
    if (number < INT32_MIN || number > INT32_MAX) {
        diagnostic_help(diagnostic,
                        "a C enumerator is an int; keep larger numbers in an integer field");
    } else {
        diagnostic_help(diagnostic, "give the enum a type that holds it: `enum %s : %c%d`",
                        enumeration->declaration.name.text, is_signed ? 'i' : 'u',
                        is_short ? 16 : 32);
    }
}

static void check_range(struct resolver *resolver, const struct enumeration *enumeration,
                        const struct enumerator *enumerator) {
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
        help_with_wider_type(diagnostic, enumeration, enumerator->number);
    } else if (!fits_int) {
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_ENUM_RANGE, span,
                   "`%s` does not fit 32 bits signed", enumerator->name.text);
        diagnostic_help(diagnostic,
                        "a C enumerator is an int; keep larger numbers in an integer field");
    }
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
                        "each enumerator has a number of its own, so that a number has one name");
    }
    diagnostic_note(diagnostic, first->name.span, "the first one is here");
}

void resolve_enum(struct resolver *resolver, struct enumeration *enumeration) {
    const struct declaration *declaration = &enumeration->declaration;
    enumeration->type = storage_type(resolver, enumeration);
    if (enumeration->count == 0) {
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_ENUM_EMPTY, declaration->name.span,
                   "enum `%s` has no enumerators", declaration->name.text);
        diagnostic_help(diagnostic, "give it at least one: `enum %s { unknown }`",
                        declaration->name.text);
    }
    const char *c_prefix =
        declaration->preamble.c_name != NULL ? declaration->preamble.c_name : declaration->c_name;
    struct map *names = map_new(resolver->mem);
    enumeration->names = names;
    struct map *numbers = map_new(resolver->mem);
    for (size_t i = 0; i < enumeration->count; i++) {
        struct enumerator *enumerator = &enumeration->enumerators[i];
        enumerator->number = number_of(enumerator, i == 0 ? NULL : enumerator - 1);
        resolve_enumerator_annotations(resolver, enumerator);
        enumerator->c_name =
            enumerator->preamble.c_name != NULL
                ? enumerator->preamble.c_name
                : mem_format(resolver->mem, "%s_%s", c_prefix, enumerator->name.text);
        check_range(resolver, enumeration, enumerator);
        if (enumerator->number == 0 && enumeration->zero == NULL) {
            enumeration->zero = enumerator;
        }
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
}
