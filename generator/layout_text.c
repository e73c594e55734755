#include "layout_text.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "layout_figures.h"
#include "layout_rows.h"
#include "mem.h"
#include "model.h"
#include "text.h"

#define LINE_WIDTH 100
#define GAP ((size_t)2) /* between columns */

enum column {
    COLUMN_OFFSET_64,
    COLUMN_SIZE_64,
    COLUMN_OFFSET_32,
    COLUMN_SIZE_32,
    COLUMN_FIELD,
    COLUMN_TYPE,
    COLUMN_FROM,
    COLUMN_COUNT,
};

/* What a column is as wide as at the least, and at the most: a cell that is longer only moves
 * what stands behind it. */
static const struct {
    const char *title;
    size_t least;
    size_t most;
} columns[COLUMN_COUNT] = {
    {"offset", 6, SIZE_MAX}, {"size", 7, SIZE_MAX}, {"offset", 6, SIZE_MAX}, {"size", 7, SIZE_MAX},
    {"field", 5, 28},        {"type", 4, 20},       {"from", 0, 0},
};

struct table {
    struct mem *mem;
    const struct layout_subject *subject;
    size_t widths[COLUMN_COUNT];
    struct text *out;
};

struct cells {
    const char *items[COLUMN_COUNT];
};

static const char *name_of(const struct table *table, const struct record *record) {
    return model_name_from(table->subject->record->declaration.file, &record->declaration);
}

static const char *field_cell(struct mem *mem, const struct layout_row *row) {
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

static const char *type_cell(struct mem *mem, const struct layout_row *row) {
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

/* Offset and size in one width: bytes, or of a share of a member "12:3" and "4b". */
static void add_place(struct mem *mem, const struct layout_row *row, enum width width,
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

static struct cells cells_of(const struct table *table, const struct layout_row *row) {
    struct cells cells;
    add_place(table->mem, row, WIDTH_64, &cells.items[COLUMN_OFFSET_64],
              &cells.items[COLUMN_SIZE_64]);
    add_place(table->mem, row, WIDTH_32, &cells.items[COLUMN_OFFSET_32],
              &cells.items[COLUMN_SIZE_32]);
    cells.items[COLUMN_FIELD] = field_cell(table->mem, row);
    cells.items[COLUMN_TYPE] = type_cell(table->mem, row);
    cells.items[COLUMN_FROM] = name_of(table, row->owner);
    return cells;
}

static void widen(struct table *table, enum column column, const char *cell) {
    size_t length = strlen(cell);
    if (length > table->widths[column] && length <= columns[column].most) {
        table->widths[column] = length;
    }
}

/* Numbers stand to the right of their columns, words to the left; nothing trails a line. */
static void print_cells(struct table *table, const struct cells *cells) {
    struct text line = {.mem = table->mem};
    size_t end = 0; /* of the columns so far */
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        const char *cell = cells->items[column];
        size_t length = strlen(cell);
        size_t width = table->widths[column];
        end += GAP;
        size_t start = column < COLUMN_FIELD && length < width ? end + width - length : end;
        size_t so_far = line.length;
        if (length > 0) {
            size_t gap = start > so_far ? start - so_far : 1;
            text_add_repeat(&line, ' ', gap);
            text_add_string(&line, cell);
        }
        end += width;
    }
    text_add(table->out, text_string(&line), line.length);
    text_add_string(table->out, "\n");
}

/* Where the words of a line begin, behind the numbers. */
static size_t words_start(const struct table *table) {
    size_t start = GAP;
    for (enum column column = 0; column < COLUMN_FIELD; column++) {
        start += table->widths[column] + GAP;
    }
    return start;
}

/* Words from the column at, broken where they would pass LINE_WIDTH. */
static void print_words(struct text *out, const char *words, size_t at) {
    size_t column = at;
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        const char *word = mem_copy(out->mem, words, length);
        if (column > at && column + 1 + strlen(word) > LINE_WIDTH) {
            text_add_string(out, "\n");
            text_add_repeat(out, ' ', at);
            column = at;
        } else if (column > at) {
            text_add_string(out, " ");
            column++;
        }
        text_add_string(out, word);
        column += strlen(word);
        words += length;
        words += *words == ' ';
    }
    text_add_string(out, "\n");
}

/* A cache line that begins at a row, or within it. */
struct boundary {
    uint64_t line; /* 0: there is none */
    uint64_t ago; /* bytes that the row has in it already */
};

static struct boundary boundary_before(const struct member *member, enum width width) {
    uint64_t offset = member->offset[width];
    bool begins = member->size[width] > 0 && offset % CACHE_LINE == 0;
    return (struct boundary){begins ? offset / CACHE_LINE : 0, 0};
}

/* The last one that begins within the row, not at its start. */
static struct boundary boundary_within(const struct member *member, enum width width) {
    uint64_t end = member->offset[width] + member->size[width];
    if (member->size[width] == 0 || (end - 1) / CACHE_LINE == member->offset[width] / CACHE_LINE) {
        return (struct boundary){0, 0};
    }
    uint64_t line = (end - 1) / CACHE_LINE;
    return (struct boundary){line, end - line * CACHE_LINE};
}

static void print_boundary(const struct table *table, struct boundary boundary, const char *width) {
    size_t dashes = words_start(table) - 2 * GAP;
    text_add_repeat(table->out, ' ', GAP);
    text_add_repeat(table->out, '-', dashes);
    text_format(table->out, "  -- cache line %" PRIu64 "%s", boundary.line, width);
    if (boundary.ago > 0) {
        text_format(table->out, ", %" PRIu64 " byte%s ago", boundary.ago,
                    boundary.ago == 1 ? "" : "s");
    }
    text_add_string(table->out, "\n");
}

/* One line for both widths where they agree. */
static void print_boundaries(const struct table *table, struct boundary wide,
                             struct boundary narrow) {
    if (wide.line == narrow.line && wide.ago == narrow.ago) {
        if (wide.line > 0) {
            print_boundary(table, wide, "");
        }
        return;
    }
    if (wide.line > 0) {
        print_boundary(table, wide, " (64-bit)");
    }
    if (narrow.line > 0) {
        print_boundary(table, narrow, " (32-bit)");
    }
}

static void print_row(struct table *table, const struct layout_row *row,
                      const struct cells *cells) {
    bool is_share = row->kind == ROW_BITS || row->kind == ROW_PRESENT;
    if (!is_share) {
        print_boundaries(table, boundary_before(row->member, WIDTH_64),
                         boundary_before(row->member, WIDTH_32));
    }
    print_cells(table, cells);
    if (!is_share) {
        print_boundaries(table, boundary_within(row->member, WIDTH_64),
                         boundary_within(row->member, WIDTH_32));
    }
}

/* A pointer width that the sizes of extern types are not known for has no figures. */
static void leave_out(struct cells *rows, size_t row_count, const struct figures *figures,
                      enum width width) {
    enum column offset = width == WIDTH_64 ? COLUMN_OFFSET_64 : COLUMN_OFFSET_32;
    for (size_t i = 0; i < row_count; i++) {
        rows[i].items[offset] = "-";
        rows[i].items[offset + 1] = "-";
    }
    for (size_t i = 0; i < figures->count; i++) {
        figures->items[i].numbers[width] = "-";
    }
}

static void print_title(const struct table *table) {
    static const char *const clauses[] = {
        [STORAGE_NONE] = ", without a storage clause",
        [STORAGE_SLOTS] = " slots",
        [STORAGE_DICT] = " dict",
        [STORAGE_SLOTS_DICT] = " slots + dict",
    };
    const struct record *record = table->subject->record;
    const struct declaration *declaration = &record->declaration;
    struct text title = {.mem = table->mem};
    text_format(&title, "record %s", declaration->qualified);
    for (const struct record *at = record->base; at != NULL; at = at->base) {
        text_format(&title, " : %s", name_of(table, at));
    }
    text_add_string(&title, clauses[record->storage]);
    print_words(table->out, text_string(&title), 0);
    struct position position =
        source_position(declaration->file->source, declaration->name.span.start);
    text_format(table->out, "%s:%" PRIu32 ", in C %s\n\n", declaration->file->source->path,
                position.line, declaration->c_name);
}

static void print_head(struct table *table) {
    struct text line = {.mem = table->mem};
    size_t group = table->widths[COLUMN_OFFSET_64] + GAP + table->widths[COLUMN_SIZE_64];
    text_format(&line, "  %-*s  32-bit pointers\n", (int)group, "64-bit pointers");
    text_add(table->out, text_string(&line), line.length);
    struct cells titles;
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        titles.items[column] = columns[column].title;
    }
    print_cells(table, &titles);
}

