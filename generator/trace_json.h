/* A snapshot, or two, as JSON. Keys are only ever added. */
#ifndef SLOTC_TRACE_JSON_H
#define SLOTC_TRACE_JSON_H

struct text;
struct trace;

void trace_json(struct text *text, const struct trace *trace);

#endif
