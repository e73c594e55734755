#include "verify_tails.h"

#include <string.h>

#include "clang.h"
#include "clang_records.h"
#include "map.h"
#include "mem.h"

struct search {
    const struct clang *clang;
    CXCursor found;
};

static enum CXChildVisitResult find_union(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct search *search = data;
    (void)parent;
    if (search->clang->getCursorKind(cursor) != CXCursor_UnionDecl) {
        return CXChildVisit_Continue;
    }
    search->found = cursor;
    return CXChildVisit_Break;
}

/* The base in the union of a record; NULL where that has none. */
static const struct clang_field *base_of(struct mem *mem, const struct clang *clang,
                                         const struct clang_record *record) {
    struct search search = {clang, clang->getNullCursor()};
    clang->visitChildren(record->cursor, find_union, &search);
    if (clang->Cursor_isNull(search.found)) {
        return NULL;
    }
    size_t count = 0;
    const struct clang_field *fields = clang_fields(mem, clang, search.found, &count);
    return count > 0 && strcmp(fields[0].name, "base") == 0 ? &fields[0] : NULL;
}

/* The tail begins with as many bytes as the members of the base take, which are no member. */
static void join(struct mem *mem, struct clang_record *record, const struct clang_field *base,
                 const struct clang_record *tail) {
    struct clang_field *fields = mem_alloc(mem, tail->field_count * sizeof *fields);
    memcpy(fields, tail->fields, tail->field_count * sizeof *fields);
    fields[0] = *base;
    record->fields = fields;
    record->field_count = tail->field_count;
}

void verify_join_tails(struct mem *mem, const struct clang *clang, struct clang_records *records) {
    for (size_t i = 0; i < records->count; i++) {
        struct clang_record *record = &records->items[i];
        const char *name = mem_concat(mem, record->name, "_tail", NULL);
        const struct clang_record *tail = map_get(records->by_name, name, strlen(name));
        const struct clang_field *base =
            tail != NULL && tail->field_count > 0 ? base_of(mem, clang, record) : NULL;
        if (base != NULL) {
            join(mem, record, base, tail);
        }
    }
}
