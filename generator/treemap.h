/* Rectangles that fill an area, each as large as its value: a treemap. */
#ifndef SLOTC_TREEMAP_H
#define SLOTC_TREEMAP_H

#include <stddef.h>

/* Places are in per cent of the area's width and height. */
struct treemap_cell {
    double value; /* above 0 */
    double left;
    double top;
    double width;
    double height;
};

/* Places cells, the largest first, in an area whose width is so many times its height, so that they
 * are as square as can be (Bruls, Huizing, van Wijk: Squarified Treemaps). */
void treemap_place(struct treemap_cell *cells, size_t count, double aspect);

#endif
