#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../generator/mem.h"
#include "../../generator/source.h"
#include "run_suite.h"

static struct mem *mem;
static char path[64];

static void set_up(void) {
    mem = mem_new();
    strcpy(path, "/tmp/slotc-test-XXXXXX");
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    close(file);
}

static void tear_down(void) {
    unlink(path);
    mem_free(mem);
}

static const struct source *source_of(const char *text) {
    return source_from_bytes(mem, "t.slots", mem_string(mem, text), strlen(text));
}

static void assert_at(const struct source *source, uint32_t offset, uint32_t line,
                      uint32_t column) {
    struct position position = source_position(source, offset);
    ck_assert_uint_eq(position.line, line);
    ck_assert_uint_eq(position.column, column);
}

static void assert_line(const struct source *source, uint32_t line, const char *text) {
    size_t length = 0;
    const char *bytes = source_line(source, line, &length);
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_mem_eq(bytes, text, length);
}

START_TEST(lines_and_columns_count_from_one) {
    const struct source *source = source_of("ab\n\ncd");
    assert_at(source, 0, 1, 1);
    assert_at(source, 1, 1, 2);
    assert_at(source, 2, 1, 3);
    assert_at(source, 3, 2, 1);
    assert_at(source, 4, 3, 1);
    assert_at(source, 6, 3, 3);
}
END_TEST

START_TEST(the_end_behind_a_last_line_feed_is_a_line_of_its_own) {
    const struct source *source = source_of("ab\n");
    ck_assert_uint_eq(source->line_count, 2);
    assert_at(source, 3, 2, 1);
    assert_line(source, 1, "ab");
    assert_line(source, 2, "");
}
END_TEST

START_TEST(an_empty_source_has_one_line) {
    const struct source *source = source_of("");
    ck_assert_uint_eq(source->line_count, 1);
    assert_at(source, 0, 1, 1);
    assert_line(source, 1, "");
}
END_TEST

START_TEST(columns_count_bytes) {
    assert_at(source_of("\xc3\xa4\tx"), 3, 1, 4);
}
END_TEST

START_TEST(a_line_is_shown_without_its_carriage_return) {
    const struct source *source = source_of("ab\r\n\r\nc\rd");
    assert_line(source, 1, "ab");
    assert_line(source, 2, "");
    assert_line(source, 3, "c\rd");
    assert_at(source, 6, 3, 1);
}
END_TEST

START_TEST(a_byte_order_mark_is_not_among_the_bytes) {
    const struct source *source = source_of("\xef\xbb\xbf"
                                            "ab");
    ck_assert_uint_eq(source->length, 2);
    ck_assert_int_eq(source->bytes[0], 'a');
    assert_at(source, 0, 1, 1);
    ck_assert_uint_eq(source_of("\xef\xbb\xbf")->length, 0);
    ck_assert_uint_eq(source_of("\xef\xbb")->length, 2);
    /* Only the first one is a mark. */
    ck_assert_uint_eq(source_of("\xef\xbb\xbf\xef\xbb\xbf")->length, 3);
}
END_TEST

START_TEST(every_offset_of_many_lines_is_found) {
    char text[1000];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = i % 7 == 6 ? '\n' : 'a';
    }
    const struct source *source = source_from_bytes(mem, "t", text, sizeof text);
    for (uint32_t i = 0; i <= sizeof text; i++) {
        assert_at(source, i, i / 7 + 1, i % 7 + 1);
    }
}
END_TEST

START_TEST(spans_join_and_have_a_place_behind_them) {
    const struct source *source = source_of("abcdef");
    struct span joined = span_join((struct span){source, 1, 2}, (struct span){source, 4, 5});
    ck_assert_ptr_eq(joined.source, source);
    ck_assert_uint_eq(joined.start, 1);
    ck_assert_uint_eq(joined.end, 5);
    struct span behind = span_after(joined);
    ck_assert_uint_eq(behind.start, 5);
    ck_assert_uint_eq(behind.end, 5);
}
END_TEST

START_TEST(a_file_is_read_whole) {
    enum {
        LENGTH = 200000
    };
    FILE *file = fopen(path, "wb");
    for (int i = 0; i < LENGTH; i++) {
        fputc('a' + i % 26, file);
    }
    fclose(file);
    struct source *source = NULL;
    const char *error = NULL;
    ck_assert_int_eq(source_read(mem, path, &source, &error), SOURCE_READ);
    ck_assert_uint_eq(source->length, LENGTH);
    ck_assert_int_eq(source->bytes[LENGTH - 1], 'a' + (LENGTH - 1) % 26);
    ck_assert_str_eq(source->path, path);
}
END_TEST

START_TEST(an_empty_file_is_a_source) {
    struct source *source = NULL;
    const char *error = NULL;
    ck_assert_int_eq(source_read(mem, path, &source, &error), SOURCE_READ);
    ck_assert_uint_eq(source->length, 0);
}
END_TEST

START_TEST(what_cannot_be_read_says_why) {
    struct source *source = NULL;
    const char *error = NULL;
    ck_assert_int_eq(source_read(mem, "/tmp", &source, &error), SOURCE_UNREADABLE);
    ck_assert_str_eq(error, "Is a directory");
    unlink(path);
    ck_assert_int_eq(source_read(mem, path, &source, &error), SOURCE_UNREADABLE);
    ck_assert_str_eq(error, "No such file or directory");
}
END_TEST

START_TEST(a_file_of_64_mib_is_read_and_a_larger_one_is_told_apart) {
    struct source *source = NULL;
    const char *error = NULL;
    ck_assert_int_eq(truncate(path, (off_t)SOURCE_MAX_BYTES), 0);
    ck_assert_int_eq(source_read(mem, path, &source, &error), SOURCE_READ);
    ck_assert_uint_eq(source->length, SOURCE_MAX_BYTES);
    ck_assert_int_eq(truncate(path, (off_t)SOURCE_MAX_BYTES + 1), 0);
    ck_assert_int_eq(source_read(mem, path, &source, &error), SOURCE_TOO_LARGE);
    ck_assert_uint_eq(source->length, 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("source");
    TCase *tests = tcase_create("source");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, lines_and_columns_count_from_one);
    tcase_add_test(tests, the_end_behind_a_last_line_feed_is_a_line_of_its_own);
    tcase_add_test(tests, an_empty_source_has_one_line);
    tcase_add_test(tests, columns_count_bytes);
    tcase_add_test(tests, a_line_is_shown_without_its_carriage_return);
    tcase_add_test(tests, a_byte_order_mark_is_not_among_the_bytes);
    tcase_add_test(tests, every_offset_of_many_lines_is_found);
    tcase_add_test(tests, spans_join_and_have_a_place_behind_them);
    tcase_add_test(tests, a_file_is_read_whole);
    tcase_add_test(tests, an_empty_file_is_a_source);
    tcase_add_test(tests, what_cannot_be_read_says_why);
    tcase_add_test(tests, a_file_of_64_mib_is_read_and_a_larger_one_is_told_apart);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
