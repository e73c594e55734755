#include "name_hash.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* The functions that make the words and the hash, rather than a second copy of them. */
#define SLOTS_STATIC
#include "../templates/slots_core.h"

/* So many multipliers are tried for one hash, and so many sizes of the table: with a tenth of the
 * rows free, as there are at least, hardly a table in a million needs a second size. */
#define MAX_TRIES 4096
#define MAX_SIZES 3

/* One multiplier is looked for up to this size of the table, which does for 60 names as a rule. The
 * tries are few at first: a small table is not worth as much time. */
#define MAX_DIRECT_BITS 8
#define FIRST_DIRECT_TRIES 1024

/* The run time compares the length of a shorter name by 8 bits of its ends. */
#define MAX_DIRECT_LENGTH 255

/* The names whose hashes begin with the same bits, the number of a row. */
struct bucket {
    size_t row;
    size_t first; /* in the hashes, ordered by bucket */
    size_t count;
};

struct search {
    struct mem *mem;
    const uint64_t *hashes;
    size_t count;
    size_t *order; /* the names' numbers, bucket by bucket */
    struct bucket *buckets; /* those that are not empty, the largest first */
    size_t bucket_count;
};

struct name_words name_words_of(const char *name) {
    const struct slots_name words = slots_name_of(name, strlen(name));
    return (struct name_words){words.first, words.last, words.ends, (uint32_t)words.length};
}

static int compare_numbers(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static bool all_differ(struct mem *mem, const uint64_t *hashes, size_t count) {
    uint64_t *sorted = mem_alloc(mem, count * sizeof *sorted);
    memcpy(sorted, hashes, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_numbers);
    for (size_t i = 1; i < count; i++) {
        if (sorted[i] == sorted[i - 1]) {
            return false;
        }
    }
    return true;
}

/* The largest first; of the same size, the one with the lower number. */
static int compare_buckets(const void *left, const void *right) {
    const struct bucket *a = left;
    const struct bucket *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return a->row < b->row ? -1 : a->row > b->row;
}

static void fill_buckets(struct search *search, uint32_t bits) {
    size_t rows = (size_t)1 << bits;
    size_t *ends = mem_alloc(search->mem, (rows + 1) * sizeof *ends);
    search->order = mem_alloc(search->mem, search->count * sizeof *search->order);
    search->buckets = mem_alloc(search->mem, search->count * sizeof *search->buckets);
    search->bucket_count = 0;
    for (size_t i = 0; i < search->count; i++) {
        ends[(search->hashes[i] >> (64 - bits)) + 1]++;
    }
    for (size_t i = 0; i < rows; i++) {
        if (ends[i + 1] > 0) {
            search->buckets[search->bucket_count++] = (struct bucket){i, ends[i], ends[i + 1]};
        }
        ends[i + 1] += ends[i];
    }
    for (size_t i = 0; i < search->count; i++) {
        search->order[ends[search->hashes[i] >> (64 - bits)]++] = i;
    }
    qsort(search->buckets, search->bucket_count, sizeof *search->buckets, compare_buckets);
}

/* Puts a bucket's names into rows that are free; all of them, or none. */
static bool place(const struct search *search, const struct bucket *bucket, uint32_t multiplier,
                  struct name_table *table) {
    for (size_t i = 0; i < bucket->count; i++) {
        size_t name = search->order[bucket->first + i];
        struct name_row *row =
            &table->rows[search->hashes[name] * multiplier >> (64 - table->bits)];
        if (row->name == 0) {
            row->name = name + 1;
            continue;
        }
        while (i-- > 0) {
            name = search->order[bucket->first + i];
            table->rows[search->hashes[name] * multiplier >> (64 - table->bits)].name = 0;
        }
        return false;
    }
    table->rows[bucket->row].multiplier = multiplier;
    return true;
}

static bool fill(struct search *search, struct name_table *table) {
    size_t rows = (size_t)1 << table->bits;
    table->rows = mem_alloc(search->mem, rows * sizeof *table->rows);
    for (size_t i = 0; i < rows; i++) {
        table->rows[i].multiplier = 1;
    }
    fill_buckets(search, table->bits);
    for (size_t i = 0; i < search->bucket_count; i++) {
        uint32_t tries = 0;
        while (tries < MAX_TRIES && !place(search, &search->buckets[i], 2 * tries + 1, table)) {
            tries++;
        }
        if (tries == MAX_TRIES) {
            return false;
        }
    }
    return true;
}

/* Rows enough for the names, with some free. */
static uint32_t least_bits(size_t count) {
    uint32_t bits = 1;
    while (count > ((size_t)1 << bits) / 8 * 7 + (bits < 3)) {
        bits++;
    }
    return bits;
}

bool name_table_of_hashes(struct mem *mem, const uint64_t *hashes, size_t count,
                          struct name_table *table) {
    struct search search = {.mem = mem, .hashes = hashes, .count = count};
    if (count == 0 || !all_differ(mem, hashes, count)) {
        return false;
    }
    table->bits = least_bits(count);
    for (int i = 0; i < MAX_SIZES; i++) {
        if (fill(&search, table)) {
            return true;
        }
        table->bits++;
    }
    return false;
}

/* Whether the multiplier leads every name to a row of its own. */
static bool keeps_apart(const uint64_t *ends, size_t count, uint64_t multiplier, uint32_t bits) {
    uint64_t taken[(1 << MAX_DIRECT_BITS) / 64] = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t row = ends[i] * multiplier >> (64 - bits);
        uint64_t bit = (uint64_t)1 << row % 64;
        if ((taken[row / 64] & bit) != 0) {
            return false;
        }
        taken[row / 64] |= bit;
    }
    return true;
}

