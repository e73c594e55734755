/* Calls of the C library that take a record as bytes: with a number for its size, or in a way that
 * its padding, texts and dict do not bear. */
#include <stdlib.h>
#include <string.h>

#include "audit_unit.h"
#include "mem.h"

enum use {
    USE_ALLOCATE, /* its result points to them */
    USE_COPY,
    USE_COMPARE,
    USE_TRANSFER, /* to or from a file or another program */
};

/* Which arguments are what; the pointers and sizes that a function does not have are -1. */
struct function {
    const char *name;
    enum use use;
    int pointers[2];
    int sizes[2];
};

static const struct function functions[] = {
    {"malloc", USE_ALLOCATE, {-1, -1}, {0, -1}},
    {"calloc", USE_ALLOCATE, {-1, -1}, {0, 1}},
    {"realloc", USE_ALLOCATE, {-1, -1}, {1, -1}},
    {"reallocarray", USE_ALLOCATE, {-1, -1}, {1, 2}},
    {"aligned_alloc", USE_ALLOCATE, {-1, -1}, {1, -1}},
    {"alloca", USE_ALLOCATE, {-1, -1}, {0, -1}},
    {"slots_malloc", USE_ALLOCATE, {-1, -1}, {0, -1}},
    {"slots_calloc", USE_ALLOCATE, {-1, -1}, {0, 1}},
    {"slots_realloc", USE_ALLOCATE, {-1, -1}, {1, -1}},
    {"memcpy", USE_COPY, {0, 1}, {2, -1}},
    {"memmove", USE_COPY, {0, 1}, {2, -1}},
    {"memset", USE_COPY, {0, -1}, {2, -1}},
    {"memcmp", USE_COMPARE, {0, 1}, {2, -1}},
    {"bcmp", USE_COMPARE, {0, 1}, {2, -1}},
    {"fwrite", USE_TRANSFER, {0, -1}, {1, -1}},
    {"fread", USE_TRANSFER, {0, -1}, {1, -1}},
    {"write", USE_TRANSFER, {1, -1}, {2, -1}},
    {"read", USE_TRANSFER, {1, -1}, {2, -1}},
    {"send", USE_TRANSFER, {1, -1}, {2, -1}},
    {"recv", USE_TRANSFER, {1, -1}, {2, -1}},
};

/* Whether it may be the C library's: no method, and none that the user's code defines itself. */
static bool is_library(const struct clang *clang, CXCursor function) {
    CXCursor definition = clang->getCursorDefinition(function);
    CXCursor parent = clang->getCursorSemanticParent(function);
    if (clang->getCursorKind(function) != CXCursor_FunctionDecl) {
        return false;
    }
    return clang->Location_isInSystemHeader(clang->getCursorLocation(function)) != 0 ||
           (clang->Cursor_isNull(definition) && clang->getCursorKind(parent) != CXCursor_Namespace);
}

static const struct function *find_function(struct audit_unit *unit, CXCursor call) {
    static const char builtin[] = "__builtin_";
    const struct clang *clang = unit->clang;
    const char *name = clang_text(unit->mem, clang, clang->getCursorSpelling(call));
    if (strncmp(name, builtin, sizeof builtin - 1) == 0) {
        name += sizeof builtin - 1;
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            bool is_known = audit_has_function(unit, name) ||
                            is_library(clang, clang->getCursorReferenced(call));
            return is_known ? &functions[i] : NULL;
        }
    }
    return NULL;
}

static CXCursor argument(const struct clang *clang, CXCursor call, int index) {
    return index < 0 || index >= clang->Cursor_getNumArguments(call)
               ? clang->getNullCursor()
               : clang->Cursor_getArgument(call, (unsigned)index);
}

/* The record that a pointer, converted or not, points to. */
static const struct audit_record *pointed_to(const struct audit_unit *unit, CXCursor pointer) {
    const struct clang *clang = unit->clang;
    if (clang->Cursor_isNull(pointer)) {
        return NULL;
    }
    pointer = audit_bare(clang, pointer);
    while (audit_is_cast(clang->getCursorKind(pointer))) {
        pointer = audit_bare(clang, audit_last_part(clang, pointer));
    }
    return audit_pointee(unit, clang->getCursorType(pointer));
}

/* The record that the result of an allocation is for: by its cast, variable or assignment. */
static const struct audit_record *allocated_for(const struct audit_unit *unit,
                                                const struct audit_node *node) {
    const struct clang *clang = unit->clang;
    for (const struct audit_node *at = node; at != NULL; at = at->parent) {
        bool is_assigned = at->kind == CXCursor_BinaryOperator || at->kind == CXCursor_VarDecl;
        bool is_value = audit_is_cast(at->kind) || audit_is_wrapper(at->kind) ||
                        at->kind == CXCursor_ConditionalOperator;
        if (at != node && !is_assigned && !is_value) {
            return NULL;
        }
        const struct audit_record *record = audit_pointee(unit, clang->getCursorType(at->cursor));
        if (record != NULL || (at != node && is_assigned)) {
            return record;
        }
    }
    return NULL;
}

