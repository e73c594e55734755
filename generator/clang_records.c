#include "clang_records.h"

#include <string.h>

#include "clang_parse.h"
#include "map.h"
#include "mem.h"

/* Calls a function with each child of a cursor: libclang's visitor, without its codes. */
struct walk {
    void (*visit)(void *context, CXCursor cursor);
    void *context;
};

static enum CXChildVisitResult step(CXCursor cursor, CXCursor parent, CXClientData data) {
    const struct walk *walk = data;
    (void)parent;
    walk->visit(walk->context, cursor);
    return CXChildVisit_Continue;
}

static void walk_children(const struct clang *clang, CXCursor cursor,
                          void visit(void *context, CXCursor cursor), void *context) {
    struct walk walk = {visit, context};
    clang->visitChildren(cursor, step, &walk);
}

/* libclang's negative numbers are its errors. */
static uint64_t number_of(long long number) {
    return number < 0 ? 0 : (uint64_t)number;
}

struct field_list {
    struct mem *mem;
    const struct clang *clang;
    struct clang_field *items;
    size_t count;
    size_t capacity;
};

/* Room for all of them at once: growing arrays leaves the small ones behind in the arena. */
static void count_field(void *context, CXCursor cursor) {
    struct field_list *list = context;
    list->capacity += list->clang->getCursorKind(cursor) == CXCursor_FieldDecl;
}

static void add_field(void *context, CXCursor cursor) {
    struct field_list *list = context;
    const struct clang *clang = list->clang;
    if (clang->getCursorKind(cursor) != CXCursor_FieldDecl) {
        return;
    }
    CXType type = clang->getCursorType(cursor);
    bool is_bits = clang->Cursor_isBitField(cursor) != 0;
    list->items[list->count++] = (struct clang_field){
        .name = clang_text(list->mem, clang, clang->getCursorSpelling(cursor)),
        .cursor = cursor,
        .type = type,
        .offset = number_of(clang->Cursor_getOffsetOfField(cursor)),
        .size = number_of(clang->Type_getSizeOf(type)),
        .align = (uint32_t)number_of(clang->Type_getAlignOf(type)),
        .is_bits = is_bits,
        .bits = is_bits ? (uint32_t)clang->getFieldDeclBitWidth(cursor) : 0,
    };
}

struct clang_field *clang_fields(struct mem *mem, const struct clang *clang, CXCursor record,
                                 size_t *count) {
    struct field_list list = {.mem = mem, .clang = clang};
    walk_children(clang, record, count_field, &list);
    list.items = mem_alloc(mem, list.capacity * sizeof *list.items);
    walk_children(clang, record, add_field, &list);
    *count = list.count;
    return list.items;
}

struct record_list {
    struct mem *mem;
    const struct clang_unit *unit;
    const struct clang *clang;
    struct clang_records *records;
    struct map *by_definition; /* struct clang_record * */
    bool main_only;
};

/* The tag of a definition, or "": its type is then called by a typedef, or by its place. */
static const char *tag_of(const struct record_list *list, CXCursor cursor) {
    const char *words =
        clang_type_words(list->mem, list->clang, list->clang->getCursorType(cursor));
    const char *space = strchr(words, ' ');
    return space == NULL || strchr(space, '(') != NULL ? "" : space + 1;
}

static void add_definition(void *context, CXCursor cursor) {
    struct record_list *list = context;
    const struct clang *clang = list->clang;
    struct clang_records *records = list->records;
    enum CXCursorKind kind = clang->getCursorKind(cursor);
    bool is_record = kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl;
    if (!is_record || clang->isCursorDefinition(cursor) == 0 ||
        (list->main_only && !clang_in_main(list->unit, cursor))) {
        return;
    }
    CXType type = clang->getCursorType(cursor);
    const char *tag = tag_of(list, cursor);
    records->items = mem_grow(list->mem, records->items, records->count, sizeof *records->items);
    struct clang_record *record = &records->items[records->count++];
    *record = (struct clang_record){
        .name = tag,
        .tag = tag,
        .cursor = cursor,
        .type = type,
        .size = number_of(clang->Type_getSizeOf(type)),
        .align = (uint32_t)number_of(clang->Type_getAlignOf(type)),
        .is_union = kind == CXCursor_UnionDecl,
    };
    record->fields = clang_fields(list->mem, clang, cursor, &record->field_count);
}

/* A typedef may stand before the definition that it names, so all definitions come first. */
static void name_definition(void *context, CXCursor cursor) {
    struct record_list *list = context;
    const struct clang *clang = list->clang;
    if (clang->getCursorKind(cursor) != CXCursor_TypedefDecl) {
        return;
    }
    CXType type = clang->getCursorType(cursor);
    CXType under = clang->getCanonicalType(type);
    if (under.kind != CXType_Record) {
        return;
    }
    CXCursor definition = clang->getCursorDefinition(clang->getTypeDeclaration(under));
    struct clang_record *record =
        map_get(list->by_definition, clang_key(&definition), CLANG_KEY_LENGTH);
    if (record != NULL && record->name == record->tag) {
        record->name = clang_text(list->mem, clang, clang->getCursorSpelling(cursor));
        record->type = type;
        record->align = (uint32_t)number_of(clang->Type_getAlignOf(type));
    }
}

struct clang_records clang_records(struct mem *mem, const struct clang_unit *unit, bool main_only) {
    const struct clang *clang = unit->clang;
    struct clang_records records = {.by_name = map_new(mem)};
    struct record_list list = {.mem = mem,
                               .unit = unit,
                               .clang = clang,
                               .records = &records,
                               .by_definition = map_new(mem),
                               .main_only = main_only};
    CXCursor top = clang->getTranslationUnitCursor(unit->handle);
    walk_children(clang, top, add_definition, &list);
    for (size_t i = 0; i < records.count; i++) {
        struct clang_record *record = &records.items[i];
        *map_place(list.by_definition, clang_key(&record->cursor), CLANG_KEY_LENGTH) = record;
    }
    walk_children(clang, top, name_definition, &list);
    for (size_t i = 0; i < records.count; i++) {
        const char *name = records.items[i].name;
        *map_place(records.by_name, name, strlen(name)) = &records.items[i];
    }
    return records;
}

struct typedef_search {
    const struct clang *clang;
    const char *name;
    CXType type;
    bool found;
};

static void match_typedef(void *context, CXCursor cursor) {
    struct typedef_search *search = context;
    const struct clang *clang = search->clang;
    if (search->found || clang->getCursorKind(cursor) != CXCursor_TypedefDecl) {
        return;
    }
    CXString spelling = clang->getCursorSpelling(cursor);
    const char *name = clang->getCString(spelling);
    if (name != NULL && strcmp(name, search->name) == 0) {
        search->found = true;
        search->type = clang->getCursorType(cursor);
    }
    clang->disposeString(spelling);
}

bool clang_measure(const struct clang_unit *unit, const char *name, uint64_t *size,
                   uint32_t *align) {
    const struct clang *clang = unit->clang;
    struct typedef_search search = {.clang = clang, .name = name};
    walk_children(clang, clang->getTranslationUnitCursor(unit->handle), match_typedef, &search);
    if (!search.found) {
        return false;
    }
    long long bytes = clang->Type_getSizeOf(search.type);
    *size = number_of(bytes);
    *align = (uint32_t)number_of(clang->Type_getAlignOf(search.type));
    return bytes >= 0 && *align > 0;
}

const char *clang_type_words(struct mem *mem, const struct clang *clang, CXType type) {
    return clang_text(mem, clang, clang->getTypeSpelling(type));
}
