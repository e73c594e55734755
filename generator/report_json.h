/* A report as JSON: an array with an object for each record (docs/report.md has the keys). */
#ifndef SLOTC_REPORT_JSON_H
#define SLOTC_REPORT_JSON_H

struct report;
struct text;

void report_json(struct text *text, const struct report *report);

#endif
