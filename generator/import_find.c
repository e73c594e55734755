#include "import_find.h"

#include <string.h>

#include "clang_parse.h"
#include "clang_records.h"
#include "import.h"
#include "imported.h"
#include "import_docs.h"
#include "map.h"
#include "mem.h"
#include "suggest.h"
#include "text.h"

/* Fields of a record. */
#define MOST_MEMBERS 65535

struct imported *imported_of(const struct importer *importer, CXType type) {
    const struct clang *clang = importer->clang;
    CXType under = clang->getCanonicalType(type);
    if (under.kind != CXType_Record && under.kind != CXType_Enum) {
        return NULL;
    }
    CXCursor definition = clang->getCursorDefinition(clang->getTypeDeclaration(under));
    return map_get(importer->by_cursor, clang_key(&definition), CLANG_KEY_LENGTH);
}

static const char *keyword_of(enum imported_kind kind) {
    return kind == IMPORTED_ENUM ? "enum" : kind == IMPORTED_UNION ? "union" : "struct";
}

const char *imported_words(struct mem *mem, const struct imported *item) {
    if (item->tag[0] != '\0') {
        return mem_concat(mem, keyword_of(item->kind), " ", item->tag, NULL);
    }
    return item->alias[0] != '\0' ? item->alias : keyword_of(item->kind);
}

const char *imported_choices(struct mem *mem, const struct imported *choice) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < choice->member_count; i++) {
        const struct imported_member *member = &choice->members[i];
        const struct imported *inner = member->inner;
        const char *first = inner != NULL && inner->member_count > 0 ? inner->members[0].name : "";
        text_add_string(&text, i == 0 ? "" : ", ");
        if (member->name[0] != '\0') {
            text_format(&text, "`%s`", member->name);
        } else {
            text_format(&text, first[0] == '\0' ? "a struct" : "the struct of `%s`", first);
        }
    }
    return text_string(&text);
}

/* The tag of a definition: its type is otherwise called by a typedef, or by its place. */
static const char *tag_of(const struct importer *importer, CXCursor cursor) {
    const struct clang *clang = importer->clang;
    const char *words = clang_type_words(importer->mem, clang, clang->getCursorType(cursor));
    const char *space = strchr(words, ' ');
    return space == NULL || strchr(space, '(') != NULL ? "" : space + 1;
}

/* libclang's negative numbers are its errors. */
static uint64_t number_of(long long number) {
    return number < 0 ? 0 : (uint64_t)number;
}

struct member_list {
    const struct importer *importer;
    struct imported *owner;
};

static void append_member(const struct importer *importer, struct imported *owner,
                          struct imported_member member) {
    owner->members =
        mem_grow(importer->mem, owner->members, owner->member_count, sizeof *owner->members);
    owner->members[owner->member_count++] = member;
}

/* Members of an anonymous struct are members of the one round it. */
static void append_members(const struct importer *importer, struct imported *owner,
                           const struct imported *inner, const struct imported_member *whole) {
    for (size_t i = 0; i < inner->member_count; i++) {
        struct imported_member moved = inner->members[i];
        moved.offset += whole->offset;
        moved.stands_for =
            moved.stands_for == NULL && i == 0 ? whole->stands_for : moved.stands_for;
        append_member(importer, owner, moved);
    }
}

/* The first member of an anonymous union that has all its bytes stands for it, where there is one:
 * it is reached by its own name. */
static const struct imported_member *representative(const struct imported *choice) {
    for (size_t i = 0; i < choice->member_count; i++) {
        if (choice->members[i].size == choice->size && !choice->members[i].is_bits) {
            return &choice->members[i];
        }
    }
    return NULL;
}

static void append_choice(const struct importer *importer, struct imported *owner,
                          const struct imported *choice, struct imported_member whole) {
    const struct imported_member *chosen = representative(choice);
    const struct imported *inner = chosen == NULL ? NULL : imported_of(importer, chosen->type);
    bool is_plain = chosen != NULL && chosen->name[0] != '\0';
    whole.stands_for = choice;
    if (is_plain) {
        struct imported_member moved = *chosen;
        moved.offset = whole.offset;
        moved.stands_for = choice;
        append_member(importer, owner, moved);
    } else if (inner != NULL && inner->kind == IMPORTED_RECORD) {
        append_members(importer, owner, inner, &whole);
    } else {
        append_member(importer, owner, whole);
    }
}

