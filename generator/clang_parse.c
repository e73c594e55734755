#include "clang_parse.h"

#include <assert.h>
#include <string.h>

#include "mem.h"
#include "templates.h"

/* A folder that need not be there: libclang finds the files that it has in memory below it. */
#define FREESTANDING "/slotc/freestanding"

/* The headers of a compiler that is free-standing, as far as slotc's own need them. */
static const struct {
    const char *path;
    const char *template;
} freestanding[] = {
    {FREESTANDING "/stddef.h", "freestanding_stddef.h"},
    {FREESTANDING "/stdint.h", "freestanding_stdint.h"},
    {FREESTANDING "/stdbool.h", "freestanding_stdbool.h"},
};

#define FREESTANDING_COUNT (sizeof freestanding / sizeof *freestanding)

struct unsaved {
    struct CXUnsavedFile *items;
    unsigned count;
};

static void add_unsaved(struct unsaved *unsaved, const struct clang_file *file) {
    unsaved->items[unsaved->count++] =
        (struct CXUnsavedFile){file->path, file->bytes, (unsigned long)file->length};
}

static struct unsaved unsaved_of(struct mem *mem, const struct clang_request *request) {
    size_t most = request->file_count + FREESTANDING_COUNT + 1;
    struct unsaved unsaved = {mem_alloc(mem, most * sizeof *unsaved.items), 0};
    if (request->main.bytes != NULL) {
        add_unsaved(&unsaved, &request->main);
    }
    for (size_t i = 0; i < request->file_count; i++) {
        add_unsaved(&unsaved, &request->files[i]);
    }
    for (size_t i = 0; i < FREESTANDING_COUNT && request->freestanding; i++) {
        struct clang_file file = {.path = freestanding[i].path};
        bool found = templates_find(NULL, freestanding[i].template, &file.bytes, &file.length);
        assert(found);
        (void)found;
        add_unsaved(&unsaved, &file);
    }
    return unsaved;
}

/* What the user gave comes last, so that it may say otherwise. */
static struct paths flags_of(struct mem *mem, const struct clang_request *request) {
    struct paths flags = {0};
    paths_add(mem, &flags, "-xc");
    paths_add(mem, &flags, "-std=gnu11");
    if (request->target != NULL) {
        paths_add(mem, &flags, mem_concat(mem, "--target=", request->target, NULL));
    }
    if (request->freestanding) {
        paths_add(mem, &flags, "-ffreestanding");
        paths_add(mem, &flags, "-nostdinc");
        /* -I, not -isystem: CPATH stands between them. */
        paths_add(mem, &flags, "-I" FREESTANDING);
    }
    for (size_t i = 0; i < request->flags.count; i++) {
        paths_add(mem, &flags, request->flags.items[i]);
    }
    return flags;
}

/* Where libclang found something wrong, and what: "a.h:3:5: unknown type name 'x'". */
static const char *words_of(struct mem *mem, const struct clang *clang, CXDiagnostic diagnostic) {
    const char *message = clang_text(mem, clang, clang->getDiagnosticSpelling(diagnostic));
    CXFile file = NULL;
    unsigned line = 0;
    unsigned column = 0;
    clang->getExpansionLocation(clang->getDiagnosticLocation(diagnostic), &file, &line, &column,
                                NULL);
    if (file == NULL) {
        return message;
    }
    const char *path = clang_text(mem, clang, clang->getFileName(file));
    return mem_format(mem, "%s:%u:%u: %s", path, line, column, message);
}

/* The first error, or NULL. */
static const char *first_error(struct mem *mem, const struct clang *clang,
                               CXTranslationUnit handle) {
    unsigned count = clang->getNumDiagnostics(handle);
    const char *error = NULL;
    for (unsigned i = 0; i < count && error == NULL; i++) {
        CXDiagnostic diagnostic = clang->getDiagnostic(handle, i);
        if (clang->getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
            error = words_of(mem, clang, diagnostic);
        }
        clang->disposeDiagnostic(diagnostic);
    }
    return error;
}

/* What can be said where there is no unit at all. */
static const char *failure_words(struct mem *mem, const struct clang_request *request,
                                 enum CXErrorCode code) {
    if (code == CXError_Crashed) {
        return "libclang crashed";
    }
    if (request->target == NULL) {
        return mem_format(mem, "libclang cannot read `%s`: it does not know one of the flags",
                          request->main.path);
    }
    return mem_format(mem, "libclang does not know the target `%s`%s", request->target,
                      request->flags.count > 0 ? ", or one of the flags" : "");
}

bool clang_parse(struct mem *mem, const struct clang *clang, const struct clang_request *request,
                 struct clang_unit *unit, const char **error) {
    struct unsaved unsaved = unsaved_of(mem, request);
    struct paths flags = flags_of(mem, request);
    *unit = (struct clang_unit){.clang = clang, .index = clang->createIndex(0, 0)};
    enum CXErrorCode code =
        clang->parseTranslationUnit2(unit->index, request->main.path, flags.items, (int)flags.count,
                                     unsaved.items, unsaved.count, request->options, &unit->handle);
    *error = code == CXError_Success ? first_error(mem, clang, unit->handle)
                                     : failure_words(mem, request, code);
    if (*error != NULL) {
        clang_unit_free(unit);
        return false;
    }
    unit->main = clang->getFile(unit->handle, request->main.path);
    return true;
}

bool clang_lacks_file(const char *error) {
    return strstr(error, "file not found") != NULL;
}

/* Files in memory have no identity that libclang could compare: they have names. */
static bool is_same_file(const struct clang *clang, CXFile file, CXFile other) {
    CXString name = clang->getFileName(file);
    CXString other_name = clang->getFileName(other);
    bool same = strcmp(clang->getCString(name), clang->getCString(other_name)) == 0;
    clang->disposeString(name);
    clang->disposeString(other_name);
    return same;
}

bool clang_in_main(const struct clang_unit *unit, CXCursor cursor) {
    const struct clang *clang = unit->clang;
    CXFile file = NULL;
    clang->getExpansionLocation(clang->getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return file == unit->main || (file != NULL && is_same_file(clang, file, unit->main));
}

bool clang_is_built_in(const char *path) {
    return strncmp(path, FREESTANDING "/", strlen(FREESTANDING "/")) == 0;
}

void clang_unit_free(struct clang_unit *unit) {
    if (unit->handle != NULL) {
        unit->clang->disposeTranslationUnit(unit->handle);
        unit->handle = NULL;
    }
    if (unit->index != NULL) {
        unit->clang->disposeIndex(unit->index);
        unit->index = NULL;
    }
}
