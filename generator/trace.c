#include "trace.h"

#include <inttypes.h>
#include <string.h>

#include "mem.h"
#include "shown.h"

static const char *const by_names[] = {
    [SLOTS_TRACE_BY_LINE] = "line",
    [SLOTS_TRACE_BY_FILE] = "file",
    [SLOTS_TRACE_BY_CLASS] = "class",
};

const char *trace_by_name(slots_trace_by by) {
    return by_names[by];
}

bool trace_by_find(const char *name, slots_trace_by *by) {
    for (size_t i = 0; i < sizeof by_names / sizeof *by_names; i++) {
        if (strcmp(by_names[i], name) == 0) {
            *by = (slots_trace_by)i;
            return true;
        }
    }
    return false;
}

/* A filter for each pair of a file and a class that are asked for: a row has to fit both. */
static void add_pairs(const struct trace_wish *wish, slots_trace_filter *filters, size_t *count) {
    const size_t files = wish->file_count == 0 ? 1 : wish->file_count;
    const size_t classes = wish->class_count == 0 ? 1 : wish->class_count;
    for (size_t i = 0; i < files; i++) {
        for (size_t j = 0; j < classes; j++) {
            filters[(*count)++] = (slots_trace_filter){
                .file = wish->file_count == 0 ? NULL : wish->files[i],
                .type = wish->class_count == 0 ? NULL : wish->classes[j],
            };
        }
    }
}

/* The rows that the user asks for; the snapshot that they are from is freed. */
static slots_snapshot *filter(struct mem *mem, slots_snapshot *snapshot,
                              const struct trace_wish *wish) {
    if (wish->file_count + wish->class_count + wish->without_count == 0) {
        return snapshot;
    }
    const size_t most = (wish->file_count + 1) * (wish->class_count + 1) + wish->without_count;
    slots_trace_filter *filters = mem_alloc(mem, most * sizeof *filters);
    size_t count = 0;
    add_pairs(wish, filters, &count);
    for (size_t i = 0; i < wish->without_count; i++) {
        filters[count++] = (slots_trace_filter){.file = wish->without_files[i], .exclude = 1};
    }
    slots_snapshot *kept = slots_trace_filter_rows(snapshot, filters, count);
    if (kept == NULL) {
        mem_exhausted(mem);
    }
    slots_trace_snapshot_free(snapshot);
    return kept;
}

static uint64_t plus(uint64_t a, uint64_t b) {
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static int64_t plus_difference(int64_t a, int64_t b) {
    if (b > 0 ? a > INT64_MAX - b : a < -INT64_MAX - b) {
        return b > 0 ? INT64_MAX : -INT64_MAX;
    }
    return a + b;
}

static struct trace_sum sum_of(const slots_trace_statistic *items, size_t count) {
    struct trace_sum sum = {.groups = count};
    slots_trace_statistic *all = &sum.statistic;
    for (size_t i = 0; i < count; i++) {
        all->size = plus(all->size, items[i].size);
        all->count = plus(all->count, items[i].count);
        all->size_diff = plus_difference(all->size_diff, items[i].size_diff);
        all->count_diff = plus_difference(all->count_diff, items[i].count_diff);
    }
    return sum;
}

/* Differences come first, so that all behind the first without one are unchanged in size. */
static size_t shown_of(const struct trace *trace, const struct trace_wish *wish) {
    const uint64_t most = wish->top == 0 ? UINT64_MAX : wish->top;
    size_t shown = 0;
    while (shown < trace->list.count && shown < most) {
        if (trace->old != NULL && !wish->unchanged_too && trace->list.items[shown].size_diff == 0) {
            break;
        }
        shown++;
    }
    return shown;
}

struct trace trace_new(struct mem *mem, slots_snapshot *snapshot, slots_snapshot *old,
                       const struct trace_wish *wish) {
    struct trace trace = {.by = wish->by};
    trace.snapshot = filter(mem, snapshot, wish);
    trace.old = old == NULL ? NULL : filter(mem, old, wish);
    slots_status status =
        old == NULL ? slots_trace_statistics(trace.snapshot, wish->by, &trace.list)
                    : slots_trace_compare(trace.snapshot, trace.old, wish->by, &trace.list);
    if (status != SLOTS_OK) {
        mem_exhausted(mem);
    }
    trace.shown = shown_of(&trace, wish);
    trace.others = sum_of(trace.list.items + trace.shown, trace.list.count - trace.shown);
    trace.total = sum_of(trace.list.items, trace.list.count);
    for (size_t i = 0; old != NULL && i < trace.old->count; i++) {
        trace.old_size = plus(trace.old_size, trace.old->rows[i].size);
        trace.old_count = plus(trace.old_count, trace.old->rows[i].count);
    }
    return trace;
}

void trace_free(struct trace *trace) {
    slots_trace_list_free(&trace->list);
    slots_trace_snapshot_free(trace->snapshot);
    slots_trace_snapshot_free(trace->old);
}

const char *trace_size(struct mem *mem, double bytes, bool with_sign) {
    char buffer[64];
    (void)slots_trace_format_size(bytes, with_sign, buffer, sizeof buffer);
    return mem_string(mem, buffer);
}

const char *trace_difference(struct mem *mem, int64_t difference) {
    return mem_format(mem, "%+" PRId64, difference);
}

const char *trace_class(const char *type) {
    return type == NULL ? "<no class>" : type;
}

const char *trace_line(struct mem *mem, const struct trace *trace,
                       const slots_trace_statistic *statistic) {
    size_t (*format)(const slots_trace_statistic *statistic, char *buffer, size_t size) =
        trace->old == NULL ? slots_trace_format : slots_trace_format_difference;
    const size_t length = format(statistic, NULL, 0);
    char *text = mem_alloc(mem, length + 1);
    (void)format(statistic, text, length + 1);
    return shown(mem, text, SHOWN_LINE | SHOWN_UNICODE);
}
