/* A report as one HTML page, that is well-formed XML, too, and loads nothing: the values for
 * templates/report.html.mustache. */
#ifndef SLOTC_REPORT_HTML_H
#define SLOTC_REPORT_HTML_H

struct report;
struct text;

void report_html(struct text *text, const struct report *report);

#endif
