#include "diff.h"

#include <string.h>

#include "map.h"
#include "mem.h"
#include "text.h"

#define CONTEXT ((size_t)3)

/* Differences with more edits than this are put together from several searches, each going
 * as far as it gets with so many: no longer the shortest, but found in linear time. */
#define EDITS_MOST 512

/* All lines with the same bytes share one of these, so that two lines are compared by address. */
struct kind {
    bool in_old;
    bool in_new;
};

struct line {
    const char *bytes; /* with its newline; the last line may have none */
    size_t length;
    struct kind *kind;
    bool changed; /* removed from the old text, or added to the new one */
};

struct side {
    struct line *lines;
    size_t count;
    struct line **shared; /* the lines that the other text has too */
    size_t shared_count;
};

/* The part of two sequences of lines that is still to be compared. */
struct search {
    struct mem *mem;
    struct line **old_lines;
    struct line **new_lines;
    ptrdiff_t old_count;
    ptrdiff_t new_count;
    /* rows[d][i] is how many old lines a path of d edits on the diagonal 2i - d can pass. */
    ptrdiff_t *rows[EDITS_MOST + 1];
};

static size_t line_length(const char *bytes, size_t length) {
    const char *end = memchr(bytes, '\n', length);
    return end == NULL ? length : (size_t)(end - bytes) + 1;
}

static struct side split(struct mem *mem, struct map *kinds, const char *bytes, size_t length) {
    struct side side = {.count = 0};
    for (size_t at = 0; at < length; at += line_length(bytes + at, length - at)) {
        side.count++;
    }
    side.lines = mem_alloc(mem, side.count * sizeof *side.lines);
    side.shared = mem_alloc(mem, side.count * sizeof *side.shared);
    size_t at = 0;
    for (size_t i = 0; i < side.count; i++) {
        size_t taken = line_length(bytes + at, length - at);
        void **kind = map_place(kinds, bytes + at, taken);
        if (*kind == NULL) {
            *kind = mem_alloc(mem, sizeof(struct kind));
        }
        side.lines[i] = (struct line){.bytes = bytes + at, .length = taken, .kind = *kind};
        at += taken;
    }
    return side;
}

/* A line that the other text lacks is changed in any case: leaving it out of the search makes
 * that short for texts that have little in common, and its result no worse. */
static void keep_shared(struct side *side) {
    for (size_t i = 0; i < side->count; i++) {
        struct line *line = &side->lines[i];
        line->changed = !(line->kind->in_old && line->kind->in_new);
        if (!line->changed) {
            side->shared[side->shared_count++] = line;
        }
    }
}

static bool same(const struct search *search, ptrdiff_t old_at, ptrdiff_t new_at) {
    return search->old_lines[old_at]->kind == search->new_lines[new_at]->kind;
}

static void pass(struct search *search, ptrdiff_t old_count, ptrdiff_t new_count) {
    search->old_lines += old_count;
    search->new_lines += new_count;
    search->old_count -= old_count;
    search->new_count -= new_count;
}

/* Cuts off what is equal at both ends. */
static void trim(struct search *search) {
    ptrdiff_t equal = 0;
    while (equal < search->old_count && equal < search->new_count && same(search, equal, equal)) {
        equal++;
    }
    pass(search, equal, equal);
    while (search->old_count != 0 && search->new_count != 0 &&
           same(search, search->old_count - 1, search->new_count - 1)) {
        search->old_count--;
        search->new_count--;
    }
}

/* Whether the best path to place i of row d ends with an added line, not with a removed one. */
static bool ends_added(const ptrdiff_t *before, ptrdiff_t d, ptrdiff_t i) {
    return i == 0 || (i != d && before[i - 1] < before[i]);
}

