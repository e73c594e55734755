#include "audit.h"

#include <string.h>

#include "audit_unit.h"
#include "compile_flags.h"
#include "map.h"
#include "mem.h"
#include "rules.h"

struct audit {
    struct mem *mem;
    const struct clang *clang;
    struct diagnostics *diagnostics;
    struct map *files; /* struct audit_file *, by path: those of all sources */
    struct audit_file **order;
    size_t file_count;
};

struct audit *audit_new(struct mem *mem, const struct clang *clang,
                        struct diagnostics *diagnostics) {
    struct audit *audit = mem_alloc(mem, sizeof *audit);
    *audit = (struct audit){
        .mem = mem, .clang = clang, .diagnostics = diagnostics, .files = map_new(mem)};
    return audit;
}

/* libclang puts `./` before what it finds beside a source. */
static struct audit_file *file_of(struct audit *audit, const char *path) {
    path += strncmp(path, "./", 2) == 0 ? 2 : 0;
    struct audit_file *file = map_get(audit->files, path, strlen(path));
    if (file == NULL) {
        file = audit_file_new(audit->mem, mem_string(audit->mem, path));
        if (file->source != NULL) {
            file->source->order = audit->file_count;
        }
        *map_place(audit->files, file->path, strlen(file->path)) = file;
        audit->order = mem_grow(audit->mem, audit->order, audit->file_count, sizeof *audit->order);
        audit->order[audit->file_count++] = file;
    }
    return file;
}

/* Where a macro is used counts, not where it is defined. */
bool audit_place(struct audit_unit *unit, CXCursor cursor, struct audit_file **file,
                 uint32_t *start, uint32_t *end) {
    const struct clang *clang = unit->clang;
    CXSourceRange extent = clang->getCursorExtent(cursor);
    CXFile at = NULL;
    CXFile last = NULL;
    unsigned from = 0;
    unsigned to = 0;
    clang->getExpansionLocation(clang->getRangeStart(extent), &at, NULL, NULL, &from);
    clang->getExpansionLocation(clang->getRangeEnd(extent), &last, NULL, NULL, &to);
    if (at == NULL) {
        return false;
    }
    CXString name = clang->getFileName(at);
    *file = file_of(unit->audit, clang->getCString(name));
    clang->disposeString(name);
    if ((*file)->source == NULL) {
        return false;
    }
    unsigned skipped = (unsigned)(*file)->source->skipped;
    uint32_t length = (uint32_t)(*file)->source->length;
    *start = from < skipped ? 0 : from - skipped;
    *end = last != at || to < from ? *start : to - skipped;
    *end = *end > length ? length : *end;
    return *start < length;
}

/* Expressions nest, and so do nodes. */
struct walk {
    struct audit_unit *unit;
    const struct audit_node *parent;
    unsigned count; /* of the parent's parts so far */
};

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data);

static void walk_parts(struct audit_unit *unit, CXCursor cursor, const struct audit_node *parent) {
    struct walk walk = {unit, parent, 0};
    unit->clang->visitChildren(cursor, visit, &walk);
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct walk *walk = data;
    struct audit_unit *unit = walk->unit;
    const struct clang *clang = unit->clang;
    struct audit_node node = {.cursor = cursor,
                              .kind = clang->getCursorKind(cursor),
                              .index = walk->count++,
                              .parent = walk->parent};
    (void)parent;
    bool is_top = walk->parent == NULL;
    if (is_top && clang->Location_isInSystemHeader(clang->getCursorLocation(cursor)) != 0) {
        return CXChildVisit_Continue;
    }
    bool placed = audit_place(unit, cursor, &node.file, &node.start, &node.end);
    if (is_top && (!placed || node.file->is_ours)) {
        return CXChildVisit_Continue;
    }
    if (placed) {
        audit_look(unit, &node);
    }
    walk_parts(unit, cursor, &node);
    return CXChildVisit_Continue;
}

