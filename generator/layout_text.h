/* A record's layout as text: a table of its members, for both pointer widths, and below it what
 * they come to. */
#ifndef SLOTC_LAYOUT_TEXT_H
#define SLOTC_LAYOUT_TEXT_H

struct layout_subject;
struct text;

void layout_text(struct text *out, const struct layout_subject *subject);

#endif
