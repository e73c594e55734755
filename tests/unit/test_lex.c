#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/lex.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;
static struct diagnostics *diagnostics;

static void set_up(void) {
    mem = mem_new();
    diagnostics = diagnostics_new(mem);
}

static void tear_down(void) {
    mem_free(mem);
}

static struct lexer lex_bytes(const char *bytes, size_t length) {
    /* A copy of its own, so that a read past the end is seen. */
    const char *copy = mem_copy(mem, bytes, length);
    const struct source *source = source_from_bytes(mem, "t.slots", copy, length);
    return (struct lexer){.source = source, .diagnostics = diagnostics};
}

static struct lexer lex(const char *text) {
    return lex_bytes(text, strlen(text));
}

static struct token only_token(const char *text) {
    struct lexer lexer = lex(text);
    struct token token = lex_next(&lexer);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_END);
    return token;
}

static bool is_text(const char *bytes, size_t length) {
    struct lexer lexer = lex_bytes(bytes, length);
    return lex_check_encoding(lexer.source, diagnostics);
}

/* The message of the one finding, which spans start to end; forgets it. */
static const char *finding(uint32_t start, uint32_t end) {
    ck_assert_uint_eq(diagnostics->count, 1);
    const struct diagnostic *diagnostic = diagnostics->items[0];
    ck_assert_uint_eq(diagnostic->span.start, start);
    ck_assert_uint_eq(diagnostic->span.end, end);
    ck_assert_ptr_nonnull(diagnostic->help);
    diagnostics->count = 0;
    return diagnostic->message;
}

START_TEST(each_punctuation_byte_is_its_token) {
    static const char bytes[] = ";:,.{}()[]@=-+?";
    static const enum token_kind kinds[] = {TOKEN_SEMICOLON,
                                            TOKEN_COLON,
                                            TOKEN_COMMA,
                                            TOKEN_DOT,
                                            TOKEN_OPEN_BRACE,
                                            TOKEN_CLOSE_BRACE,
                                            TOKEN_OPEN_PARENTHESIS,
                                            TOKEN_CLOSE_PARENTHESIS,
                                            TOKEN_OPEN_BRACKET,
                                            TOKEN_CLOSE_BRACKET,
                                            TOKEN_AT,
                                            TOKEN_EQUALS,
                                            TOKEN_MINUS,
                                            TOKEN_PLUS,
                                            TOKEN_QUESTION};
    struct lexer lexer = lex(bytes);
    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct token token = lex_next(&lexer);
        ck_assert_int_eq(token.kind, kinds[i]);
        ck_assert_uint_eq(token.start, i);
        ck_assert_uint_eq(token.end, i + 1);
    }
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_END);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_END);
    ck_assert_uint_eq(diagnostics->count, 0);
}
END_TEST

START_TEST(trivia_are_the_bytes_since_the_token_before) {
    struct lexer lexer = lex("  a // one\n/* two */ b");
    struct token a = lex_next(&lexer);
    ck_assert_uint_eq(a.trivia, 0);
    ck_assert_uint_eq(a.start, 2);
    struct token b = lex_next(&lexer);
    ck_assert_uint_eq(b.trivia, a.end);
    ck_assert_uint_eq(b.start, 21);
    struct token end = lex_next(&lexer);
    ck_assert_uint_eq(end.trivia, b.end);
    ck_assert_uint_eq(end.start, b.end);
}
END_TEST

START_TEST(tokens_and_their_trivia_cover_every_byte) {
    static const char text[] = "/// d\nrecord A : B slots {\r\n\ta: u8 = 0x1f; // c\n}\n/* e */ \n";
    struct lexer lexer = lex(text);
    uint32_t at = 0;
    struct token token;
    do {
        token = lex_next(&lexer);
        ck_assert_uint_eq(token.trivia, at);
        ck_assert_uint_le(token.trivia, token.start);
        ck_assert_uint_le(token.start, token.end);
        at = token.end;
    } while (token.kind != TOKEN_END);
    ck_assert_uint_eq(at, strlen(text));
}
END_TEST

START_TEST(a_token_knows_whether_it_is_first_on_its_line) {
    struct lexer lexer = lex("a b\nc /* \n */ d // e\r\nf");
    ck_assert(lex_next(&lexer).first_on_line);
    ck_assert(!lex_next(&lexer).first_on_line);
    ck_assert(lex_next(&lexer).first_on_line);
    ck_assert(!lex_next(&lexer).first_on_line);
    ck_assert(lex_next(&lexer).first_on_line);
}
END_TEST

