#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "failing_malloc.h"
#define SLOTS_STATIC
#include "../../templates/slots_snapshot.h"
#include "run_suite.h"

static slots_snapshot *snapshot;
static slots_trace_list list;

static void set_up(void) {
    snapshot = NULL;
    list.items = NULL;
    list.count = 0;
    blocks = 0;
    asked = 0;
    malloc_fails_at = 0;
}

static void tear_down(void) {
    slots_trace_list_free(&list);
    slots_trace_snapshot_free(snapshot);
    ck_assert_uint_eq(blocks, 0);
}

#define HEAD "slotc-trace 1\ncurrent\t10\npeak\t20\nlost\t3\n"

static void parse(const char *text) {
    slots_trace_snapshot_free(snapshot);
    snapshot = NULL;
    ck_assert_int_eq(slots_trace_parse(text, strlen(text), &snapshot, NULL), SLOTS_OK);
}

/* A snapshot to compare, filter and group. */
static const char *const sample = HEAD "rows\t6\n"
                                       "100\t2\t300\t6\t7\tB\tb.c\n"
                                       "50\t1\t50\t1\t7\tA\tb.c\n"
                                       "150\t3\t150\t3\t9\t-\ta.c\n"
                                       "0\t0\t77\t1\t1\tA\tgone.c\n"
                                       "150\t3\t150\t3\t4\tA\ta.c\n"
                                       "0\t1\t0\t1\t1\t-\tempty.c\n";

static void expect(slots_trace_by by, const char *wanted) {
    char text[1024] = "";
    size_t length = 0;
    ck_assert_int_eq(slots_trace_statistics(snapshot, by, &list), SLOTS_OK);
    for (size_t i = 0; i < list.count; i++) {
        ck_assert_int_eq(list.items[i].size_diff, 0);
        length += slots_trace_format(&list.items[i], text + length, sizeof text - length);
        text[length++] = '\n';
        text[length] = '\0';
    }
    slots_trace_list_free(&list);
    ck_assert_str_eq(text, wanted);
}

START_TEST(statistics_are_grouped_and_the_biggest_comes_first) {
    parse(sample);
    ck_assert_uint_eq(snapshot->current, 10);
    ck_assert_uint_eq(snapshot->peak, 20);
    ck_assert_uint_eq(snapshot->lost, 3);
    expect(SLOTS_TRACE_BY_LINE, "b.c:7: size=150 B, count=3, average=50 B\n"
                                "a.c:9: size=150 B, count=3, average=50 B\n"
                                "a.c:4: size=150 B, count=3, average=50 B\n"
                                "empty.c:1: size=0 B, count=1, average=0 B\n");
    expect(SLOTS_TRACE_BY_FILE, "a.c:0: size=300 B, count=6, average=50 B\n"
                                "b.c:0: size=150 B, count=3, average=50 B\n"
                                "empty.c:0: size=0 B, count=1, average=0 B\n");
    expect(SLOTS_TRACE_BY_CLASS, "A: size=200 B, count=4, average=50 B\n"
                                 "<no class>: size=150 B, count=4, average=38 B\n"
                                 "B: size=100 B, count=2, average=50 B\n");
}
END_TEST

START_TEST(a_comparison_has_what_came_and_what_went) {
    slots_snapshot *old = NULL;
    char text[256];
    parse(sample);
    old = snapshot;
    snapshot = NULL;
    parse(HEAD "rows\t2\n"
               "20480\t8\t20480\t8\t7\tB\tb.c\n"
               "150\t3\t150\t3\t4\tA\ta.c\n");
    ck_assert_int_eq(slots_trace_compare(snapshot, old, SLOTS_TRACE_BY_LINE, &list), SLOTS_OK);
    ck_assert_uint_eq(list.count, 4);
    slots_trace_format_difference(&list.items[0], text, sizeof text);
    ck_assert_str_eq(text, "b.c:7: size=20.0 KiB (+19.9 KiB), count=8 (+5), average=2560 B");
    slots_trace_format_difference(&list.items[1], text, sizeof text);
    ck_assert_str_eq(text, "a.c:9: size=0 B (-150 B), count=0 (-3)");
    slots_trace_format_difference(&list.items[2], text, sizeof text);
    ck_assert_str_eq(text, "a.c:4: size=150 B (+0 B), count=3 (+0), average=50 B");
    ck_assert_str_eq(list.items[3].file, "empty.c");
    slots_trace_snapshot_free(old);
}
END_TEST

