/* A snapshot, or two, as text for people: a top as Python's tracemalloc shows one. */
#ifndef SLOTC_TRACE_TEXT_H
#define SLOTC_TRACE_TEXT_H

struct text;
struct trace;

void trace_text(struct text *text, const struct trace *trace);

#endif
