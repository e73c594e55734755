#include "pack.h"

#include <stdlib.h>
#include <string.h>

#include "ast.h"
#include "layout.h"
#include "mem.h"
#include "pack_tail.h"

/* The order of two cells in a root; their places in the schema decide last. */
int pack_falling(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (a->align[width] != b->align[width]) {
            return a->align[width] > b->align[width] ? -1 : 1;
        }
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->kind != MEMBER_FIELD) {
        return a->number < b->number ? -1 : 1;
    }
    return a->field->index < b->field->index ? -1 : 1;
}

/* In a child: alignments rise, so that small cells fill the gap behind the base. */
int pack_rising(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (a->align[width] != b->align[width]) {
            return a->align[width] < b->align[width] ? -1 : 1;
        }
    }
    return pack_falling(left, right);
}

bool pack_is_needed(const struct member *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool fills = true; /* whole multiples of its alignment */
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            fills = fills && cells[i].size[width] % cells[i].align[width] == 0;
        }
        if (cells[i].pinned || cells[i].hot || !fills) {
            return true;
        }
    }
    return false;
}

uint64_t pack_round_up(uint64_t value, uint64_t align) {
    return (value + align - 1) / align * align;
}

uint64_t pack_offset(const struct member *cell, uint64_t end, const struct room *room,
                     enum width width) {
    /* Pins that overlap are reported elsewhere; what is laid out of them is of no use. */
    uint64_t least = cell->pinned && cell->field->offset > end ? cell->field->offset : end;
    uint64_t offset = pack_round_up(least, cell->align[width]);
    uint64_t bar = room->bar[width];
    bool is_across = offset < bar && offset + cell->size[width] > bar;
    return is_across ? pack_round_up(bar, cell->align[width]) : offset;
}

/* Room between pinned cells, filled from its start. */
struct gap {
    uint64_t filled;
    uint64_t end;
};

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
    if (a->chosen != b->chosen) {
        return a->chosen ? -1 : 1;
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
    return a->chosen != b->chosen ? (a->chosen ? -1 : 1) : compare_falling(a, b);
}

static int take_hot_rising(const void *left, const void *right) {
    const struct member *a = left;
    const struct member *b = right;
    return a->chosen != b->chosen ? (a->chosen ? -1 : 1) : take_rising(a, b);
}

/* What an order of the cells comes to. */
struct score {
    bool fits; /* every pinned cell is where it should be */
    uint64_t size[WIDTH_COUNT]; /* of the record */
    uint64_t end[WIDTH_COUNT]; /* of the last cell, where the tail behind it is open */
    uint64_t hot; /* bytes of hot cells that are whole in the first cache line */
};

static bool is_better(const struct score *score, const struct score *best) {
    if (score->fits != best->fits) {
        return score->fits;
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (score->size[width] != best->size[width]) {
            return score->size[width] < best->size[width];
        }
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (score->end[width] != best->end[width]) {
            return score->end[width] < best->end[width];
        }
    }
    return score->hot > best->hot;
}

/* The cells one behind the other, as the layout will place them. */
static struct score score_of(const struct member *cells, size_t count, const struct room *room) {
    struct score score = {.fits = true};
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint64_t end = room->start[width];
        uint32_t align = room->align[width];
        for (size_t i = 0; i < count; i++) {
            const struct member *cell = &cells[i];
            uint64_t offset = pack_offset(cell, end, room, width);
            score.fits = score.fits && (!cell->pinned || offset == cell->field->offset);
            end = offset + cell->size[width];
            align = cell->align[width] > align ? cell->align[width] : align;
            bool is_hot = width == WIDTH_64 && cell->hot && end <= CACHE_LINE;
            score.hot += is_hot ? cell->size[width] : 0;
        }
        score.size[width] = pack_round_up(end, align);
        score.end[width] = room->open_tail ? end : 0;
    }
    return score;
}

/* The best order so far. */
struct best {
    struct member *cells;
    size_t count;
    struct score score;
    const struct room *room;
    struct member *memory; /* for the cells */
};