static struct imported_member member_of(const struct importer *importer, CXCursor cursor) {
    const struct clang *clang = importer->clang;
    CXType type = clang->getCursorType(cursor);
    struct imported_member member = {
        .name = clang_text(importer->mem, clang, clang->getCursorSpelling(cursor)),
        .cursor = cursor,
        .type = type,
        .offset = number_of(clang->Cursor_getOffsetOfField(cursor)),
        .size = number_of(clang->Type_getSizeOf(type)),
        .is_bits = clang->Cursor_isBitField(cursor) != 0,
    };
    member.bits = member.is_bits ? (uint32_t)clang->getFieldDeclBitWidth(cursor) : 0;
    member.name = strchr(member.name, '(') == NULL ? member.name : "";
    return member;
}

static enum CXVisitorResult add_member(CXCursor cursor, CXClientData data) {
    const struct member_list *list = data;
    const struct importer *importer = list->importer;
    struct imported_member member = member_of(importer, cursor);
    const struct imported *inner = imported_of(importer, member.type);
    bool is_anonymous = member.name[0] == '\0' && !member.is_bits && inner != NULL;
    if (!is_anonymous || list->owner->kind == IMPORTED_UNION) {
        member.inner = is_anonymous ? inner : NULL;
        append_member(importer, list->owner, member);
    } else if (inner->kind == IMPORTED_RECORD) {
        append_members(importer, list->owner, inner, &member);
    } else {
        append_choice(importer, list->owner, inner, member);
    }
    return CXVisit_Continue;
}

static enum CXVisitorResult count_member(CXCursor cursor, CXClientData data) {
    size_t *count = data;
    (void)cursor;
    return ++*count > MOST_MEMBERS ? CXVisit_Break : CXVisit_Continue;
}

/* For each offset libclang goes through all members again, so that too many are not looked at. */
static void add_members(const struct importer *importer, struct imported *item, CXType type) {
    struct member_list list = {importer, item};
    size_t count = 0;
    importer->clang->Type_visitFields(type, count_member, &count);
    item->has_too_many = count > MOST_MEMBERS;
    if (!item->has_too_many) {
        importer->clang->Type_visitFields(type, add_member, &list);
    }
}

static const char *place_of(const struct importer *importer, CXCursor cursor) {
    const struct clang *clang = importer->clang;
    CXFile file = NULL;
    unsigned line = 0;
    unsigned column = 0;
    clang->getExpansionLocation(clang->getCursorLocation(cursor), &file, &line, &column, NULL);
    const char *path =
        file == NULL ? "?" : clang_text(importer->mem, clang, clang->getFileName(file));
    return mem_format(importer->mem, "%s:%u:%u", path, line, column);
}

static struct imported *add_item(struct importer *importer, CXCursor cursor,
                                 enum imported_kind kind) {
    const struct clang *clang = importer->clang;
    CXType type = clang->getCursorType(cursor);
    struct imported *item = mem_alloc(importer->mem, sizeof *item);
    *item = (struct imported){
        .kind = kind,
        .index = importer->count,
        .cursor = cursor,
        .tag = tag_of(importer, cursor),
        .alias = "",
        .place = place_of(importer, cursor),
        .in_main = clang_in_main(importer->unit, cursor),
        .size = number_of(clang->Type_getSizeOf(type)),
        .align = (uint32_t)number_of(clang->Type_getAlignOf(type)),
    };
    if (kind != IMPORTED_ENUM) {
        add_members(importer, item, type);
    }
    importer->items =
        mem_grow(importer->mem, importer->items, importer->count, sizeof(struct imported *));
    importer->items[importer->count++] = item;
    *map_place(importer->by_cursor, clang_key(&item->cursor), CLANG_KEY_LENGTH) = item;
    return item;
}

/* What is defined inside stands before what it is defined in: it is complete first. libclang
 * itself refuses what nests deeper than 256. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static enum CXChildVisitResult find(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct importer *importer = data;
    const struct clang *clang = importer->clang;
    enum CXCursorKind kind = clang->getCursorKind(cursor);
    bool is_record = kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl;
    (void)parent;
    if ((!is_record && kind != CXCursor_EnumDecl) || clang->isCursorDefinition(cursor) == 0 ||
        map_get(importer->by_cursor, clang_key(&cursor), CLANG_KEY_LENGTH) != NULL) {
        return CXChildVisit_Continue;
    }
    if (is_record) {
        clang->visitChildren(cursor, find, importer);
    }
    add_item(importer, cursor,
             kind == CXCursor_EnumDecl    ? IMPORTED_ENUM
             : kind == CXCursor_UnionDecl ? IMPORTED_UNION
                                          : IMPORTED_RECORD);
    return CXChildVisit_Continue;
}

/* A typedef may stand before the definition that it names, so all definitions come first. */
static enum CXChildVisitResult find_alias(CXCursor cursor, CXCursor parent, CXClientData data) {
    const struct importer *importer = data;
    const struct clang *clang = importer->clang;
    (void)parent;
    if (clang->getCursorKind(cursor) == CXCursor_TypedefDecl) {
        struct imported *item = imported_of(importer, clang->getCursorType(cursor));
        if (item != NULL && item->alias[0] == '\0') {
            item->alias = clang_text(importer->mem, clang, clang->getCursorSpelling(cursor));
            item->alias_cursor = cursor;
        }
    }
    return CXChildVisit_Continue;
}

