/* What an audit looks for, but for calls and initialisers: members, casts, assignments. */
#include <string.h>

#include "audit_unit.h"
#include "mem.h"

static const char *spelling(const struct audit_unit *unit, CXCursor cursor) {
    return clang_text(unit->mem, unit->clang, unit->clang->getCursorSpelling(cursor));
}

/* The nearest node that is no mere wrapper of this one; *part is which part of it. */
static const struct audit_node *holder_of(const struct audit_node *node, unsigned *part) {
    *part = node->index;
    const struct audit_node *holder = node->parent;
    while (holder != NULL && audit_is_wrapper(holder->kind)) {
        *part = holder->index;
        holder = holder->parent;
    }
    return holder;
}

/* The operator of an expression with two parts: the bytes between them, without blanks. */
static bool is_operator(struct audit_unit *unit, const struct audit_node *node,
                        const char *operator) {
    struct audit_file *file = NULL;
    uint32_t ends[2] = {0, 0};
    uint32_t starts[2] = {0, 0};
    for (unsigned i = 0; i < 2; i++) {
        CXCursor part = audit_part(unit->clang, node->cursor, i);
        if (unit->clang->Cursor_isNull(part) ||
            !audit_place(unit, part, &file, &starts[i], &ends[i]) || file != node->file) {
            return false;
        }
    }
    const char *bytes = node->file->source->bytes;
    uint32_t at = ends[0];
    uint32_t end = starts[1];
    while (at < end && strchr(" \t\r\n)", bytes[at]) != NULL) {
        at++;
    }
    while (end > at && strchr(" \t\r\n(", bytes[end - 1]) != NULL) {
        end--;
    }
    return end - at == strlen(operator) && memcmp(bytes + at, operator, end - at) == 0;
}

static bool is_assignment(struct audit_unit *unit, const struct audit_node *node) {
    return node->kind == CXCursor_BinaryOperator && is_operator(unit, node, "=");
}

/* The record that a pointer, an array or a reference leads to. */
static const struct audit_record *led_to(const struct audit_unit *unit, CXCursor expression) {
    CXType type = unit->clang->getCursorType(expression);
    const struct audit_record *record = audit_pointee(unit, type);
    return record != NULL ? record : audit_record_of(unit, type);
}

/* Members */

enum access {
    ACCESS_READ,
    ACCESS_WRITE,
    ACCESS_ADDRESS,
};

static enum access access_of(struct audit_unit *unit, const struct audit_node *node) {
    unsigned part = 0;
    const struct audit_node *holder = holder_of(node, &part);
    while (holder != NULL && holder->kind == CXCursor_ArraySubscriptExpr && part == 0) {
        holder = holder_of(holder, &part);
    }
    if (holder == NULL || part > 0) {
        return ACCESS_READ;
    }
    if (holder->kind == CXCursor_CompoundAssignOperator || is_assignment(unit, holder)) {
        return ACCESS_WRITE;
    }
    if (holder->kind != CXCursor_UnaryOperator || holder->end <= holder->start) {
        return ACCESS_READ;
    }
    const char *bytes = holder->file->source->bytes;
    char first = bytes[holder->start];
    char last = bytes[holder->end - 1];
    if (first == '&') {
        return ACCESS_ADDRESS;
    }
    return first == '+' || first == '-' || last == '+' || last == '-' ? ACCESS_WRITE : ACCESS_READ;
}

/* What holds a record's members, but is none of them: the base, or what stands in its tail. */
static bool is_part(const char *name) {
    return strcmp(name, "base") == 0 || strcmp(name, "tail") == 0;
}

/* `child->base.base.id`: the record of `child`, whose accessors inherit those of its ancestors. */
static const struct audit_record *seen_as(const struct audit_unit *unit, CXCursor member) {
    const struct clang *clang = unit->clang;
    CXCursor object = audit_bare(clang, audit_part(clang, member, 0));
    while (clang->getCursorKind(object) == CXCursor_MemberRefExpr &&
           is_part(spelling(unit, object))) {
        object = audit_bare(clang, audit_part(clang, object, 0));
    }
    return clang->Cursor_isNull(object) ? NULL : led_to(unit, object);
}

/* The first of the names behind a record's that a generated function has, or NULL. */
static const char *accessor(const struct audit_unit *unit, const struct audit_record *record,
                            const char *const *parts, const char *name) {
    for (; *parts != NULL; parts++) {
        const char *function = mem_concat(unit->mem, record->name, *parts, name, NULL);
        if (audit_has_function(unit, function)) {
            return function;
        }
    }
    return NULL;
}

static void help_with_member(struct audit_unit *unit, struct diagnostic *diagnostic,
                             const struct audit_node *node, const struct audit_record *owner,
                             const char *name) {
    static const char *const readers[] = {"_get_", "_at_", NULL};
    static const char *const writers[] = {"_set_", "_put_", NULL};
    static const char *const upcasts[] = {"_as_", NULL};
    const struct audit_record *record = seen_as(unit, node->cursor);
    record = record == NULL ? owner : record;
    const char *function = NULL;
    enum access access = access_of(unit, node);
    if (strcmp(name, "base") == 0 && owner->base != NULL) {
        function = accessor(unit, record, upcasts, owner->base->name);
    } else if (strcmp(name, "ext") != 0) {
        function = accessor(unit, record, access == ACCESS_WRITE ? writers : readers, name);
    }
    if (function != NULL) {
        diagnostic_help(diagnostic, "use `%s`", function);
    } else {
        diagnostic_help(diagnostic, "it is the record's own business; use its functions");
    }
}

