/* What headers hold of types that C headers declare. */
#include <string.h>

#include "c_text.h"
#include "map.h"
#include "mem.h"
#include "model.h"
#include "types.h"

/* Of a width that is not known nothing is said but that. */
static void add_only(struct value *object, const struct extern_size *size) {
    bool only_wide = size->known[WIDTH_64] && !size->known[WIDTH_32];
    bool only_narrow = size->known[WIDTH_32] && !size->known[WIDTH_64];
    value_add(object, KEY_only_bits, value_string(only_wide ? "64" : only_narrow ? "32" : NULL));
    value_add(object, KEY_other_bits, value_string(only_wide ? "32" : "64"));
}

static struct value model_extern(struct mem *mem, const struct extern_type *type) {
    const struct declaration *declaration = &type->declaration;
    const struct extern_size *size = type->size;
    const uint64_t *sizes = size->measure.size;
    const uint32_t *aligns = size->measure.align;
    struct value object = value_object(mem);
    value_add(&object, KEY_name, value_string(declaration->name.text));
    value_add(&object, KEY_spelling, value_string(type->c_type));
    value_add(&object, KEY_header, value_string(type->include));
    value_add(&object, KEY_stated, value_bool(type->stated));
    value_add(&object, KEY_size,
              model_known_pair(mem, size->known, sizes[WIDTH_64], sizes[WIDTH_32]));
    value_add(&object, KEY_align,
              model_known_pair(mem, size->known, aligns[WIDTH_64], aligns[WIDTH_32]));
    value_add(&object, KEY_size_c,
              value_string(model_c_pair(mem, sizes[WIDTH_64], sizes[WIDTH_32])));
    value_add(&object, KEY_align_c,
              value_string(model_c_pair(mem, aligns[WIDTH_64], aligns[WIDTH_32])));
    value_add(&object, KEY_size_text,
              value_string(model_bytes_pair(mem, sizes[WIDTH_64], sizes[WIDTH_32])));
    value_add(&object, KEY_align_text,
              value_string(model_words_pair(mem, aligns[WIDTH_64], aligns[WIDTH_32])));
    add_only(&object, size);
    value_add(&object, KEY_schema, value_string(declaration->file->relative));
    value_add(&object, KEY_docs, value_string(declaration->preamble.docs));
    value_add(&object, KEY_doc_lines, model_doc_lines(mem, declaration->preamble.docs));
    value_add(&object, KEY_line,
              value_integer(
                  source_position(declaration->file->source, declaration->name.span.start).line));
    return object;
}

void model_add_externs(struct value *object, struct mem *mem, const struct file *file) {
    struct value types = value_list(mem);
    struct value includes = value_list(mem);
    struct map *seen = map_new(mem);
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        const struct extern_type *type = (const struct extern_type *)(const void *)at;
        if (at->kind != DECLARATION_EXTERN) {
            continue;
        }
        value_append(mem, &types, model_extern(mem, type));
        void **place = map_place(seen, type->include, strlen(type->include));
        if (*place == NULL) {
            *place = seen;
            value_append(mem, &includes, value_string(type->include));
        }
    }
    if (types.as.list->count > 0) {
        value_add(object, KEY_extern_includes, includes);
        value_add(object, KEY_externs, types);
    }
}
