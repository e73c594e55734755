#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/lsp_position.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

static struct lsp_text text_of(const char *bytes) {
    return lsp_text_of(mem, bytes, strlen(bytes));
}

static size_t offset(const char *bytes, enum lsp_encoding encoding, size_t line, size_t character) {
    struct lsp_text text = text_of(bytes);
    return lsp_offset(&text, encoding, (struct lsp_position){line, character});
}

static void check_position(const char *bytes, enum lsp_encoding encoding, size_t at, size_t line,
                           size_t character) {
    struct lsp_text text = text_of(bytes);
    struct lsp_position position = lsp_position(&text, encoding, at);
    ck_assert_uint_eq(position.line, line);
    ck_assert_uint_eq(position.character, character);
}

START_TEST(a_line_ends_with_lf_cr_lf_or_cr) {
    struct lsp_text text = text_of("a\nb\r\nc\rd\n\r\r\n");
    ck_assert_uint_eq(text.line_count, 7);
    check_position("a\nb\r\nc\rd\n\r\r\n", LSP_UTF16, 7, 3, 0);
    ck_assert_uint_eq(offset("a\nb\r\nc\rd", LSP_UTF16, 3, 1), 8);
    ck_assert_uint_eq(text_of("").line_count, 1);
}
END_TEST

START_TEST(units_are_those_of_the_encoding) {
    const char *bytes = "a\xc3\xa9\xf0\x9f\x8c\xa1z";
    check_position(bytes, LSP_UTF16, 7, 0, 4);
    check_position(bytes, LSP_UTF8, 7, 0, 7);
    ck_assert_uint_eq(offset(bytes, LSP_UTF16, 0, 4), 7);
    ck_assert_uint_eq(offset(bytes, LSP_UTF8, 0, 7), 7);
}
END_TEST

START_TEST(a_place_within_a_character_is_its_start) {
    const char *bytes = "\xf0\x9f\x8c\xa1z";
    ck_assert_uint_eq(offset(bytes, LSP_UTF16, 0, 1), 0);
    ck_assert_uint_eq(offset(bytes, LSP_UTF8, 0, 3), 0);
    check_position(bytes, LSP_UTF16, 2, 0, 0);
}
END_TEST

START_TEST(beyond_an_end_is_the_end) {
    ck_assert_uint_eq(offset("ab\r\ncd", LSP_UTF16, 0, 9), 2);
    ck_assert_uint_eq(offset("ab\r\ncd", LSP_UTF16, 1, 9), 6);
    ck_assert_uint_eq(offset("ab\r\ncd", LSP_UTF16, 9, 0), 6);
    check_position("ab\r\ncd", LSP_UTF16, 99, 1, 2);
}
END_TEST

START_TEST(a_byte_that_is_no_utf_8_is_one_unit) {
    check_position("\xff\xfez", LSP_UTF16, 2, 0, 2);
    ck_assert_uint_eq(offset("\xc3z", LSP_UTF8, 0, 1), 1);
}
END_TEST

/* Every offset at the start of a character has a position that leads back to it. */
START_TEST(positions_and_offsets_are_inverse) {
    static const char *const pieces[] = {"a", "\n", "\r\n", "\xc3\xa9", "\xf0\x9f\x8c\xa1", " "};
    unsigned state = 7;
    for (int round = 0; round < 200; round++) {
        char bytes[128] = "";
        size_t starts[32];
        size_t count = 0;
        for (int i = 0; i < 20; i++) {
            state = state * 1103515245U + 12345U;
            starts[count++] = strlen(bytes);
            strcat(bytes, pieces[(state >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        struct lsp_text text = text_of(bytes);
        for (size_t i = 0; i < count; i++) {
            for (enum lsp_encoding encoding = LSP_UTF16; encoding <= LSP_UTF8; encoding++) {
                struct lsp_position position = lsp_position(&text, encoding, starts[i]);
                ck_assert_uint_eq(lsp_offset(&text, encoding, position), starts[i]);
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lsp_position");
    TCase *cases = tcase_create("lsp_position");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_line_ends_with_lf_cr_lf_or_cr);
    tcase_add_test(cases, units_are_those_of_the_encoding);
    tcase_add_test(cases, a_place_within_a_character_is_its_start);
    tcase_add_test(cases, beyond_an_end_is_the_end);
    tcase_add_test(cases, a_byte_that_is_no_utf_8_is_one_unit);
    tcase_add_test(cases, positions_and_offsets_are_inverse);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