/* Sizes */

struct numbers {
    struct audit_unit *unit;
    bool has_name; /* sizeof, or a macro: R_SIZE */
    bool has_number;
};

/* 1 and 0 are no sizes of records. */
static bool is_number(const struct source *source, uint32_t start) {
    char first = source->bytes[start];
    return first >= '0' && first <= '9' && strtoul(source->bytes + start, NULL, 0) > 1;
}

static enum CXChildVisitResult look_for_numbers(CXCursor cursor, CXCursor parent,
                                                CXClientData data) {
    struct numbers *numbers = data;
    struct audit_file *file = NULL;
    uint32_t start = 0;
    uint32_t end = 0;
    enum CXCursorKind kind = numbers->unit->clang->getCursorKind(cursor);
    (void)parent;
    if (kind == CXCursor_UnaryExpr) { /* sizeof */
        numbers->has_name = true;
        return CXChildVisit_Continue;
    }
    if (kind == CXCursor_IntegerLiteral &&
        audit_place(numbers->unit, cursor, &file, &start, &end)) {
        char first = file->source->bytes[start];
        numbers->has_name |= first < '0' || first > '9';
        numbers->has_number |= is_number(file->source, start);
    }
    return CXChildVisit_Recurse;
}

static void check_size(struct audit_unit *unit, const struct audit_node *node,
                       const struct function *function, const struct audit_record *record) {
    const struct clang *clang = unit->clang;
    struct numbers numbers = {.unit = unit};
    for (int i = 0; i < 2; i++) {
        CXCursor size = argument(clang, node->cursor, function->sizes[i]);
        if (!clang->Cursor_isNull(size)) {
            look_for_numbers(size, size, &numbers);
            clang->visitChildren(size, look_for_numbers, &numbers);
        }
    }
    if (numbers.has_name || !numbers.has_number) {
        return;
    }
    struct diagnostic *diagnostic = audit_report(
        unit, node, "audit-size",
        mem_format(unit->mem, "a number stands for the size of the record `%s`", record->name));
    diagnostic_help(diagnostic, "write `sizeof(%s)` or `%s_SIZE`, which change with the schema",
                    record->name, record->name);
}

/* Bytes */

static void check_bytes(struct audit_unit *unit, const struct audit_node *node,
                        const struct function *function, const struct audit_record *record) {
    const char *message = NULL;
    const char *help = NULL;
    bool owns = record->has_dict || record->owns_text;
    const char *what = record->has_dict ? "the word of its dict" : "the addresses of its texts";
    if (function->use == USE_COMPARE) {
        message = mem_format(unit->mem, "the record `%s` is compared as bytes%s%s", record->name,
                             owns ? ", that is by " : "", owns ? what : "");
        help = mem_format(unit->mem, "use `%s_equal`, or `%s_hash`", record->name, record->name);
    } else if (function->use == USE_TRANSFER) {
        message =
            mem_format(unit->mem, "the record `%s` goes through `%s` as bytes%s%s", record->name,
                       function->name, owns ? ", and with it " : "", owns ? what : "");
        help = mem_format(unit->mem,
                          "write its fields one by one; where this very layout is the format, "
                          "keep `%s_LAYOUT_ID` with it, and say so by `slotc:allow audit-bytes: …`",
                          record->name);
    } else if (function->use == USE_COPY && owns) {
        message = mem_format(unit->mem, "`%s` goes over the record `%s`, and with it over %s",
                             function->name, record->name, what);
        help = mem_format(unit->mem, "use `%s_copy`, `%s_init` or `%s_fini`", record->name,
                          record->name, record->name);
    }
    if (message != NULL) {
        diagnostic_help(audit_report(unit, node, "audit-bytes", message), "%s", help);
    }
}

void audit_check_call(struct audit_unit *unit, const struct audit_node *node) {
    const struct function *function =
        node->kind == CXCursor_CallExpr ? find_function(unit, node->cursor) : NULL;
    if (function == NULL) {
        return;
    }
    const struct audit_record *record =
        function->use == USE_ALLOCATE ? allocated_for(unit, node) : NULL;
    for (int i = 0; i < 2 && record == NULL; i++) {
        record = pointed_to(unit, argument(unit->clang, node->cursor, function->pointers[i]));
    }
    if (record != NULL) {
        check_size(unit, node, function, record);
        check_bytes(unit, node, function, record);
    }
}
