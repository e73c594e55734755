/* A snapshot as folded stacks, which flame graphs are drawn from: file, class, line. With an older
 * one each stack has two figures, old and new, as differential flame graphs want them. */
#ifndef SLOTC_TRACE_FOLDED_H
#define SLOTC_TRACE_FOLDED_H

struct text;
struct trace;

void trace_folded(struct text *text, const struct trace *trace);

#endif
