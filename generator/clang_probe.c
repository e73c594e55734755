#include "clang_probe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ast.h"
#include "clang_parse.h"
#include "clang_targets.h"
#include "map.h"
#include "mem.h"
#include "template.h"
#include "templates.h"
#include "text.h"

/* The text's own path, in the schema's folder, so that headers beside the schema are found. */
#define PROBE_NAME "slotc_extern_probe.c"

/* Of the typedefs in it, with a number behind. */
#define TYPE_NAME "slotc_extern_"

/* Lines between the includes and the types, and of each type, in the template. */
#define LINES_BEFORE 2
#define LINES_OF_TYPE 3

static struct clang_request request_of(struct mem *mem, const char *path, const struct text *text,
                                       const struct probe_target *target) {
    return (struct clang_request){
        .target = target->triple,
        .main = {.path = mem_string(mem, path), .bytes = text_string(text), .length = text->length},
        .freestanding = !target->is_host,
        .options = CXTranslationUnit_SkipFunctionBodies,
    };
}

/* A unit of nothing, which knows its target. */
static bool parse_nothing(struct mem *mem, const struct clang *clang, const char *triple,
                          struct clang_unit *unit, const char **error) {
    struct probe_target target = {.triple = triple};
    struct text nothing = {.mem = mem};
    struct clang_request request = request_of(mem, PROBE_NAME, &nothing, &target);
    return clang_parse(mem, clang, &request, unit, error);
}

bool probe_host(struct mem *mem, const struct clang *clang, struct probe_target *host,
                const char **error) {
    struct clang_unit unit;
    if (!parse_nothing(mem, clang, NULL, &unit, error)) {
        return false;
    }
    *host = (struct probe_target){
        .machine = clang_machine(mem, &unit), .width = clang_width(&unit), .is_host = true};
    clang_unit_free(&unit);
    return true;
}

bool probe_target_find(struct mem *mem, const struct clang *clang, const char *triple,
                       const struct probe_target *host, struct probe_target *target,
                       const char **error) {
    struct clang_unit unit;
    if (!parse_nothing(mem, clang, triple, &unit, error)) {
        *error = mem_format(mem, "libclang knows no target `%s`; `slotc doctor` lists usual ones",
                            triple);
        return false;
    }
    *target = (struct probe_target){
        .triple = triple, .machine = clang_machine(mem, &unit), .width = clang_width(&unit)};
    target->is_host = strcmp(target->machine, host->machine) == 0;
    clang_unit_free(&unit);
    if (target->width == WIDTH_COUNT) {
        *error = mem_format(mem,
                            "`%s` has pointers of another width: slotc lays records out for 32-bit "
                            "and 64-bit pointers only",
                            triple);
        return false;
    }
    return true;
}

struct keys {
    struct value_keys *keys;
    uint32_t includes;
    uint32_t types;
    uint32_t index;
    uint32_t c_type;
};

static struct keys keys_new(struct mem *mem) {
    struct keys keys = {.keys = value_keys_new(mem)};
    keys.includes = value_key(keys.keys, "includes", strlen("includes"));
    keys.types = value_key(keys.keys, "types", strlen("types"));
    keys.index = value_key(keys.keys, "index", strlen("index"));
    keys.c_type = value_key(keys.keys, "c_type", strlen("c_type"));
    return keys;
}

/* Each header once, in the order of the schema. */
static struct value includes_of(struct mem *mem, const struct probe *probe) {
    struct value list = value_list(mem);
    struct map *seen = map_new(mem);
    for (size_t i = 0; i < probe->count; i++) {
        const char *include = probe->types[i]->include;
        void **place = map_place(seen, include, strlen(include));
        if (*place == NULL) {
            *place = seen;
            value_append(mem, &list, value_string(include));
        }
    }
    return list;
}

static size_t write_probe(struct mem *mem, const struct probe *probe, struct text *text) {
    struct keys keys = keys_new(mem);
    struct value whole = value_object(mem);
    struct value types = value_list(mem);
    struct value includes = includes_of(mem, probe);
    for (size_t i = 0; i < probe->count; i++) {
        struct value type = value_object(mem);
        value_add(&type, keys.index, value_integer((int64_t)i));
        value_add(&type, keys.c_type, value_string(probe->types[i]->c_type));
        value_append(mem, &types, type);
    }
    value_add(&whole, keys.includes, includes);
    value_add(&whole, keys.types, types);
    const char *error = NULL;
    struct template_set *set = template_set_new(mem, keys.keys, templates_find, NULL);
    const struct template *compiled = template_get(set, "extern_probe.c", &error);
    bool rendered = compiled != NULL && template_render(compiled, &whole, text, &error);
    assert(rendered);
    (void)rendered;
    return includes.as.list->count;
}