static void fill_row(struct search *search, ptrdiff_t d) {
    if (search->rows[d] == NULL) {
        search->rows[d] = mem_alloc(search->mem, (size_t)(d + 1) * sizeof(ptrdiff_t));
    }
    const ptrdiff_t *before = d == 0 ? NULL : search->rows[d - 1];
    for (ptrdiff_t i = 0; i <= d; i++) {
        ptrdiff_t old_at = 0;
        if (before != NULL) {
            old_at = ends_added(before, d, i) ? before[i] : before[i - 1] + 1;
        }
        ptrdiff_t new_at = old_at - (2 * i - d);
        while (old_at < search->old_count && new_at < search->new_count &&
               same(search, old_at, new_at)) {
            old_at++;
            new_at++;
        }
        search->rows[d][i] = old_at;
    }
}

/* The place in row d whose path reaches the end of both texts, or -1. */
static ptrdiff_t find_end(const struct search *search, ptrdiff_t d) {
    ptrdiff_t place = search->old_count - search->new_count + d;
    if (place < 0 || place > 2 * d || place % 2 != 0) {
        return -1;
    }
    return search->rows[d][place / 2] >= search->old_count ? place / 2 : -1;
}

/* The place in row d whose path has passed the most lines of both texts. */
static ptrdiff_t find_furthest(const struct search *search, ptrdiff_t d) {
    ptrdiff_t furthest = 0;
    ptrdiff_t most = -1;
    for (ptrdiff_t i = 0; i <= d; i++) {
        ptrdiff_t old_at = search->rows[d][i];
        ptrdiff_t new_at = old_at - (2 * i - d);
        bool inside = old_at <= search->old_count && new_at <= search->new_count;
        if (inside && old_at + new_at > most) {
            most = old_at + new_at;
            furthest = i;
        }
    }
    return furthest;
}

static void mark_path(struct search *search, ptrdiff_t d, ptrdiff_t i) {
    for (; d > 0; d--) {
        const ptrdiff_t *before = search->rows[d - 1];
        if (ends_added(before, d, i)) {
            search->new_lines[before[i] - (2 * i - d) - 1]->changed = true;
        } else {
            i--;
            search->old_lines[before[i]]->changed = true;
        }
    }
}

/* The greedy search of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
 * Algorithmica 1 (1986), with its rows kept so that the path can be read back. */
static void search_once(struct search *search) {
    ptrdiff_t d = 0;
    fill_row(search, d);
    ptrdiff_t place = find_end(search, d);
    while (place < 0 && d < EDITS_MOST) {
        d++;
        fill_row(search, d);
        place = find_end(search, d);
    }
    if (place < 0) {
        place = find_furthest(search, d);
    }
    mark_path(search, d, place);
    ptrdiff_t old_at = search->rows[d][place];
    pass(search, old_at, old_at - (2 * place - d));
}

static void mark_all(struct line **lines, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        lines[i]->changed = true;
    }
}

/* Marks the lines that have to be removed and added. */
static void compare(struct mem *mem, struct side *old_side, struct side *new_side) {
    for (size_t i = 0; i < old_side->count; i++) {
        old_side->lines[i].kind->in_old = true;
    }
    for (size_t i = 0; i < new_side->count; i++) {
        new_side->lines[i].kind->in_new = true;
    }
    keep_shared(old_side);
    keep_shared(new_side);
    struct search *search = mem_alloc(mem, sizeof *search);
    search->mem = mem;
    search->old_lines = old_side->shared;
    search->new_lines = new_side->shared;
    search->old_count = (ptrdiff_t)old_side->shared_count;
    search->new_count = (ptrdiff_t)new_side->shared_count;
    trim(search);
    while (search->old_count != 0 && search->new_count != 0) {
        search_once(search);
    }
    mark_all(search->old_lines, search->old_count);
    mark_all(search->new_lines, search->new_count);
}

/* A stretch of both texts, from the first line of each to before the end. */
struct hunk {
    size_t old_start;
    size_t old_end;
    size_t new_start;
    size_t new_end;
};

static bool is_changed(const struct side *side, size_t at) {
    return at < side->count && side->lines[at].changed;
}

/* How many unchanged lines follow the hunk. */
static size_t count_unchanged(const struct side *old_side, const struct side *new_side,
                              const struct hunk *hunk) {
    size_t count = 0;
    while (hunk->old_end + count < old_side->count &&
           !is_changed(old_side, hunk->old_end + count) &&
           !is_changed(new_side, hunk->new_end + count)) {
        count++;
    }
    return count;
}

