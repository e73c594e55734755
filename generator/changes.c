#include "changes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "c_chunks.h"
#include "map.h"
#include "mem.h"

/* More pairs than these are not compared one with another. */
#define MAX_PAIRS ((size_t)1 << 22)

/* The chunks of one name in both versions, in their order. */
struct namesakes {
    const struct c_chunk **wanted;
    size_t wanted_count;
    const struct c_chunk **present;
    size_t present_count;
};

struct comparison {
    struct mem *mem;
    const struct c_chunks *wanted;
    const struct c_chunks *present;
    size_t *partner; /* of each wanted chunk, counted from 1: where it stands now; 0 for none */
    struct changes changes;
};

static void add(struct comparison *comparison, enum change_kind kind, const struct c_chunk *chunk) {
    struct changes *changes = &comparison->changes;
    changes->items =
        mem_grow(comparison->mem, changes->items, changes->count, sizeof *changes->items);
    changes->items[changes->count++] =
        (struct change){kind, chunk->name, kind == CHANGE_REMOVED ? 0 : chunk->line};
}

static bool are_equal(const struct c_tokens *left, size_t left_first, size_t left_end,
                      const struct c_tokens *right, size_t right_first, size_t right_end) {
    if (left_end - left_first != right_end - right_first) {
        return false;
    }
    for (size_t i = 0; i < left_end - left_first; i++) {
        if (!c_token_equals(&left->items[left_first + i], &right->items[right_first + i])) {
            return false;
        }
    }
    return true;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* What a struct's size, alignment and offsets are said with. */
static bool is_of_layout(const struct c_chunk *chunk) {
    const char *name = chunk->name;
    if (chunk->kind == CHUNK_MACRO) {
        return ends_with(name, "_SIZE") || ends_with(name, "_ALIGN") ||
               ends_with(name, "_LAYOUT_ID") || strstr(name, "_OFFSET_") != NULL;
    }
    return chunk->kind == CHUNK_STRUCT ||
           (chunk->kind == CHUNK_CALL &&
            (strcmp(name, "SLOTS_ASSERT") == 0 || strcmp(name, "_Static_assert") == 0));
}

/* One and the same thing, but not the same tokens. */
static void compare_pair(struct comparison *comparison, const struct c_chunk *wanted,
                         const struct c_chunk *present) {
    if (is_of_layout(wanted)) {
        add(comparison, CHANGE_LAYOUT, present);
        return;
    }
    const struct c_tokens *left = &comparison->wanted->tokens;
    const struct c_tokens *right = &comparison->present->tokens;
    bool same_kind = wanted->kind == present->kind;
    bool same_head = same_kind && are_equal(left, wanted->first, wanted->body, right,
                                            present->first, present->body);
    bool same_body =
        same_kind && are_equal(left, wanted->body, wanted->end, right, present->body, present->end);
    bool is_all_body = wanted->kind == CHUNK_CALL && same_kind;
    if (!same_head && !is_all_body) {
        add(comparison, CHANGE_SIGNATURE, present);
    }
    if (is_all_body || (same_kind && !same_body)) {
        add(comparison, CHANGE_BODY, present);
    }
}

static void match(struct comparison *comparison, const struct c_chunk *wanted,
                  const struct c_chunk *present) {
    comparison->partner[wanted - comparison->wanted->items] =
        (size_t)(present - comparison->present->items) + 1;
    if (wanted->hash != present->hash) {
        compare_pair(comparison, wanted, present);
    }
}

/* Lengths of the longest common subsequences of what is left, from each pair on. */
static uint16_t *common_lengths(struct mem *mem, const struct namesakes *namesakes) {
    size_t width = namesakes->present_count + 1;
    uint16_t *lengths = mem_alloc(mem, (namesakes->wanted_count + 1) * width * sizeof *lengths);
    for (size_t i = namesakes->wanted_count; i-- > 0;) {
        for (size_t k = namesakes->present_count; k-- > 0;) {
            uint16_t down = lengths[(i + 1) * width + k];
            uint16_t right = lengths[i * width + k + 1];
            bool same = namesakes->wanted[i]->hash == namesakes->present[k]->hash;
            lengths[i * width + k] = same ? (uint16_t)(lengths[(i + 1) * width + k + 1] + 1)
                                          : (down > right ? down : right);
        }
    }
    return lengths;
}

/* Pairs what is equal in its order; the rest was removed or added. */
static void match_by_length(struct comparison *comparison, const struct namesakes *namesakes) {
    const uint16_t *lengths = common_lengths(comparison->mem, namesakes);
    size_t width = namesakes->present_count + 1;
    size_t i = 0;
    size_t k = 0;
    while (i < namesakes->wanted_count || k < namesakes->present_count) {
        bool both = i < namesakes->wanted_count && k < namesakes->present_count;
        if (both && namesakes->wanted[i]->hash == namesakes->present[k]->hash) {
            match(comparison, namesakes->wanted[i++], namesakes->present[k++]);
        } else if (i < namesakes->wanted_count &&
                   (!both || lengths[(i + 1) * width + k] >= lengths[i * width + k + 1])) {
            add(comparison, CHANGE_REMOVED, namesakes->wanted[i++]);
        } else {
            add(comparison, CHANGE_ADDED, namesakes->present[k++]);
        }
    }
}

/* As many as before: each is what it was, or was changed. Otherwise some came or went. */
static void match_rest(struct comparison *comparison, struct namesakes namesakes) {
    size_t most = namesakes.wanted_count > namesakes.present_count ? namesakes.wanted_count
                                                                   : namesakes.present_count;
    bool as_many = namesakes.wanted_count == namesakes.present_count;
    if (!as_many && most < UINT16_MAX &&
        namesakes.wanted_count * namesakes.present_count < MAX_PAIRS) {
        match_by_length(comparison, &namesakes);
        return;
    }
    for (size_t i = 0; i < most; i++) {
        if (i >= namesakes.present_count) {
            add(comparison, CHANGE_REMOVED, namesakes.wanted[i]);
        } else if (i >= namesakes.wanted_count) {
            add(comparison, CHANGE_ADDED, namesakes.present[i]);
        } else {
            match(comparison, namesakes.wanted[i], namesakes.present[i]);
        }
    }
}

/* Equal ones at both ends are settled at once. */
static void match_namesakes(struct comparison *comparison, struct namesakes namesakes) {
    while (namesakes.wanted_count > 0 && namesakes.present_count > 0 &&
           namesakes.wanted[0]->hash == namesakes.present[0]->hash) {
        match(comparison, *namesakes.wanted++, *namesakes.present++);
        namesakes.wanted_count--;
        namesakes.present_count--;
    }
    while (namesakes.wanted_count > 0 && namesakes.present_count > 0 &&
           namesakes.wanted[namesakes.wanted_count - 1]->hash ==
               namesakes.present[namesakes.present_count - 1]->hash) {
        match(comparison, namesakes.wanted[--namesakes.wanted_count],
              namesakes.present[--namesakes.present_count]);
    }
    match_rest(comparison, namesakes);
}

/* A struct and a function of one name are two things; a prototype and its definition, too. */
static struct namesakes *namesakes_of(struct mem *mem, struct map *map,
                                      const struct c_chunk *chunk) {
    const char *key = mem_format(mem, "%d %s", (int)chunk->kind, chunk->name);
    void **place = map_place(map, key, strlen(key));
    if (*place == NULL) {
        *place = mem_alloc(mem, sizeof(struct namesakes));
    }
    return *place;
}

static void gather(struct comparison *comparison, struct map *map, struct namesakes **in_order,
                   size_t *order_count) {
    struct mem *mem = comparison->mem;
    for (int side = 0; side < 2; side++) {
        const struct c_chunks *chunks = side == 0 ? comparison->wanted : comparison->present;
        for (size_t i = 0; i < chunks->count; i++) {
            struct namesakes *namesakes = namesakes_of(mem, map, &chunks->items[i]);
            if (namesakes->wanted_count + namesakes->present_count == 0) {
                in_order[(*order_count)++] = namesakes;
            }
            const struct c_chunk ***list = side == 0 ? &namesakes->wanted : &namesakes->present;
            size_t *count = side == 0 ? &namesakes->wanted_count : &namesakes->present_count;
            *list = mem_grow(mem, *list, *count, sizeof **list);
            (*list)[(*count)++] = &chunks->items[i];
        }
    }
}

/* Everything has its partner, but not in the same order: the first that is out of it. */
static void find_moved(struct comparison *comparison) {
    size_t last = 0;
    for (size_t i = 0; i < comparison->wanted->count; i++) {
        if (comparison->partner[i] < last) {
            add(comparison, CHANGE_MOVED, &comparison->present->items[comparison->partner[i] - 1]);
            return;
        }
        last = comparison->partner[i];
    }
}

static int compare_lines(const void *left, const void *right) {
    const struct change *a = left;
    const struct change *b = right;
    return a->line != b->line ? (a->line < b->line ? -1 : 1) : (int)a->kind - (int)b->kind;
}

struct changes changes_of_format(struct mem *mem) {
    struct comparison comparison = {.mem = mem};
    add(&comparison, CHANGE_FORMATTING, &(struct c_chunk){0});
    return comparison.changes;
}

struct changes changes_find(struct mem *mem, const char *present, size_t length, const char *wanted,
                            size_t wanted_length) {
    struct c_chunks is = c_chunks_of(mem, present, length);
    struct c_chunks should = c_chunks_of(mem, wanted, wanted_length);
    struct comparison comparison = {.mem = mem, .wanted = &should, .present = &is};
    if (length == wanted_length && memcmp(present, wanted, length) == 0) {
        return comparison.changes;
    }
    comparison.partner = mem_alloc(mem, should.count * sizeof *comparison.partner);
    struct namesakes **in_order = mem_alloc(mem, (is.count + should.count) * sizeof *in_order);
    size_t order_count = 0;
    gather(&comparison, map_new(mem), in_order, &order_count);
    for (size_t i = 0; i < order_count; i++) {
        match_namesakes(&comparison, *in_order[i]);
    }
    if (comparison.changes.count == 0) {
        find_moved(&comparison);
    }
    if (comparison.changes.count == 0) {
        return changes_of_format(mem);
    }
    qsort(comparison.changes.items, comparison.changes.count, sizeof(struct change), compare_lines);
    return comparison.changes;
}

static const struct {
    const char *word;
    const char *text; /* with the name in it */
} words[] = {
    [CHANGE_FORMATTING] = {"formatting", "only white space or comments were changed"},
    [CHANGE_LAYOUT] = {"layout", "the layout was changed: `%s`"},
    [CHANGE_SIGNATURE] = {"signature", "a signature was changed: `%s`"},
    [CHANGE_BODY] = {"body", "a body was changed: `%s`"},
    [CHANGE_ADDED] = {"added", "`%s` was added"},
    [CHANGE_REMOVED] = {"removed", "`%s` was removed"},
    [CHANGE_MOVED] = {"moved", "`%s` stands elsewhere"},
};

const char *change_word(enum change_kind kind) {
    return words[kind].word;
}

const char *change_text(struct mem *mem, const struct change *change) {
    const char *text = words[change->kind].text;
    const char *gap = strstr(text, "%s");
    if (gap == NULL || change->name == NULL) {
        return text;
    }
    return mem_concat(mem, mem_copy(mem, text, (size_t)(gap - text)), change->name, gap + 2, NULL);
}
