#include "clang_library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clang.h"
#include "mem.h"

static const char *const names[] = {
    "libclang.so",      "libclang-19.so.1", "libclang-18.so.1",
    "libclang-17.so.1", "libclang-16.so.1", "libclang-15.so.1",
    "libclang-14.so.1", "libclang.so.1",    "libclang.dylib",
};

/* Where the system's loader does not look by itself: Debian's own folders, Homebrew's, Apple's. */
static const char *const paths[] = {
    "/usr/lib/llvm-19/lib/libclang.so.1",
    "/usr/lib/llvm-18/lib/libclang.so.1",
    "/usr/lib/llvm-17/lib/libclang.so.1",
    "/usr/lib/llvm-16/lib/libclang.so.1",
    "/usr/lib/llvm-15/lib/libclang.so.1",
    "/usr/lib/llvm-14/lib/libclang.so.1",
    "/opt/homebrew/opt/llvm/lib/libclang.dylib",
    "/usr/local/opt/llvm/lib/libclang.dylib",
    "/Library/Developer/CommandLineTools/usr/lib/libclang.dylib",
};

static const struct clang_package packages[] = {
    {"Debian, Ubuntu", "apt-get install libclang1"},
    {"Fedora", "dnf install clang-libs"},
    {"macOS", "brew install llvm"},
};

const struct clang_package *clang_package_at(size_t index) {
    return index < sizeof packages / sizeof *packages ? &packages[index] : NULL;
}

const char *clang_key(const CXCursor *declaration) {
    return (const char *)&declaration->data[0];
}

const char *clang_text(struct mem *mem, const struct clang *clang, CXString string) {
    const char *bytes = clang->getCString(string);
    const char *copy = bytes == NULL ? "" : mem_string(mem, bytes);
    clang->disposeString(string);
    return copy;
}

struct function {
    const char *name;
    size_t place; /* in struct clang */
};

#define CLANG_FUNCTION(name) {"clang_" #name, offsetof(struct clang, name)},
static const struct function functions[] = {
#include "clang_functions.def"
};
#undef CLANG_FUNCTION

/* False, with *problem, where one is not there. */
static bool find_functions(struct mem *mem, void *library, struct clang *clang,
                           const char **problem) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(library, functions[i].name);
        if (function == NULL) {
            *problem = i == 0 ? "it is no libclang"
                              : mem_format(mem, "it is older than libclang 14: it has no `%s`",
                                           functions[i].name);
            return false;
        }
        memcpy((char *)clang + functions[i].place, &function, sizeof function);
    }
    return true;
}

/* dlerror's words, without the path that they begin with. */
static const char *reason_of(struct mem *mem, const char *path) {
    const char *reason = dlerror();
    if (reason == NULL) {
        return "it cannot be loaded";
    }
    size_t length = strlen(path);
    bool begins = strncmp(reason, path, length) == 0 && strncmp(reason + length, ": ", 2) == 0;
    return mem_string(mem, begins ? reason + length + 2 : reason);
}

/* Loads one, and notes how that went. */
static const struct clang *try_path(struct mem *mem, const char *path,
                                    struct clang_search *search) {
    search->tries = mem_grow(mem, search->tries, search->count, sizeof *search->tries);
    struct clang_try *attempt = &search->tries[search->count++];
    attempt->path = path;
    struct stat status;
    if (strchr(path, '/') != NULL && stat(path, &status) != 0) {
        attempt->problem = mem_string(mem, strerror(errno));
        return NULL;
    }
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        attempt->problem = reason_of(mem, path);
        return NULL;
    }
    struct clang *clang = mem_alloc(mem, sizeof *clang);
    if (!find_functions(mem, library, clang, &attempt->problem)) {
        dlclose(library);
        return NULL;
    }
    search->version = clang_text(mem, clang, clang->getClangVersion());
    return clang;
}

static const struct clang *try_all(struct mem *mem, const char *folder, const char *const *list,
                                   size_t count, struct clang_search *search) {
    const struct clang *clang = NULL;
    for (size_t i = 0; i < count && clang == NULL; i++) {
        const char *path = folder == NULL ? list[i] : mem_concat(mem, folder, "/", list[i], NULL);
        clang = try_path(mem, path, search);
    }
    return clang;
}

/* What a variable names: a file, a name that the system's loader knows, or perhaps a folder. */
static const struct clang *try_named(struct mem *mem, const char *named, bool may_be_folder,
                                     struct clang_search *search) {
    struct stat status;
    bool is_there = stat(named, &status) == 0;
    if (is_there && S_ISDIR(status.st_mode) && may_be_folder) {
        return try_all(mem, named, names, sizeof names / sizeof *names, search);
    }
    const char *here = is_there && strchr(named, '/') == NULL ? "./" : "";
    return try_path(mem, mem_concat(mem, here, named, NULL), search);
}

const struct clang *clang_open(struct mem *mem, struct clang_search *search) {
    static const char *const variables[] = {"SLOTC_LIBCLANG", "LIBCLANG_PATH"};
    *search = (struct clang_search){0};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *named = getenv(variables[i]);
        if (named != NULL && named[0] != '\0') {
            search->variable = variables[i];
            return try_named(mem, named, i > 0, search);
        }
    }
    const struct clang *clang = try_all(mem, NULL, names, sizeof names / sizeof *names, search);
    return clang != NULL ? clang : try_all(mem, NULL, paths, sizeof paths / sizeof *paths, search);
}

const char *clang_missing(struct mem *mem, const struct clang_search *search) {
    if (search->variable != NULL && search->count == 1) {
        return mem_format(mem, "%s names `%s`, which cannot be loaded as libclang: %s",
                          search->variable, search->tries[0].path, search->tries[0].problem);
    }
    if (search->variable != NULL) {
        return mem_format(mem,
                          "%s names a folder without a libclang that can be loaded; `slotc doctor` "
                          "lists the names tried",
                          search->variable);
    }
    const char *ways = "";
    for (size_t i = 0; clang_package_at(i) != NULL; i++) {
        const struct clang_package *package = clang_package_at(i);
        ways = mem_concat(mem, ways, i == 0 ? "" : "; ", package->system, ": `", package->command,
                          "`", NULL);
    }
    return mem_format(mem,
                      "libclang is not installed (%s), or name its file in SLOTC_LIBCLANG; `slotc "
                      "doctor` lists what was tried",
                      ways);
}
