/* A page of records: pictures, tables of members, and what they come to. */
#ifndef SLOTC_LAYOUT_HTML_H
#define SLOTC_LAYOUT_HTML_H

#include <stdbool.h>

struct layout_subject;
struct text;

void layout_html_open(struct text *out, bool empty);
void layout_html_add(struct text *out, const struct layout_subject *subject);
void layout_html_close(struct text *out);

#endif
