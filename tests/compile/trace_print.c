/* Prints the statistics of one snapshot by line and by file, and its differences from another, for
 * trace_oracle.py: one file after the other, and behind each of its statistics a blank line. */
#define SLOTS_IMPLEMENTATION
#include "slots_snapshot.h"

#include <stdio.h>

static void print(slots_trace_list *list,
                  size_t format(const slots_trace_statistic *, char *, size_t)) {
    for (size_t i = 0; i < list->count; i++) {
        char text[512];
        format(&list->items[i], text, sizeof text);
        puts(text);
    }
    puts("");
    slots_trace_list_free(list);
}

int main(int argc, char **argv) {
    const slots_trace_by ways[] = {SLOTS_TRACE_BY_LINE, SLOTS_TRACE_BY_FILE};
    slots_snapshot *old = NULL;
    slots_snapshot *new = NULL;
    slots_trace_list list;
    if (argc != 3 || slots_trace_load(argv[1], &old) != SLOTS_OK ||
        slots_trace_load(argv[2], &new) != SLOTS_OK) {
        return 1;
    }
    for (int i = 0; i < 2; i++) {
        if (slots_trace_statistics(new, ways[i], &list) != SLOTS_OK) {
            return 1;
        }
        print(&list, slots_trace_format);
        if (slots_trace_compare(new, old, ways[i], &list) != SLOTS_OK) {
            return 1;
        }
        print(&list, slots_trace_format_difference);
    }
    slots_trace_snapshot_free(old);
    slots_trace_snapshot_free(new);
    return 0;
}
