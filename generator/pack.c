#include "pack.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ast.h"
#include "diagnostic.h"
#include "layout.h"
#include "mem.h"

bool pack_is_needed(const struct member *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (cells[i].pinned || cells[i].hot) {
            return true;
        }
    }
    return false;
}

/* Room between pinned cells, filled from its start. */
struct gap {
    uint64_t filled;
    uint64_t end;
};

static uint64_t round_up(uint64_t value, uint64_t align) {
    return (value + align - 1) / align * align;
}

static int compare_pinned(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    return a->field->offset < b->field->offset ? -1 : a->field->offset > b->field->offset;
}

static int compare_offset(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    return a->offset[WIDTH_64] < b->offset[WIDTH_64] ? -1
                                                     : a->offset[WIDTH_64] > b->offset[WIDTH_64];
}

/* How the free cells are taken: by alignment, larger ones of one alignment first, and then as they
 * stand in the schema. */
static int compare_falling(const struct member *a, const struct member *b) {
    if (a->align[WIDTH_64] != b->align[WIDTH_64]) {
        return a->align[WIDTH_64] > b->align[WIDTH_64] ? -1 : 1;
    }
    if (a->hot != b->hot) {
        return a->hot ? -1 : 1;
    }
    if (a->size[WIDTH_64] != b->size[WIDTH_64]) {
        return a->size[WIDTH_64] > b->size[WIDTH_64] ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    bool is_field = a->kind == MEMBER_FIELD;
    size_t left = is_field ? a->field->index : a->number;
    size_t right = is_field ? b->field->index : b->number;
    return left < right ? -1 : left > right;
}

static int take_falling(const void *left, const void *right) {
    return compare_falling(left, right);
}

static int take_rising(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    if (a->align[WIDTH_64] != b->align[WIDTH_64]) {
        return a->align[WIDTH_64] < b->align[WIDTH_64] ? -1 : 1;
    }
    return compare_falling(a, b);
}

static int take_hot_falling(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    return a->hot != b->hot ? (a->hot ? -1 : 1) : compare_falling(a, b);
}

static int take_hot_rising(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    return a->hot != b->hot ? (a->hot ? -1 : 1) : take_rising(a, b);
}

/* One way to put the cells in order, and what it comes to. */
struct packing {
    struct member *cells;
    uint64_t end;
    uint64_t hot; /* bytes in the first cache line */
};

static size_t find_gaps(const struct member *cells, size_t pinned, uint64_t start,
                        struct gap *gaps) {
    uint64_t at = start;
    for (size_t i = 0; i < pinned; i++) {
        gaps[i] = (struct gap){at, cells[i].field->offset};
        uint64_t end = cells[i].field->offset + cells[i].size[WIDTH_64];
        at = end > at ? end : at;
    }
    gaps[pinned] = (struct gap){at, UINT64_MAX};
    return pinned + 1;
}

/* First fit. Gaps that are full for good are not looked at again. */
static void place_free(struct member *cell, struct gap *gaps, size_t gap_count, size_t *first) {
    while (*first + 1 < gap_count && gaps[*first].filled >= gaps[*first].end) {
        ++*first;
    }
    for (size_t i = *first; i < gap_count; i++) {
        uint64_t offset = round_up(gaps[i].filled, cell->align[WIDTH_64]);
        if (offset <= gaps[i].end && gaps[i].end - offset >= cell->size[WIDTH_64]) {
            cell->offset[WIDTH_64] = offset;
            gaps[i].filled = offset + cell->size[WIDTH_64];
            return;
        }
    }
}

static void measure(struct packing *packing, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct member *cell = &packing->cells[i];
        uint64_t end = cell->offset[WIDTH_64] + cell->size[WIDTH_64];
        packing->end = end > packing->end ? end : packing->end;
        packing->hot += cell->hot && end <= CACHE_LINE ? cell->size[WIDTH_64] : 0;
    }
}

/* cells holds the pinned ones first, by offset. */
static struct packing pack(struct mem *mem, const struct member *cells, size_t count, size_t pinned,
                           uint64_t start, int take(const void *, const void *)) {
    struct packing packing = {.cells = mem_alloc(mem, count * sizeof *cells)};
    memcpy(packing.cells, cells, count * sizeof *cells);
    struct gap *gaps = mem_alloc(mem, (pinned + 1) * sizeof *gaps);
    size_t gap_count = find_gaps(cells, pinned, start, gaps);
    size_t first = 0;
    for (size_t i = 0; i < pinned; i++) {
        packing.cells[i].offset[WIDTH_64] = cells[i].field->offset;
    }
    if (count > pinned) {
        qsort(packing.cells + pinned, count - pinned, sizeof *cells, take);
    }
    for (size_t i = pinned; i < count; i++) {
        place_free(&packing.cells[i], gaps, gap_count, &first);
    }
    measure(&packing, count);
    qsort(packing.cells, count, sizeof *cells, compare_offset);
    return packing;
}

