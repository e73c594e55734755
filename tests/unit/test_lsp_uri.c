#include <check.h>
#include <stdlib.h>

#include "../../generator/lsp_uri.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

START_TEST(a_path_has_an_address_that_leads_back_to_it) {
    static const char *const paths[] = {"/", "/a/b.slots", "/a b/#%?.slots", "/\xc3\xa9/~x",
                                        "/a:b"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ck_assert_str_eq(lsp_uri_path(mem, lsp_path_uri(mem, paths[i])), paths[i]);
    }
    ck_assert_str_eq(lsp_path_uri(mem, "/a b/\xc3\xa9"), "file:///a%20b/%C3%A9");
}
END_TEST

START_TEST(addresses_of_editors_are_understood) {
    ck_assert_str_eq(lsp_uri_path(mem, "file:///c%3a/x"), "/c:/x");
    ck_assert_str_eq(lsp_uri_path(mem, "FILE://host/x?query#part"), "/x");
    ck_assert_str_eq(lsp_uri_path(mem, "file://"), "/");
    ck_assert_str_eq(lsp_uri_path(mem, "file:///%"), "/%");
    ck_assert_str_eq(lsp_uri_path(mem, "file:///%0"), "/%0");
    ck_assert_str_eq(lsp_uri_path(mem, "file:///%00"), "/%00");
    ck_assert_str_eq(lsp_uri_path(mem, "untitled:Untitled-1"), "untitled:Untitled-1");
    ck_assert(!lsp_uri_is_file("untitled:x"));
}
END_TEST

START_TEST(a_tidy_path_has_no_dots) {
    ck_assert_str_eq(lsp_path_tidy(mem, "/a//b/./c/../d.slots"), "/a/b/d.slots");
    ck_assert_str_eq(lsp_path_tidy(mem, "/../.."), "/");
    ck_assert_str_eq(lsp_path_tidy(mem, "/..x/...y/"), "/..x/...y");
    ck_assert_str_eq(lsp_path_tidy(mem, "untitled:../x"), "untitled:../x");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lsp_uri");
    TCase *cases = tcase_create("lsp_uri");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_path_has_an_address_that_leads_back_to_it);
    tcase_add_test(cases, addresses_of_editors_are_understood);
    tcase_add_test(cases, a_tidy_path_has_no_dots);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
