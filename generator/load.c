#include "load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "map.h"
#include "mem.h"
#include "parse.h"
#include "text.h"

struct loader {
    struct mem *mem;
    struct diagnostics *diagnostics;
    struct program *program;
    struct map *files; /* real path → struct file */
    struct paths
        roots; /* real paths of the folders that outputs are named from, each ending in `/` */
    const struct inputs *inputs;
};

const char *load_real_path(struct mem *mem, const char *path) {
    char *real = realpath(path, NULL);
    if (real == NULL) {
        if (errno == ENOMEM) {
            mem_exhausted(mem);
        }
        return NULL;
    }
    const char *copy = mem_string(mem, real);
    free(real);
    return copy;
}

static const char *real_path(const struct loader *loader, const char *path) {
    struct store *store = loader->inputs->store;
    return store == NULL ? load_real_path(loader->mem, path) : store->real(store, path);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The path that outputs and includes are named by: from the folder argument or -I folder that
 * holds the file, else its own name. */
static const char *relative_path(const struct loader *loader, const char *path, const char *real) {
    for (size_t i = 0; real != NULL && i < loader->roots.count; i++) {
        size_t length = strlen(loader->roots.items[i]);
        if (strncmp(real, loader->roots.items[i], length) == 0) {
            return real + length;
        }
    }
    return strcmp(path, "-") == 0 ? "stdin.slots" : base_name(path);
}

static struct file *add_file(struct loader *loader, struct source *source, const char *path,
                             const char *real) {
    struct program *program = loader->program;
    source->order = program->file_count;
    source->real = real;
    struct file *file = parse(loader->mem, source, loader->diagnostics);
    file->relative = relative_path(loader, path, real);
    file->opened = path;
    program->files =
        mem_grow(loader->mem, program->files, program->file_count, sizeof(struct file *));
    program->files[program->file_count++] = file;
    return file;
}

void load_too_large(const struct source *source, struct diagnostics *diagnostics) {
    diagnostic_help(report(diagnostics, ERROR_LIMIT, (struct span){source, 0, 0},
                           "the file is larger than %zu MiB", SOURCE_MAX_BYTES / 1024 / 1024),
                    "split it, and import the parts");
}

/* The file at path, loaded once; NULL with *error where it can't be read. */
static struct file *load_file(struct loader *loader, const char *path, bool named,
                              const char **error) {
    bool standard_input = strcmp(path, "-") == 0;
    const char *real = standard_input ? "-" : real_path(loader, path);
    if (real == NULL) {
        *error = mem_string(loader->mem, strerror(errno));
        return NULL;
    }
    struct file *known = map_get(loader->files, real, strlen(real));
    if (known != NULL) {
        return known;
    }
    struct source *source = NULL;
    struct store *store = loader->inputs->store;
    enum source_status status = store == NULL ? source_read(loader->mem, path, &source, error)
                                              : store->read(store, path, &source, error);
    if (status == SOURCE_UNREADABLE) {
        return NULL;
    }
    source->named = named;
    struct file *file = add_file(loader, source, path, standard_input ? NULL : real);
    if (status == SOURCE_TOO_LARGE) {
        load_too_large(source, loader->diagnostics);
        file->parsed = false;
    }
    *map_place(loader->files, real, strlen(real)) = file;
    return file;
}

/* path as seen from the folder of the file that names it. */
static const char *beside(struct mem *mem, const char *file, const char *path) {
    const char *slash = strrchr(file, '/');
    if (slash == NULL || path[0] == '/') {
        return path;
    }
    return mem_format(mem, "%.*s/%s", (int)(slash - file), file, path);
}

/* The folders of -I that count for a file. */
static const struct paths *include_of(const struct loader *loader, const struct file *importer) {
    struct store *store = loader->inputs->store;
    return store == NULL || store->include == NULL ? &loader->inputs->include
                                                   : store->include(store, importer);
}

/* A file that is not there; the usual slip is its ending. */
static void report_missing(struct loader *loader, const struct file *importer,
                           const struct import *import, const char *error) {
    const char *path = import->path.text;
    struct diagnostic *diagnostic = report(loader->diagnostics, ERROR_IMPORT_MISSING,
                                           import->path.span, "cannot read `%s`: %s", path, error);
    const char *with_ending = mem_format(loader->mem, "%s.slots", path);
    if (real_path(loader, beside(loader->mem, importer->opened, with_ending)) != NULL) {
        diagnostic_help(diagnostic, "did you mean `%s`?", with_ending);
    } else if (path[0] == '/') {
        diagnostic_help(diagnostic, "name it from the folder of this file, or of -I");
    } else if (include_of(loader, importer)->count > 0) {
        diagnostic_help(diagnostic, "it is looked for beside this file and in each -I folder");
    } else {
        diagnostic_help(diagnostic,
                        "it is looked for beside this file; name further folders with -I");
    }
}

static void load_import(struct loader *loader, struct file *importer, struct import *import) {
    const char *path = import->path.text;
    const char *error = NULL;
    if (import->path.length == 0 || strlen(path) != import->path.length) {
        diagnostic_help(report(loader->diagnostics, ERROR_IMPORT_MISSING, import->path.span,
                               "the path of an import is empty or has a NUL byte"),
                        "name a schema: `import \"base.slots\";`");
        return;
    }
    import->file = load_file(loader, beside(loader->mem, importer->opened, path), false, &error);
    const struct paths *include = include_of(loader, importer);
    for (size_t i = 0; import->file == NULL && i < include->count; i++) {
        const char *ignored = NULL;
        import->file = load_file(loader, mem_format(loader->mem, "%s/%s", include->items[i], path),
                                 false, &ignored);
    }
    if (import->file == NULL) {
        report_missing(loader, importer, import, error);
    }
}

/* Where a file stands in the search for import cycles. */
struct visit {
    struct file *file;
    const struct import *next; /* not yet followed */
};

enum color {
    COLOR_NEW,
    COLOR_OPEN,
    COLOR_DONE,
};

static void report_cycle(struct diagnostics *diagnostics, const struct visit *path, size_t depth,
                         const struct import *closing) {
    struct diagnostic *diagnostic =
        report(diagnostics, ERROR_IMPORT_CYCLE, closing->span,
               "`%s` imports itself, through this import", closing->file->source->path);
    size_t start = depth;
    while (start > 0 && path[start].file != closing->file) {
        start--;
    }
    for (size_t i = start; i < depth; i++) {
        for (const struct import *import = path[i].file->imports; import != NULL;
             import = import->next) {
            if (import->file == path[i + 1].file) {
                diagnostic_note(diagnostic, import->span, "`%s` is imported here",
                                import->path.text);
                break;
            }
        }
    }
    diagnostic_help(diagnostic, path[depth].file == closing->file
                                    ? "drop it: a file sees its own declarations"
                                    : "move what both need into a third file");
}

/* Depth-first with a stack of its own: a long chain of imports must not end the program's. */
static void find_cycles(struct loader *loader) {
    const struct program *program = loader->program;
    struct visit *stack = mem_alloc(loader->mem, (program->file_count + 1) * sizeof *stack);
    unsigned char *colors = mem_alloc(loader->mem, program->file_count);
    for (size_t i = 0; i < program->file_count; i++) {
        if (colors[i] != COLOR_NEW) {
            continue;
        }
        size_t depth = 0;
        stack[0] = (struct visit){program->files[i], program->files[i]->imports};
        colors[i] = COLOR_OPEN;
        while (depth != SIZE_MAX) {
            const struct import *import = stack[depth].next;
            if (import == NULL) {
                colors[stack[depth].file->source->order] = COLOR_DONE;
                depth--;
                continue;
            }
            stack[depth].next = import->next;
            if (import->file == NULL) {
                continue;
            }
            size_t at = import->file->source->order;
            if (colors[at] == COLOR_OPEN) {
                report_cycle(loader->diagnostics, stack, depth, import);
            } else if (colors[at] == COLOR_NEW) {
                colors[at] = COLOR_OPEN;
                stack[++depth] = (struct visit){import->file, import->file->imports};
            }
        }
    }
}

static void add_roots(struct loader *loader, const struct paths *folders) {
    for (size_t i = 0; i < folders->count; i++) {
        const char *real = real_path(loader, folders->items[i]);
        if (real != NULL) {
            const char *root = strcmp(real, "/") == 0 ? real : mem_format(loader->mem, "%s/", real);
            paths_add(loader->mem, &loader->roots, root);
        }
    }
}

struct program *load(struct mem *mem, const struct inputs *inputs, struct diagnostics *diagnostics,
                     const char **error) {
    struct loader loader = {.mem = mem, .diagnostics = diagnostics, .inputs = inputs};
    loader.program = mem_alloc(mem, sizeof *loader.program);
    loader.files = map_new(mem);
    add_roots(&loader, &inputs->folders);
    add_roots(&loader, &inputs->include);
    for (size_t i = 0; i < inputs->files.count; i++) {
        const char *reason = NULL;
        if (load_file(&loader, inputs->files.items[i], true, &reason) == NULL) {
            const char *path = inputs->files.items[i];
            path = inputs->store == NULL ? path : inputs->store->shown(inputs->store, path);
            *error = mem_format(mem, "cannot read `%s`: %s", path, reason);
            return NULL;
        }
    }
    for (size_t i = 0; i < loader.program->file_count; i++) {
        struct file *file = loader.program->files[i];
        for (struct import *import = file->imports; import != NULL; import = import->next) {
            load_import(&loader, file, import);
        }
    }
    find_cycles(&loader);
    return loader.program;
}

struct program *load_text(struct mem *mem, const char *path, const char *bytes, size_t length,
                          struct diagnostics *diagnostics) {
    const struct inputs none = {0};
    struct loader loader = {.mem = mem, .diagnostics = diagnostics, .inputs = &none};
    loader.program = mem_alloc(mem, sizeof *loader.program);
    struct source *source = source_from_bytes(mem, path, bytes, length);
    source->named = true;
    (void)add_file(&loader, source, path, NULL);
    return loader.program;
}
