/* Which structs of a unit are slotc's records, and what each has. */
#include <string.h>

#include "audit.h"
#include "audit_unit.h"
#include "map.h"
#include "mem.h"

static struct audit_record *find(const struct audit_unit *unit, CXCursor declaration) {
    CXCursor definition = unit->clang->getCursorDefinition(declaration);
    if (unit->clang->Cursor_isNull(definition)) {
        return NULL;
    }
    return map_get(unit->records, clang_key(&definition), CLANG_KEY_LENGTH);
}

static struct audit_record *record_of(const struct audit_unit *unit, CXType type) {
    const struct clang *clang = unit->clang;
    CXType plain = clang->getCanonicalType(type);
    return plain.kind == CXType_Record ? find(unit, clang->getTypeDeclaration(plain)) : NULL;
}

const struct audit_record *audit_record_of(const struct audit_unit *unit, CXType type) {
    return record_of(unit, type);
}

const struct audit_record *audit_pointee(const struct audit_unit *unit, CXType type) {
    CXType plain = unit->clang->getCanonicalType(type);
    if (plain.kind == CXType_ConstantArray || plain.kind == CXType_IncompleteArray) {
        return record_of(unit, unit->clang->getArrayElementType(plain));
    }
    return plain.kind == CXType_Pointer ? record_of(unit, unit->clang->getPointeeType(plain))
                                        : NULL;
}

const struct audit_record *audit_owner(const struct audit_unit *unit, CXCursor member) {
    const struct clang *clang = unit->clang;
    CXCursor parent = clang->getCursorSemanticParent(member);
    /* A base with an open tail shares a union without a name with that. */
    if (clang->getCursorKind(parent) == CXCursor_UnionDecl) {
        parent = clang->getCursorSemanticParent(parent);
    }
    return clang->Cursor_isNull(parent) ? NULL : find(unit, parent);
}

bool audit_inherits(const struct audit_record *record, const struct audit_record *ancestor) {
    while (record != NULL && record != ancestor) {
        record = record->base;
    }
    return record != NULL;
}

bool audit_has_function(const struct audit_unit *unit, const char *name) {
    return map_get(unit->functions, name, strlen(name)) != NULL;
}

struct members {
    struct audit_unit *unit;
    struct audit_record *record;
};

static bool is_text(const struct clang *clang, CXType type) {
    CXType plain = clang->getCanonicalType(type);
    if (plain.kind == CXType_ConstantArray) {
        plain = clang->getCanonicalType(clang->getArrayElementType(plain));
    }
    return plain.kind == CXType_Pointer &&
           clang->getCanonicalType(clang->getPointeeType(plain)).kind == CXType_Char_S;
}

/* What a record adds in the open tail of its base is a struct by itself: `R_tail`. */
static bool is_tail(const struct audit_record *record, const struct audit_record *inner) {
    size_t length = strlen(record->name);
    return strncmp(inner->name, record->name, length) == 0 &&
           strcmp(inner->name + length, "_tail") == 0;
}

/* A member in its order: the first may be the base, and `ext` is the dict's word. */
static enum CXChildVisitResult add_member(CXCursor cursor, CXCursor parent, CXClientData data) {
    const struct members *members = data;
    struct audit_unit *unit = members->unit;
    struct audit_record *record = members->record;
    enum CXCursorKind kind = unit->clang->getCursorKind(cursor);
    (void)parent;
    if (kind != CXCursor_FieldDecl) {
        return kind == CXCursor_UnionDecl ? CXChildVisit_Recurse : CXChildVisit_Continue;
    }
    const char *name = clang_text(unit->mem, unit->clang, unit->clang->getCursorSpelling(cursor));
    CXType type = unit->clang->getCursorType(cursor);
    struct audit_record *inner = record_of(unit, type);
    if (inner != NULL && strcmp(name, "base") == 0) {
        record->base = inner;
        inner->is_base = true;
    }
    if (inner != NULL && strcmp(name, "tail") == 0 && is_tail(record, inner)) {
        *map_place(unit->records, clang_key(&inner->definition), CLANG_KEY_LENGTH) = record;
    }
    record->has_dict |= strcmp(name, "ext") == 0 || (inner != NULL && inner->has_dict);
    record->owns_text |= is_text(unit->clang, type) || (inner != NULL && inner->owns_text);
    return CXChildVisit_Continue;
}

static bool is_ours(struct audit_unit *unit, CXCursor cursor) {
    struct audit_file *file = NULL;
    uint32_t start = 0;
    uint32_t end = 0;
    return audit_place(unit, cursor, &file, &start, &end) && file->is_ours;
}

/* What a record has beside itself: its pool and the like, and what all records share. */
static bool is_support(const struct audit_unit *unit, const char *name) {
    static const char *const parts[] = {"_pool", "_handle", "_vector"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t part = strlen(parts[i]);
        if (length > part && strcmp(name + length - part, parts[i]) == 0 &&
            map_get(unit->names, name, length - part) != NULL) {
            return true;
        }
    }
    return strncmp(name, "slots_", 6) == 0;
}

/* Bases and the records within others are defined before them. */
static enum CXChildVisitResult add_declaration(CXCursor cursor, CXCursor parent,
                                               CXClientData data) {
    struct audit_unit *unit = data;
    const struct clang *clang = unit->clang;
    enum CXCursorKind kind = clang->getCursorKind(cursor);
    (void)parent;
    if (kind == CXCursor_LinkageSpec || kind == CXCursor_UnexposedDecl) {
        return CXChildVisit_Recurse; /* extern "C" */
    }
    if ((kind != CXCursor_StructDecl && kind != CXCursor_FunctionDecl) || !is_ours(unit, cursor)) {
        return CXChildVisit_Continue;
    }
    const char *name = clang_text(unit->mem, clang, clang->getCursorSpelling(cursor));
    if (kind == CXCursor_FunctionDecl) {
        *map_place(unit->functions, name, strlen(name)) = unit;
        return CXChildVisit_Continue;
    }
    if (clang->isCursorDefinition(cursor) != 0 && !is_support(unit, name)) {
        struct audit_record *record = mem_alloc(unit->mem, sizeof *record);
        *record = (struct audit_record){.name = name, .definition = cursor};
        *map_place(unit->names, name, strlen(name)) = record;
        *map_place(unit->records, clang_key(&record->definition), CLANG_KEY_LENGTH) = record;
        clang->visitChildren(cursor, add_member, &(struct members){unit, record});
    }
    return CXChildVisit_Continue;
}

void audit_find_records(struct audit_unit *unit) {
    unit->records = map_new(unit->mem);
    unit->names = map_new(unit->mem);
    unit->functions = map_new(unit->mem);
    unit->clang->visitChildren(unit->clang->getTranslationUnitCursor(unit->unit.handle),
                               add_declaration, unit);
}
