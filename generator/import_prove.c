#include "import_prove.h"

#include <inttypes.h>
#include <string.h>

#include "chain.h"
#include "clang_externs.h"
#include "diagnostic.h"
#include "imported.h"
#include "layout.h"
#include "load.h"
#include "map.h"
#include "mem.h"
#include "resolve.h"
#include "rules.h"
#include "text.h"

/* So many names in C are tried for one thing. */
#define MOST_RENAMINGS 3

struct proof {
    struct importer *importer;
    struct mem *mem;
    const struct layouts *layouts;
    enum width width;
    struct map *items; /* struct imported * by name */
    bool good;
};

/* With 32-bit pointers, what stands behind one is pinned where there is no room for one of 64 bits:
 * then pointers, also those of all that is held, become integers. False where none is left. */
static bool give_up_refs(struct importer *importer, const struct imported *item) {
    bool *held = mem_alloc(importer->mem, importer->count * sizeof *held);
    bool any = false;
    for (size_t i = importer->count; i-- > 0;) {
        struct imported *at = importer->items[i];
        held[at->index] = held[at->index] || at == item;
        if (!held[at->index]) {
            continue;
        }
        any = any || (at->has_refs && !at->no_refs);
        at->no_refs = at->no_refs || at->has_refs;
        if (at->base != NULL) {
            held[at->base->index] = true;
        }
        for (size_t k = 0; k < at->field_count; k++) {
            const struct imported_field *field = &at->fields[k];
            if (field->target != NULL && !field->is_ref) {
                held[field->target->index] = true;
            }
        }
    }
    return any;
}

/* The next way to say it, or none: then it is left out. */
static void change(struct importer *importer, struct imported *item) {
    if (item->fault_is_name && item->faulty_field != NULL &&
        item->refused.count < item->field_count) {
        paths_add(importer->mem, &item->refused, item->faulty_field);
    } else if (item->fault_is_name && item->renamings < MOST_RENAMINGS) {
        item->renamings++;
    } else if (item->has_bits && !item->no_bits) {
        item->no_bits = true;
    } else if (importer->pointer_size == 8 || !give_up_refs(importer, item)) {
        item->skipped = item->fault;
    }
}

/* Then it may be that what it holds is to blame. */
static bool holds_faulty(const struct imported *item) {
    bool holds = item->base != NULL && item->base->fault != NULL;
    for (size_t i = 0; i < item->field_count && !holds; i++) {
        const struct imported_field *field = &item->fields[i];
        holds = field->target != NULL && !field->is_ref && field->target->fault != NULL;
    }
    return holds;
}

/* The first of a chain of those that hold one another is always changed. */
static void change_faulty(struct importer *importer) {
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (item->fault != NULL && !holds_faulty(item)) {
            change(importer, item);
        }
    }
    for (size_t i = 0; i < importer->count; i++) {
        importer->items[i]->fault = NULL;
        importer->items[i]->fault_is_name = false;
        importer->items[i]->faulty_field = NULL;
    }
}

static struct imported *item_at(const struct importer *importer, size_t offset) {
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        bool is_in = item->wanted && item->skipped == NULL;
        if (is_in && offset >= item->start && offset < item->end) {
            return item;
        }
    }
    return NULL;
}

/* What slotc itself refuses, thing by thing. */
static void take_findings(struct proof *proof, const struct diagnostics *diagnostics,
                          const char **error) {
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *finding = diagnostics->items[i];
        if (finding->severity != SEVERITY_ERROR) {
            continue;
        }
        struct imported *item = item_at(proof->importer, finding->span.start);
        const char *message = mem_string(proof->importer->mem, finding->message);
        proof->good = false;
        if (item == NULL) {
            *error = message;
        } else {
            item->fault_is_name = strncmp(finding->rule->name, "name-", strlen("name-")) == 0;
            item->fault = message;
            item->faulty_field =
                finding->field == NULL ? NULL : mem_string(proof->importer->mem, finding->field);
        }
    }
}

/* Where slotc has a field, in bits. */
static uint64_t offset_of(const struct proof *proof, const struct field *field) {
    const struct place *place = layout_place(proof->layouts, field);
    return 8 * place->member->offset[proof->width] + place->shift;
}

/* How the layout of a record differs from C's, or NULL. */
static const char *difference(const struct proof *proof, const struct record *record,
                              const struct imported *item) {
    const struct layout *layout = layout_of(proof->layouts, record);
    struct mem *mem = proof->importer->mem;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const struct imported_field *wanted = &item->fields[i];
        const struct place *place = layout_place(proof->layouts, field);
        if (offset_of(proof, field) != wanted->offset) {
            return mem_format(mem,
                              "slotc would lay out `%s` at bit %" PRIu64 ", and C does at %" PRIu64,
                              wanted->name, offset_of(proof, field), wanted->offset);
        }
        if (!wanted->is_bits && place->member->size[proof->width] != wanted->size) {
            return mem_format(mem, "slotc would give `%s` %" PRIu64 " bytes, and C gives %" PRIu64,
                              wanted->name, place->member->size[proof->width], wanted->size);
        }
    }
    const struct measure *measure = &layout->measure;
    if (measure->size[proof->width] != item->size || measure->align[proof->width] != item->align) {
        return mem_format(mem,
                          "slotc would give it %" PRIu64 " bytes aligned to %" PRIu32
                          ", and C gives it %" PRIu64 " aligned to %" PRIu32,
                          measure->size[proof->width], measure->align[proof->width], item->size,
                          item->align);
    }
    return NULL;
}

static void compare(struct proof *proof, const struct program *program) {
    for (size_t i = 0; i < program->record_count; i++) {
        const char *name = program->records[i]->declaration.name.text;
        struct imported *item = map_get(proof->items, name, strlen(name));
        const char *reason = item == NULL ? NULL : difference(proof, program->records[i], item);
        if (reason != NULL) {
            proof->good = false;
            item->fault = item->fault == NULL ? reason : item->fault;
        }
    }
}

static struct map *items_by_name(struct mem *mem, const struct importer *importer) {
    struct map *items = map_new(mem);
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (item->wanted && item->skipped == NULL && item->kind == IMPORTED_RECORD) {
            *map_place(items, item->name, strlen(item->name)) = item;
        }
    }
    return items;
}

bool import_prove(struct importer *importer, const struct text *schema, const char **error) {
    struct mem *mem = mem_child(importer->mem);
    struct diagnostics *diagnostics = diagnostics_new(mem);
    struct proof proof = {
        .importer = importer,
        .mem = mem,
        .width = importer->pointer_size == 8 ? WIDTH_64 : WIDTH_32,
        .good = true,
    };
    struct program *program =
        load_text(mem, "import.slots", text_string(schema), schema->length, diagnostics);
    if (!diagnostics_failed(diagnostics)) {
        resolve(mem, program, diagnostics);
        /* Their sizes are stated, so that libclang is not asked. */
        const struct paths none = {0};
        (void)clang_externs(mem, program, &(struct extern_request){&none, &none}, diagnostics,
                            error);
    }
    if (!diagnostics_failed(diagnostics)) {
        const struct chains *chains = chains_new(mem, program);
        proof.layouts = layout_program(mem, program, chains, diagnostics);
        rules_check(&(struct check){.mem = mem,
                                    .diagnostics = diagnostics,
                                    .program = program,
                                    .chains = chains,
                                    .layouts = proof.layouts});
    }
    take_findings(&proof, diagnostics, error);
    if (proof.layouts != NULL) {
        proof.items = items_by_name(mem, importer);
        compare(&proof, program);
    }
    mem_free(mem);
    change_faulty(importer);
    return proof.good;
}
