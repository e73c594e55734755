#include "import_type.h"

#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "clang_records.h"
#include "import.h"
#include "import_docs.h"
#include "import_names.h"
#include "imported.h"
#include "mem.h"

/* What a C type is made into: a row for each kind that import knows. */
static const struct kind_row {
    enum CXTypeKind kind;
    enum form {
        FORM_SIGNED,
        FORM_UNSIGNED,
        FORM_FLOAT,
        FORM_BOOL,
    } form;
    bool varies; /* between targets, so that a note says what it was */
} kinds[] = {
    {CXType_Bool, FORM_BOOL, false},          {CXType_Char_S, FORM_SIGNED, true},
    {CXType_SChar, FORM_SIGNED, false},       {CXType_Short, FORM_SIGNED, false},
    {CXType_Int, FORM_SIGNED, false},         {CXType_Long, FORM_SIGNED, true},
    {CXType_LongLong, FORM_SIGNED, false},    {CXType_Char_U, FORM_UNSIGNED, true},
    {CXType_UChar, FORM_UNSIGNED, false},     {CXType_UShort, FORM_UNSIGNED, false},
    {CXType_UInt, FORM_UNSIGNED, false},      {CXType_ULong, FORM_UNSIGNED, true},
    {CXType_ULongLong, FORM_UNSIGNED, false}, {CXType_Char16, FORM_UNSIGNED, false},
    {CXType_Char32, FORM_UNSIGNED, false},    {CXType_WChar, FORM_SIGNED, true},
    {CXType_Float, FORM_FLOAT, false},        {CXType_Double, FORM_FLOAT, false},
    {CXType_LongDouble, FORM_FLOAT, true},
};

/* Why the language has no such type. */
static const struct {
    enum CXTypeKind kind;
    const char *reason;
} refusals[] = {
    {CXType_LongDouble, "the language has no `long double`"},
    {CXType_Float128, "the language has no floats of 128 bits"},
    {CXType_Half, "the language has no floats of 16 bits"},
    {CXType_Float16, "the language has no floats of 16 bits"},
    {CXType_Int128, "the language has no integers of 128 bits"},
    {CXType_UInt128, "the language has no integers of 128 bits"},
    {CXType_Complex, "the language has no complex numbers"},
    {CXType_Vector, "the language has no vectors"},
    {CXType_ExtVector, "the language has no vectors"},
    {CXType_Atomic, "the language has no atomic types"},
};

static const struct kind_row *find_kind(enum CXTypeKind kind) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].kind == kind) {
            return &kinds[i];
        }
    }
    return NULL;
}

static const char *reason_of(enum CXTypeKind kind) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i].kind == kind) {
            return refusals[i].reason;
        }
    }
    return "the language has no such type";
}

/* Where the word that holds a place begins, and the blank before it. */
static const char *front_of(const char *words, const char *place) {
    const char *at = place;
    while (at > words && *at != '(') {
        at--;
    }
    while (at > words && *at != ' ') {
        at--;
    }
    return at;
}

/* The type as C spells it. What has no name libclang spells by its place, which says nothing:
 * "struct outer::(unnamed at a.h:3:1) *" is "struct *". */
static const char *words_of(const struct importer *importer, CXType type) {
    const char *words = clang_type_words(importer->mem, importer->clang, type);
    const char *place = strstr(words, " at ");
    const char *close = place == NULL ? NULL : strchr(place, ')');
    if (close != NULL) {
        const char *front = front_of(words, place);
        words = mem_concat(importer->mem, mem_copy(importer->mem, words, (size_t)(front - words)),
                           close + 1, NULL);
    }
    return import_clean(importer->mem, words);
}

static struct imported_type refuse(const struct importer *importer, CXType type,
                                   const char *reason) {
    const char *note =
        mem_concat(importer->mem, "`", words_of(importer, type), "`: ", reason, NULL);
    return (struct imported_type){.note = note, .align = 1};
}

/* "u32" of an unsigned integer of four bytes; NULL where there is none of that size. */
static const char *integer_of(const struct importer *importer, bool is_signed, uint64_t size) {
    if (size != 1 && size != 2 && size != 4 && size != 8) {
        return NULL;
    }
    return mem_format(importer->mem, "%c%" PRIu64, is_signed ? 'i' : 'u', 8 * size);
}

/* Whether a typedef on the way from a type says how many bits it has: `uint64_t` has as many
 * everywhere, whatever integer it is made of. */
