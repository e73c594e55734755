#include "pack_tail.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "mem.h"
#include "pack.h"

static uint64_t tail_of(const struct room *room, enum width width) {
    return room->bar[width] > room->start[width] ? room->bar[width] - room->start[width] : 0;
}

/* By a sum of sizes: 1 more than the cell that came last to make it, 0 where none makes it, and
 * SIZE_MAX for no cell at all. A cell without a size, of a type that is not known, makes none. */
static size_t *find_sums(struct mem *mem, const struct member *cells, size_t count, uint64_t tail,
                         enum width width) {
    size_t *last = mem_alloc(mem, (tail + 1) * sizeof *last);
    last[0] = SIZE_MAX;
    for (size_t i = 0; i < count && last[tail] == 0; i++) {
        uint64_t size = cells[i].size[width];
        for (uint64_t sum = tail; size > 0 && size <= tail && sum >= size; sum--) {
            if (last[sum] == 0 && last[sum - size] != 0) {
                last[sum] = i + 1;
            }
        }
    }
    return last;
}

static uint64_t best_sum(const size_t *last, uint64_t tail) {
    uint64_t sum = tail;
    while (last[sum] == 0) {
        sum--;
    }
    return sum;
}

void pack_tail_fill(struct mem *mem, struct member *cells, size_t count, const struct room *room,
                    enum width width) {
    uint64_t tail = tail_of(room, width);
    const size_t *last = find_sums(mem, cells, count, tail, width);
    bool *fills = mem_alloc(mem, count * sizeof *fills);
    for (uint64_t sum = best_sum(last, tail); sum > 0;) {
        size_t index = last[sum] - 1;
        fills[index] = true;
        sum -= cells[index].size[width];
    }
    struct member *sorted = mem_alloc(mem, count * sizeof *sorted);
    size_t filling = 0;
    size_t at = 0;
    for (int wanted = 1; wanted >= 0; wanted--) {
        for (size_t i = 0; i < count; i++) {
            if (fills[i] == (wanted == 1)) {
                sorted[at++] = cells[i];
            }
        }
        filling = wanted == 1 ? at : filling;
    }
    memcpy(cells, sorted, count * sizeof *cells);
    qsort(cells, filling, sizeof *cells, pack_rising);
    qsort(cells + filling, count - filling, sizeof *cells, pack_rising);
}

uint64_t pack_tail_least(struct mem *mem, const struct member *cells, size_t count,
                         const struct room *room, enum width width) {
    uint64_t tail = tail_of(room, width);
    uint64_t filled = best_sum(find_sums(mem, cells, count, tail, width), tail);
    uint32_t align = room->align[width];
    uint64_t end = room->start[width] + tail - filled;
    for (size_t i = 0; i < count; i++) {
        end += cells[i].size[width];
        align = cells[i].align[width] > align ? cells[i].align[width] : align;
    }
    return pack_round_up(end, align);
}