/* Keeps what filters keep, and says how many rows those are. */
static size_t kept(const slots_trace_filter *filters, size_t count) {
    slots_snapshot *rest = slots_trace_filter_rows(snapshot, filters, count);
    size_t rows = rest->count;
    ck_assert_uint_eq(rest->peak, 20);
    slots_trace_snapshot_free(rest);
    return rows;
}

START_TEST(a_filter_keeps_or_takes_away) {
    const slots_trace_filter by_file = {"?.c", NULL, 0, 0};
    const slots_trace_filter by_line = {"b*", NULL, 7, 0};
    const slots_trace_filter by_class = {NULL, "A", 0, 0};
    const slots_trace_filter no_class = {NULL, "*", 0, 1};
    const slots_trace_filter not_a = {"a.c", NULL, 0, 1};
    const slots_trace_filter both[] = {{"?.c", NULL, 0, 0}, {NULL, "B", 0, 1}};
    const slots_trace_filter either[] = {{"g*", NULL, 0, 0}, {"*y.c", NULL, 0, 0}};
    parse(sample);
    ck_assert_uint_eq(kept(NULL, 0), 6);
    ck_assert_uint_eq(kept(&by_file, 1), 4);
    ck_assert_uint_eq(kept(&by_line, 1), 2);
    ck_assert_uint_eq(kept(&by_class, 1), 3);
    ck_assert_uint_eq(kept(&no_class, 1), 2);
    ck_assert_uint_eq(kept(&not_a, 1), 4);
    ck_assert_uint_eq(kept(both, 2), 3);
    ck_assert_uint_eq(kept(either, 2), 2);
}
END_TEST

START_TEST(a_pattern_is_for_the_whole_name) {
    ck_assert(slots_trace_fits("", ""));
    ck_assert(slots_trace_fits("**", ""));
    ck_assert(!slots_trace_fits("?", ""));
    ck_assert(!slots_trace_fits("a", "ab"));
    ck_assert(!slots_trace_fits("b", "ab"));
    ck_assert(slots_trace_fits("*b", "abab"));
    ck_assert(slots_trace_fits("a*b?d*", "axxbxbcd"));
    ck_assert(!slots_trace_fits("a*b?d", "axxbxbcde"));
    ck_assert(slots_trace_fits("src/*/x.c", "src/a/b/x.c"));
}
END_TEST

static const char *size_of(double bytes, bool with_sign) {
    static char text[64];
    slots_trace_format_size(bytes, with_sign, text, sizeof text);
    return text;
}

START_TEST(a_size_has_the_unit_that_fits) {
    ck_assert_str_eq(size_of(0, false), "0 B");
    ck_assert_str_eq(size_of(0, true), "+0 B");
    ck_assert_str_eq(size_of(10239, false), "10239 B");
    ck_assert_str_eq(size_of(10240, false), "10.0 KiB");
    ck_assert_str_eq(size_of(-102400, true), "-100 KiB");
    ck_assert_str_eq(size_of(21402, true), "+20.9 KiB");
    ck_assert_str_eq(size_of(1e18, false), "909495 TiB");
}
END_TEST

START_TEST(a_text_is_cut_as_snprintf_does) {
    char text[8];
    parse(sample);
    ck_assert_int_eq(slots_trace_statistics(snapshot, SLOTS_TRACE_BY_LINE, &list), SLOTS_OK);
    ck_assert_uint_eq(slots_trace_format(&list.items[0], text, sizeof text), 40);
    ck_assert_str_eq(text, "b.c:7: ");
    ck_assert_uint_eq(slots_trace_format(&list.items[0], NULL, 0), 40);
}
END_TEST

