/* Records that are initialised by the order of their members, which is slotc's to change. */
#include <string.h>

#include "audit_unit.h"
#include "mem.h"

/* Braces, and what stands in them. */
struct braces {
    const struct audit_unit *unit;
    const struct audit_record *item; /* of an array of records */
    unsigned count;
    bool is_named; /* all so far: `.x = 1`, or a base that is */
    bool is_zero;
    bool has_parts; /* members of records, without braces of their own */
};

static void look_into(const struct audit_unit *unit, CXCursor list, const struct audit_record *item,
                      struct braces *braces);

/* `.x = 1` is a node without a kind of the member and the value; `[0].x = 1` has the index, too. */
static bool is_designated(const struct clang *clang, CXCursor value) {
    for (unsigned i = 0;; i++) {
        CXCursor part = audit_part(clang, value, i);
        if (clang->Cursor_isNull(part) || clang->getCursorKind(part) == CXCursor_MemberRef) {
            return clang->Cursor_isNull(part) == 0;
        }
    }
}

/* The value behind `[1] =` and conversions. */
static CXCursor value_of(const struct clang *clang, CXCursor value) {
    while (audit_is_wrapper(clang->getCursorKind(value))) {
        CXCursor part = audit_last_part(clang, value);
        if (clang->Cursor_isNull(part)) {
            break;
        }
        value = part;
    }
    return value;
}

static bool is_number_zero(const struct clang *clang, CXCursor value) {
    if (clang->getCursorKind(value) != CXCursor_IntegerLiteral) {
        return false;
    }
    CXEvalResult result = clang->Cursor_Evaluate(value);
    bool is_zero = result != NULL && clang->EvalResult_getKind(result) == CXEval_Int &&
                   clang->EvalResult_getAsLongLong(result) == 0;
    if (result != NULL) {
        clang->EvalResult_dispose(result);
    }
    return is_zero;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static enum CXChildVisitResult add_value(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct braces *braces = data;
    const struct clang *clang = braces->unit->clang;
    CXCursor value = value_of(clang, cursor);
    bool is_list = clang->getCursorKind(value) == CXCursor_InitListExpr;
    struct braces inner = {0};
    (void)parent;
    if (is_list) {
        look_into(braces->unit, value, NULL, &inner);
    }
    bool is_member = is_designated(clang, cursor);
    bool is_named_base = is_list && braces->count == 0 && inner.count > 0 && inner.is_named;
    bool is_zero = is_list ? inner.is_zero && braces->item == NULL : is_number_zero(clang, value);
    bool is_part = braces->item != NULL && !is_list && !is_member &&
                   audit_record_of(braces->unit, clang->getCursorType(value)) != braces->item;
    braces->is_named = braces->is_named && (is_member || is_named_base);
    braces->is_zero = braces->count == 0 && is_zero && !is_member;
    braces->has_parts = braces->has_parts || is_part;
    braces->count++;
    return CXChildVisit_Continue;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static void look_into(const struct audit_unit *unit, CXCursor list, const struct audit_record *item,
                      struct braces *braces) {
    *braces = (struct braces){.unit = unit, .item = item, .is_named = true, .is_zero = true};
    unit->clang->visitChildren(list, add_value, braces);
}

/* The record of an array's items, in as many dimensions as there are. */
static const struct audit_record *item_of(const struct audit_unit *unit, CXType type) {
    const struct clang *clang = unit->clang;
    CXType plain = clang->getCanonicalType(type);
    while (plain.kind == CXType_ConstantArray || plain.kind == CXType_IncompleteArray) {
        plain = clang->getCanonicalType(clang->getArrayElementType(plain));
    }
    return audit_record_of(unit, plain);
}

/* Braces within those of a record are part of the same mistake. */
static bool is_within_record(const struct audit_unit *unit, const struct audit_node *node) {
    const struct audit_node *parent = node->parent;
    return parent != NULL && parent->kind == CXCursor_InitListExpr &&
           audit_record_of(unit, unit->clang->getCursorType(parent->cursor)) != NULL;
}

static void report_order(struct audit_unit *unit, const struct audit_node *node,
                         const struct audit_record *record, bool is_zero) {
    struct diagnostic *diagnostic = audit_report(
        unit, node, "audit-positional",
        is_zero
            ? mem_format(unit->mem, "zeros are no `%s`: the word of its dict is never 0",
                         record->name)
            : mem_format(unit->mem, "the record `%s` is initialised by the order of its members",
                         record->name));
    diagnostic_help(diagnostic,
                    is_zero ? "use `%s_init`"
                            : "slotc orders members by size, and anew when the schema changes: use "
                              "`%s_init` and the setters, `_init_with`, or name the members",
                    record->name);
}

void audit_check_initializer(struct audit_unit *unit, const struct audit_node *node) {
    struct braces braces;
    if (node->kind != CXCursor_InitListExpr) {
        return;
    }
    CXType type = unit->clang->getCursorType(node->cursor);
    const struct audit_record *record = audit_record_of(unit, type);
    const struct audit_record *item = record == NULL ? item_of(unit, type) : NULL;
    if ((record == NULL && item == NULL) || is_within_record(unit, node)) {
        return;
    }
    look_into(unit, node->cursor, item, &braces);
    if (record != NULL && (braces.is_zero ? record->has_dict : !braces.is_named)) {
        report_order(unit, node, record, braces.is_zero);
    } else if (item != NULL && (braces.is_zero ? item->has_dict : braces.has_parts)) {
        report_order(unit, node, item, braces.is_zero);
    }
}
