/* A pipeline needed 4 GB, and since the last release it needs 6. Nobody knows why: all that is new
 * is one field. Here are both releases, a thousand times smaller, and what the tracer says.
 *
 * Releases are programs of their own: each would save its snapshot, to be compared later. */
#define SLOTS_IMPLEMENTATION
#define SLOTS_TRACE
#include "trace.slots.h"

#include <stdio.h>

#define EVENTS 100000
#define KINDS 16

struct pipeline {
    Event **events;
    Total *totals[KINDS];
};

static bool add_up(struct pipeline *pipeline, const Event *event) {
    Total **total = &pipeline->totals[Event_get_kind(event)];
    if (*total == NULL) {
        *total = Total_new();
    }
    if (*total == NULL) {
        return false;
    }
    const double sum = Total_get_sum(*total) + (double)Event_get_value(event);
    return Total_set_kind(*total, Event_get_kind(event)) == SLOTS_OK &&
           Total_set_count(*total, Total_get_count(*total) + 1) == SLOTS_OK &&
           Total_set_sum(*total, sum) == SLOTS_OK;
}

static Event *read_event(uint32_t number, bool is_new_release) {
    Event *event = Event_new();
    if (event == NULL || !is_new_release) {
        return event;
    }
    char origin[32];
    snprintf(origin, sizeof origin, "feeds/%06u/events", number % 1000);
    if (Event_set_origin(event, origin) != SLOTS_OK) {
        Event_free(event);
        return NULL;
    }
    return event;
}

static bool run(struct pipeline *pipeline, bool is_new_release) {
    pipeline->events = slots_calloc(EVENTS, sizeof(Event *));
    for (uint32_t i = 0; pipeline->events != NULL && i < EVENTS; i++) {
        Event *event = pipeline->events[i] = read_event(i, is_new_release);
        if (event == NULL || Event_set_kind(event, i % KINDS) != SLOTS_OK ||
            !add_up(pipeline, event)) {
            return false;
        }
    }
    return pipeline->events != NULL;
}

static void free_all(struct pipeline *pipeline) {
    for (uint32_t i = 0; pipeline->events != NULL && i < EVENTS; i++) {
        Event_free(pipeline->events[i]);
    }
    for (uint32_t i = 0; i < KINDS; i++) {
        Total_free(pipeline->totals[i]);
    }
    slots_free(pipeline->events);
}

/* What a release holds at the end of its run; NULL where memory runs out. */
static slots_snapshot *traced(bool is_new_release) {
    struct pipeline pipeline = {NULL, {NULL}};
    slots_trace_start();
    slots_snapshot *snapshot = run(&pipeline, is_new_release) ? slots_trace_snapshot() : NULL;
    free_all(&pipeline);
    slots_trace_stop();
    return snapshot;
}

static bool print(const slots_snapshot *snapshot, const slots_snapshot *old, slots_trace_by by) {
    slots_trace_list list;
    char text[160];
    if (slots_trace_compare(snapshot, old, by, &list) != SLOTS_OK) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        slots_trace_format_difference(&list.items[i], text, sizeof text);
        puts(text);
    }
    slots_trace_list_free(&list);
    return true;
}

int main(void) {
    slots_snapshot *old = traced(false);
    slots_snapshot *young = traced(true);
    bool good = old != NULL && young != NULL;
    if (good) {
        printf("Old release: %.1f MB\n", (double)old->current / 1e6);
        printf("New release: %.1f MB\n", (double)young->current / 1e6);
        puts("\nBy line, the biggest difference first:");
        good = print(young, old, SLOTS_TRACE_BY_LINE);
        puts("\nBy class:");
        good = print(young, old, SLOTS_TRACE_BY_CLASS) && good;
    }
    slots_trace_snapshot_free(old);
    slots_trace_snapshot_free(young);
    slots_trace_end();
    if (!good) {
        fputs("trace: out of memory\n", stderr);
    }
    return good ? 0 : 1;
}
