#include <string.h>

#include "fmt.h"
#include "fmt_draft.h"
#include "mem.h"

size_t fmt_width(const char *bytes, size_t length) {
    size_t width = 0;
    for (size_t i = 0; i < length; i++) {
        width += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    return width;
}

/* What a row is made of: "    name:", "u32 = 3;", "// comment", in columns. */
struct cells {
    size_t head; /* up to the split, or all of the code */
    size_t tail; /* behind it, without the space */
    size_t comment;
};

static struct cells measure(const char *bytes, const struct fmt_row *row) {
    struct cells cells = {0};
    size_t split = row->split == 0 ? row->code_end : row->split;
    cells.head = fmt_width(bytes + row->start, split - row->start);
    if (split < row->code_end) {
        cells.tail = fmt_width(bytes + split + 1, row->code_end - split - 1);
    }
    if (row->code_end < row->end) {
        cells.comment = fmt_width(bytes + row->code_end + 1, row->end - row->code_end - 1);
    }
    return cells;
}

/* Columns of a run of rows; 0 where one space has to do. */
struct columns {
    size_t tail;
    size_t comment;
};

static size_t code_width(const struct cells *cells, size_t column) {
    size_t start = column == 0 ? cells->head + 1 : column;
    return cells->tail == 0 ? cells->head : start + cells->tail;
}

static size_t row_width(const struct cells *cells, struct columns columns) {
    size_t code = code_width(cells, columns.tail);
    size_t start = columns.comment == 0 ? code + 1 : columns.comment;
    return cells->comment == 0 ? code : start + cells->comment;
}

/* Whether a row is too long that would not be without columns. */
static bool sticks_out(const struct cells *cells, size_t count, struct columns columns) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any || (row_width(&cells[i], columns) > FMT_COLUMNS &&
                      row_width(&cells[i], (struct columns){0}) <= FMT_COLUMNS);
    }
    return any;
}

static size_t find_tail(const struct cells *cells, size_t count) {
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = cells[i].tail > 0 && cells[i].head + 1 > column;
        column = counts ? cells[i].head + 1 : column;
    }
    return sticks_out(cells, count, (struct columns){.tail = column}) ? 0 : column;
}

static size_t find_comment(const struct cells *cells, size_t count, size_t tail) {
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        size_t width = code_width(&cells[i], tail) + 1;
        column = cells[i].comment > 0 && width > column ? width : column;
    }
    return sticks_out(cells, count, (struct columns){tail, column}) ? 0 : column;
}

static void pad(struct text *out, size_t from, size_t column) {
    text_add_repeat(out, ' ', column > from ? column - from : 1);
}

static void add_row(const char *bytes, const struct fmt_row *row, const struct cells *cells,
                    struct columns columns, struct text *out) {
    size_t split = row->split == 0 ? row->code_end : row->split;
    text_add(out, bytes + row->start, split - row->start);
    if (split < row->code_end) {
        pad(out, cells->head, columns.tail);
        text_add(out, bytes + split + 1, row->code_end - split - 1);
    }
    if (row->code_end < row->end) {
        pad(out, code_width(cells, columns.tail), columns.comment);
        text_add(out, bytes + row->code_end + 1, row->end - row->code_end - 1);
    }
}

static bool has_two_lines(const char *bytes, const struct fmt_row *row) {
    return memchr(bytes + row->start, '\n', row->end - row->start) != NULL;
}

/* How many rows follow each other line by line, from the first on. */
static size_t run_length(const char *bytes, const struct fmt_row *rows, size_t count) {
    size_t length = 1;
    while (length < count && rows[length].start == rows[length - 1].end + 1 &&
           !has_two_lines(bytes, &rows[length])) {
        length++;
    }
    return length;
}

static void add_run(const char *bytes, const struct fmt_row *rows, size_t count,
                    struct cells *cells, struct text *out) {
    for (size_t i = 0; i < count; i++) {
        cells[i] = measure(bytes, &rows[i]);
    }
    struct columns columns = {.tail = find_tail(cells, count)};
    columns.comment = find_comment(cells, count, columns.tail);
    for (size_t i = 0; i < count; i++) {
        text_add(out, "\n", i == 0 ? 0 : 1);
        add_row(bytes, &rows[i], &cells[i], columns, out);
    }
}

void fmt_align(const struct fmt_draft *draft, struct text *out) {
    const char *bytes = text_string(&draft->text);
    struct cells *cells = mem_alloc(draft->mem, draft->row_count * sizeof *cells);
    size_t copied = 0;
    size_t length = 0;
    for (size_t i = 0; i < draft->row_count; i += length) {
        const struct fmt_row *rows = &draft->rows[i];
        length = 1;
        if (!has_two_lines(bytes, rows)) {
            length = run_length(bytes, rows, draft->row_count - i);
            text_add(out, bytes + copied, rows->start - copied);
            add_run(bytes, rows, length, cells, out);
            copied = rows[length - 1].end;
        }
    }
    text_add(out, bytes + copied, draft->text.length - copied);
}
