#include <check.h>
#include <stdlib.h>

#include "../../generator/annotations.h"
#include "../../generator/lsp_words.h"
#include "../../generator/mem.h"
#include "../../generator/types.h"
#include "run_suite.h"

START_TEST(every_annotation_has_a_meaning_and_no_other_word_has) {
    struct mem *mem = mem_new();
    struct annotation_words words;
    size_t count = 0;
    for (; annotation_words_at(count, &words); count++) {
        const struct lsp_word *row = lsp_annotation_word_at(count);
        ck_assert_ptr_nonnull(row);
        ck_assert_str_eq(row->word, words.name); /* both in alphabetical order */
        ck_assert_ptr_nonnull(lsp_annotation_meaning(mem, words.name));
    }
    ck_assert_ptr_null(lsp_annotation_word_at(count));
    ck_assert_ptr_null(lsp_annotation_meaning(mem, "none"));
    mem_free(mem);
}
END_TEST

START_TEST(every_type_has_a_meaning) {
    struct mem *mem = mem_new();
    const struct type *type = NULL;
    for (unsigned i = 0; (type = type_at(i)) != NULL; i++) {
        ck_assert_ptr_nonnull(lsp_type_meaning(mem, type->word));
    }
    ck_assert_ptr_nonnull(lsp_type_meaning(mem, "ref"));
    ck_assert_ptr_null(lsp_type_meaning(mem, "Reading"));
    ck_assert_str_eq(lsp_type_meaning(mem, "f64"), "8 bytes, `double` in C; a default is a number");
    mem_free(mem);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lsp_words");
    TCase *cases = tcase_create("lsp_words");
    tcase_add_test(cases, every_annotation_has_a_meaning_and_no_other_word_has);
    tcase_add_test(cases, every_type_has_a_meaning);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
