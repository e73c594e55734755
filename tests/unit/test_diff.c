/* Differences are what `diff -u` prints and what `patch` applies. */
#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../generator/diff.h"
#include "../../generator/mem.h"
#include "../../generator/text.h"
#include "random.h"
#include "run_suite.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

static const char *diff(const char *old_text, const char *new_text) {
    struct text out = {.mem = mem};
    bool differ = diff_unified(mem, (struct diff_side){"old", old_text, strlen(old_text)},
                               (struct diff_side){"new", new_text, strlen(new_text)}, &out);
    ck_assert_int_eq(differ, strcmp(old_text, new_text) != 0);
    ck_assert_int_eq(differ, out.length != 0);
    return text_string(&out);
}

START_TEST(equal_texts_have_no_difference) {
    ck_assert_str_eq(diff("", ""), "");
    ck_assert_str_eq(diff("a\nb\n", "a\nb\n"), "");
    ck_assert_str_eq(diff("a", "a"), "");
    struct text out = {.mem = mem};
    ck_assert(!diff_unified(mem, (struct diff_side){"old", NULL, 0},
                            (struct diff_side){"new", NULL, 0}, &out));
}
END_TEST

START_TEST(an_empty_text_has_an_empty_range) {
    ck_assert_str_eq(diff("", "a\nb\n"), "--- old\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    ck_assert_str_eq(diff("a\n", ""), "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n");
}
END_TEST

START_TEST(a_missing_last_newline_is_told) {
    ck_assert_str_eq(diff("a\nb", "a\nb\n"), "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n"
                                             "\\ No newline at end of file\n+b\n");
    ck_assert_str_eq(diff("a\nb\n", "a\nb"), "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n"
                                             "\\ No newline at end of file\n");
    ck_assert_str_eq(diff("a\nb", "c\nb"), "--- old\n+++ new\n@@ -1,2 +1,2 @@\n-a\n+c\n b\n"
                                           "\\ No newline at end of file\n");
    ck_assert_str_eq(diff("a", ""), "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n"
                                    "\\ No newline at end of file\n");
}
END_TEST

START_TEST(three_lines_of_context_surround_a_change) {
    ck_assert_str_eq(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
                     "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}
END_TEST

START_TEST(hunks_merge_where_their_contexts_meet) {
    const char *near = diff("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n");
    ck_assert_str_eq(near, "--- old\n+++ new\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n"
                           "-b\n+B\n");
    const char *far = diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n");
    ck_assert_str_eq(far, "--- old\n+++ new\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
                          "@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}
END_TEST

START_TEST(a_name_with_a_space_ends_with_a_tab) {
    struct text out = {.mem = mem};
    ck_assert(diff_unified(mem, (struct diff_side){"old name", "a\n", 2},
                           (struct diff_side){"new", "b\n", 2}, &out));
    ck_assert_str_eq(text_string(&out), "--- old name\t\n+++ new\n@@ -1 +1 @@\n-a\n+b\n");
}
END_TEST

START_TEST(any_byte_may_stand_in_a_line) {
    struct text out = {.mem = mem};
    ck_assert(diff_unified(mem, (struct diff_side){"old", "a\0\r\n", 4},
                           (struct diff_side){"new", "a\0\xff\n", 4}, &out));
    const char wanted[] = "--- old\n+++ new\n@@ -1 +1 @@\n-a\0\r\n+a\0\xff\n";
    ck_assert_uint_eq(out.length, sizeof wanted - 1);
    ck_assert_int_eq(memcmp(out.bytes, wanted, out.length), 0);
}
END_TEST

/* Up to most lines out of so many kinds; now and then the last has no newline. */
static const char *random_text(size_t most, size_t kinds) {
    struct text text = {.mem = mem};
    size_t count = random_below(most + 1);
    for (size_t i = 0; i < count; i++) {
        size_t kind = random_below(kinds);
        bool open_ended = i + 1 == count && random_below(4) == 0;
        if (kind != 0 || open_ended) {
            text_format(&text, "line %zu", kind);
        }
        text_add_string(&text, open_ended ? "" : "\n");
    }
    return text_string(&text);
}

/* The text with one line in rate left out, doubled or replaced. */
static const char *edited(const char *text, size_t rate) {
    struct text out = {.mem = mem};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n' ? 1 : 0;
        size_t choice = random_below(4 * rate);
        if (choice != 0) {
            text_add(&out, text, length);
        }
        if (choice == 1) {
            text_add(&out, text, text[length - 1] == '\n' ? length : 0);
        } else if (choice == 2 && text[length - 1] == '\n') {
            text_format(&out, "fresh %zu\n", random_below(1000));
        }
        text += length;
    }
    return text_string(&out);
}

struct cursor {
    const char *at;
    const char *end;
};

static struct cursor next_line(struct cursor *cursor) {
    struct cursor line = {.at = cursor->at, .end = cursor->end};
    const char *newline = memchr(line.at, '\n', (size_t)(line.end - line.at));
    if (newline != NULL) {
        line.end = newline + 1;
    }
    cursor->at = line.end;
    return line;
}

static bool starts(struct cursor line, const char *prefix) {
    size_t length = strlen(prefix);
    return (size_t)(line.end - line.at) >= length && memcmp(line.at, prefix, length) == 0;
}

static void read_range(const char **at, size_t *start, size_t *count) {
    char *end = NULL;
    *start = strtoul(*at + 1, &end, 10);
    *count = 1;
    if (*end == ',') {
        *count = strtoul(end + 1, &end, 10);
    }
    *at = end + 1;
}

/* A difference that is being applied: what is left of it and of the old text. */
struct patching {
    struct cursor lines;
    struct cursor old_lines;
    size_t old_number;
    size_t new_number;
    struct text out;
};

static void copy_line(struct patching *patching) {
    struct cursor line = next_line(&patching->old_lines);
    text_add(&patching->out, line.at, (size_t)(line.end - line.at));
    patching->old_number++;
    patching->new_number++;
}

/* Applies a line of a hunk and takes it off the counts of its header. */
static void apply_line(struct patching *patching, size_t *old_count, size_t *new_count) {
    struct cursor line = next_line(&patching->lines);
    char sign = *line.at++;
    if (starts(patching->lines, "\\")) {
        ck_assert(starts(next_line(&patching->lines), "\\ No newline at end of file\n"));
        line.end--;
    }
    size_t length = (size_t)(line.end - line.at);
    if (sign != '+') {
        struct cursor old_line = next_line(&patching->old_lines);
        ck_assert((size_t)(old_line.end - old_line.at) == length);
        ck_assert(memcmp(old_line.at, line.at, length) == 0);
        ck_assert((*old_count)-- != 0);
        patching->old_number++;
    }
    if (sign != '-') {
        text_add(&patching->out, line.at, length);
        ck_assert((*new_count)-- != 0);
        patching->new_number++;
    }
}

/* A range's start is its first line's number, or that of the line before where it is empty. */
static void apply_hunk(struct patching *patching) {
    struct cursor header = next_line(&patching->lines);
    ck_assert(starts(header, "@@ -"));
    const char *at = header.at + 3;
    size_t start[2] = {0};
    size_t count[2] = {0};
    read_range(&at, &start[0], &count[0]);
    read_range(&at, &start[1], &count[1]);
    ck_assert(strncmp(at, "@@\n", 3) == 0);
    while (patching->old_number + (count[0] != 0) < start[0]) {
        copy_line(patching);
    }
    ck_assert(patching->new_number + (count[1] != 0) == start[1]);
    while (count[0] != 0 || count[1] != 0) {
        apply_line(patching, &count[0], &count[1]);
    }
}

/* Applies a difference strictly: each position, count and context line must be right. */
static const char *apply(const char *old_text, const char *difference) {
    struct patching patching = {
        .lines = {.at = difference, .end = difference + strlen(difference)},
        .old_lines = {.at = old_text, .end = old_text + strlen(old_text)},
        .out = {.mem = mem},
    };
    ck_assert(starts(next_line(&patching.lines), "--- old\n"));
    ck_assert(starts(next_line(&patching.lines), "+++ new\n"));
    while (patching.lines.at != patching.lines.end) {
        apply_hunk(&patching);
    }
    while (patching.old_lines.at != patching.old_lines.end) {
        copy_line(&patching);
    }
    return text_string(&patching.out);
}

static size_t count_changes(const char *difference) {
    size_t count = 0;
    for (const char *at = difference; at != NULL && *at != '\0'; at = strchr(at, '\n') + 1) {
        count += *at == '+' || *at == '-' ? 1 : 0;
    }
    return count < 2 ? 0 : count - 2;
}

#define LINES_MOST 40

static size_t split(const char *text, struct cursor *lines) {
    struct cursor cursor = {.at = text, .end = text + strlen(text)};
    size_t count = 0;
    while (cursor.at != cursor.end) {
        lines[count++] = next_line(&cursor);
    }
    return count;
}

/* The least number of removed and added lines, by the plain quadratic recurrence. */
static size_t least_changes(const char *old_text, const char *new_text) {
    struct cursor old_lines[LINES_MOST];
    struct cursor new_lines[LINES_MOST];
    size_t old_count = split(old_text, old_lines);
    size_t new_count = split(new_text, new_lines);
    size_t common[LINES_MOST + 1][LINES_MOST + 1] = {{0}};
    for (size_t i = 0; i < old_count; i++) {
        for (size_t j = 0; j < new_count; j++) {
            size_t length = (size_t)(old_lines[i].end - old_lines[i].at);
            bool equal = (size_t)(new_lines[j].end - new_lines[j].at) == length &&
                         memcmp(old_lines[i].at, new_lines[j].at, length) == 0;
            size_t up = common[i][j + 1];
            size_t left = common[i + 1][j];
            common[i + 1][j + 1] = equal ? common[i][j] + 1 : (up > left ? up : left);
        }
    }
    return old_count + new_count - 2 * common[old_count][new_count];
}

/* Random texts; sanitizers see the same in fewer. */
#if defined(__SANITIZE_ADDRESS__)
#define SEEDS 1000
#else
#define SEEDS 5000
#endif

START_TEST(a_difference_is_the_shortest_and_gives_the_new_text) {
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        random_state = seed;
        size_t most = 1 + random_below(LINES_MOST);
        size_t kinds = 1 + random_below(12);
        const char *old_text = random_text(most, kinds);
        const char *new_text = seed % 2 == 0 ? random_text(most, kinds) : edited(old_text, 8);
        if (strcmp(old_text, new_text) != 0 && seed % 2 == 0) {
            const char *difference = diff(old_text, new_text);
            ck_assert_str_eq(apply(old_text, difference), new_text);
            ck_assert_uint_eq(count_changes(difference), least_changes(old_text, new_text));
        } else if (strcmp(old_text, new_text) != 0) {
            ck_assert_str_eq(apply(old_text, diff(old_text, new_text)), new_text);
        }
        mem_clear(mem);
    }
}
END_TEST

START_TEST(large_differences_give_the_new_text) {
    for (uint64_t seed = 0; seed < SEEDS / 100; seed++) {
        random_state = seed;
        size_t kinds = (size_t)2 << random_below(12);
        const char *old_text = random_text(8000, kinds);
        size_t choice = random_below(4);
        const char *new_text =
            choice == 0 ? random_text(8000, kinds) : edited(old_text, choice * choice);
        if (strcmp(old_text, new_text) != 0) {
            ck_assert_str_eq(apply(old_text, diff(old_text, new_text)), new_text);
        }
        mem_clear(mem);
    }
}
END_TEST

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *numbered(size_t count, size_t multiplier, size_t kinds) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < count; i++) {
        text_format(&text, "%zu\n", i * multiplier % kinds);
    }
    return text_string(&text);
}

/* Nothing in common, the same lines in another order, few kinds of lines, one half missing. */
START_TEST(very_different_texts_take_linear_time) {
    size_t count = SEEDS * 20;
    const char *forward = numbered(count, 1, count);
    const char *others[] = {mem_format(mem, "x%s", numbered(count, 2, 1000000007)),
                            numbered(count, count - 1, count),
                            numbered(count, 31337, count),
                            numbered(count, 7, 3),
                            "0\n",
                            strchr(forward + 3 * count, '\n') + 1};
    for (size_t i = 0; i < COUNT(others); i++) {
        double before = seconds();
        const char *difference = diff(forward, others[i]);
        double taken = seconds() - before;
        ck_assert_str_eq(apply(forward, difference), others[i]);
        ck_assert_msg(taken < 20, "text %zu took %f s", i, taken);
        if (getenv("SLOTC_TEST_TIMES") != NULL) {
            printf("text %zu: %.3f s\n", i, taken);
        }
    }
}
END_TEST

static const char *content_of(const char *path) {
    struct text content = scratch_get(mem, path);
    return text_string(&content);
}

/* The tools themselves, where the machine has them. */
START_TEST(patch_applies_it_and_diff_finds_as_many_changes) {
    if (system("command -v patch >/dev/null 2>&1 && command -v diff >/dev/null 2>&1") != 0) {
        return;
    }
    const char *folder = scratch_enter(mem);
    for (uint64_t seed = 0; seed < SEEDS / 100; seed++) {
        random_state = seed + 1000000;
        const char *old_text = random_text(LINES_MOST, 1 + random_below(40));
        const char *new_text = seed % 3 == 0 ? random_text(LINES_MOST, 6) : edited(old_text, 4);
        if (strcmp(old_text, new_text) == 0) {
            continue;
        }
        const char *difference = diff(old_text, new_text);
        scratch_put("old", old_text);
        scratch_put("new", new_text);
        scratch_put("difference", difference);
        ck_assert_int_eq(system("patch -s -o patched old difference 2>&1"), 0);
        ck_assert_str_eq(content_of("patched"), new_text);
        ck_assert_int_eq(system("diff -d --label old --label new -u old new >wanted"), 256);
        ck_assert_uint_eq(count_changes(difference), count_changes(content_of("wanted")));
    }
    scratch_leave(mem, folder);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("diff");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, equal_texts_have_no_difference);
    tcase_add_test(cases, an_empty_text_has_an_empty_range);
    tcase_add_test(cases, a_missing_last_newline_is_told);
    tcase_add_test(cases, three_lines_of_context_surround_a_change);
    tcase_add_test(cases, hunks_merge_where_their_contexts_meet);
    tcase_add_test(cases, a_name_with_a_space_ends_with_a_tab);
    tcase_add_test(cases, any_byte_may_stand_in_a_line);
    tcase_add_test(cases, a_difference_is_the_shortest_and_gives_the_new_text);
    tcase_add_test(cases, large_differences_give_the_new_text);
    tcase_add_test(cases, very_different_texts_take_linear_time);
    tcase_add_test(cases, patch_applies_it_and_diff_finds_as_many_changes);
    Suite *suite = suite_create("diff");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