static bool says_its_width(const struct importer *importer, CXType type, uint64_t size) {
    const struct clang *clang = importer->clang;
    const char *digits = mem_number(importer->mem, 8 * size);
    bool says = false;
    while (type.kind == CXType_Elaborated) {
        type = clang->Type_getNamedType(type);
    }
    while (type.kind == CXType_Typedef && !says) {
        CXCursor declaration = clang->getTypeDeclaration(type);
        says = strstr(clang_text(importer->mem, clang, clang->getCursorSpelling(declaration)),
                      digits) != NULL;
        type = clang->getTypedefDeclUnderlyingType(declaration);
        while (type.kind == CXType_Elaborated) {
            type = clang->Type_getNamedType(type);
        }
    }
    return says;
}

static struct imported_type scalar(const struct importer *importer, CXType type, CXType under,
                                   const struct kind_row *row) {
    uint64_t size = (uint64_t)importer->clang->Type_getSizeOf(under);
    struct imported_type result = {.align = (uint32_t)size};
    if (row->form == FORM_BOOL) {
        result.words = size == 1 ? "bool" : NULL;
    } else if (row->form == FORM_FLOAT) {
        result.words = size == 4 ? "f32" : size == 8 ? "f64" : NULL;
    } else {
        result.words = integer_of(importer, row->form == FORM_SIGNED, size);
    }
    if (result.words == NULL) {
        return refuse(importer, type, reason_of(under.kind));
    }
    if (row->varies && !says_its_width(importer, type, size)) {
        result.note = mem_concat(importer->mem, "`", words_of(importer, type), "`", NULL);
    }
    return result;
}

static struct imported_type pointer(struct importer *importer, const struct imported *item,
                                    CXType type, CXType under) {
    struct imported_type result = {.align = importer->pointer_size};
    const struct clang *clang = importer->clang;
    CXType pointee = clang->getPointeeType(under);
    const struct imported *target = imported_of(importer, pointee);
    bool is_plain = target != NULL && target->kind == IMPORTED_RECORD && target->wanted &&
                    target->skipped == NULL;
    result.note = mem_concat(importer->mem, "`", words_of(importer, type), "`", NULL);
    if (item->no_refs || (importer->pointer_size != 4 && importer->pointer_size != 8)) {
        result.words = integer_of(importer, false, importer->pointer_size);
        return result;
    }
    result.is_ref = true;
    if (is_plain) {
        bool is_constant = clang->isConstQualifiedType(pointee) != 0;
        result.words = mem_concat(importer->mem, "ref ", target->name, NULL);
        result.target = target;
        result.note = is_constant ? result.note : NULL;
        return result;
    }
    importer->needs_opaque = true;
    result.words = mem_concat(importer->mem, "ref ", importer->opaque_name, NULL);
    return result;
}

static struct imported_type enumerated(const struct importer *importer, CXType type,
                                       const struct imported *target) {
    struct imported_type result = {.words = target->name, .align = (uint32_t)target->size};
    if (target->skipped == NULL && target->has_zero) {
        return result;
    }
    result.words = target->storage;
    result.note =
        mem_concat(importer->mem, "`", words_of(importer, type), "`",
                   target->skipped == NULL ? ", which has no 0, so that no field could start as it"
                                           : ", which is not imported",
                   NULL);
    return result.words == NULL ? refuse(importer, type, reason_of(CXType_Enum)) : result;
}

static struct imported_type held(const struct importer *importer, CXType type,
                                 const struct imported *target) {
    if (target->kind == IMPORTED_UNION) {
        return refuse(importer, type,
                      mem_concat(importer->mem, "the language has no unions, this one is of ",
                                 imported_choices(importer->mem, target), NULL));
    }
    if (target->skipped != NULL || !target->wanted) {
        return refuse(importer, type, "that struct is not imported");
    }
    return (struct imported_type){.words = target->name, .align = target->align, .target = target};
}

/* A type that has a name, and is written as it stands before a member's. */
static bool is_named(const char *words) {
    for (const char *at = words; *at != '\0'; at++) {
        if ((unsigned char)*at >= 0x80 ||
            (!isalnum((unsigned char)*at) && *at != '_' && *at != ' ')) {
            return false;
        }
    }
    return strcmp(words, "union") != 0 && strcmp(words, "struct") != 0;
}

/* "c_value" of `union value`: no other declaration of the schema may be called so. */
static const char *extern_name(const struct importer *importer, const char *words) {
    const char *space = strchr(words, ' ');
    bool has_keyword = strncmp(words, "union ", 6) == 0 || strncmp(words, "struct ", 7) == 0;
    const char *name = mem_concat(
        importer->mem, "c_", import_plain_name(importer, has_keyword ? space + 1 : words), NULL);
    for (size_t i = 0; i < importer->count; i++) {
        const struct imported *item = importer->items[i];
        if (item->name != NULL && strcmp(item->name, name) == 0) {
            name = mem_concat(importer->mem, name, "_", NULL);
            i = (size_t)-1;
        }
    }
    return name;
}

