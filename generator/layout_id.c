#include "layout_id.h"

#include "ast.h"
#include "layout.h"
#include "mem.h"
#include "types.h"

#define FNV_START UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

/* FNV-1a, of a text with its NUL. */
static uint64_t add_text(uint64_t hash, const char *text) {
    do {
        hash = (hash ^ (unsigned char)*text) * FNV_PRIME;
    } while (*text++ != '\0');
    return hash;
}

/* The same of a number, whatever the machine's byte order. */
static uint64_t add_number(uint64_t hash, uint64_t number) {
    for (int i = 0; i < 8; i++) {
        hash = (hash ^ (number & 0xff)) * FNV_PRIME;
        number >>= 8;
    }
    return hash;
}

static uint64_t add_field(uint64_t hash, struct mem *mem, const struct layouts *layouts,
                          const uint64_t *ids, const struct field *field) {
    const struct type_use *use = &field->type;
    const struct place *place = layout_place(layouts, field);
    hash = add_text(hash, field->name.text);
    hash = add_text(hash, type_words(mem, use));
    hash = add_text(hash, use->type->c_cell(mem, use));
    hash = add_number(hash, use->type == &type_record ? ids[use->record->index] : 0);
    if (use->foreign != NULL) {
        hash = add_number(hash, use->foreign->size->measure.size[WIDTH_64]);
        hash = add_number(hash, use->foreign->size->measure.size[WIDTH_32]);
    }
    hash = add_number(hash, place->member->offset[WIDTH_64]);
    hash = add_number(hash, place->member->offset[WIDTH_32]);
    return add_number(hash, place->shift);
}

uint64_t *layout_ids_new(struct mem *mem, const struct program *program,
                         const struct layouts *layouts) {
    uint64_t *ids = mem_alloc(mem, program->record_count * sizeof *ids);
    uint64_t *fields = mem_alloc(mem, program->record_count * sizeof *fields);
    struct mem *scratch = mem_child(mem);
    /* What a record needs comes before it. */
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const struct measure *measure = &layout_of(layouts, record)->measure;
        uint64_t hash = record->base == NULL ? FNV_START : fields[record->base->index];
        for (size_t j = 0; j < record->field_count; j++) {
            hash = add_field(hash, scratch, layouts, ids, &record->fields[j]);
        }
        fields[record->index] = hash;
        hash = add_text(hash, record->declaration.qualified);
        hash = add_number(hash, (uint64_t)record->storage);
        hash = add_number(hash, measure->size[WIDTH_64]);
        ids[record->index] = add_number(hash, measure->size[WIDTH_32]);
        mem_clear(scratch);
    }
    mem_free(scratch);
    return ids;
}
