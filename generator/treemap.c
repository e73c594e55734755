#include "treemap.h"

#include <stdbool.h>

/* What is not yet filled; one unit of value is one unit of area. */
struct room {
    double left;
    double top;
    double width;
    double height;
};

/* How far the worst of a row of cells is from a square, in a row as long as side. */
static double worst(double sum, double largest, double smallest, double side) {
    const double wide = side * side * largest / (sum * sum);
    const double narrow = sum * sum / (side * side * smallest);
    return wide > narrow ? wide : narrow;
}

/* How many cells form the next row: as long as one more makes none worse. */
static size_t row_of(const struct treemap_cell *cells, size_t count, double side, double *sum) {
    size_t taken = 1;
    *sum = cells[0].value;
    while (taken < count) {
        const double more = *sum + cells[taken].value;
        if (worst(more, cells[0].value, cells[taken].value, side) >
            worst(*sum, cells[0].value, cells[taken - 1].value, side)) {
            break;
        }
        *sum = more;
        taken++;
    }
    return taken;
}

/* Fills the shorter side of the room with a row of cells. */
static void place_row(struct room *room, struct treemap_cell *cells, size_t count, double sum) {
    const bool is_column = room->width >= room->height;
    const double side = is_column ? room->height : room->width;
    const double depth = sum / side;
    double at = is_column ? room->top : room->left;
    for (size_t i = 0; i < count; i++) {
        const double length = cells[i].value / depth;
        cells[i].left = is_column ? room->left : at;
        cells[i].top = is_column ? at : room->top;
        cells[i].width = is_column ? depth : length;
        cells[i].height = is_column ? length : depth;
        at += length;
    }
    if (is_column) {
        room->left += depth;
        room->width -= depth;
    } else {
        room->top += depth;
        room->height -= depth;
    }
}

static double within(double per_cent, double most) {
    return per_cent < 0 ? 0 : per_cent > most ? most : per_cent;
}

void treemap_place(struct treemap_cell *cells, size_t count, double aspect) {
    double all = 0;
    for (size_t i = 0; i < count; i++) {
        all += cells[i].value;
    }
    /* In an area of 1 × aspect, so that roots are not needed. */
    for (size_t i = 0; i < count; i++) {
        cells[i].value *= aspect / all;
    }
    struct room room = {.width = aspect, .height = 1};
    for (size_t i = 0; i < count;) {
        double sum = 0;
        const double side = room.width >= room.height ? room.height : room.width;
        if (side <= 0) { /* what rounding leaves for the last and least ones */
            cells[i++].left = 0;
            continue;
        }
        const size_t taken = row_of(cells + i, count - i, side, &sum);
        place_row(&room, cells + i, taken, sum);
        i += taken;
    }
    for (size_t i = 0; i < count; i++) {
        cells[i].left = within(100 * cells[i].left / aspect, 100);
        cells[i].top = within(100 * cells[i].top, 100);
        cells[i].width = within(100 * cells[i].width / aspect, 100 - cells[i].left);
        cells[i].height = within(100 * cells[i].height, 100 - cells[i].top);
    }
}