START_TEST(three_slashes_are_documentation_and_four_are_not) {
    struct lexer lexer = lex("/// one\n//// two\n///\n////\n// three\nend");
    struct token token = lex_next(&lexer);
    ck_assert_int_eq(token.kind, TOKEN_DOC);
    ck_assert_uint_eq(token.end, 7);
    token = lex_next(&lexer);
    ck_assert_int_eq(token.kind, TOKEN_DOC);
    ck_assert_uint_eq(token.start, 17);
    ck_assert_uint_eq(token.end, 20);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
}
END_TEST

START_TEST(names_are_ascii_identifiers) {
    ck_assert_int_eq(only_token("_a9Z").kind, TOKEN_NAME);
    ck_assert_int_eq(only_token("_").kind, TOKEN_NAME);
    struct lexer lexer = lex("a-b");
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_MINUS);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
}
END_TEST

START_TEST(a_name_may_have_128_bytes) {
    char name[130];
    memset(name, 'n', sizeof name);
    struct lexer lexer = lex_bytes(name, 128);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_uint_eq(diagnostics->count, 0);
    lexer = lex_bytes(name, 129);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_uint_eq(diagnostics->count, 1);
    ck_assert_ptr_eq(diagnostics->items[0]->rule, error_rule(ERROR_LIMIT));
}
END_TEST

struct integer_case {
    const char *text;
    uint64_t value;
};

static const struct integer_case integers[] = {
    {"0", 0},
    {"10_000_000", 10000000},
    {"0x1F", 31},
    {"0Xff_ff", 65535},
    {"0b101", 5},
    {"0B1_1", 3},
    {"18446744073709551615", UINT64_MAX},
    {"0xffff_ffff_ffff_ffff", UINT64_MAX},
    {"0b1111111111111111111111111111111111111111111111111111111111111111", UINT64_MAX},
};

START_TEST(an_integer_has_the_value_that_it_spells) {
    const struct integer_case *row = &integers[_i];
    struct lexer lexer = lex(row->text);
    struct token token = lex_next(&lexer);
    uint64_t value = 0;
    ck_assert_int_eq(token.kind, TOKEN_INTEGER);
    ck_assert_uint_eq(token.end, strlen(row->text));
    ck_assert(lex_integer(lexer.source, token, &value));
    ck_assert_uint_eq(value, row->value);
}
END_TEST

static const char *const too_large[] = {
    "18446744073709551616", "99999999999999999999999", "0x1_0000_0000_0000_0000",
    "0b10000000000000000000000000000000000000000000000000000000000000000"};

START_TEST(an_integer_of_more_than_64_bits_is_told_apart) {
    struct lexer lexer = lex(too_large[_i]);
    struct token token = lex_next(&lexer);
    uint64_t value = 0;
    ck_assert_int_eq(token.kind, TOKEN_INTEGER);
    ck_assert(!lex_integer(lexer.source, token, &value));
}
END_TEST

struct float_case {
    const char *text;
    double value;
};

static const struct float_case floats[] = {
    {"0.0", 0.0},    {"1.5", 1.5},    {"1e3", 1000.0}, {"1E-2", 0.01},  {".25", 0.25},
    {"2.", 2.0},     {"1_0.5", 10.5}, {"1.0_1", 1.01}, {"0x1p4", 16.0}, {"0x1.8p1", 3.0},
    {"1e1_0", 1e10}, {"00.5", 0.5},   {"1.e2", 100.0}, {"0x.8p0", 0.5}, {"0e0", 0.0},
};

START_TEST(a_float_has_the_value_that_it_spells) {
    const struct float_case *row = &floats[_i];
    struct lexer lexer = lex(row->text);
    struct token token = lex_next(&lexer);
    ck_assert_int_eq(token.kind, TOKEN_FLOAT);
    ck_assert_uint_eq(token.end, strlen(row->text));
    ck_assert_double_eq(lex_float(mem, lexer.source, token), row->value);
}
END_TEST

static const char *const malformed_numbers[] = {
    "1_",    "1__0", "0x",   "0x_1", "0b",   "0b2",  "0b1_", "1u",  "1.5f",
    "0x1.8", "1e",   "1e+",  "1.0_", "1._0", "0x1p", "12ab", "017", "00",
    "0_1x",  "1e5L", "1.5e", "0b12", "0xfg", "1_e5", "0x1_",
};

START_TEST(a_malformed_number_is_one_token_and_one_finding) {
    const char *text = malformed_numbers[_i];
    ck_assert_int_eq(only_token(text).kind, TOKEN_BAD);
    finding(0, (uint32_t)strlen(text));
}
END_TEST