void import_find(struct importer *importer) {
    const struct clang *clang = importer->clang;
    CXCursor top = clang->getTranslationUnitCursor(importer->unit->handle);
    importer->by_cursor = map_new(importer->mem);
    clang->visitChildren(top, find, importer);
    clang->visitChildren(top, find_alias, importer);
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        item->docs = import_docs(importer, item->cursor);
        if (item->docs == NULL && item->alias[0] != '\0') {
            item->docs = import_docs(importer, item->alias_cursor);
        }
    }
}

/* "struct point" as well as its tag alone, or its typedef. */
static bool is_called(struct mem *mem, const struct imported *item, const char *name) {
    bool by_tag = item->tag[0] != '\0' &&
                  (strcmp(item->tag, name) == 0 || strcmp(imported_words(mem, item), name) == 0);
    return by_tag || (item->alias[0] != '\0' && strcmp(item->alias, name) == 0);
}

static bool choose(struct importer *importer, const char *name, const char **error) {
    struct mem *mem = importer->mem;
    struct suggestion suggestion = suggest_for(name);
    bool found = false;
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (is_called(mem, item, name)) {
            item->asked = true;
            item->wanted = true;
            found = true;
        }
        if (item->kind != IMPORTED_UNION && item->tag[0] != '\0') {
            suggest_offer(&suggestion, item->tag);
        }
        if (item->kind != IMPORTED_UNION && item->alias[0] != '\0') {
            suggest_offer(&suggestion, item->alias);
        }
    }
    if (!found) {
        const char *help = suggestion.nearest == NULL
                               ? "it, and what it includes, define no struct of a name like that"
                               : mem_format(mem, "did you mean `%s`?", suggestion.nearest);
        *error = mem_format(mem, "`%s` defines no struct `%s`; %s", importer->request->header, name,
                            help);
    }
    return found;
}

/* The structs of the header itself, or of all headers. */
static bool choose_all(struct importer *importer, const char **error) {
    size_t elsewhere = 0;
    size_t chosen = 0;
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        bool has_name = item->tag[0] != '\0' || item->alias[0] != '\0';
        item->wanted = has_name && (item->in_main || importer->request->all);
        chosen += item->wanted;
        elsewhere += has_name && !item->wanted && item->kind == IMPORTED_RECORD;
    }
    if (chosen == 0) {
        const char *header = importer->request->header;
        *error = elsewhere == 0
                     ? mem_format(importer->mem, "`%s` defines no struct and no enum", header)
                     : mem_format(importer->mem,
                                  "`%s` defines no struct itself; the headers that it includes "
                                  "define %zu: name those that you want, or say `--all`",
                                  header, elsewhere);
    }
    return chosen != 0;
}

/* The type of one item of arrays, however deep. */
static CXType item_type(const struct clang *clang, CXType type) {
    CXType under = clang->getCanonicalType(type);
    while (under.kind == CXType_ConstantArray) {
        under = clang->getCanonicalType(clang->getArrayElementType(under));
    }
    return under;
}

/* What has no name gets one from where it stands. */
static void want_members(const struct importer *importer, const struct imported *item) {
    for (size_t i = 0; i < item->member_count; i++) {
        const struct imported_member *member = &item->members[i];
        struct imported *held = imported_of(importer, item_type(importer->clang, member->type));
        if (held == NULL || held->kind == IMPORTED_UNION) {
            continue;
        }
        held->wanted = true;
        if (held->tag[0] == '\0' && held->alias[0] == '\0' && held->stem == NULL) {
            held->stem = mem_concat(importer->mem, item->stem, "_", member->name, NULL);
        }
    }
}

bool import_choose(struct importer *importer, const char **error) {
    const struct paths *names = &importer->request->names;
    *error = NULL;
    for (size_t i = 0; i < names->count && *error == NULL; i++) {
        (void)choose(importer, names->items[i], error);
    }
    if (*error != NULL || (names->count == 0 && !choose_all(importer, error))) {
        return false;
    }
    for (size_t i = importer->count; i-- > 0;) {
        struct imported *item = importer->items[i];
        if (item->alias[0] != '\0' || item->tag[0] != '\0') {
            item->stem = item->alias[0] != '\0' ? item->alias : item->tag;
        }
        if (item->wanted && item->kind == IMPORTED_RECORD) {
            want_members(importer, item);
        }
    }
    return true;
}