struct diagnostic *audit_report(struct audit_unit *unit, const struct audit_node *node,
                                const char *rule_name, const char *message) {
    struct diagnostics *diagnostics = unit->audit->diagnostics;
    const struct rule *rule = rules_find(rule_name);
    enum severity severity = audit_file_allows(node->file, rule_name, node->start, node->end)
                                 ? SEVERITY_OFF
                                 : diagnostics_severity(diagnostics, rule, node->file->source);
    struct span span = {node->file->source, node->start, node->end};
    return report_rule(diagnostics, rule, severity, span, message);
}

static bool is_cpp(const char *path) {
    static const char *const ends[] = {".cc",  ".cpp", ".cxx", ".C",   ".c++",
                                       ".hpp", ".hh",  ".hxx", ".h++", ".H"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof ends / sizeof *ends; i++) {
        if (strcmp(dot, ends[i]) == 0) {
            return true;
        }
    }
    return false;
}

static struct paths flags_for(struct mem *mem, const char *path, const struct paths *flags) {
    struct paths all = {0};
    if (is_cpp(path) || compile_flags_name_cpp(flags)) {
        paths_add(mem, &all, "-xc++");
        paths_add(mem, &all, "-std=gnu++17");
    }
    paths_add_all(mem, &all, flags);
    return all;
}

static void report_unreadable(struct audit *audit, struct audit_file *file, const char *error) {
    const struct rule *rule = rules_find("audit-unreadable");
    file->is_unread = true;
    const char *message = mem_format(audit->mem, "`%s` does not compile: %s", file->path, error);
    struct diagnostic *diagnostic = report_rule(audit->diagnostics, rule, SEVERITY_ERROR,
                                                (struct span){file->source, 0, 0}, message);
    diagnostic_help(diagnostic, "give the flags that its compiler gets behind `--`: `slotc audit "
                                "FILES… -- -I include -DNAME`");
}

bool audit_source(struct audit *audit, const char *path, const struct paths *flags,
                  const char **error) {
    struct audit_file *file = file_of(audit, path);
    if (file->source == NULL) {
        *error = mem_format(audit->mem, "cannot read `%s`: %s", path, file->error);
        return false;
    }
    struct audit_unit unit = {.audit = audit, .mem = audit->mem, .clang = audit->clang};
    struct clang_request request = {.main = {.path = path},
                                    .flags = flags_for(audit->mem, path, flags)};
    const char *problem = NULL;
    if (!clang_parse(audit->mem, audit->clang, &request, &unit.unit, &problem)) {
        report_unreadable(audit, file, problem);
        return true;
    }
    audit_find_records(&unit);
    walk_parts(&unit, audit->clang->getTranslationUnitCursor(unit.unit.handle), NULL);
    clang_unit_free(&unit.unit);
    return true;
}

/* What is wrong with a comment that silences a rule; NULL where nothing is. */
static const char *wrong_with(const struct audit *audit, const struct audit_file *file,
                              const struct audit_allow *allow) {
    const struct rule *rule = rules_find(allow->rule);
    if (allow->rule[0] == '\0') {
        return "it names no rule";
    }
    if (rule == NULL || strcmp(rule->group, "audit") != 0) {
        return mem_format(audit->mem, "there is no rule `%s` in an audit", allow->rule);
    }
    if (!allow->has_reason) {
        return mem_format(audit->mem, "`%s` needs a reason to be allowed", allow->rule);
    }
    return allow->used || file->is_unread
               ? NULL
               : mem_format(audit->mem, "nothing is left that `%s` would find here", allow->rule);
}

void audit_finish(struct audit *audit) {
    const struct rule *rule = rules_find("audit-allow");
    for (size_t i = 0; i < audit->file_count; i++) {
        struct audit_file *file = audit->order[i];
        for (size_t at = 0; at < file->allow_count; at++) {
            const char *message = wrong_with(audit, file, &file->allows[at]);
            if (message != NULL) {
                struct diagnostic *diagnostic =
                    report_rule(audit->diagnostics, rule,
                                diagnostics_severity(audit->diagnostics, rule, file->source),
                                file->allows[at].span, message);
                diagnostic_help(diagnostic, "it is written `/* slotc:allow RULE: reason */`, "
                                            "behind the code or on the line above it");
            }
        }
    }
}