START_TEST(a_snapshot_is_saved_and_loaded) {
    char path[] = "/tmp/slotc-snapshot-XXXXXX";
    slots_snapshot *loaded = NULL;
    int file = mkstemp(path);
    parse(HEAD "rows\t2\n"
               "1\t1\t9223372036854775807\t1\t4294967295\tA\ta \\x5c\\x09\\x0a\\x7f\xc3\xa4.c\n"
               "0\t0\t0\t0\t0\t-\t\n");
    ck_assert_int_eq(slots_trace_save(snapshot, path), SLOTS_OK);
    ck_assert_int_eq(slots_trace_load(path, &loaded), SLOTS_OK);
    ck_assert_uint_eq(loaded->count, 2);
    ck_assert_uint_eq(loaded->lost, 3);
    ck_assert_str_eq(loaded->rows[0].file, "");
    ck_assert_ptr_null(loaded->rows[0].type);
    ck_assert_str_eq(loaded->rows[1].file, "a \\\t\n\x7f\xc3\xa4.c");
    ck_assert_str_eq(loaded->rows[1].type, "A");
    ck_assert_uint_eq(loaded->rows[1].line, UINT32_MAX);
    ck_assert_uint_eq(loaded->rows[1].total_size, INT64_MAX);
    slots_trace_snapshot_free(loaded);
    close(file);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_or_written_is_told) {
    slots_snapshot *loaded = NULL;
    parse(sample);
    errno = 0;
    ck_assert_int_eq(slots_trace_save(snapshot, "/nowhere/at/all"), SLOTS_IO_ERROR);
    ck_assert_int_eq(errno, ENOENT);
    errno = 0;
    ck_assert_int_eq(slots_trace_load("/nowhere/at/all", &loaded), SLOTS_IO_ERROR);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(slots_trace_load("/", &loaded), SLOTS_IO_ERROR);
    ck_assert_int_eq(errno, EISDIR);
    ck_assert_int_eq(slots_trace_save(snapshot, "/dev/null/x"), SLOTS_IO_ERROR);
    ck_assert_ptr_null(loaded);
    char text[64];
    slots_error(text, sizeof text, SLOTS_IO_ERROR, NULL, "a.trace");
    ck_assert_str_eq(text, "file 'a.trace' could not be read or written");
    slots_error(text, sizeof text, SLOTS_FORMAT_ERROR, NULL, NULL);
    ck_assert_str_eq(text, "file is damaged, or not of the right kind");
}
END_TEST

static const struct {
    const char *text;
    size_t line;
} wrong[] = {
    {"", 1},
    {"slotc-trace 2\n", 1},
    {"slotc-trace 1", 1},
    {"slotc-trace 1\n", 2},
    {"slotc-trace 1\ncurrent 10\n", 2},
    {"slotc-trace 1\ncurrent\t-1\n", 2},
    {"slotc-trace 1\ncurrent\t9223372036854775808\n", 2},
    {"slotc-trace 1\ncurrent\t99999999999999999999999999\n", 2},
    {"slotc-trace 1\ncurrent\t1\npeak\t\n", 3},
    {HEAD, 5},
    {HEAD "rows\t1", 5},
    {HEAD "rows\t1\n", 5},
    {HEAD "rows\t9223372036854775807\n1\t1\t1\t1\t1\tA\ta.c\n", 5},
    {HEAD "rows\t2\n1\t1\t1\t1\t1\tA\ta.c\n", 7},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta.c", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta.c\n\n", 7},
    {HEAD "rows\t1\n1\t1\t1\t1\t4294967296\tA\ta.c\n", 6},
    {HEAD "rows\t1\n2\t1\t1\t1\t1\tA\ta.c\n", 6},
    {HEAD "rows\t1\n1\t2\t1\t1\t1\tA\ta.c\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA a.c\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\\x0.c\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\\n\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\\x00\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\\x5C\n", 6},
    {HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\\\n", 6},
};

START_TEST(what_is_no_snapshot_is_refused_with_its_line) {
    size_t line = 0;
    ck_assert_int_eq(slots_trace_parse(wrong[_i].text, strlen(wrong[_i].text), &snapshot, &line),
                     SLOTS_FORMAT_ERROR);
    ck_assert_uint_eq(line, wrong[_i].line);
    ck_assert_ptr_null(snapshot);
}
END_TEST

START_TEST(a_nul_is_no_part_of_a_name) {
    static const char text[] = HEAD "rows\t1\n1\t1\t1\t1\t1\tA\ta\0b\n";
    ck_assert_int_eq(slots_trace_parse(text, sizeof text - 1, &snapshot, NULL), SLOTS_FORMAT_ERROR);
}
END_TEST

