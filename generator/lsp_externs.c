#include "lsp_externs.h"

#include <string.h>

#include "ast.h"
#include "map.h"
#include "mem.h"
#include "types.h"

struct lsp_externs {
    struct mem *mem;
    struct map *sizes; /* struct extern_size *, by header and type in C */
};

void lsp_externs_free(struct lsp_externs *externs) {
    if (externs != NULL) {
        mem_free(externs->mem);
    }
}

static const char *key_of(struct mem *mem, const struct extern_type *type) {
    return mem_concat(mem, type->include, "\n", type->c_type, NULL);
}

/* Calls visit with each type that libclang is asked about. */
static void each_type(const struct program *program, const struct lsp_externs *externs,
                      void visit(const struct lsp_externs *externs,
                                 const struct extern_type *type)) {
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *at = program->files[i]->declarations;
        for (; at != NULL; at = at->next) {
            const struct extern_type *type = (const struct extern_type *)(const void *)at;
            if (at->kind == DECLARATION_EXTERN && !type->stated && type->size != NULL &&
                type->c_type != NULL && type->include != NULL) {
                visit(externs, type);
            }
        }
    }
}

static void keep(const struct lsp_externs *externs, const struct extern_type *type) {
    const char *key = key_of(externs->mem, type);
    struct extern_size *size = mem_alloc(externs->mem, sizeof *size);
    *size = *type->size;
    *map_place(externs->sizes, key, strlen(key)) = size;
}

struct lsp_externs *lsp_externs_keep(struct lsp_externs *before, const struct program *program) {
    struct mem *mem = mem_new();
    struct lsp_externs *externs = mem_alloc(mem, sizeof *externs);
    *externs = (struct lsp_externs){mem, map_new(mem)};
    each_type(program, externs, keep);
    lsp_externs_free(before);
    return externs;
}

static void give(const struct lsp_externs *externs, const struct extern_type *type) {
    struct mem *mem = mem_new();
    const char *key = key_of(mem, type);
    const struct extern_size *size = map_get(externs->sizes, key, strlen(key));
    if (size != NULL) {
        *type->size = *size;
    }
    mem_free(mem);
}

void lsp_externs_give(const struct lsp_externs *externs, const struct program *program) {
    if (externs != NULL) {
        each_type(program, externs, give);
    }
}
