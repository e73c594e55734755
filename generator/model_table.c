#include <inttypes.h>
#include <string.h>

#include "chain.h"
#include "layout.h"
#include "mem.h"
#include "model.h"
#include "text.h"

/* One row of the table above the struct. */
struct row {
    const char *cells[5];
};

/* Numbers stand to the right of their columns, words to the left. */
static void add_row(struct mem *mem, struct value *table, const struct row *row,
                    const size_t widths[5]) {
    struct text line = {.mem = mem};
    for (int i = 0; i < 5; i++) {
        size_t length = strlen(row->cells[i]);
        bool is_number = i < 2;
        text_add_repeat(&line, ' ', is_number ? 2 + widths[i] - length : 2);
        text_add(&line, row->cells[i], length);
        text_add_repeat(&line, ' ', is_number || i == 4 ? 0 : widths[i] - length);
    }
    value_append(mem, table, value_string(text_string(&line)));
}

/* Of a width that is not known, as of the other. */
static int64_t number_of(const struct value *pair, enum model_key width, enum model_key other) {
    const struct value *number = value_get(pair, width);
    return number->kind == VALUE_NULL ? value_get(pair, other)->as.integer : number->as.integer;
}

static const char *pair_text(struct mem *mem, const struct value *pair) {
    uint64_t wide = (uint64_t)number_of(pair, KEY_lp64, KEY_ilp32);
    uint64_t narrow = (uint64_t)number_of(pair, KEY_ilp32, KEY_lp64);
    const char *first = mem_number(mem, wide);
    return wide == narrow ? first : mem_concat(mem, first, "/", mem_number(mem, narrow), NULL);
}

static const char *size_text(struct mem *mem, const struct value *field) {
    int64_t width = value_get(field, KEY_width)->as.integer;
    return width == 0 ? pair_text(mem, value_get(field, KEY_size))
                      : mem_concat(mem, mem_number(mem, (uint64_t)width), "b", NULL);
}

static void widen(const struct row *row, size_t widths[5]) {
    for (int i = 0; i < 5; i++) {
        size_t length = strlen(row->cells[i]);
        widths[i] = length > widths[i] ? length : widths[i];
    }
}

/* Offset, size, field, type and the record that brought it, for every field. */
struct value model_table(const struct model *model, struct mem *mem, const struct record *record,
                         const struct value *fields) {
    const struct value_list *list = fields->as.list;
    const struct layout *layout = layout_of(model->layouts, record);
    const struct record *dict_from = chain_of(model->chains, record)->dict_from;
    const char *brings = dict_from == NULL ? "" : dict_from->declaration.name.text;
    bool has_dict = dict_from != NULL;
    struct row *rows = mem_alloc(mem, (list->count + 2) * sizeof *rows);
    size_t count = 0;
    size_t widths[5] = {0};
    rows[count++] = (struct row){{"offset", "size", "field", "type", "from"}};
    struct value ext = model_pair(mem, layout->ext_offset[WIDTH_64], layout->ext_offset[WIDTH_32]);
    int64_t ext_offset = has_dict ? (int64_t)layout->ext_offset[WIDTH_64] : INT64_MAX;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *field = &list->items[i];
        const struct value *offset = value_get(field, KEY_offset);
        if (number_of(offset, KEY_lp64, KEY_ilp32) > ext_offset) {
            rows[count++] = (struct row){{pair_text(mem, &ext), "8/4", "ext", "(dict)", brings}};
            ext_offset = INT64_MAX;
        }
        rows[count++] = (struct row){{pair_text(mem, offset), size_text(mem, field),
                                      value_get(field, KEY_name)->as.text.bytes,
                                      value_get(field, KEY_type)->as.text.bytes,
                                      value_get(field, KEY_owner)->as.text.bytes}};
    }
    if (ext_offset != INT64_MAX) {
        rows[count++] = (struct row){{pair_text(mem, &ext), "8/4", "ext", "(dict)", brings}};
    }
    struct value table = value_list(mem);
    for (size_t i = 0; i < count && count > 1; i++) {
        widen(&rows[i], widths);
    }
    for (size_t i = 0; i < count && count > 1; i++) {
        add_row(mem, &table, &rows[i], widths);
    }
    return table;
}

/* "40 bytes, aligned to 8, no padding, 1 cache line", and the same for 32-bit pointers where it
 * differs. */
static const char *summary_of(struct mem *mem, const struct layout *layout, enum width width) {
    uint64_t size = layout->measure.size[width];
    uint64_t lines = layout_cache_lines(layout, width);
    uint64_t padding = layout->padding[width];
    const char *pads = padding == 0 ? "no padding"
                                    : mem_format(mem, "%" PRIu64 " byte%s of padding", padding,
                                                 padding == 1 ? "" : "s");
    return mem_format(
        mem, "%" PRIu64 " byte%s, aligned to %" PRIu32 ", %s, %" PRIu64 " cache line%s", size,
        size == 1 ? "" : "s", layout->measure.align[width], pads, lines, lines == 1 ? "" : "s");
}

struct value model_summary(struct mem *mem, const struct layout *layout) {
    struct value lines = value_list(mem);
    const char *wide = summary_of(mem, layout, WIDTH_64);
    const char *narrow = summary_of(mem, layout, WIDTH_32);
    bool same = strcmp(wide, narrow) == 0;
    value_append(mem, &lines,
                 value_string(same ? wide : mem_format(mem, "64-bit pointers: %s", wide)));
    if (!same) {
        value_append(mem, &lines, value_string(mem_format(mem, "32-bit pointers: %s", narrow)));
    }
    return lines;
}
