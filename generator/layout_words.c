#include "layout_words.h"

#include <inttypes.h>

#include "ast.h"
#include "layout.h"
#include "layout_rows.h"
#include "mem.h"

const char *layout_words_name(struct mem *mem, const struct layout_row *row) {
    const char *number = mem_number(mem, row->member->number);
    switch (row->kind) {
    case ROW_FIELD:
        return row->field->name.text;
    case ROW_DICT:
        return "ext";
    case ROW_UNIT:
        return mem_concat(mem, "bits_", number, NULL);
    case ROW_BITS:
        return mem_concat(mem, "  ", row->field->name.text, NULL);
    case ROW_PRESENCE:
        return mem_concat(mem, "present_", number, NULL);
    case ROW_PRESENT:
        return mem_concat(mem, "  has ", row->field->name.text, NULL);
    case ROW_HOLE:
        return "(hole)";
    case ROW_TAIL:
        return "(tail)";
    case ROW_NOTHING:
        break;
    }
    return "(nothing)";
}

const char *layout_words_type(struct mem *mem, const struct layout_row *row) {
    switch (row->kind) {
    case ROW_FIELD:
    case ROW_BITS:
        return type_words(mem, &row->field->type);
    case ROW_DICT:
        return "(dict)";
    case ROW_UNIT:
    case ROW_PRESENCE:
        return mem_format(mem, "(%" PRIu32 " of %" PRIu64 " bits)", row->bits,
                          8 * row->member->size[WIDTH_64]);
    case ROW_PRESENT:
    case ROW_HOLE:
    case ROW_TAIL:
    case ROW_NOTHING:
        break;
    }
    return "";
}

void layout_words_place(struct mem *mem, const struct layout_row *row, enum width width,
                        const char **offset, const char **size) {
    const struct member *member = row->member;
    *offset = mem_number(mem, member->offset[width]);
    *size = mem_number(mem, member->size[width]);
    if (row->kind == ROW_BITS || row->kind == ROW_PRESENT) {
        *offset = mem_concat(mem, *offset, ":", mem_number(mem, row->bit), NULL);
        *size = mem_concat(mem, mem_number(mem, row->bits), "b", NULL);
    } else if (member->size[width] == 0) {
        *offset = "-"; /* a hole of the other width */
        *size = "-";
    }
}
