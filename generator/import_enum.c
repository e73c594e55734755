#include "import_enum.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "import_docs.h"
#include "import_names.h"
#include "imported.h"
#include "mem.h"

struct enumerator_list {
    const struct importer *importer;
    struct imported *item;
    bool is_unsigned;
};

static void refuse(const struct enumerator_list *list, const char *name, const char *number) {
    struct imported *item = list->item;
    if (item->skipped == NULL) {
        item->skipped =
            mem_format(list->importer->mem,
                       "`%s` is %s, and an enumerator fits into 32 bits, signed", name, number);
    }
}

static enum CXChildVisitResult add(CXCursor cursor, CXCursor parent, CXClientData data) {
    const struct enumerator_list *list = data;
    const struct clang *clang = list->importer->clang;
    struct imported *item = list->item;
    struct mem *mem = list->importer->mem;
    (void)parent;
    if (clang->getCursorKind(cursor) != CXCursor_EnumConstantDecl) {
        return CXChildVisit_Continue;
    }
    const char *name = clang_text(mem, clang, clang->getCursorSpelling(cursor));
    long long number = clang->getEnumConstantDeclValue(cursor);
    unsigned long long large = clang->getEnumConstantDeclUnsignedValue(cursor);
    if (list->is_unsigned && large > INT32_MAX) {
        refuse(list, name, mem_format(mem, "%llu", large));
    } else if (number > INT32_MAX || number < INT32_MIN) {
        refuse(list, name, mem_format(mem, "%lld", number));
    }
    /* Of `enum : unsigned short` libclang's signed number of 65535 is -1. */
    number = list->is_unsigned ? (long long)large : number;
    item->has_zero = item->has_zero || number == 0;
    item->enumerators =
        mem_grow(mem, item->enumerators, item->enumerator_count, sizeof *item->enumerators);
    item->enumerators[item->enumerator_count++] = (struct imported_enumerator){
        .name = import_plain_name(list->importer, name),
        .docs = import_docs(list->importer, cursor),
        .number = number,
    };
    return CXChildVisit_Continue;
}

/* By number, those of one number as they stand. */
static int compare(const void *left, const void *right) {
    const struct imported_enumerator *const *a = left;
    const struct imported_enumerator *const *b = right;
    if ((*a)->number != (*b)->number) {
        return (*a)->number < (*b)->number ? -1 : 1;
    }
    return *a < *b ? -1 : *a > *b;
}

/* The language has one name for a number. */
static void find_namesakes(struct mem *mem, struct imported *item) {
    struct imported_enumerator **sorted =
        mem_alloc(mem, item->enumerator_count * sizeof(struct imported_enumerator *));
    for (size_t i = 0; i < item->enumerator_count; i++) {
        sorted[i] = &item->enumerators[i];
    }
    qsort(sorted, item->enumerator_count, sizeof(struct imported_enumerator *), compare);
    size_t first = 0;
    for (size_t i = 1; i < item->enumerator_count; i++) {
        if (sorted[i]->number == sorted[first]->number) {
            sorted[i]->namesake = sorted[first]->name;
        } else {
            first = i;
        }
    }
}

/* libclang gives a comment behind several on a line to each: it belongs to the last. */
static void drop_shared_docs(struct imported *item) {
    for (size_t i = 0; i + 1 < item->enumerator_count; i++) {
        struct imported_enumerator *enumerator = &item->enumerators[i];
        const char *next = item->enumerators[i + 1].docs;
        bool is_shared =
            enumerator->docs != NULL && next != NULL && strcmp(enumerator->docs, next) == 0;
        enumerator->docs = is_shared ? NULL : enumerator->docs;
    }
}

void import_enum(const struct importer *importer, struct imported *item) {
    const struct clang *clang = importer->clang;
    CXType type = clang->getCanonicalType(clang->getEnumDeclIntegerType(item->cursor));
    bool is_unsigned = type.kind == CXType_UInt || type.kind == CXType_UChar ||
                       type.kind == CXType_UShort || type.kind == CXType_ULong ||
                       type.kind == CXType_ULongLong || type.kind == CXType_Bool;
    struct enumerator_list list = {importer, item, is_unsigned};
    bool is_usual = item->size == 1 || item->size == 2 || item->size == 4 || item->size == 8;
    item->storage =
        is_usual ? mem_format(importer->mem, "%c%" PRIu64, is_unsigned ? 'u' : 'i', 8 * item->size)
                 : NULL;
    clang->visitChildren(item->cursor, add, &list);
    find_namesakes(importer->mem, item);
    drop_shared_docs(item);
    if (!is_usual && item->skipped == NULL) {
        item->skipped = "it is no integer of 8, 16, 32 or 64 bits";
    }
}
