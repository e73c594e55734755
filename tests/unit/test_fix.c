/* Edits are put in together or wait, and what is removed takes nothing else with it. */
#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/edit.h"
#include "../../generator/fix.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;
static struct source *source;
static struct fixes fixes;

static void set_up(void) {
    mem = mem_new();
    fixes = (struct fixes){.mem = mem};
}

static void tear_down(void) {
    mem_free(mem);
}

static void read_text(const char *text) {
    source = source_from_bytes(mem, "t.slots", mem_string(mem, text), strlen(text));
    source->named = true;
}

static struct edit *edit(uint32_t start, uint32_t end, const char *text, struct edit *next) {
    struct edit *made = mem_alloc(mem, sizeof *made);
    *made = (struct edit){{source, start, end}, text, next};
    return made;
}

/* The only text that changes. */
static const char *applied(void) {
    fix_apply(&fixes);
    ck_assert_uint_eq(fixes.text_count, 1);
    ck_assert_ptr_eq(fixes.texts[0].source, source);
    return mem_copy(mem, fixes.texts[0].bytes, fixes.texts[0].length);
}

START_TEST(edits_are_put_in_wherever_they_stand) {
    read_text("\xef\xbb\xbf"
              "abcdef");
    fix_add(&fixes, edit(6, 6, "!", NULL), 1);
    fix_add(&fixes, edit(1, 3, "", edit(0, 0, "<", NULL)), 2);
    fix_add(&fixes, edit(3, 3, "-", NULL), 1);
    ck_assert_str_eq(applied(), "\xef\xbb\xbf"
                                "<a-def!");
    ck_assert_uint_eq(fixes.findings, 4);
}
END_TEST

START_TEST(of_two_that_touch_the_same_bytes_one_waits) {
    read_text("abcdef");
    fix_add(&fixes, edit(1, 4, "", NULL), 1);
    fix_add(&fixes, edit(3, 5, "x", NULL), 1);
    fix_add(&fixes, edit(1, 1, "y", NULL), 1);
    fix_add(&fixes, edit(5, 6, "z", NULL), 1);
    ck_assert_str_eq(applied(), "aez");
    ck_assert_uint_eq(fixes.findings, 2);
}
END_TEST

START_TEST(a_fix_is_put_in_as_a_whole) {
    read_text("abcdef");
    fix_add(&fixes, edit(0, 1, "A", NULL), 1);
    fix_add(&fixes, edit(4, 5, "E", edit(0, 2, "x", NULL)), 1);
    fix_add(&fixes, edit(4, 6, "y", NULL), 1);
    ck_assert_str_eq(applied(), "Abcdy");
    ck_assert_uint_eq(fixes.findings, 2);
}
END_TEST

START_TEST(of_fixes_in_a_circle_one_is_put_in) {
    read_text("abcdef");
    fix_add(&fixes, edit(0, 2, "1", edit(5, 6, "1", NULL)), 1);
    fix_add(&fixes, edit(1, 4, "2", NULL), 1);
    fix_add(&fixes, edit(3, 6, "3", NULL), 1);
    (void)applied();
    ck_assert_uint_ge(fixes.findings, 1);
}
END_TEST

START_TEST(nothing_to_put_in_changes_nothing) {
    read_text("abc");
    fix_apply(&fixes);
    ck_assert_uint_eq(fixes.text_count, 0);
    ck_assert_uint_eq(fixes.findings, 0);
}
END_TEST

START_TEST(only_exact_edits_in_named_files_can_be_put_in) {
    read_text("abc");
    static const struct rule safe = {.name = "safe", .fixing = FIX_SAFE};
    static const struct rule guess = {.name = "guess"};
    struct diagnostics *found = diagnostics_new(mem);
    struct span span = {source, 0, 1};
    struct diagnostic *one = report_rule(found, &safe, SEVERITY_ERROR, span, "");
    ck_assert(!fix_can(one, FIX_LAYOUT));
    diagnostic_edit(one, span, "");
    ck_assert(fix_can(one, FIX_SAFE));
    one->fixing = FIX_LAYOUT;
    ck_assert(!fix_can(one, FIX_SAFE));
    ck_assert(fix_can(one, FIX_LAYOUT));
    source->named = false;
    ck_assert(!fix_can(one, FIX_LAYOUT));
    source->named = true;
    struct diagnostic *other = report_rule(found, &guess, SEVERITY_ERROR, span, "");
    diagnostic_edit(other, span, "");
    ck_assert(!fix_can(other, FIX_LAYOUT));
}
END_TEST

/* The text without what stands between the marks, and what has to go with it. */
static const char *without(const char *text) {
    const char *start = strchr(text, '<');
    const char *end = strchr(text, '>');
    size_t before = (size_t)(start - text);
    size_t length = (size_t)(end - start - 1);
    read_text(mem_format(mem, "%.*s%.*s%s", (int)before, text, (int)length, start + 1, end + 1));
    struct span span = {source, (uint32_t)before, (uint32_t)(before + length)};
    span = edit_removal(span);
    return mem_format(mem, "%.*s%s", (int)span.start, source->bytes, source->bytes + span.end);
}

START_TEST(what_is_removed_takes_its_lines_or_its_blanks) {
    ck_assert_str_eq(without("a\n  <b>  \nc\n"), "a\nc\n");
    ck_assert_str_eq(without("a\r\n\t<b>\r\nc\r\n"), "a\r\nc\r\n");
    ck_assert_str_eq(without("a\r\n<b\r\nc>\r\n"), "a\r\n");
    ck_assert_str_eq(without("<b>"), "");
    ck_assert_str_eq(without("a\n<b>"), "a\n");
    ck_assert_str_eq(without("  <b> c\n"), "  c\n");
    ck_assert_str_eq(without("a <b> c\n"), "a c\n");
    ck_assert_str_eq(without("a <b>\n"), "a\n");
    ck_assert_str_eq(without("a <b> \r\n"), "a\r\n");
    ck_assert_str_eq(without("a <b>"), "a");
}
END_TEST

static bool holds_comment(const char *text) {
    read_text(text);
    return edit_holds_comment((struct span){source, 0, (uint32_t)strlen(text)});
}

START_TEST(comments_are_seen_but_for_documentation_and_strings) {
    ck_assert(holds_comment("a // b"));
    ck_assert(holds_comment("a /* b */ c"));
    ck_assert(holds_comment("//// b"));
    ck_assert(holds_comment("/// slotc:allow x: y\nb"));
    ck_assert(holds_comment("/// a\n// b"));
    ck_assert(!holds_comment("/// a // b\n/// c /* d\ne: u8;"));
    ck_assert(!holds_comment("@x(\"// a\", \"\\\" /* b\")"));
    ck_assert(!holds_comment(""));
    ck_assert(!holds_comment("\"\\"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("fix");
    TCase *tests = tcase_create("fix");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, edits_are_put_in_wherever_they_stand);
    tcase_add_test(tests, of_two_that_touch_the_same_bytes_one_waits);
    tcase_add_test(tests, a_fix_is_put_in_as_a_whole);
    tcase_add_test(tests, of_fixes_in_a_circle_one_is_put_in);
    tcase_add_test(tests, nothing_to_put_in_changes_nothing);
    tcase_add_test(tests, only_exact_edits_in_named_files_can_be_put_in);
    tcase_add_test(tests, what_is_removed_takes_its_lines_or_its_blanks);
    tcase_add_test(tests, comments_are_seen_but_for_documentation_and_strings);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