static void consider(struct best *best, const struct member *cells) {
    struct score score = score_of(cells, best->count, best->room);
    if (best->cells == NULL || is_better(&score, &best->score)) {
        best->cells = best->cells == NULL ? best->memory : best->cells;
        memcpy(best->cells, cells, best->count * sizeof *cells);
        best->score = score;
    }
}

/* A gap, or the two that the end of the base parts it into; says how many gaps there are then. */
static size_t add_gap(struct gap *gaps, size_t count, struct gap gap, uint64_t bar) {
    if (gap.filled < bar && bar < gap.end) {
        gaps[count++] = (struct gap){gap.filled, bar};
        gap.filled = bar;
    }
    gaps[count] = gap;
    return count + 1;
}

static size_t find_gaps(const struct member *cells, size_t pinned, const struct room *room,
                        struct gap *gaps) {
    uint64_t at = room->start[WIDTH_64];
    uint64_t bar = room->bar[WIDTH_64];
    size_t count = 0;
    for (size_t i = 0; i < pinned; i++) {
        count = add_gap(gaps, count, (struct gap){at, cells[i].field->offset}, bar);
        uint64_t end = cells[i].field->offset + cells[i].size[WIDTH_64];
        at = end > at ? end : at;
    }
    return add_gap(gaps, count, (struct gap){at, UINT64_MAX}, bar);
}

/* First fit. Gaps that are full for good are not looked at again. */
static void place_free(struct member *cell, struct gap *gaps, size_t gap_count, size_t *first) {
    while (*first + 1 < gap_count && gaps[*first].filled >= gaps[*first].end) {
        ++*first;
    }
    for (size_t i = *first; i < gap_count; i++) {
        uint64_t offset = pack_round_up(gaps[i].filled, cell->align[WIDTH_64]);
        if (offset <= gaps[i].end && gaps[i].end - offset >= cell->size[WIDTH_64]) {
            cell->offset[WIDTH_64] = offset;
            gaps[i].filled = offset + cell->size[WIDTH_64];
            return;
        }
    }
}

/* Fills the gaps round the pinned cells, which stand first and by offset, with the others as take
 * sorts them. */
static void pack(struct mem *mem, struct best *best, const struct member *cells, size_t pinned,
                 int take(const void *, const void *)) {
    const size_t count = best->count;
    struct member *packed = mem_alloc(mem, count * sizeof *packed);
    struct gap *gaps = mem_alloc(mem, (pinned + 2) * sizeof *gaps);
    memcpy(packed, cells, count * sizeof *packed);
    size_t gap_count = find_gaps(cells, pinned, best->room, gaps);
    size_t first = 0;
    for (size_t i = 0; i < pinned; i++) {
        packed[i].offset[WIDTH_64] = cells[i].field->offset;
    }
    if (count > pinned) {
        qsort(packed + pinned, count - pinned, sizeof *cells, take);
    }
    for (size_t i = pinned; i < count; i++) {
        place_free(&packed[i], gaps, gap_count, &first);
    }
    qsort(packed, count, sizeof *cells, compare_offset);
    consider(best, packed);
}

/* So many cells are tried in every order: 5,040 of them. In a tail one more, since sorting is not
 * as good there. */
#define MOST_TRIED 7
#define MOST_TRIED_IN_TAIL 8

/* All orders of the cells from a place on. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void try_all(struct best *best, struct member *cells, size_t from) {
    if (from == best->count) {
        consider(best, cells);
        return;
    }
    for (size_t i = from; i < best->count; i++) {
        const struct member chosen = cells[i];
        memmove(cells + from + 1, cells + from, (i - from) * sizeof *cells);
        cells[from] = chosen;
        try_all(best, cells, from + 1);
        memmove(cells + from, cells + from + 1, (i - from) * sizeof *cells);
        cells[i] = chosen;
    }
}

/* Of so many cells each is moved to each place. */
#define MOST_MOVED 48

