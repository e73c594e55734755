#include "trace_text.h"

#include <inttypes.h>

#include "mem.h"
#include "text.h"
#include "trace.h"

/* "peak=4.0 MiB", of two snapshots "peak=4.0 MiB -> 6.0 MiB (+2.0 MiB)" */
static void print_figure(struct text *out, const struct trace *trace, const char *name,
                         uint64_t bytes, uint64_t old_bytes) {
    text_format(out, "%s=", name);
    if (trace->old != NULL) {
        text_format(out, "%s -> ", trace_size(out->mem, (double)old_bytes, false));
    }
    text_add_string(out, trace_size(out->mem, (double)bytes, false));
    if (trace->old != NULL) {
        const double difference = (double)((int64_t)bytes - (int64_t)old_bytes);
        text_format(out, " (%s)", trace_size(out->mem, difference, true));
    }
}

static void print_lost(struct text *out, const char *path, const slots_snapshot *snapshot) {
    if (snapshot->lost > 0) {
        text_format(out, "%s: %" PRIu64 " %s could not be counted: its figures are too low\n", path,
                    snapshot->lost, snapshot->lost == 1 ? "block" : "blocks");
    }
}

static void print_heading(struct text *out, const struct trace *trace) {
    static const slots_snapshot none = {0};
    const slots_snapshot *old = trace->old == NULL ? &none : trace->old;
    print_figure(out, trace, "current", trace->snapshot->current, old->current);
    text_add_string(out, ", ");
    print_figure(out, trace, "peak", trace->snapshot->peak, old->peak);
    text_add_string(out, "\n");
    if (trace->old != NULL) {
        print_lost(out, trace->old_path, trace->old);
    }
    print_lost(out, trace->path, trace->snapshot);
}

static void print_others(struct text *out, const struct trace *trace) {
    slots_trace_statistic others = trace->others.statistic;
    others.type = mem_format(out->mem, "%zu other", trace->others.groups);
    text_format(out, "%s\n", trace_line(out->mem, trace, &others));
}

static void print_total(struct text *out, const struct trace *trace) {
    slots_trace_statistic total = trace->total.statistic;
    if (trace->old == NULL) {
        total.type = "total";
        text_format(out, "%s\n", trace_line(out->mem, trace, &total));
        return;
    }
    text_add_string(out, "total: ");
    print_figure(out, trace, "size", total.size, trace->old_size);
    text_format(out, ", count=%" PRIu64 " -> %" PRIu64 " (%s)\n", trace->old_count, total.count,
                trace_difference(out->mem, (int64_t)total.count - (int64_t)trace->old_count));
}

void trace_text(struct text *text, const struct trace *trace) {
    print_heading(text, trace);
    for (size_t i = 0; i < trace->shown; i++) {
        text_format(text, "#%zu: %s\n", i + 1, trace_line(text->mem, trace, &trace->list.items[i]));
    }
    if (trace->others.groups > 0) {
        print_others(text, trace);
    }
    print_total(text, trace);
}