/* What an error is about, by where libclang found it: "PATH:LINE:COLUMN: words". */
static struct probe_failure failure_of(struct mem *mem, const char *path, size_t includes,
                                       const char *error) {
    struct probe_failure failure = {FAULT_HEADER, error};
    size_t length = strlen(path);
    char *end = NULL;
    if (strncmp(error, "./", 2) == 0) {
        failure.words = error + 2;
    }
    if (strncmp(error, path, length) != 0 || error[length] != ':') {
        return failure;
    }
    size_t line = strtoul(error + length + 1, &end, 10);
    const char *words = strstr(end, ": ");
    failure.words = words == NULL ? error : mem_string(mem, words + 2);
    if (line > includes + LINES_BEFORE) {
        size_t place = (line - includes - LINES_BEFORE - 1) % LINES_OF_TYPE;
        failure.fault = place == 1 ? FAULT_QUALIFIED : FAULT_TYPE;
    }
    return failure;
}

struct inclusions {
    struct mem *mem;
    const struct clang *clang;
    struct probe_headers *headers;
};

/* The text itself is included by nobody; what slotc brings along is no file. */
static void add_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data) {
    const struct inclusions *inclusions = data;
    struct probe_headers *headers = inclusions->headers;
    struct mem *mem = inclusions->mem;
    (void)stack;
    if (depth == 0) {
        return;
    }
    const char *path = clang_text(mem, inclusions->clang, inclusions->clang->getFileName(file));
    path += strncmp(path, "./", 2) == 0 ? 2 : 0;
    void **place = map_place(headers->seen, path, strlen(path));
    if (*place == NULL) {
        *place = headers;
        if (!clang_is_built_in(path)) {
            paths_add(mem, &headers->paths, path);
        }
    }
}

struct pointer_search {
    const struct clang *clang;
    bool found;
};

static bool holds_pointer(const struct clang *clang, CXType type);

/* Structs nest no deeper than libclang itself can follow. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static enum CXVisitorResult search_field(CXCursor cursor, CXClientData data) {
    struct pointer_search *search = data;
    search->found = holds_pointer(search->clang, search->clang->getCursorType(cursor));
    return search->found ? CXVisit_Break : CXVisit_Continue;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static bool holds_pointer(const struct clang *clang, CXType type) {
    type = clang->getCanonicalType(type);
    while (type.kind == CXType_ConstantArray) {
        type = clang->getCanonicalType(clang->getArrayElementType(type));
    }
    struct pointer_search search = {clang, type.kind == CXType_Pointer ||
                                               type.kind == CXType_BlockPointer};
    if (type.kind == CXType_Record) {
        clang->Type_visitFields(type, search_field, &search);
    }
    return search.found;
}

struct answers {
    struct mem *mem;
    const struct clang *clang;
    struct probe_answer *items;
    size_t count;
};

/* The typedefs that the text makes of the types. */
static enum CXChildVisitResult take_answer(CXCursor cursor, CXCursor parent, CXClientData data) {
    const struct answers *answers = data;
    const struct clang *clang = answers->clang;
    (void)parent;
    if (clang->getCursorKind(cursor) != CXCursor_TypedefDecl) {
        return CXChildVisit_Continue;
    }
    const char *name = clang_text(answers->mem, clang, clang->getCursorSpelling(cursor));
    if (strncmp(name, TYPE_NAME, strlen(TYPE_NAME)) != 0) {
        return CXChildVisit_Continue;
    }
    size_t index = strtoul(name + strlen(TYPE_NAME), NULL, 10);
    CXType type = clang->getCursorType(cursor);
    long long size = clang->Type_getSizeOf(type);
    long long align = clang->Type_getAlignOf(type);
    if (index < answers->count && size > 0 && align > 0) {
        answers->items[index] =
            (struct probe_answer){(uint64_t)size, (uint32_t)align, holds_pointer(clang, type)};
    }
    return CXChildVisit_Continue;
}

static bool take_answers(struct mem *mem, const struct probe *probe, const struct clang_unit *unit,
                         struct probe_answer *items) {
    struct answers answers = {mem, probe->clang, items, probe->count};
    memset(items, 0, probe->count * sizeof *items);
    CXCursor top = probe->clang->getTranslationUnitCursor(unit->handle);
    probe->clang->visitChildren(top, take_answer, &answers);
    for (size_t i = 0; i < probe->count; i++) {
        if (items[i].size == 0) {
            return false;
        }
    }
    return true;
}

bool probe_ask(struct mem *mem, const struct probe *probe, const struct probe_target *target,
               struct probe_answer *answers, struct probe_headers *headers,
               struct probe_failure *failure) {
    const char *path = mem_concat(mem, probe->folder, PROBE_NAME, NULL);
    const char *error = NULL;
    struct text text = {.mem = mem};
    size_t includes = write_probe(mem, probe, &text);
    struct clang_request request = request_of(mem, path, &text, target);
    for (size_t i = 0; i < probe->include->count; i++) {
        paths_add(mem, &request.flags, "-I");
        paths_add(mem, &request.flags, probe->include->items[i]);
    }
    struct clang_unit unit;
    if (!clang_parse(mem, probe->clang, &request, &unit, &error)) {
        *failure = failure_of(mem, path, includes, error);
        return false;
    }
    struct inclusions inclusions = {mem, probe->clang, headers};
    probe->clang->getInclusions(unit.handle, add_inclusion, &inclusions);
    bool good = take_answers(mem, probe, &unit, answers);
    clang_unit_free(&unit);
    *failure = (struct probe_failure){FAULT_TYPE, "it has no bytes"};
    return good;
}