/* Where a header is named for it, what the language has no words for is kept as C has it. */
static void keep_as_extern(struct importer *importer, CXType type, struct imported_type *result) {
    const struct clang *clang = importer->clang;
    const char *words = words_of(importer, type);
    if (importer->request->extern_header == NULL || !is_named(words) ||
        clang->isConstQualifiedType(type) != 0 || clang->isVolatileQualifiedType(type) != 0) {
        return;
    }
    size_t at = 0;
    while (at < importer->extern_count && strcmp(importer->externs[at].spelling, words) != 0) {
        at++;
    }
    if (at == importer->extern_count) {
        importer->externs =
            mem_grow(importer->mem, importer->externs, at, sizeof *importer->externs);
        importer->externs[importer->extern_count++] = (struct imported_extern){
            .spelling = words,
            .name = extern_name(importer, words),
            .size = (uint64_t)clang->Type_getSizeOf(type),
            .align = (uint32_t)clang->Type_getAlignOf(type),
        };
    }
    result->words = importer->externs[at].name;
    result->align = importer->externs[at].align;
}

static struct imported_type single(struct importer *importer, const struct imported *item,
                                   CXType type, CXType under) {
    const struct kind_row *row = find_kind(under.kind);
    const struct imported *target = imported_of(importer, under);
    if (row != NULL) {
        return scalar(importer, type, under, row);
    }
    if (under.kind == CXType_Pointer) {
        return pointer(importer, item, type, under);
    }
    if (target != NULL) {
        return target->kind == IMPORTED_ENUM ? enumerated(importer, type, target)
                                             : held(importer, type, target);
    }
    return refuse(importer, type, reason_of(under.kind));
}

/* Texts where it is plain `char`, whose N is the innermost. */
static const char *char_words(const struct importer *importer, uint64_t total, uint64_t inner) {
    const char *text = mem_format(importer->mem, "char[%" PRIu64 "]", inner);
    return total == inner ? text
                          : mem_format(importer->mem, "%s[%" PRIu64 "]", text, total / inner);
}

/* The language's arrays have one dimension: more are one behind the other, as in C. */
struct imported_type import_type(struct importer *importer, const struct imported *item,
                                 CXType type) {
    const struct clang *clang = importer->clang;
    CXType under = clang->getCanonicalType(type);
    CXType item_type = type;
    uint64_t total = 1;
    uint64_t inner = 0;
    unsigned dimensions = 0;
    for (; under.kind == CXType_ConstantArray; dimensions++) {
        inner = (uint64_t)clang->getArraySize(under);
        total *= inner;
        item_type = clang->getArrayElementType(under);
        under = clang->getCanonicalType(item_type);
    }
    bool is_char = under.kind == CXType_Char_S || under.kind == CXType_Char_U;
    struct imported_type result = single(importer, item, item_type, under);
    bool is_refused = result.words == NULL;
    if (is_refused) {
        keep_as_extern(importer, item_type, &result);
    }
    if (result.words == NULL || dimensions == 0) {
        return result;
    }
    const char *written = mem_concat(importer->mem, "`", words_of(importer, type), "`", NULL);
    bool is_text = is_char && inner > 1;
    result.words = is_text ? char_words(importer, total, inner)
                           : mem_format(importer->mem, "%s[%" PRIu64 "]", result.words, total);
    if (is_refused) {
        return result; /* with the reason */
    }
    if (dimensions > 1 || (result.note != NULL && !is_text)) {
        result.note = written;
    } else if (is_text) {
        result.note = NULL;
    }
    return result;
}

bool import_is_unsigned(const struct importer *importer, CXType type) {
    CXType under = importer->clang->getCanonicalType(type);
    const struct imported *target = imported_of(importer, under);
    const struct kind_row *row = find_kind(under.kind);
    if (target != NULL && target->kind == IMPORTED_ENUM) {
        return target->storage != NULL && target->storage[0] == 'u';
    }
    return row != NULL && (row->form == FORM_UNSIGNED || row->form == FORM_BOOL);
}

const char *import_bytes(struct importer *importer, uint64_t offset, uint64_t size, uint32_t most,
                         uint32_t *align) {
    uint32_t unit = 8;
    while (unit > most || offset % unit != 0 || size % unit != 0) {
        unit /= 2;
    }
    *align = unit;
    const char *word = integer_of(importer, false, unit);
    return size == unit ? word : mem_format(importer->mem, "%s[%" PRIu64 "]", word, size / unit);
}
