/* Snapshots of a program's memory: what the tracer of the run-time part has written. Reading,
 * grouping, comparing and filtering are that part's own; what a command needs besides is here. */
#ifndef SLOTC_SNAPSHOT_H
#define SLOTC_SNAPSHOT_H

#include "../templates/slots_snapshot.h"

struct diagnostics;
struct mem;
struct source;

/* Reads a snapshot, from standard input where path is "-"; to be freed by
 * slots_trace_snapshot_free. NULL with *error where the file cannot be read; NULL without where
 * what is wrong with it is among the diagnostics. */
slots_snapshot *snapshot_read(struct mem *mem, const char *path, struct diagnostics *diagnostics,
                              const char **error);

/* Reports what is wrong with a line, from 1, that slots_trace_parse has refused. */
void snapshot_report_fault(const struct source *source, size_t line,
                           struct diagnostics *diagnostics);

#endif
