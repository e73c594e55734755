#include "layout_keys.h"

#include <stdbool.h>

#include "ast.h"
#include "layout.h"
#include "layout_rows.h"
#include "layout_words.h"
#include "mem.h"

/* Members of two layouts of one record stand for the same thing. */
static bool is_same(const struct layout_row *a, const struct layout_row *b) {
    if (a->kind != b->kind || a->field != b->field || a->owner != b->owner) {
        return false;
    }
    return a->member->number == b->member->number;
}

size_t layout_keys_number(struct layout_keys *keys, const struct layout_row *row) {
    for (size_t i = 0; i < keys->count; i++) {
        if (is_same(keys->rows[i], row)) {
            return i + 1;
        }
    }
    keys->rows = mem_grow(keys->mem, keys->rows, keys->count, sizeof *keys->rows);
    keys->rows[keys->count++] = row;
    return keys->count;
}

/* The fields of a unit of bits, or those that a byte of presence speaks of, follow their row. */
static const char *shares(struct mem *mem, const struct layout_row *row) {
    const char *names = "";
    uint32_t used = 0;
    for (const struct layout_row *share = row + 1; used < row->bits; share++) {
        names = mem_concat(mem, names, used == 0 ? "" : ", ", share->field->name.text, NULL);
        used += share->bits;
    }
    return names;
}

const char *layout_keys_name(struct mem *mem, const struct layout_row *row) {
    switch (row->kind) {
    case ROW_UNIT:
        return shares(mem, row);
    case ROW_PRESENCE:
        return mem_concat(mem, "has ", shares(mem, row), NULL);
    case ROW_FIELD:
    case ROW_DICT:
    case ROW_BITS:
    case ROW_PRESENT:
    case ROW_HOLE:
    case ROW_TAIL:
    case ROW_NOTHING:
        break;
    }
    return layout_words_name(mem, row);
}

const char *layout_keys_type(struct mem *mem, const struct layout_row *row) {
    return layout_words_type(mem, row);
}

const char *layout_keys_words(struct mem *mem, const struct layout_row *row) {
    return mem_concat(mem, layout_keys_name(mem, row), "  ", layout_keys_type(mem, row), NULL);
}

const char *layout_keys_title(struct mem *mem, const struct layout_row *row) {
    const char *type = layout_keys_type(mem, row);
    return mem_concat(mem, layout_keys_name(mem, row), type[0] == '\0' ? "" : ": ", type, ", of ",
                      row->owner->declaration.name.text, NULL);
}
