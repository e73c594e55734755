/* A report as text: a table of all records, one of the trap, and the advice. */
#ifndef SLOTC_REPORT_TEXT_H
#define SLOTC_REPORT_TEXT_H

struct report;
struct text;

void report_text(struct text *text, const struct report *report);

#endif
