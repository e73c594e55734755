/* Pictures of records, one below the other. */
#ifndef SLOTC_LAYOUT_SVG_H
#define SLOTC_LAYOUT_SVG_H

#include <stdint.h>

struct layout_subject;
struct mem;
struct text;

/* What all pictures take together, in pixels. */
struct layout_canvas {
    uint64_t width;
    uint64_t height;
};

/* Makes room for one more picture. */
void layout_svg_measure(struct layout_canvas *canvas, const struct layout_subject *subject);

void layout_svg_open(struct text *out, const struct layout_canvas *canvas);

/* The picture below those that drawn has room for. */
void layout_svg_add(struct text *out, struct layout_canvas *drawn,
                    const struct layout_subject *subject);
void layout_svg_close(struct text *out);

#endif
