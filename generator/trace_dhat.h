/* A snapshot for the viewer of DHAT, valgrind's heap profiler: JSON of its version 2. */
#ifndef SLOTC_TRACE_DHAT_H
#define SLOTC_TRACE_DHAT_H

struct text;
struct trace;

void trace_dhat(struct text *text, const struct trace *trace);

#endif
