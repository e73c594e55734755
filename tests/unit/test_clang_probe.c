/* What libclang is asked about types of C headers: sizes on each target, what they hold, the
 * headers read, and what an error is about. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/ast.h"
#include "../../generator/clang_library.h"
#include "../../generator/clang_probe.h"
#include "../../generator/map.h"
#include "../../generator/mem.h"
#include "run_suite.h"
#include "scratch.h"

#define MOST 8

static struct mem *mem;
static const struct clang *clang;
static const char *folder;
static struct paths include;
static struct probe_headers headers;
static struct probe_failure failure;
static struct probe_answer answers[MOST];

static void set_up(void) {
    struct clang_search search;
    mem = mem_new();
    clang = clang_open(mem, &search);
    ck_assert_ptr_nonnull(clang);
    folder = scratch_enter(mem);
    include = (struct paths){0};
    headers = (struct probe_headers){.seen = map_new(mem)};
    scratch_put("a.h", "#include <stddef.h>\n#include \"b.h\"\n"
                       "struct node { struct node *next; struct inner in; };\n"
                       "struct odd { long a; char b; };\n"
                       "typedef int wide __attribute__((aligned(16)));\n"
                       "struct hidden;\n");
    scratch_put("b.h", "struct inner { union { int a; float b; } either[2]; };\n");
}

static void tear_down(void) {
    scratch_leave(mem, folder);
    mem_free(mem);
}

static struct probe_target target_of(const char *triple) {
    struct probe_target host;
    struct probe_target target;
    const char *error = NULL;
    ck_assert(probe_host(mem, clang, &host, &error));
    ck_assert(probe_target_find(mem, clang, triple, &host, &target, &error));
    return target;
}

/* Asks about types of a header, and gives whether there are answers. */
static bool ask(const char *triple, const char *header, size_t count, const char *const *names) {
    const struct extern_type *types[MOST];
    for (size_t i = 0; i < count; i++) {
        struct extern_type *type = mem_alloc(mem, sizeof *type);
        type->c_type = names[i];
        type->include = header;
        types[i] = type;
    }
    struct probe probe = {.clang = clang,
                          .folder = mem_concat(mem, folder, "/", NULL),
                          .include = &include,
                          .types = types,
                          .count = count};
    struct probe_target target = target_of(triple);
    return probe_ask(mem, &probe, &target, answers, &headers, &failure);
}

START_TEST(types_have_the_size_of_their_target) {
    static const char *const names[] = {"struct odd", "struct node", "wide", "struct hidden *"};
    static const struct {
        const char *triple;
        unsigned odd, odd_align, node, pointer;
    } rows[] = {
        {"x86_64-linux-gnu", 16, 8, 16, 8},
        {"x86_64-windows-msvc", 8, 4, 16, 8},
        {"i386-linux-gnu", 8, 4, 12, 4},
        {"s390x-linux-gnu", 16, 8, 16, 8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert(ask(rows[i].triple, "\"a.h\"", 4, names));
        ck_assert_uint_eq(answers[0].size, rows[i].odd);
        ck_assert_uint_eq(answers[0].align, rows[i].odd_align);
        ck_assert_uint_eq(answers[1].size, rows[i].node);
        ck_assert_uint_eq(answers[2].size, 4);
        ck_assert_uint_eq(answers[2].align, 16);
        ck_assert_uint_eq(answers[3].size, rows[i].pointer);
    }
}
END_TEST

START_TEST(pointers_are_found_within) {
    static const char *const names[] = {"struct odd", "struct node", "struct inner",
                                        "struct hidden *", "wide"};
    ck_assert(ask("riscv64-linux-gnu", "\"a.h\"", 5, names));
    ck_assert(!answers[0].holds_pointer && answers[1].holds_pointer);
    ck_assert(!answers[2].holds_pointer && answers[3].holds_pointer && !answers[4].holds_pointer);
}
END_TEST

START_TEST(headers_are_those_that_were_read) {
    static const char *const names[] = {"struct inner"};
    ck_assert(ask("mips-linux-gnu", "\"a.h\"", 1, names));
    ck_assert(ask("mips-linux-gnu", "\"a.h\"", 1, names));
    ck_assert_uint_eq(headers.paths.count, 2);
    ck_assert_str_eq(headers.paths.items[0], mem_concat(mem, folder, "/a.h", NULL));
    ck_assert_str_eq(headers.paths.items[1], mem_concat(mem, folder, "/b.h", NULL));
}
END_TEST

START_TEST(a_failure_says_what_it_is_about) {
    static const struct {
        const char *header, *type;
        enum probe_fault fault;
        const char *words;
    } rows[] = {
        {"\"c.h\"", "struct odd", FAULT_HEADER, "'c.h' file not found"},
        {"<time.h>", "struct tm", FAULT_HEADER, "'time.h' file not found"},
        {"\"a.h\"", "struct hidden", FAULT_TYPE, "field has incomplete type 'struct hidden'"},
        {"\"a.h\"", "even", FAULT_TYPE, "unknown type name 'even'"},
        {"\"a.h\"", "volatile int", FAULT_QUALIFIED, "volatile"},
        {"\"a.h\"", "int *const", FAULT_QUALIFIED, "const"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert(!ask("s390x-linux-gnu", rows[i].header, 1, &rows[i].type));
        ck_assert_int_eq(failure.fault, rows[i].fault);
        ck_assert_msg(strstr(failure.words, rows[i].words) != NULL, "%s", failure.words);
    }
}
END_TEST

START_TEST(a_target_has_a_width_and_may_be_this_machine) {
    struct probe_target host;
    struct probe_target other;
    const char *error = NULL;
    ck_assert(probe_host(mem, clang, &host, &error) && host.is_host);
    ck_assert_int_eq(target_of("armv7-linux-gnueabihf").width, WIDTH_32);
    ck_assert_int_eq(target_of("powerpc64le-linux-gnu").width, WIDTH_64);
    ck_assert(!target_of("s390x-linux-gnu").is_host);
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
    ck_assert(target_of("x86_64-linux-gnu").is_host);
    ck_assert(!target_of("x86_64-windows-gnu").is_host);
#endif
    ck_assert(!probe_target_find(mem, clang, "pdp11", &host, &other, &error));
    ck_assert_ptr_nonnull(strstr(error, "`pdp11`"));
    ck_assert(!probe_target_find(mem, clang, "avr", &host, &other, &error));
    ck_assert_ptr_nonnull(strstr(error, "`avr` has pointers of another width"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("clang_probe");
    TCase *tests = tcase_create("clang_probe");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, types_have_the_size_of_their_target);
    tcase_add_test(tests, pointers_are_found_within);
    tcase_add_test(tests, headers_are_those_that_were_read);
    tcase_add_test(tests, a_failure_says_what_it_is_about);
    tcase_add_test(tests, a_target_has_a_width_and_may_be_this_machine);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
