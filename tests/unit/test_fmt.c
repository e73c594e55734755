#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fmt_whole.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

static const struct source *source_of(const char *text) {
    return source_from_bytes(mem, "t.slots", text, strlen(text));
}

/* A text laid out, which is to parse and to keep what it has. */
static const char *laid_out(const char *text) {
    struct text out;
    bool parsed = false;
    const char *fault = fmt_fault(mem, text, strlen(text), &out, &parsed);
    ck_assert_msg(fault == NULL && parsed, "%s:\n%s\n====\n%s", fault == NULL ? "refused" : fault,
                  text, text_string(&out));
    return text_string(&out);
}

START_TEST(the_result_is_appended) {
    struct text out = {.mem = mem};
    text_add_string(&out, "before\n");
    ck_assert(fmt(mem, source_of("record  A slots{}"), diagnostics_new(mem), &out));
    ck_assert_str_eq(text_string(&out), "before\nrecord A slots { }\n");
}
END_TEST

START_TEST(what_does_not_parse_appends_nothing) {
    struct text out = {.mem = mem};
    struct diagnostics *diagnostics = diagnostics_new(mem);
    text_add_string(&out, "before\n");
    ck_assert(!fmt(mem, source_of("record A slots { a u8; }"), diagnostics, &out));
    ck_assert_str_eq(text_string(&out), "before\n");
    ck_assert_uint_eq(diagnostics->error_count, 1);
}
END_TEST

START_TEST(warnings_of_the_parser_refuse_nothing) {
    ck_assert_str_eq(laid_out("/// of nothing"), "/// of nothing\n");
}
END_TEST

/* The text of the sample with a piece at an offset. */
static const char *with_piece(size_t at, const char *piece) {
    const char *head = mem_copy(mem, fmt_sample, at);
    return mem_concat(mem, head, piece, fmt_sample + at, NULL);
}

START_TEST(a_comment_may_stand_between_any_two_tokens) {
    static const char *const pieces[] = {
        " /* c */ ",      "\n// c\n",     " // c\n",    "\n/* c */\n", " /* c\n d */ ",
        "\n/*\n* c\n*/ ", "\n\n// c\n\n", " /// c\n",   "\n/// c\n",   "/* c */",
        "//// c\n",       "///\n",        " \r\n \r\n", "/**/",        " /* a */ // b\n",
    };
    const struct source *source = source_of(fmt_sample);
    size_t checked = 0;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct lexer lexer = {.source = source, .diagnostics = diagnostics_new(mem)};
        struct token token;
        do {
            token = lex_next(&lexer);
            (void)laid_out(with_piece(token.start, pieces[i]));
            checked++;
        } while (token.kind != TOKEN_END);
        mem_clear(mem);
        source = source_of(fmt_sample);
    }
    ck_assert_uint_gt(checked, 1500);
}
END_TEST

START_TEST(a_text_that_is_cut_anywhere_is_refused_or_laid_out) {
    for (size_t length = 0; length < sizeof fmt_sample; length++) {
        struct text out;
        bool parsed = false;
        const char *fault = fmt_fault(mem, fmt_sample, length, &out, &parsed);
        ck_assert_msg(fault == NULL, "%zu: %s", length, fault);
        mem_clear(mem);
    }
}
END_TEST

START_TEST(lines_stay_short_where_they_were) {
    const char *bytes = laid_out(fmt_sample);
    while (*bytes != '\0') {
        size_t length = strcspn(bytes, "\n");
        ck_assert_uint_le(length, FMT_COLUMNS);
        ck_assert_msg(length == 0 || bytes[length - 1] != ' ', "%.*s|", (int)length, bytes);
        bytes += length + 1;
    }
}
END_TEST

int main(void) {
    TCase *tcase = tcase_create("fmt");
    tcase_set_timeout(tcase, 30); /* all places of comments, under sanitizers too */
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_result_is_appended);
    tcase_add_test(tcase, what_does_not_parse_appends_nothing);
    tcase_add_test(tcase, warnings_of_the_parser_refuse_nothing);
    tcase_add_test(tcase, a_comment_may_stand_between_any_two_tokens);
    tcase_add_test(tcase, a_text_that_is_cut_anywhere_is_refused_or_laid_out);
    tcase_add_test(tcase, lines_stay_short_where_they_were);
    Suite *suite = suite_create("fmt");
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