static void fill_directly(struct mem *mem, const uint64_t *ends, size_t count,
                          struct name_table *table) {
    table->rows = mem_alloc(mem, ((size_t)1 << table->bits) * sizeof *table->rows);
    for (size_t i = 0; i < (size_t)1 << table->bits; i++) {
        table->rows[i].multiplier = 1;
    }
    for (size_t i = 0; i < count; i++) {
        table->rows[ends[i] * table->multiplier >> (64 - table->bits)].name = i + 1;
    }
}

/* The table of one multiplier, if there is such a one. */
static bool make_direct(struct mem *mem, const uint64_t *ends, size_t count,
                        struct name_table *table) {
    uint32_t tries = FIRST_DIRECT_TRIES;
    if (count == 0 || count > (size_t)1 << MAX_DIRECT_BITS || !all_differ(mem, ends, count)) {
        return false;
    }
    table->bits = least_bits(count);
    for (int size = 0; size < MAX_SIZES && table->bits <= MAX_DIRECT_BITS; size++) {
        for (uint64_t i = 0; i < tries; i++) {
            table->multiplier = (2 * i + 1) * 0x9e3779b97f4a7c15;
            if (keeps_apart(ends, count, table->multiplier, table->bits)) {
                fill_directly(mem, ends, count, table);
                return true;
            }
        }
        tries *= 2;
        table->bits++;
    }
    return false;
}

/* The ends of all names; false where one is too long for a table of one multiplier. */
static bool take_ends(const char *const *names, size_t count, uint64_t *ends) {
    for (size_t i = 0; i < count; i++) {
        const struct slots_name words = slots_name_of(names[i], strlen(names[i]));
        if (words.length > MAX_DIRECT_LENGTH) {
            return false;
        }
        ends[i] = words.ends;
    }
    return true;
}

bool name_table_make(struct mem *mem, const char *const *names, size_t count,
                     struct name_table *table) {
    uint64_t *hashes = mem_alloc(mem, count * sizeof *hashes);
    *table = (struct name_table){0};
    if (take_ends(names, count, hashes) && make_direct(mem, hashes, count, table)) {
        return true;
    }
    for (int deep = 0; deep < 2; deep++) {
        for (size_t i = 0; i < count; i++) {
            const struct slots_name words = slots_name_of(names[i], strlen(names[i]));
            hashes[i] = slots_name_hash(&words, deep != 0);
        }
        *table = (struct name_table){.deep = deep != 0};
        if (name_table_of_hashes(mem, hashes, count, table)) {
            return true;
        }
    }
    return false;
}
