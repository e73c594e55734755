#include "layout_svg.h"

#include "layout_figures.h"
#include "layout_picture.h"
#include "page.h"
#include "text.h"

#define GAP 16 /* between pictures */

static void grow(struct layout_canvas *canvas, const struct picture *picture) {
    canvas->width = picture->width > canvas->width ? picture->width : canvas->width;
    canvas->height += (canvas->height > 0 ? GAP : 0) + picture->height;
}

void layout_svg_measure(struct layout_canvas *canvas, const struct layout_subject *subject) {
    struct page page = page_new(subject->mem);
    struct picture picture = layout_picture(&page, subject);
    grow(canvas, &picture);
}

void layout_svg_open(struct text *out, const struct layout_canvas *canvas) {
    struct page page = page_new(out->mem);
    struct value value = value_object(page.mem);
    page_put_number(&page, &value, "width", canvas->width);
    page_put_number(&page, &value, "height", canvas->height);
    page_fill(&page, "layout_open.svg", &value, out);
}

void layout_svg_add(struct text *out, struct layout_canvas *drawn,
                    const struct layout_subject *subject) {
    struct page page = page_new(subject->mem);
    struct picture picture = layout_picture(&page, subject);
    grow(drawn, &picture);
    page_put_number(&page, &picture.value, "y", drawn->height - picture.height);
    page_fill(&page, "layout_picture.svg", &picture.value, out);
}

void layout_svg_close(struct text *out) {
    struct page page = page_new(out->mem);
    struct value value = value_object(page.mem);
    page_fill(&page, "layout_close.svg", &value, out);
}
