#include "uses.h"

#include "ast.h"
#include "map.h"
#include "mem.h"

/* What a file sees of another one. */
struct sight {
    const struct import *import; /* the first of it */
    bool used;
};

struct uses {
    struct mem *mem;
    struct map *declarations; /* by their address: unsigned *, of enum use */
    struct map **sights; /* by the file's order in the run: by the other file's address */
};

/* The map has its keys where they are: as pointers that the tree holds. */
static struct sight *find_sight(const struct uses *uses, const struct file *file,
                                struct file *const *other) {
    return map_get(uses->sights[file->source->order], (const char *)other, sizeof *other);
}

static void use(struct uses *uses, const struct file *file, const struct declaration *const *used,
                enum use how) {
    void **place = map_place(uses->declarations, (const char *)used, sizeof *used);
    unsigned *hows = *place;
    if (hows == NULL) {
        hows = mem_alloc(uses->mem, sizeof *hows);
        *place = hows;
    }
    *hows |= how;
    struct sight *sight = find_sight(uses, file, &(*used)->file);
    if (sight != NULL) {
        sight->used = true;
    }
}

static void use_type(struct uses *uses, const struct file *file, const struct type_use *type,
                     const struct declaration **kept) {
    if (type->record != NULL) {
        *kept = &type->record->declaration;
    } else if (type->enumeration != NULL) {
        *kept = &type->enumeration->declaration;
    } else if (type->foreign != NULL) {
        *kept = &type->foreign->declaration;
    } else {
        return;
    }
    use(uses, file, kept, type->target.text != NULL ? USE_REF : USE_VALUE);
}

static void look_at_imports(struct uses *uses, const struct file *file) {
    struct map *sights = map_new(uses->mem);
    uses->sights[file->source->order] = sights;
    for (const struct import *import = file->imports; import != NULL; import = import->next) {
        void **place = map_place(sights, (const char *)&import->file, sizeof import->file);
        if (*place == NULL) {
            struct sight *sight = mem_alloc(uses->mem, sizeof *sight);
            sight->import = import;
            *place = sight;
        }
    }
}

static void look_at_record(struct uses *uses, const struct record *record) {
    const struct file *file = record->declaration.file;
    const struct declaration **kept =
        mem_alloc(uses->mem, (record->field_count + 1) * sizeof(struct declaration *));
    if (record->base != NULL) {
        *kept = &record->base->declaration;
        use(uses, file, kept++, USE_BASE);
    }
    for (size_t i = 0; i < record->field_count; i++) {
        use_type(uses, file, &record->fields[i].type, kept++);
    }
}

struct uses *uses_new(struct mem *mem, const struct program *program) {
    struct uses *uses = mem_alloc(mem, sizeof *uses);
    uses->mem = mem;
    uses->declarations = map_new(mem);
    uses->sights = mem_alloc(mem, program->file_count * sizeof(struct map *));
    for (size_t i = 0; i < program->file_count; i++) {
        look_at_imports(uses, program->files[i]);
    }
    for (size_t i = 0; i < program->record_count; i++) {
        look_at_record(uses, program->records[i]);
    }
    return uses;
}

unsigned uses_of(const struct uses *uses, const struct declaration *declaration) {
    const unsigned *hows =
        map_get(uses->declarations, (const char *)&declaration, sizeof declaration);
    return hows == NULL ? 0 : *hows;
}

const struct import *uses_first_import(const struct uses *uses, const struct file *file,
                                       const struct import *import) {
    return find_sight(uses, file, &import->file)->import;
}

bool uses_imported(const struct uses *uses, const struct file *file, const struct import *import) {
    return find_sight(uses, file, &import->file)->used;
}
