/* A record's bytes in lines of 8 or 16, as a picture has them: each line is cut into pieces of
 * members. Lines that are all of one member are left out where there are many. */
#ifndef SLOTC_LAYOUT_GRID_H
#define SLOTC_LAYOUT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "types.h"

struct layout_row;
struct layout_rows;
struct mem;

/* The bytes of one member in one line. */
struct grid_piece {
    const struct layout_row *row;
    uint64_t column;
    uint64_t bytes;
    bool is_widest; /* of its member's pieces, the first of those that are as wide as any */
};

struct grid_line {
    uint64_t offset;
    uint64_t left_out; /* bytes that this line stands for, 0 of an ordinary one */
    struct grid_piece *pieces;
    size_t count;
};

struct grid {
    struct grid_line *lines;
    size_t count;
    uint64_t rest; /* bytes behind the last line that are not shown */
};

struct grid layout_grid(struct mem *mem, const struct layout_rows *rows, enum width width,
                        uint64_t per_line);

#endif