/* `p->x`, and C++'s `&R::x`. */
static void check_member(struct audit_unit *unit, const struct audit_node *node) {
    if (node->kind != CXCursor_MemberRefExpr && node->kind != CXCursor_DeclRefExpr) {
        return;
    }
    CXCursor member = unit->clang->getCursorReferenced(node->cursor);
    if (unit->clang->getCursorKind(member) != CXCursor_FieldDecl) {
        return;
    }
    const struct audit_record *owner = audit_owner(unit, member);
    if (owner == NULL) {
        return;
    }
    const char *name = spelling(unit, member);
    unsigned part = 0;
    const struct audit_node *holder = holder_of(node, &part);
    if (is_part(name) && holder != NULL && holder->kind == CXCursor_MemberRefExpr) {
        return; /* on the way to a member, which is reported */
    }
    struct diagnostic *diagnostic = audit_report(
        unit, node, "audit-member",
        mem_format(unit->mem, "`%s.%s` is reached round its accessor", owner->name, name));
    help_with_member(unit, diagnostic, node, owner, name);
}

/* Casts */

/* What is cast; behind casts to what is no record, as `(Cat *)(void *)animal`. */
static const struct audit_record *cast_from(const struct audit_unit *unit, CXCursor cast) {
    const struct clang *clang = unit->clang;
    const struct audit_record *from = NULL;
    while (from == NULL && audit_is_cast(clang->getCursorKind(cast))) {
        cast = audit_bare(clang, audit_last_part(clang, cast));
        from = led_to(unit, cast);
    }
    return from;
}

static void check_cast(struct audit_unit *unit, const struct audit_node *node) {
    if (!audit_is_cast(node->kind)) {
        return;
    }
    const struct audit_record *to = led_to(unit, node->cursor);
    const struct audit_record *from = to == NULL ? NULL : cast_from(unit, node->cursor);
    if (from == NULL || audit_inherits(from, to)) {
        return;
    }
    bool is_down = audit_inherits(to, from);
    bool is_pointer = audit_pointee(unit, unit->clang->getCursorType(node->cursor)) != NULL;
    const char *sign = is_pointer ? " *" : " &";
    struct diagnostic *diagnostic = audit_report(
        unit, node, "audit-cast",
        mem_format(unit->mem, "`%s%s` is cast to `%s%s`, %s", from->name, sign, to->name, sign,
                   is_down ? "unchecked" : "which it does not inherit from"));
    if (is_down) {
        diagnostic_help(
            diagnostic,
            "nothing in the `%s` says that it is the start of a `%s`: keep a pointer to "
            "the `%s`, or say by `slotc:allow audit-cast: …` what makes it one",
            from->name, to->name, to->name);
    } else {
        diagnostic_help(diagnostic, "their members lie elsewhere; copy field by field");
    }
}

/* Assignments */

/* `*p`, `a`, `a[i]` or `s.r`: an object that is there already. */
static bool is_object(enum CXCursorKind kind) {
    return kind == CXCursor_UnaryOperator || kind == CXCursor_DeclRefExpr ||
           kind == CXCursor_ArraySubscriptExpr || kind == CXCursor_MemberRefExpr;
}

/* The record that is assigned: by C, or by what C++ calls operator=, or in a new variable. */
static const struct audit_record *assigned(struct audit_unit *unit, const struct audit_node *node) {
    const struct clang *clang = unit->clang;
    if (node->kind == CXCursor_CallExpr && strcmp(spelling(unit, node->cursor), "operator=") == 0) {
        return audit_owner(unit, clang->getCursorReferenced(node->cursor));
    }
    return node->kind == CXCursor_VarDecl || is_assignment(unit, node)
               ? audit_record_of(unit, clang->getCursorType(node->cursor))
               : NULL;
}

/* What it is assigned: in C++ that is what a constructor copies. */
static CXCursor assigned_value(const struct clang *clang, CXCursor assignment) {
    CXCursor value = audit_bare(clang, audit_last_part(clang, assignment));
    while (clang->getCursorKind(value) == CXCursor_CallExpr &&
           clang->getCursorKind(clang->getCursorReferenced(value)) == CXCursor_Constructor) {
        value = audit_bare(clang, audit_part(clang, value, 0));
    }
    return value;
}

static void check_assignment(struct audit_unit *unit, const struct audit_node *node) {
    const struct clang *clang = unit->clang;
    const struct audit_record *record = assigned(unit, node);
    if (record == NULL || (!record->is_base && !record->has_dict && !record->owns_text)) {
        return;
    }
    CXCursor value = assigned_value(clang, node->cursor);
    if (clang->Cursor_isNull(value) || !is_object(clang->getCursorKind(value))) {
        return;
    }
    bool owns = record->has_dict || record->owns_text;
    struct diagnostic *diagnostic = audit_report(
        unit, node, "audit-assign",
        owns
            ? mem_format(unit->mem, "`=` makes two records `%s` own the same %s", record->name,
                         record->has_dict ? "dict" : "texts")
            : mem_format(unit->mem,
                         "`=` copies the `%s` alone, and nothing of a record that inherits from it",
                         record->name));
    diagnostic_help(
        diagnostic,
        owns ? "use `%s_copy`, which copies what it owns, too"
             : "copy the whole object with the `_copy` of its own record; where the `%s` "
               "is all there is, say so by `slotc:allow audit-assign: …`",
        record->name);
}

void audit_look(struct audit_unit *unit, const struct audit_node *node) {
    check_member(unit, node);
    check_cast(unit, node);
    check_assignment(unit, node);
    audit_check_initializer(unit, node);
    audit_check_call(unit, node);
}