START_TEST(sums_stop_at_the_most) {
    parse(HEAD "rows\t2\n"
               "9223372036854775807\t9223372036854775807\t9223372036854775807"
               "\t9223372036854775807\t1\tA\ta.c\n"
               "9223372036854775807\t9223372036854775807\t9223372036854775807"
               "\t9223372036854775807\t1\tA\ta.c\n");
    ck_assert_uint_eq(snapshot->count, 1);
    ck_assert_uint_eq(snapshot->rows[0].total_size, INT64_MAX);
    expect(SLOTS_TRACE_BY_LINE,
           "a.c:1: size=8388608 TiB, count=9223372036854775807, average=1 B\n");
}
END_TEST

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Changes some bytes to others that matter, or cuts the text. */
static size_t mutate(char *text, size_t length, uint32_t *state) {
    static const char bytes[] = "\t\n\\x0159-ab\0\xff";
    for (uint32_t changes = next_random(state) % 4; changes > 0; changes--) {
        text[next_random(state) % length] = bytes[next_random(state) % (sizeof bytes - 1)];
    }
    return next_random(state) % 8 == 0 ? next_random(state) % (length + 1) : length;
}

START_TEST(any_bytes_are_read_or_refused) {
    size_t length = strlen(sample);
    uint32_t state = 4711;
    size_t read = 0;
    for (int i = 0; i < 30000; i++) {
        char *text = (malloc)(length);
        ck_assert_ptr_nonnull(text);
        memcpy(text, sample, length);
        size_t cut = mutate(text, length, &state);
        slots_snapshot *parsed = NULL;
        size_t line = 0;
        slots_status status = slots_trace_parse(text, cut, &parsed, &line);
        ck_assert(status == SLOTS_OK ? line == 0 : status == SLOTS_FORMAT_ERROR && line > 0);
        read += status == SLOTS_OK;
        slots_trace_snapshot_free(parsed);
        (free)(text);
    }
    ck_assert_uint_gt(read, 1000);
    ck_assert_uint_lt(read, 29000);
}
END_TEST

/* Every allocation fails once: the call says so, and nothing is lost. */
START_TEST(a_failing_allocation_leaves_all_as_it_was) {
    const slots_trace_filter all = {"*", NULL, 0, 0};
    char path[] = "/tmp/slotc-snapshot-XXXXXX";
    int file = mkstemp(path);
    parse(sample);
    ck_assert_int_eq(slots_trace_save(snapshot, path), SLOTS_OK);
    size_t before = blocks;
    size_t failures = 0;
    for (size_t at = 1;; at++, failures++) {
        slots_snapshot *loaded = NULL;
        slots_snapshot *rest = NULL;
        asked = 0;
        malloc_fails_at = at;
        slots_status status = slots_trace_load(path, &loaded);
        if (status == SLOTS_OK) {
            rest = slots_trace_filter_rows(loaded, &all, 1);
            status = rest == NULL ? SLOTS_NO_MEMORY : slots_trace_save(rest, path);
        }
        if (status == SLOTS_OK) {
            status = slots_trace_compare(rest, loaded, SLOTS_TRACE_BY_CLASS, &list);
        }
        slots_trace_list_free(&list);
        slots_trace_snapshot_free(rest);
        slots_trace_snapshot_free(loaded);
        ck_assert_uint_eq(blocks, before);
        if (asked < at) {
            ck_assert_int_eq(status, SLOTS_OK);
            break;
        }
        ck_assert_int_eq(status, SLOTS_NO_MEMORY);
    }
    ck_assert_uint_ge(failures, 10);
    malloc_fails_at = 0;
    close(file);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("slots_snapshot");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, statistics_are_grouped_and_the_biggest_comes_first);
    tcase_add_test(all, a_comparison_has_what_came_and_what_went);
    tcase_add_test(all, a_filter_keeps_or_takes_away);
    tcase_add_test(all, a_pattern_is_for_the_whole_name);
    tcase_add_test(all, a_size_has_the_unit_that_fits);
    tcase_add_test(all, a_text_is_cut_as_snprintf_does);
    tcase_add_test(all, a_snapshot_is_saved_and_loaded);
    tcase_add_test(all, a_file_that_cannot_be_read_or_written_is_told);
    tcase_add_loop_test(all, what_is_no_snapshot_is_refused_with_its_line, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(all, a_nul_is_no_part_of_a_name);
    tcase_add_test(all, sums_stop_at_the_most);
    tcase_add_test(all, any_bytes_are_read_or_refused);
    tcase_add_test(all, a_failing_allocation_leaves_all_as_it_was);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
