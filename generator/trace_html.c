#include "trace_html.h"

#include <inttypes.h>

#include "mem.h"
#include "page.h"
#include "shown.h"
#include "text.h"
#include "trace.h"
#include "trace_map.h"

static void put_string(const struct page *page, struct value *object, const char *key,
                       const char *string) {
    page_put(page, object, key, value_string(string));
}

static void put_name(const struct page *page, struct value *object, const char *key,
                     const char *name) {
    const unsigned as = SHOWN_LINE | SHOWN_UNICODE | SHOWN_XML;
    put_string(page, object, key, name == NULL ? NULL : shown(page->mem, name, as));
}

/* "4.0 MiB", of two snapshots "4.0 MiB → 6.0 MiB (+2.0 MiB)" */
static void put_figure(const struct page *page, const struct trace *trace, struct value *object,
                       const char *key, uint64_t bytes, uint64_t old_bytes) {
    struct mem *mem = page->mem;
    const char *size = trace_size(mem, (double)bytes, false);
    if (trace->old != NULL) {
        const double difference = (double)((int64_t)bytes - (int64_t)old_bytes);
        size = mem_concat(mem, trace_size(mem, (double)old_bytes, false), " → ", size, " (",
                          trace_size(mem, difference, true), ")", NULL);
    }
    put_string(page, object, key, size);
}

static double magnitude(int64_t difference) {
    return difference < 0 ? -(double)difference : (double)difference;
}

/* The cells of a row behind its name. */
static struct value figures(const struct page *page, const struct trace *trace,
                            const slots_trace_statistic *statistic) {
    struct mem *mem = page->mem;
    struct value value = value_object(mem);
    put_string(page, &value, "size", trace_size(mem, (double)statistic->size, false));
    page_put_number(page, &value, "count", statistic->count);
    const char *average = "";
    if (statistic->count > 0) {
        average = trace_size(mem, (double)statistic->size / (double)statistic->count, false);
    }
    put_string(page, &value, "average", average);
    struct value differences = value_null();
    if (trace->old != NULL) {
        differences = value_object(mem);
        put_string(page, &differences, "more", trace_size(mem, (double)statistic->size_diff, true));
        put_string(page, &differences, "more_blocks", trace_difference(mem, statistic->count_diff));
    }
    page_put(page, &value, "differences", differences);
    return value;
}

static const char *name_of(struct mem *mem, const struct trace *trace,
                           const slots_trace_statistic *item) {
    switch (trace->by) {
    case SLOTS_TRACE_BY_LINE:
        return mem_format(mem, "%s:%" PRIu32, item->file, item->line);
    case SLOTS_TRACE_BY_FILE:
        return item->file;
    default:
        return trace_class(item->type);
    }
}

/* The bar is as long as the largest row's at most. */
static void put_bar(const struct page *page, const struct trace *trace, struct value *row,
                    const slots_trace_statistic *item) {
    const slots_trace_statistic *first = &trace->list.items[0];
    if (trace->old == NULL) {
        put_string(page, row, "kind", "size");
        page_put_share(page, row, "width", (double)item->size, (double)first->size);
    } else {
        put_string(page, row, "kind", item->size_diff > 0 ? "grew" : "shrank");
        page_put_share(page, row, "width", magnitude(item->size_diff), magnitude(first->size_diff));
    }
}

static struct value rows(const struct page *page, const struct trace *trace) {
    struct value list = value_list(page->mem);
    for (size_t i = 0; i < trace->shown; i++) {
        const slots_trace_statistic *item = &trace->list.items[i];
        struct value row = figures(page, trace, item);
        page_put_number(page, &row, "rank", i + 1);
        put_name(page, &row, "name", name_of(page->mem, trace, item));
        put_bar(page, trace, &row, item);
        value_append(page->mem, &list, row);
    }
    return list;
}

static struct value others(const struct page *page, const struct trace *trace) {
    if (trace->others.groups == 0) {
        return value_null();
    }
    struct value value = figures(page, trace, &trace->others.statistic);
    page_put_number(page, &value, "groups", trace->others.groups);
    return value;
}

/* That a snapshot's figures are too low, where they are. */
static void add_lost(const struct page *page, struct value *list, const char *path,
                     const slots_snapshot *snapshot) {
    if (snapshot != NULL && snapshot->lost > 0) {
        struct value item = value_object(page->mem);
        put_name(page, &item, "path", path);
        put_string(page, &item, "blocks",
                   mem_concat(page->mem, mem_number(page->mem, snapshot->lost),
                              snapshot->lost == 1 ? " block" : " blocks", NULL));
        value_append(page->mem, list, item);
    }
}

static struct value lost(const struct page *page, const struct trace *trace) {
    struct value list = value_list(page->mem);
    add_lost(page, &list, trace->old_path, trace->old);
    add_lost(page, &list, trace->path, trace->snapshot);
    return list;
}

void trace_html(struct text *text, const struct trace *trace) {
    static const slots_snapshot none = {0};
    const slots_snapshot *old = trace->old == NULL ? &none : trace->old;
    const struct page page = page_new(text->mem);
    struct value value = value_object(text->mem);
    put_string(&page, &value, "by", trace_by_name(trace->by));
    put_name(&page, &value, "path", trace->path);
    put_name(&page, &value, "old_path", trace->old_path);
    page_put(&page, &value, "compares", value_bool(trace->old != NULL));
    put_figure(&page, trace, &value, "current", trace->snapshot->current, old->current);
    put_figure(&page, trace, &value, "peak", trace->snapshot->peak, old->peak);
    page_put(&page, &value, "lost", lost(&page, trace));
    page_put(&page, &value, "empty", value_bool(trace->list.count == 0));
    page_put(&page, &value, "rows", rows(&page, trace));
    page_put(&page, &value, "others", others(&page, trace));
    page_put(&page, &value, "total", figures(&page, trace, &trace->total.statistic));
    trace_map_put(&page, trace, &value);
    page_fill(&page, "trace.html", &value, text);
}
