/* What was changed in a header: tokens, chunks and the classes of edits. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/c_chunks.h"
#include "../../generator/changes.h"
#include "../../generator/mem.h"
#include "../../generator/parallel.h"
#include "run_suite.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

static void assert_tokens(const char *text, size_t count, const char *const *expected) {
    struct c_tokens tokens = c_tokens_of(mem, text, strlen(text));
    ck_assert_uint_eq(tokens.count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(c_token_is(&tokens.items[i], expected[i]), "token %zu of `%s` is no `%s`", i,
                      text, expected[i]);
    }
}

START_TEST(tokens_are_what_a_compiler_sees) {
    assert_tokens("a/* b */->c // d\n+=1.5e-3", 5,
                  (const char *const[]){"a", "->", "c", "+=", "1.5e-3"});
    assert_tokens("0x1e-3", 3, (const char *const[]){"0x1e", "-", "3"});
    assert_tokens("\"a\\\"b\" 'c'", 2, (const char *const[]){"\"a\\\"b\"", "'c'"});
    assert_tokens("a \\\n b", 2, (const char *const[]){"a", "b"});
    assert_tokens("#if x \\\n y\nz", 6, (const char *const[]){"#", "if", "x", "y", "", "z"});
    assert_tokens("", 0, NULL);
}
END_TEST

START_TEST(tokens_that_do_not_end_end_with_the_text) {
    static const char *const texts[] = {"/* a",    "\"a",          "'",    "a\\",    "#",
                                        "#define", "((({",         "}}])", "/",      "//",
                                        "\"\\",    "extern \"C\"", "f(",   "#if\\\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        (void)c_chunks_of(mem, texts[i], strlen(texts[i]));
        (void)changes_find(mem, texts[i], strlen(texts[i]), "int a;\n", 7);
        (void)changes_find(mem, "int a;\n", 7, texts[i], strlen(texts[i]));
    }
}
END_TEST

START_TEST(chunks_have_their_kinds_and_names) {
    static const char text[] =
        "#ifndef G\n#define G 1\n#include \"x.h\"\nextern \"C\" {\n"
        "typedef struct ALIGNED(16) R {\n    int a;\n#if X\n    int b;\n"
        "#endif\n} R DEPRECATED(\"no\");\n"
        "typedef enum E { E_a = 0, } E;\n"
        "SLOTS_ASSERT(sizeof(R) == 8, \"no\");\n"
        "SLOTS_INLINE SLOTS_DEPRECATED(\"no\") int R_get(const R *self) {\n"
        "    return self->a;\n}\n"
        "int R_new(void);\n"
        "static const int rows[] = {1, 2};\n"
        "BODIES(R)\n"
        "int R_init SLOTS_FUNCTION(R *self) {\n    return 0;\n}\n}\n#endif\n";
    static const struct {
        enum c_chunk_kind kind;
        const char *name;
    } expected[] = {
        {CHUNK_DIRECTIVE, "ifndef"},  {CHUNK_MACRO, "G"},         {CHUNK_DIRECTIVE, "include"},
        {CHUNK_OTHER, "extern"},      {CHUNK_STRUCT, "R"},        {CHUNK_ENUM, "E"},
        {CHUNK_CALL, "SLOTS_ASSERT"}, {CHUNK_FUNCTION, "R_get"},  {CHUNK_DECLARATION, "R_new"},
        {CHUNK_TABLE, "rows"},        {CHUNK_CALL, "BODIES"},     {CHUNK_FUNCTION, "R_init"},
        {CHUNK_OTHER, "}"},           {CHUNK_DIRECTIVE, "endif"},
    };
    struct c_chunks chunks = c_chunks_of(mem, text, strlen(text));
    ck_assert_uint_eq(chunks.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < chunks.count; i++) {
        ck_assert_int_eq(chunks.items[i].kind, expected[i].kind);
        /* What stands behind a type's name may be a macro of any name. */
        if (i != 4) {
            ck_assert_str_eq(chunks.items[i].name, expected[i].name);
        }
    }
}
END_TEST

static const char made[] = "struct R { int a; };\n#define R_SIZE 4\n"
                           "int f(int a) { return a; }\nint g(void);\nint h(void);\n";

/* The one change from `made` with the first `from` replaced by `to`. */
static struct change change_of(const char *from, const char *to) {
    const char *at = strstr(made, from);
    ck_assert_ptr_nonnull(at);
    const char *edited =
        mem_concat(mem, mem_copy(mem, made, (size_t)(at - made)), to, at + strlen(from), NULL);
    struct changes changes = changes_find(mem, edited, strlen(edited), made, strlen(made));
    ck_assert_uint_eq(changes.count, 1);
    return changes.items[0];
}

START_TEST(each_edit_has_its_class) {
    ck_assert_int_eq(change_of("int a;", "int  a; /* b */").kind, CHANGE_FORMATTING);
    ck_assert_int_eq(change_of("int a;", "int a; int b;").kind, CHANGE_LAYOUT);
    ck_assert_int_eq(change_of("R_SIZE 4", "R_SIZE 5").kind, CHANGE_LAYOUT);
    ck_assert_int_eq(change_of("f(int a)", "f(long a)").kind, CHANGE_SIGNATURE);
    ck_assert_int_eq(change_of("return a", "return -a").kind, CHANGE_BODY);
    ck_assert_int_eq(change_of("int g(void)", "int g(int)").kind, CHANGE_SIGNATURE);
    ck_assert_int_eq(change_of("int g(void);", "").kind, CHANGE_REMOVED);
    ck_assert_int_eq(change_of("int g", "int i;\nint g").kind, CHANGE_ADDED);
    ck_assert_int_eq(change_of("int g(void);\nint h(void);", "int h(void);\nint g(void);").kind,
                     CHANGE_MOVED);
}
END_TEST

START_TEST(a_change_tells_its_line_and_its_name) {
    struct change change = change_of("return a", "return -a");
    ck_assert_uint_eq(change.line, 3);
    ck_assert_str_eq(change_text(mem, &change), "a body was changed: `f`");
    ck_assert_str_eq(change_word(change.kind), "body");
    change = change_of("int g(void);", "");
    ck_assert_uint_eq(change.line, 0);
    ck_assert_str_eq(change_text(mem, &change), "`g` was removed");
}
END_TEST

START_TEST(the_same_text_has_no_change) {
    ck_assert_uint_eq(changes_find(mem, made, strlen(made), made, strlen(made)).count, 0);
}
END_TEST

static void count_up(void *context, size_t index) {
    ((unsigned *)context)[index]++;
}

START_TEST(each_piece_of_work_is_done_once) {
    unsigned counts[1000] = {0};
    parallel_run(1000, count_up, counts);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(counts[i], 1);
    }
    parallel_run(0, count_up, NULL);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("changes");
    TCase *tests = tcase_create("changes");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, tokens_are_what_a_compiler_sees);
    tcase_add_test(tests, tokens_that_do_not_end_end_with_the_text);
    tcase_add_test(tests, chunks_have_their_kinds_and_names);
    tcase_add_test(tests, each_edit_has_its_class);
    tcase_add_test(tests, a_change_tells_its_line_and_its_name);
    tcase_add_test(tests, the_same_text_has_no_change);
    tcase_add_test(tests, each_piece_of_work_is_done_once);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