struct string_case {
    const char *text;
    const char *value;
    size_t length;
};

static const struct string_case strings[] = {
    {"\"\"", "", 0},
    {"\"a b\"", "a b", 3},
    {"\"\\\\ \\\" \\n \\t\"", "\\ \" \n \t", 7},
    {"\"\\x41\\xfF\\x00z\"", "A\xff\0z", 4},
    {"\"// no /* comment\"", "// no /* comment", 16},
    {"\"\xc3\xa9\"", "\xc3\xa9", 2},
};

START_TEST(a_string_stands_for_its_bytes) {
    const struct string_case *row = &strings[_i];
    struct lexer lexer = lex(row->text);
    struct token token = lex_next(&lexer);
    size_t length = 0;
    ck_assert_int_eq(token.kind, TOKEN_STRING);
    const char *value = lex_string(mem, &lexer, token, &length);
    ck_assert_uint_eq(length, row->length);
    ck_assert_mem_eq(value, row->value, row->length + 1);
    ck_assert_uint_eq(diagnostics->count, 0);
}
END_TEST

static const char *const bad_escapes[] = {
    "\"ab\\q\"", "\"ab\\x\"", "\"ab\\x1\"", "\"ab\\xg0\"", "\"ab\\0\"", "\"ab\\'\"",
};

START_TEST(an_unknown_escape_is_found_where_it_stands) {
    struct lexer lexer = lex(bad_escapes[_i]);
    struct token token = lex_next(&lexer);
    size_t length = 0;
    ck_assert_int_eq(token.kind, TOKEN_STRING);
    ck_assert_ptr_null(lex_string(mem, &lexer, token, &length));
    finding(3, 5);
}
END_TEST

START_TEST(a_string_ends_with_its_line) {
    struct lexer lexer = lex("\"abc\n;");
    struct token token = lex_next(&lexer);
    ck_assert_int_eq(token.kind, TOKEN_BAD);
    finding(0, 4);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_SEMICOLON);
}
END_TEST

static const char *const open_strings[] = {"\"", "\"a", "\"\\", "\"a\\\"", "\"\\x4"};

START_TEST(a_string_cut_by_the_end_of_the_file_is_reported) {
    ck_assert_int_eq(only_token(open_strings[_i]).kind, TOKEN_BAD);
    finding(0, (uint32_t)strlen(open_strings[_i]));
}
END_TEST

START_TEST(a_comment_that_is_never_closed_is_reported_at_its_start) {
    struct lexer lexer = lex("a /* b ; *");
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_END);
    finding(2, 4);
}
END_TEST

START_TEST(a_slash_and_a_star_do_not_close_themselves) {
    struct lexer lexer = lex("/*/ a */ b /**/ c /***/");
    ck_assert_uint_eq(lex_next(&lexer).start, 9);
    ck_assert_uint_eq(lex_next(&lexer).start, 16);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_END);
    ck_assert_uint_eq(diagnostics->count, 0);
}
END_TEST

START_TEST(a_run_of_strange_bytes_is_one_finding) {
    struct lexer lexer = lex("a $%&! b");
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_BAD);
    diagnostics->items[0]->help = "";
    finding(2, 6);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
}
END_TEST

START_TEST(letters_outside_ascii_are_one_finding_of_whole_letters) {
    struct lexer lexer = lex("gr\xc3\xb6\xc3\x9f"
                             "e");
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_BAD);
    finding(2, 6);
    ck_assert_int_eq(lex_next(&lexer).kind, TOKEN_NAME);
}
END_TEST

START_TEST(only_blanks_tabs_and_line_ends_are_white_space) {
    ck_assert_int_eq(only_token(" \t\r\n;").kind, TOKEN_SEMICOLON);
    ck_assert_int_eq(only_token("\f").kind, TOKEN_BAD);
    ck_assert_int_eq(only_token("\v").kind, TOKEN_BAD);
    ck_assert_int_eq(only_token("\x7f").kind, TOKEN_BAD);
}
END_TEST

START_TEST(an_empty_source_is_its_end) {
    struct lexer lexer = lex("");
    struct token token = lex_next(&lexer);
    ck_assert_int_eq(token.kind, TOKEN_END);
    ck_assert_uint_eq(token.start, 0);
    ck_assert_uint_eq(token.end, 0);
}
END_TEST

struct bytes {
    const char *bytes;
    size_t length;
    uint32_t at; /* of the first byte that is no text */
};

