/* A snapshot, or two, as one page of HTML: a treemap and a table, which load nothing. */
#ifndef SLOTC_TRACE_HTML_H
#define SLOTC_TRACE_HTML_H

struct text;
struct trace;

void trace_html(struct text *text, const struct trace *trace);

#endif
