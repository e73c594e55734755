#include <string.h>

#include "fmt.h"
#include "fmt_draft.h"

size_t fmt_width(const char *bytes, size_t length) {
    size_t width = 0;
    for (size_t i = 0; i < length; i++) {
        width += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    return width;
}

static void measure(const char *bytes, struct fmt_row *row) {
    size_t split = row->split == 0 ? row->code_end : row->split;
    row->head = fmt_width(bytes + row->start, split - row->start);
    if (split < row->code_end) {
        row->tail = fmt_width(bytes + split + 1, row->code_end - split - 1);
    }
    if (row->code_end < row->end) {
        row->comment = fmt_width(bytes + row->code_end + 1, row->end - row->code_end - 1);
    }
}

/* Columns of a run of rows; 0 where one space has to do. */
struct columns {
    size_t tail;
    size_t comment;
};

static size_t code_width(const struct fmt_row *row, size_t column) {
    size_t start = column == 0 ? row->head + 1 : column;
    return row->tail == 0 ? row->head : start + row->tail;
}

static size_t row_width(const struct fmt_row *row, struct columns columns) {
    size_t code = code_width(row, columns.tail);
    size_t start = columns.comment == 0 ? code + 1 : columns.comment;
    return row->comment == 0 ? code : start + row->comment;
}

/* Whether a row is too long that would not be without columns. */
static bool sticks_out(const struct fmt_row *rows, size_t count, struct columns columns) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any || (row_width(&rows[i], columns) > FMT_COLUMNS &&
                      row_width(&rows[i], (struct columns){0}) <= FMT_COLUMNS);
    }
    return any;
}

static size_t find_tail(const struct fmt_row *rows, size_t count) {
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = rows[i].tail > 0 && rows[i].head + 1 > column;
        column = counts ? rows[i].head + 1 : column;
    }
    return sticks_out(rows, count, (struct columns){.tail = column}) ? 0 : column;
}

static size_t find_comment(const struct fmt_row *rows, size_t count, size_t tail) {
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        size_t width = code_width(&rows[i], tail) + 1;
        column = rows[i].comment > 0 && width > column ? width : column;
    }
    return sticks_out(rows, count, (struct columns){tail, column}) ? 0 : column;
}

static void pad(struct text *out, size_t from, size_t column) {
    text_add_repeat(out, ' ', column > from ? column - from : 1);
}

static void add_row(const char *bytes, const struct fmt_row *row, struct columns columns,
                    struct text *out) {
    size_t split = row->split == 0 ? row->code_end : row->split;
    text_add(out, bytes + row->start, split - row->start);
    if (split < row->code_end) {
        pad(out, row->head, columns.tail);
        text_add(out, bytes + split + 1, row->code_end - split - 1);
    }
    if (row->code_end < row->end) {
        pad(out, code_width(row, columns.tail), columns.comment);
        text_add(out, bytes + row->code_end + 1, row->end - row->code_end - 1);
    }
}

/* A row of several lines, or with a comment before its code, is in no column. */
static bool is_lone(const char *bytes, const struct fmt_row *row) {
    return bytes[row->start + FMT_INDENT] == '/' ||
           memchr(bytes + row->start, '\n', row->end - row->start) != NULL;
}

/* How many rows follow each other line by line, from the first on. */
static size_t run_length(const char *bytes, const struct fmt_row *rows, size_t count) {
    size_t length = 1;
    while (length < count && rows[length].start == rows[length - 1].end + 1 &&
           !is_lone(bytes, &rows[length])) {
        length++;
    }
    return length;
}

static void add_run(const char *bytes, struct fmt_row *rows, size_t count, struct text *out) {
    for (size_t i = 0; i < count; i++) {
        measure(bytes, &rows[i]);
    }
    struct columns columns = {.tail = find_tail(rows, count)};
    columns.comment = find_comment(rows, count, columns.tail);
    for (size_t i = 0; i < count; i++) {
        text_add(out, "\n", i == 0 ? 0 : 1);
        add_row(bytes, &rows[i], columns, out);
    }
}

void fmt_align(struct fmt_draft *draft, struct text *out) {
    const char *bytes = text_string(&draft->text);
    size_t copied = 0;
    size_t length = 0;
    for (size_t i = 0; i < draft->row_count; i += length) {
        struct fmt_row *rows = &draft->rows[i];
        length = 1;
        if (!is_lone(bytes, rows)) {
            length = run_length(bytes, rows, draft->row_count - i);
            text_add(out, bytes + copied, rows->start - copied);
            add_run(bytes, rows, length, out);
            copied = rows[length - 1].end;
        }
    }
    text_add(out, bytes + copied, draft->text.length - copied);
}
