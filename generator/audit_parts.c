/* The parts of expressions, as libclang gives them. */
#include "audit_unit.h"

struct search {
    unsigned left;
    CXCursor found;
};

static enum CXChildVisitResult count_down(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct search *search = data;
    (void)parent;
    if (search->left-- > 0) {
        return CXChildVisit_Continue;
    }
    search->found = cursor;
    return CXChildVisit_Break;
}

CXCursor audit_part(const struct clang *clang, CXCursor cursor, unsigned index) {
    struct search search = {index, clang->getNullCursor()};
    clang->visitChildren(cursor, count_down, &search);
    return search.found;
}

CXCursor audit_last_part(const struct clang *clang, CXCursor cursor) {
    CXCursor last = clang->getNullCursor();
    for (unsigned i = 0;; i++) {
        CXCursor part = audit_part(clang, cursor, i);
        if (clang->Cursor_isNull(part)) {
            return last;
        }
        last = part;
    }
}

bool audit_is_wrapper(enum CXCursorKind kind) {
    return kind == CXCursor_UnexposedExpr || kind == CXCursor_ParenExpr;
}

bool audit_is_cast(enum CXCursorKind kind) {
    return kind == CXCursor_CStyleCastExpr || kind == CXCursor_CXXStaticCastExpr ||
           kind == CXCursor_CXXReinterpretCastExpr;
}

CXCursor audit_bare(const struct clang *clang, CXCursor cursor) {
    while (audit_is_wrapper(clang->getCursorKind(cursor))) {
        CXCursor part = audit_part(clang, cursor, 0);
        if (clang->Cursor_isNull(part)) {
            break;
        }
        cursor = part;
    }
    return cursor;
}