/* Moves one cell to another place as long as that makes the order better. */
static void move_singly(struct mem *mem, struct best *best) {
    const size_t count = best->count;
    struct member *cells = mem_alloc(mem, count * sizeof *cells);
    struct score before = {0};
    do {
        before = best->score;
        for (size_t i = 0; i < count * count; i++) {
            size_t from = i / count;
            size_t to = i % count;
            size_t low = from < to ? from : to;
            size_t high = from < to ? to : from;
            memcpy(cells, best->cells, count * sizeof *cells);
            memmove(cells + low + (from > to), cells + low + (from < to),
                    (high - low) * sizeof *cells);
            cells[to] = best->cells[from];
            consider(best, cells);
        }
    } while (is_better(&best->score, &before));
}

/* The hot cells that fill most of what the first cache line has left; the others count as cold. A
 * cell without a size, of a type that is not known, fills nothing. */
static void choose_hot(struct member *cells, size_t count, uint64_t start) {
    size_t last[CACHE_LINE + 1]; /* of each sum of sizes: 1 more than the cell that makes it */
    uint64_t room = start < CACHE_LINE ? CACHE_LINE - start : 0;
    memset(last, 0, sizeof last);
    last[0] = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        uint64_t size = cells[i].size[WIDTH_64];
        bool is_free = cells[i].hot && !cells[i].pinned && size > 0;
        for (uint64_t sum = room; is_free && size <= room && sum >= size; sum--) {
            if (last[sum] == 0 && last[sum - size] != 0) {
                last[sum] = i + 1;
            }
        }
        cells[i].chosen = false;
    }
    while (last[room] == 0) {
        room--;
    }
    while (room > 0) {
        struct member *cell = &cells[last[room] - 1];
        cell->chosen = true;
        room -= cell->size[WIDTH_64];
    }
}

size_t pack_pinned_first(struct mem *mem, struct member *cells, size_t count) {
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

/* Fills the tail of the base as well as it can be filled in one width. */
static void fill_tail(struct mem *mem, struct best *best, const struct member *cells,
                      enum width width) {
    struct member *filled = mem_alloc(mem, best->count * sizeof *filled);
    memcpy(filled, cells, best->count * sizeof *filled);
    pack_tail_fill(mem, filled, best->count, best->room, width);
    consider(best, filled);
}

/* Whether no order can be better: nothing but the size counts, and that is the least. */
static bool is_least(struct mem *mem, const struct best *best) {
    bool is_least = !best->room->open_tail && !pack_is_needed(best->cells, best->count);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && is_least; width++) {
        is_least = best->score.size[width] ==
                   pack_tail_least(mem, best->cells, best->count, best->room, width);
    }
    return is_least;
}

void pack_cells(struct mem *mem, struct member *cells, size_t count, const struct room *room) {
    static int (*const ways[])(const void *, const void *) = {
        take_falling, take_rising, take_hot_falling, take_hot_rising, pack_falling, pack_rising,
    };
    struct best best = {
        .memory = mem_alloc(mem, count * sizeof *cells), .count = count, .room = room};
    size_t pinned = pack_pinned_first(mem, cells, count);
    choose_hot(cells, count, room->start[WIDTH_64]);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        pack(mem, &best, cells, pinned, ways[i]);
    }
    bool has_tail = room->bar[WIDTH_64] > 0 || room->bar[WIDTH_32] > 0;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && has_tail; width++) {
        fill_tail(mem, &best, cells, width);
    }
    if (has_tail && is_least(mem, &best)) {
        memcpy(cells, best.cells, count * sizeof *cells);
        return;
    }
    if (count <= (has_tail || room->open_tail ? MOST_TRIED_IN_TAIL : MOST_TRIED)) {
        try_all(&best, cells, 0);
    } else if (count <= MOST_MOVED) {
        move_singly(mem, &best);
    }
    memcpy(cells, best.cells, count * sizeof *cells);
}
