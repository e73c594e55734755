#include "trace_json.h"

#include <stdlib.h>

#include <jansson.h>

#include "shown.h"
#include "text.h"
#include "trace.h"

/* No number of a snapshot is above INT64_MAX. */
static json_t *number(uint64_t value) {
    return json_integer((json_int_t)value);
}

static json_t *name(struct mem *mem, const char *string) {
    return string == NULL ? json_null() : json_string(shown(mem, string, SHOWN_UNICODE));
}

static json_t *snapshot_json(struct mem *mem, const char *path, const slots_snapshot *snapshot) {
    if (snapshot == NULL) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "path", name(mem, path), "current",
                     number(snapshot->current), "peak", number(snapshot->peak), "lost",
                     number(snapshot->lost));
}

static void set_figures(json_t *object, const struct trace *trace,
                        const slots_trace_statistic *statistic) {
    const bool differs = trace->old != NULL;
    json_object_set_new(object, "size", number(statistic->size));
    json_object_set_new(object, "count", number(statistic->count));
    json_object_set_new(object, "size_diff",
                        differs ? json_integer(statistic->size_diff) : json_null());
    json_object_set_new(object, "count_diff",
                        differs ? json_integer(statistic->count_diff) : json_null());
}

static json_t *statistic_json(struct mem *mem, const struct trace *trace,
                              const slots_trace_statistic *statistic) {
    json_t *object = json_object();
    const bool has_line = trace->by == SLOTS_TRACE_BY_LINE;
    json_object_set_new(object, "file", name(mem, statistic->file));
    json_object_set_new(object, "line", has_line ? number(statistic->line) : json_null());
    json_object_set_new(object, "class", name(mem, statistic->type));
    set_figures(object, trace, statistic);
    return object;
}

static json_t *sum_json(const struct trace *trace, const struct trace_sum *sum) {
    json_t *object = json_object();
    json_object_set_new(object, "groups", number(sum->groups));
    set_figures(object, trace, &sum->statistic);
    return object;
}

void trace_json(struct text *text, const struct trace *trace) {
    json_t *root = json_object();
    json_t *statistics = json_array();
    json_object_set_new(root, "snapshot", snapshot_json(text->mem, trace->path, trace->snapshot));
    json_object_set_new(root, "old", snapshot_json(text->mem, trace->old_path, trace->old));
    json_object_set_new(root, "by", json_string(trace_by_name(trace->by)));
    json_object_set_new(root, "total", sum_json(trace, &trace->total));
    json_object_set_new(root, "statistics", statistics);
    for (size_t i = 0; i < trace->shown; i++) {
        json_array_append_new(statistics, statistic_json(text->mem, trace, &trace->list.items[i]));
    }
    json_object_set_new(root, "others", sum_json(trace, &trace->others));
    char *bytes = json_dumps(root, JSON_INDENT(2));
    text_add_string(text, bytes);
    text_add_string(text, "\n");
    free(bytes);
    json_decref(root);
}
