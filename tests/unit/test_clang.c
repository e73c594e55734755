/* libclang as slotc reads it: found, parsed for any target, records and fields. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/clang_library.h"
#include "../../generator/clang_parse.h"
#include "../../generator/clang_records.h"
#include "../../generator/clang_targets.h"
#include "../../generator/map.h"
#include "../../generator/mem.h"
#include "run_suite.h"

static struct mem *mem;
static const struct clang *clang;

static void set_up(void) {
    struct clang_search search;
    mem = mem_new();
    unsetenv("SLOTC_LIBCLANG");
    unsetenv("LIBCLANG_PATH");
    clang = clang_open(mem, &search);
    ck_assert_ptr_nonnull(clang);
    ck_assert_ptr_nonnull(strstr(search.version, "clang version"));
}

static void tear_down(void) {
    mem_free(mem);
}

static struct clang_request request_of(const char *target, const char *text) {
    return (struct clang_request){
        .target = target,
        .main = {"main.h", text, strlen(text)},
        .freestanding = true,
    };
}

static struct clang_unit parse(const char *target, const char *text) {
    struct clang_request request = request_of(target, text);
    struct clang_unit unit;
    const char *error = NULL;
    ck_assert_msg(clang_parse(mem, clang, &request, &unit, &error), "%s: %s", target, error);
    return unit;
}

static const struct clang_record *find(const struct clang_records *records, const char *name) {
    const struct clang_record *record = map_get(records->by_name, name, strlen(name));
    ck_assert_msg(record != NULL, "no %s", name);
    return record;
}

START_TEST(fields_lie_as_the_target_has_them) {
    static const char text[] = "#include <stdint.h>\n"
                               "typedef struct R { uint8_t a; uint64_t b; void *c; } R;\n";
    static const struct {
        const char *target;
        unsigned size, align, b, c;
    } rows[] = {
        {"x86_64-linux-gnu", 24, 8, 8, 16},       {"i386-linux-gnu", 16, 4, 4, 12},
        {"armv7-linux-gnueabihf", 24, 8, 8, 16},  {"x86_64-windows-msvc", 24, 8, 8, 16},
        {"wasm32-unknown-unknown", 24, 8, 8, 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct clang_unit unit = parse(rows[i].target, text);
        struct clang_records records = clang_records(mem, &unit, true);
        const struct clang_record *record = find(&records, "R");
        ck_assert_uint_eq(record->size, rows[i].size);
        ck_assert_uint_eq(record->align, rows[i].align);
        ck_assert_uint_eq(record->field_count, 3);
        ck_assert_uint_eq(record->fields[1].offset, 8 * rows[i].b);
        ck_assert_uint_eq(record->fields[2].offset, 8 * rows[i].c);
        ck_assert_str_eq(record->fields[2].name, "c");
        ck_assert_str_eq(clang_type_words(mem, clang, record->fields[2].type), "void *");
        clang_unit_free(&unit);
    }
}
END_TEST

START_TEST(any_error_voids_the_unit) {
    static const char *const texts[] = {
        "struct R { int a; missing b; };",
        "#include <stdint.h>\nstruct R { uint128_t a; };",
        "struct R { int a; };\n_Static_assert(sizeof(struct R) == 1, \"no\");",
        "#include <string.h>\nstruct R { int a; };",
        "#error no\nstruct R { int a; };",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct clang_request request = request_of("x86_64-linux-gnu", texts[i]);
        struct clang_unit unit;
        const char *error = NULL;
        ck_assert(!clang_parse(mem, clang, &request, &unit, &error));
        ck_assert_msg(strncmp(error, "main.h:", 7) == 0, "%s", error);
    }
}
END_TEST

START_TEST(an_unknown_target_is_an_error) {
    struct clang_request request = request_of("nowhere-nothing-never", "struct R { int a; };");
    struct clang_unit unit;
    const char *error = NULL;
    ck_assert(!clang_parse(mem, clang, &request, &unit, &error));
    ck_assert_msg(strstr(error, "nowhere-nothing-never") != NULL, "%s", error);
}
END_TEST

START_TEST(records_are_called_by_their_typedef_wherever_it_stands) {
    struct clang_unit unit = parse("x86_64-linux-gnu", "typedef struct a_s a_t;\n"
                                                       "struct a_s { int x; };\n"
                                                       "typedef struct { int y; } b_t;\n"
                                                       "struct c_s { struct a_s in; };\n"
                                                       "typedef union { int y; char z; } u_t;\n");
    struct clang_records records = clang_records(mem, &unit, true);
    ck_assert_uint_eq(records.count, 4);
    ck_assert_str_eq(find(&records, "a_t")->tag, "a_s");
    ck_assert_str_eq(find(&records, "b_t")->tag, "");
    ck_assert_str_eq(find(&records, "c_s")->tag, "c_s");
    ck_assert(find(&records, "u_t")->is_union);
    clang_unit_free(&unit);
}
END_TEST

START_TEST(alignment_is_that_of_the_typedef) {
    struct clang_unit unit =
        parse("x86_64-linux-gnu", "typedef struct R { char a; } R __attribute__((aligned(32)));\n"
                                  "typedef int wide __attribute__((aligned(16)));\n"
                                  "struct S { char a; wide b; int c : 3; };\n");
    struct clang_records records = clang_records(mem, &unit, true);
    ck_assert_uint_eq(find(&records, "R")->align, 32);
    const struct clang_record *record = find(&records, "S");
    ck_assert_uint_eq(record->fields[1].align, 16);
    ck_assert_uint_eq(record->fields[1].offset, 128);
    ck_assert(record->fields[2].is_bits);
    ck_assert_uint_eq(record->fields[2].bits, 3);
    uint64_t size = 0;
    uint32_t align = 0;
    ck_assert(clang_measure(&unit, "wide", &size, &align));
    ck_assert_uint_eq(size, 4);
    ck_assert_uint_eq(align, 16);
    ck_assert(!clang_measure(&unit, "absent", &size, &align));
    clang_unit_free(&unit);
}
END_TEST

START_TEST(targets_that_lay_out_alike_have_one_key) {
    static const char *const targets[] = {
        "x86_64-linux-gnu", "s390x-linux-gnu", "armv7-linux-gnueabihf",
        "mips-linux-gnu",   "i386-linux-gnu",  "x86_64-windows-msvc",
    };
    static const unsigned kinds[] = {0, 0, 2, 2, 4, 5};
    const struct clang_abi *abis[6];
    for (size_t i = 0; i < 6; i++) {
        const char *error = NULL;
        abis[i] = clang_abi(mem, clang, targets[i], &error);
        ck_assert_msg(abis[i] != NULL, "%s", error);
        ck_assert_uint_eq(abis[i]->width, i < 2 || i == 5 ? WIDTH_64 : WIDTH_32);
    }
    for (size_t i = 0; i < 6; i++) {
        for (size_t k = 0; k < 6; k++) {
            ck_assert_uint_eq(strcmp(abis[i]->key, abis[k]->key) == 0, kinds[i] == kinds[k]);
        }
    }
    ck_assert_uint_eq(strlen(abis[0]->key) > 1000, 1);
}
END_TEST

START_TEST(the_headers_in_memory_do_for_every_target) {
    static const char text[] =
        "#include <stddef.h>\n#include <stdint.h>\n#include <stdbool.h>\n#include \"other.h\"\n"
        "_Static_assert(UINT64_MAX == UINT64_C(0xffffffffffffffff), \"\");\n"
        "_Static_assert(INT64_MIN + INT64_MAX == -1 && INT8_MIN == -128, \"\");\n"
        "_Static_assert(sizeof(uintptr_t) == sizeof(void *), \"\");\n"
        "_Static_assert(UINTPTR_MAX >> (8 * sizeof(void *) - 1) == 1, \"\");\n"
        "_Static_assert(SIZE_MAX == (size_t)-1 && INT32_MAX == 0x7fffffff, \"\");\n"
        "struct R { bool flag; max_align_t most; other o; };\n"
        "_Static_assert(offsetof(struct R, most) == _Alignof(max_align_t), \"\");\n";
    struct clang_file other = {"./other.h", "typedef int other;\n", 19};
    for (size_t i = 0; clang_target_at(i) != NULL; i++) {
        struct clang_request request = request_of(clang_target_at(i), text);
        request.files = &other;
        request.file_count = 1;
        struct clang_unit unit;
        const char *error = NULL;
        ck_assert_msg(clang_parse(mem, clang, &request, &unit, &error), "%s: %s",
                      clang_target_at(i), error);
        clang_unit_free(&unit);
    }
}
END_TEST

START_TEST(a_variable_that_leads_nowhere_is_no_reason_to_look_elsewhere) {
    static const char *const variables[] = {"SLOTC_LIBCLANG", "LIBCLANG_PATH"};
    static const char *const values[] = {"/nowhere/libclang.so", "/dev/null", "libc.so.6"};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            struct clang_search search;
            setenv(variables[i], values[k], 1);
            ck_assert_ptr_null(clang_open(mem, &search));
            unsetenv(variables[i]);
            ck_assert_uint_eq(search.count, 1);
            ck_assert_str_eq(search.variable, variables[i]);
            ck_assert_ptr_nonnull(search.tries[0].problem);
            ck_assert_ptr_nonnull(strstr(clang_missing(mem, &search), values[k]));
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("clang");
    TCase *tests = tcase_create("clang");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, fields_lie_as_the_target_has_them);
    tcase_add_test(tests, any_error_voids_the_unit);
    tcase_add_test(tests, an_unknown_target_is_an_error);
    tcase_add_test(tests, records_are_called_by_their_typedef_wherever_it_stands);
    tcase_add_test(tests, alignment_is_that_of_the_typedef);
    tcase_add_test(tests, targets_that_lay_out_alike_have_one_key);
    tcase_add_test(tests, the_headers_in_memory_do_for_every_target);
    tcase_add_test(tests, a_variable_that_leads_nowhere_is_no_reason_to_look_elsewhere);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
