#include "layout_grid.h"

#include "layout.h"
#include "layout_rows.h"
#include "mem.h"

/* Of a member that fills so many lines or more, those between the first and the last are left out.
 */
#define LEAST_LEFT_OUT 5

/* Nobody looks at more lines than these. */
#define MOST_LINES 256

struct drawing {
    struct mem *mem;
    struct grid grid;
    uint64_t per_line;
    uint64_t at; /* bytes so far */
};

static struct grid_line *add_line(struct drawing *drawing, uint64_t left_out) {
    struct grid *grid = &drawing->grid;
    grid->lines = mem_grow(drawing->mem, grid->lines, grid->count, sizeof *grid->lines);
    struct grid_line *line = &grid->lines[grid->count++];
    *line = (struct grid_line){.offset = drawing->at, .left_out = left_out};
    return line;
}

static void add_piece(struct drawing *drawing, const struct layout_row *row, uint64_t bytes) {
    uint64_t column = drawing->at % drawing->per_line;
    struct grid *grid = &drawing->grid;
    struct grid_line *line = column == 0 ? add_line(drawing, 0) : &grid->lines[grid->count - 1];
    line->pieces = mem_grow(drawing->mem, line->pieces, line->count, sizeof *line->pieces);
    line->pieces[line->count++] = (struct grid_piece){row, column, bytes, false};
    drawing->at += bytes;
}

/* The lines between the first and the last that a member fills, as one. */
static uint64_t leave_out(struct drawing *drawing, const struct layout_row *row, uint64_t bytes) {
    uint64_t left_out = (bytes / drawing->per_line - 1) * drawing->per_line;
    struct grid_line *line = add_line(drawing, left_out);
    line->pieces = mem_alloc(drawing->mem, sizeof *line->pieces);
    line->pieces[0] = (struct grid_piece){row, 0, drawing->per_line, false};
    line->count = 1;
    drawing->at += left_out;
    return left_out;
}

static void add_member(struct drawing *drawing, const struct layout_row *row, uint64_t size) {
    uint64_t per_line = drawing->per_line;
    uint64_t left = size;
    uint64_t widest = 0;
    bool is_long = false;
    /* Lines may move in memory: the widest piece is known by its place. */
    size_t widest_line = 0;
    size_t widest_piece = 0;
    while (left > 0 && drawing->grid.count < MOST_LINES) {
        uint64_t column = drawing->at % per_line;
        uint64_t bytes = left < per_line - column ? left : per_line - column;
        add_piece(drawing, row, bytes);
        if (bytes > widest) {
            widest = bytes;
            widest_line = drawing->grid.count - 1;
            widest_piece = drawing->grid.lines[widest_line].count - 1;
        }
        left -= bytes;
        if (!is_long && bytes == per_line && left / per_line >= LEAST_LEFT_OUT - 1) {
            is_long = true;
            left -= leave_out(drawing, row, left);
        }
    }
    if (widest > 0) {
        drawing->grid.lines[widest_line].pieces[widest_piece].is_widest = true;
    }
    drawing->grid.rest += left;
}

struct grid layout_grid(struct mem *mem, const struct layout_rows *rows, enum width width,
                        uint64_t per_line) {
    struct drawing drawing = {.mem = mem, .per_line = per_line};
    for (size_t i = 0; i < rows->count; i++) {
        const struct layout_row *row = &rows->items[i];
        bool is_share = row->kind == ROW_BITS || row->kind == ROW_PRESENT;
        if (!is_share) {
            add_member(&drawing, row, row->member->size[width]);
        }
    }
    return drawing.grid;
}