static const struct bytes good_text[] = {
    {"", 0, 0},
    {"\x7f", 1, 0},
    {"\xc2\x80", 2, 0},
    {"\xdf\xbf", 2, 0},
    {"\xe0\xa0\x80", 3, 0},
    {"\xed\x9f\xbf", 3, 0},
    {"\xee\x80\x80", 3, 0},
    {"\xef\xbf\xbf", 3, 0},
    {"\xf0\x90\x80\x80", 4, 0},
    {"\xf4\x8f\xbf\xbf", 4, 0},
    {"\xef\xbb\xbf", 3, 0},
};

START_TEST(well_formed_utf_8_is_text) {
    ck_assert(is_text(good_text[_i].bytes, good_text[_i].length));
    ck_assert_uint_eq(diagnostics->count, 0);
}
END_TEST

static const struct bytes bad_text[] = {
    {"a\0b", 3, 1},
    {"a\x80", 2, 1},
    {"\xc0\x80", 2, 0},
    {"\xc1\xbf", 2, 0},
    {"ab\xc2", 3, 2},
    {"\xc2g", 2, 0},
    {"\xe0\x9f\xbf", 3, 0},
    {"\xed\xa0\x80", 3, 0},
    {"\xed\xbf\xbf", 3, 0},
    {"\xe2\x82", 2, 0},
    {"\xf0\x8f\xbf\xbf", 4, 0},
    {"\xf4\x90\x80\x80", 4, 0},
    {"\xf5\x80\x80\x80", 4, 0},
    {"\xf0\x90\x80", 3, 0},
    {"\xff\xfe"
     "a\0",
     4, 0},
    {"\xc3\xa9\xff", 3, 2},
};

START_TEST(the_first_byte_that_is_no_utf_8_is_reported) {
    const struct bytes *row = &bad_text[_i];
    ck_assert(!is_text(row->bytes, row->length));
    ck_assert_ptr_eq(diagnostics->items[0]->rule, error_rule(ERROR_ENCODING));
    finding(row->at, row->at + 1);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof *(rows)))

static void add_tokens(TCase *tests) {
    tcase_add_test(tests, each_punctuation_byte_is_its_token);
    tcase_add_test(tests, trivia_are_the_bytes_since_the_token_before);
    tcase_add_test(tests, tokens_and_their_trivia_cover_every_byte);
    tcase_add_test(tests, a_token_knows_whether_it_is_first_on_its_line);
    tcase_add_test(tests, three_slashes_are_documentation_and_four_are_not);
    tcase_add_test(tests, names_are_ascii_identifiers);
    tcase_add_test(tests, a_name_may_have_128_bytes);
    tcase_add_test(tests, a_comment_that_is_never_closed_is_reported_at_its_start);
    tcase_add_test(tests, a_slash_and_a_star_do_not_close_themselves);
    tcase_add_test(tests, a_run_of_strange_bytes_is_one_finding);
    tcase_add_test(tests, letters_outside_ascii_are_one_finding_of_whole_letters);
    tcase_add_test(tests, only_blanks_tabs_and_line_ends_are_white_space);
    tcase_add_test(tests, an_empty_source_is_its_end);
}

static void add_literals(TCase *tests) {
    tcase_add_loop_test(tests, an_integer_has_the_value_that_it_spells, 0, COUNT(integers));
    tcase_add_loop_test(tests, an_integer_of_more_than_64_bits_is_told_apart, 0, COUNT(too_large));
    tcase_add_loop_test(tests, a_float_has_the_value_that_it_spells, 0, COUNT(floats));
    tcase_add_loop_test(tests, a_malformed_number_is_one_token_and_one_finding, 0,
                        COUNT(malformed_numbers));
    tcase_add_loop_test(tests, a_string_stands_for_its_bytes, 0, COUNT(strings));
    tcase_add_loop_test(tests, an_unknown_escape_is_found_where_it_stands, 0, COUNT(bad_escapes));
    tcase_add_test(tests, a_string_ends_with_its_line);
    tcase_add_loop_test(tests, a_string_cut_by_the_end_of_the_file_is_reported, 0,
                        COUNT(open_strings));
    tcase_add_loop_test(tests, well_formed_utf_8_is_text, 0, COUNT(good_text));
    tcase_add_loop_test(tests, the_first_byte_that_is_no_utf_8_is_reported, 0, COUNT(bad_text));
}

int main(void) {
    Suite *suite = suite_create("lex");
    TCase *tests = tcase_create("lex");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    add_tokens(tests);
    add_literals(tests);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