/* Moves the hunk to the next changes; false where there are none. Changes are in one hunk
 * where their contexts meet. */
static bool find_hunk(const struct side *old_side, const struct side *new_side, struct hunk *hunk) {
    size_t skipped = count_unchanged(old_side, new_side, hunk);
    hunk->old_end += skipped;
    hunk->new_end += skipped;
    if (!is_changed(old_side, hunk->old_end) && !is_changed(new_side, hunk->new_end)) {
        return false;
    }
    size_t context = skipped < CONTEXT ? skipped : CONTEXT;
    hunk->old_start = hunk->old_end - context;
    hunk->new_start = hunk->new_end - context;
    for (;;) {
        while (is_changed(old_side, hunk->old_end)) {
            hunk->old_end++;
        }
        while (is_changed(new_side, hunk->new_end)) {
            hunk->new_end++;
        }
        size_t unchanged = count_unchanged(old_side, new_side, hunk);
        bool last = hunk->old_end + unchanged == old_side->count &&
                    hunk->new_end + unchanged == new_side->count;
        if (last || unchanged > 2 * CONTEXT) {
            unchanged = unchanged < CONTEXT ? unchanged : CONTEXT;
            hunk->old_end += unchanged;
            hunk->new_end += unchanged;
            return true;
        }
        hunk->old_end += unchanged;
        hunk->new_end += unchanged;
    }
}

/* "start,count" with lines counted from 1; the line before an empty range stands for it. */
static void add_range(struct text *out, char sign, size_t start, size_t end) {
    size_t count = end - start;
    text_format(out, "%c%zu", sign, count == 0 ? start : start + 1);
    if (count != 1) {
        text_format(out, ",%zu", count);
    }
}

static void add_line(struct text *out, char sign, const struct line *line) {
    text_add(out, &sign, 1);
    text_add(out, line->bytes, line->length);
    if (line->bytes[line->length - 1] != '\n') {
        text_add_string(out, "\n\\ No newline at end of file\n");
    }
}

static void add_hunk(struct text *out, const struct side *old_side, const struct side *new_side,
                     const struct hunk *hunk) {
    text_add_string(out, "@@ ");
    add_range(out, '-', hunk->old_start, hunk->old_end);
    text_add_string(out, " ");
    add_range(out, '+', hunk->new_start, hunk->new_end);
    text_add_string(out, " @@\n");
    size_t old_at = hunk->old_start;
    size_t new_at = hunk->new_start;
    while (old_at < hunk->old_end || new_at < hunk->new_end) {
        if (is_changed(old_side, old_at)) {
            add_line(out, '-', &old_side->lines[old_at++]);
        } else if (is_changed(new_side, new_at)) {
            add_line(out, '+', &new_side->lines[new_at++]);
        } else {
            add_line(out, ' ', &old_side->lines[old_at++]);
            new_at++;
        }
    }
}

/* As git does, a name with a space ends with a tab: patch would end it at the space. */
static void add_name(struct text *out, const char *marker, const char *name) {
    text_format(out, "%s %s%s\n", marker, name, strchr(name, ' ') == NULL ? "" : "\t");
}

bool diff_unified(struct mem *mem, struct diff_side is, struct diff_side should, struct text *out) {
    if (is.length == should.length &&
        (is.length == 0 || memcmp(is.bytes, should.bytes, is.length) == 0)) {
        return false;
    }
    struct map *kinds = map_new(mem);
    struct side old_side = split(mem, kinds, is.bytes, is.length);
    struct side new_side = split(mem, kinds, should.bytes, should.length);
    compare(mem, &old_side, &new_side);
    add_name(out, "---", is.name);
    add_name(out, "+++", should.name);
    struct hunk hunk = {.old_end = 0};
    while (find_hunk(&old_side, &new_side, &hunk)) {
        add_hunk(out, &old_side, &new_side, &hunk);
    }
    return true;
}
