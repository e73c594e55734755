/* A picture of a record's bytes: both pointer widths side by side, and below each other how the
 * record is and how else it could be. Values for the template layout_picture.svg. */
#ifndef SLOTC_LAYOUT_PICTURE_H
#define SLOTC_LAYOUT_PICTURE_H

#include <stdint.h>

#include "value.h"

struct layout_subject;
struct page;

struct picture {
    struct value value;
    uint64_t width; /* in pixels */
    uint64_t height;
};

struct picture layout_picture(const struct page *page, const struct layout_subject *subject);

#endif
