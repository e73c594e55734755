/* What `slotc trace` prints of a snapshot, or of two: the groups, their order and their sums. All
 * of it is decided here; the printers only lay it out. */
#ifndef SLOTC_TRACE_H
#define SLOTC_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snapshot.h"

struct mem;

/* What the user asks for. A row has to fit one of the files, one of the classes (where there are
 * such), and none of the files that are left out. */
struct trace_wish {
    slots_trace_by by;
    uint64_t top; /* groups that are shown one by one; 0: all */
    bool unchanged_too; /* of two snapshots */
    const char *const *files; /* patterns, as slots_trace_filter has them */
    size_t file_count;
    const char *const *without_files;
    size_t without_count;
    const char *const *classes;
    size_t class_count;
};

/* Of many groups together; no number is above INT64_MAX. */
struct trace_sum {
    size_t groups;
    slots_trace_statistic statistic; /* without a name */
};

struct trace {
    const char *path;
    const char *old_path; /* NULL without an older snapshot */
    slots_snapshot *snapshot; /* the rows that the user asks for, and the figures of all */
    slots_snapshot *old; /* or NULL */
    slots_trace_by by;
    slots_trace_list list; /* the biggest first; of two snapshots, the biggest difference */
    size_t shown; /* the first of them, one by one */
    struct trace_sum others;
    struct trace_sum total;
    uint64_t old_size; /* of all rows of the older snapshot */
    uint64_t old_count;
};

/* Takes the snapshots over; old is NULL where nothing is compared. trace_free has to follow. */
struct trace trace_new(struct mem *mem, slots_snapshot *snapshot, slots_snapshot *old,
                       const struct trace_wish *wish);
void trace_free(struct trace *trace);

/* "line", "file" or "class" */
const char *trace_by_name(slots_trace_by by);

/* The grouping of that name; false where there is none. */
bool trace_by_find(const char *name, slots_trace_by *by);

/* "20.9 KiB"; with a sign "+20.9 KiB". */
const char *trace_size(struct mem *mem, double bytes, bool with_sign);

/* "+40" */
const char *trace_difference(struct mem *mem, int64_t difference);

/* What the program allocated itself has no class. */
const char *trace_class(const char *type);

/* What the run-time part prints of a statistic of this trace, harmless on a terminal. */
const char *trace_line(struct mem *mem, const struct trace *trace,
                       const slots_trace_statistic *statistic);

#endif