/* Moves the pinned cells to the front, by offset, and says how many there are. */
static size_t pinned_first(struct mem *mem, struct member *cells, size_t count) {
    struct member *copy = mem_alloc(mem, count * sizeof *cells);
    size_t pinned = 0;
    for (int wanted = 1; wanted >= 0; wanted--) {
        size_t at = wanted == 1 ? 0 : pinned;
        for (size_t i = 0; i < count; i++) {
            if (cells[i].pinned == (wanted == 1)) {
                copy[at++] = cells[i];
            }
        }
        pinned = wanted == 1 ? at : pinned;
    }
    memcpy(cells, copy, count * sizeof *cells);
    if (pinned > 1) {
        qsort(cells, pinned, sizeof *cells, compare_pinned);
    }
    return pinned;
}

static uint64_t largest_align(const struct member *cells, size_t count) {
    uint64_t align = 1;
    for (size_t i = 0; i < count; i++) {
        align = cells[i].align[WIDTH_64] > align ? cells[i].align[WIDTH_64] : align;
    }
    return align;
}

void pack_cells(struct mem *mem, struct member *cells, size_t count, uint64_t start) {
    static int (*const ways[])(const void *, const void *) = {take_falling, take_rising,
                                                              take_hot_falling, take_hot_rising};
    size_t pinned = pinned_first(mem, cells, count);
    uint64_t align = largest_align(cells, count);
    struct packing best = {NULL, 0, 0};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct packing packing = pack(mem, cells, count, pinned, start, ways[i]);
        uint64_t size = round_up(packing.end, align);
        uint64_t best_size = round_up(best.end, align);
        bool is_better =
            best.cells == NULL || size < best_size || (size == best_size && packing.hot > best.hot);
        best = is_better ? packing : best;
    }
    memcpy(cells, best.cells, count * sizeof *cells);
}

static struct diagnostic *report_pin(struct diagnostics *diagnostics, enum error_rule rule,
                                     const struct field *field, const char *message) {
    struct diagnostic *diagnostic = report(diagnostics, rule, field->offset_span, "%s", message);
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    return diagnostic;
}

static bool check_alignment(struct mem *mem, struct diagnostics *diagnostics,
                            const struct member *cell, uint64_t start) {
    const struct field *field = cell->field;
    uint32_t align = cell->align[WIDTH_64];
    if (field->offset % align == 0) {
        return true;
    }
    const char *message =
        mem_format(mem, "`%s` cannot stand at offset %" PRIu64 ": it is aligned to %" PRIu32,
                   field->name.text, field->offset, align);
    diagnostic_help(report_pin(diagnostics, ERROR_OFFSET_MISALIGNED, field, message),
                    "the next offset that it can have is %" PRIu64,
                    round_up(field->offset < start ? start : field->offset, align));
    return false;
}

/* A cell that is pinned within the base, which ends at an offset. */
static void report_in_base(struct mem *mem, struct diagnostics *diagnostics,
                           const struct record *record, const struct member *cell, uint64_t end) {
    const char *message = mem_format(mem, "`%s` would lie within the base, which ends at %" PRIu64,
                                     cell->field->name.text, end);
    struct diagnostic *diagnostic =
        report_pin(diagnostics, ERROR_OFFSET_OVERLAP, cell->field, message);
    diagnostic_note(diagnostic, record->base->declaration.name.span, "the base is declared here");
    diagnostic_help(diagnostic,
                    "offsets count from the start of the whole record: the first that is free is "
                    "%" PRIu64,
                    round_up(end, cell->align[WIDTH_64]));
}

void pack_check(struct mem *mem, struct diagnostics *diagnostics, const struct record *record,
                const struct member *cells, size_t count, const uint64_t start[2]) {
    struct member *sorted = mem_alloc(mem, count * sizeof *sorted);
    memcpy(sorted, cells, count * sizeof *sorted);
    size_t pinned = pinned_first(mem, sorted, count);
    for (size_t i = 0; i < pinned; i++) {
        const struct field *field = sorted[i].field;
        const struct member *before = i == 0 ? NULL : &sorted[i - 1];
        if (!check_alignment(mem, diagnostics, &sorted[i], start[WIDTH_64])) {
            continue;
        }
        if (field->offset < start[WIDTH_64]) {
            report_in_base(mem, diagnostics, record, &sorted[i], start[WIDTH_64]);
        } else if (before != NULL &&
                   before->field->offset + before->size[WIDTH_64] > field->offset) {
            const char *message = mem_format(mem, "`%s` would overlap `%s`, which ends at %" PRIu64,
                                             field->name.text, before->field->name.text,
                                             before->field->offset + before->size[WIDTH_64]);
            struct diagnostic *diagnostic =
                report_pin(diagnostics, ERROR_OFFSET_OVERLAP, field, message);
            diagnostic_note(diagnostic, before->field->offset_span, "`%s` is pinned here",
                            before->field->name.text);
            diagnostic_help(diagnostic, "move one of them");
        }
    }
}
