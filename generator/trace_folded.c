#include "trace_folded.h"

#include <inttypes.h>
#include <string.h>

#include "shown.h"
#include "text.h"
#include "trace.h"

static int compare_names(const char *left, const char *right) {
    if (left == NULL || right == NULL) {
        return (left != NULL) - (right != NULL);
    }
    return strcmp(left, right);
}

/* The order of the rows of a snapshot. */
static int compare(const slots_trace_row *left, const slots_trace_row *right) {
    int order = strcmp(left->file, right->file);
    if (order == 0) {
        order = (left->line > right->line) - (left->line < right->line);
    }
    return order != 0 ? order : compare_names(left->type, right->type);
}

/* A flame is as wide as the live bytes of all that stands on it: files at the bottom, on them their
 * classes, on these the lines. */
static void print_stack(struct text *out, const slots_trace_row *row) {
    const unsigned as = SHOWN_LINE | SHOWN_FRAME;
    const char *slash = strrchr(row->file, '/');
    text_format(out, "%s;%s;", shown(out->mem, row->file, as),
                shown(out->mem, trace_class(row->type), as));
    text_format(out, "%s:%" PRIu32,
                shown(out->mem, slash == NULL || slash[1] == '\0' ? row->file : slash + 1, as),
                row->line);
}

static void print_one(struct text *out, const slots_trace_row *row) {
    if (row->size > 0) {
        print_stack(out, row);
        text_format(out, " %" PRIu64 "\n", row->size);
    }
}

/* Where one of the two has no such row, it is NULL. */
static void print_both(struct text *out, const slots_trace_row *old, const slots_trace_row *row) {
    const uint64_t before = old == NULL ? 0 : old->size;
    const uint64_t after = row == NULL ? 0 : row->size;
    if (before > 0 || after > 0) {
        print_stack(out, row == NULL ? old : row);
        text_format(out, " %" PRIu64 " %" PRIu64 "\n", before, after);
    }
}

/* Both snapshots have their rows in the same order. */
static void print_merged(struct text *out, const slots_snapshot *old,
                         const slots_snapshot *snapshot) {
    size_t i = 0;
    size_t j = 0;
    while (i < old->count || j < snapshot->count) {
        int order = i == old->count ? 1 : j == snapshot->count ? -1 : 0;
        if (order == 0) {
            order = compare(&old->rows[i], &snapshot->rows[j]);
        }
        print_both(out, order <= 0 ? &old->rows[i] : NULL, order >= 0 ? &snapshot->rows[j] : NULL);
        i += order <= 0;
        j += order >= 0;
    }
}

void trace_folded(struct text *text, const struct trace *trace) {
    if (trace->old != NULL) {
        print_merged(text, trace->old, trace->snapshot);
        return;
    }
    for (size_t i = 0; i < trace->snapshot->count; i++) {
        print_one(text, &trace->snapshot->rows[i]);
    }
}