static void print_figure(struct table *table, const struct figure *figure) {
    struct text line = {.mem = table->mem};
    text_format(&line, "%*s",
                (int)(2 * GAP + table->widths[COLUMN_OFFSET_64] + table->widths[COLUMN_SIZE_64]),
                figure->numbers[WIDTH_64]);
    text_format(&line, "%*s  ",
                (int)(2 * GAP + table->widths[COLUMN_OFFSET_32] + table->widths[COLUMN_SIZE_32]),
                figure->numbers[WIDTH_32]);
    text_add(table->out, text_string(&line), line.length);
    print_words(table->out, figure->label, words_start(table));
}

void layout_text(struct text *out, const struct layout_subject *subject) {
    struct table table = {.mem = subject->mem, .subject = subject, .out = out};
    const struct layout_rows *rows = subject->rows;
    struct figures figures = layout_figures(subject);
    struct cells *cells = mem_alloc(table.mem, rows->count * sizeof *cells);
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        table.widths[column] = columns[column].least;
    }
    for (size_t i = 0; i < rows->count; i++) {
        cells[i] = cells_of(&table, &rows->items[i]);
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (!layout_of(subject->layouts, subject->record)->known[width]) {
            leave_out(cells, rows->count, &figures, width);
        }
    }
    for (size_t i = 0; i < rows->count; i++) {
        for (enum column column = 0; column < COLUMN_COUNT; column++) {
            widen(&table, column, cells[i].items[column]);
        }
    }
    for (size_t i = 0; i < figures.count; i++) {
        widen(&table, COLUMN_SIZE_64, figures.items[i].numbers[WIDTH_64]);
        widen(&table, COLUMN_SIZE_32, figures.items[i].numbers[WIDTH_32]);
    }
    print_title(&table);
    print_head(&table);
    for (size_t i = 0; i < rows->count; i++) {
        print_row(&table, &rows->items[i], &cells[i]);
    }
    text_add_string(out, "\n");
    for (size_t i = 0; i < figures.count; i++) {
        print_figure(&table, &figures.items[i]);
    }
}
