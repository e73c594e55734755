#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "name_hash.h"
#include "run_suite.h"

#define SLOTS_STATIC
#include "../../templates/slots_core.h"

static struct mem *mem;

static void set_up(void) {
    mem = mem_new();
}

static void tear_down(void) {
    mem_free(mem);
}

/* As the run time does it: the name's row is the one that its hash leads to. */
static size_t found(const struct name_table *table, const char *name) {
    const struct slots_name words = slots_name_of(name, strlen(name));
    uint64_t hash = slots_name_hash(&words, table->deep);
    if (table->multiplier != 0) {
        return table->rows[words.ends * table->multiplier >> (64 - table->bits)].name;
    }
    hash *= table->rows[hash >> (64 - table->bits)].multiplier;
    return table->rows[hash >> (64 - table->bits)].name;
}

static struct name_table made(const char *const *names, size_t count) {
    struct name_table table = {0};
    ck_assert(name_table_make(mem, names, count, &table));
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(found(&table, names[i]), i + 1);
    }
    return table;
}

START_TEST(one_name_has_a_table) {
    const char *const names[] = {"x"};
    ck_assert_uint_eq(made(names, 1).bits, 1);
}
END_TEST

START_TEST(no_name_has_none) {
    struct name_table table = {0};
    ck_assert(!name_table_make(mem, NULL, 0, &table));
}
END_TEST

START_TEST(a_table_is_at_most_eight_times_its_names) {
    char texts[5000][24];
    const char *names[5000];
    for (size_t count = 1; count <= 5000; count += count / 8 + 1) {
        for (size_t i = 0; i < count; i++) {
            (void)snprintf(texts[i], sizeof texts[i], "%x", (unsigned)(i * 2654435761U));
            names[i] = texts[i];
        }
        struct name_table table = made(names, count);
        ck_assert_uint_le((size_t)1 << table.bits, 8 * count);
        ck_assert(!table.deep);
    }
}
END_TEST

START_TEST(numbers_at_any_place_of_a_name_keep_it_apart) {
    static const char *const forms[] = {"f%03d",           "field_%03d",       "field_%03d_of_it",
                                        "%03d_is_a_field", "value_%d",         "abcde%03d",
                                        "abcdefg%03d",     "abcdefghijklm%03d"};
    char texts[1000][24];
    const char *names[1000];
    for (size_t form = 0; form < sizeof forms / sizeof forms[0]; form++) {
        for (int i = 0; i < 1000; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            (void)snprintf(texts[i], sizeof texts[i], forms[form], i);
#pragma GCC diagnostic pop
            names[i] = texts[i];
        }
        made(names, 1000);
    }
}
END_TEST

START_TEST(names_that_differ_in_the_middle_alone_are_hashed_whole) {
    const char *const names[] = {"pressure_1_inside", "pressure_2_inside", "pressure_12_inside",
                                 "pressure_in_the_middle_inside", "pressure_on_the_middle_inside"};
    ck_assert(made(names, 5).deep);
    ck_assert(!made(names + 1, 2).deep);
}
END_TEST

START_TEST(names_of_one_letter_repeated_are_kept_apart) {
    char texts[200][208];
    const char *names[200];
    for (size_t i = 0; i < 200; i++) {
        memset(texts[i], 'a', i + 1);
        texts[i][i + 1] = '\0';
        names[i] = texts[i];
    }
    made(names, 200);
}
END_TEST

START_TEST(the_same_names_have_the_same_table) {
    const char *const names[] = {"time", "value", "unit", "level", "quality", "x", "y"};
    struct name_table one = made(names, 7);
    struct name_table other = made(names, 7);
    ck_assert_uint_eq(one.bits, other.bits);
    for (size_t i = 0; i < (size_t)1 << one.bits; i++) {
        ck_assert_uint_eq(one.rows[i].name, other.rows[i].name);
        ck_assert_uint_eq(one.rows[i].multiplier, other.rows[i].multiplier);
    }
}
END_TEST

/* As many as the contract promises one level for. */
START_TEST(sixty_names_have_one_multiplier) {
    static const char *const subjects[] = {"air", "wind", "engine", "battery", "x", "motor"};
    static const char *const values[] = {"speed", "level", "state", "on",    "count",
                                         "id",    "limit", "max",   "total", "voltage"};
    char texts[60][24];
    const char *names[60];
    for (size_t i = 0; i < 60; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%s_%s", subjects[i / 10], values[i % 10]);
        names[i] = texts[i];
    }
    struct name_table table = made(names, 60);
    ck_assert_uint_ne(table.multiplier, 0);
    ck_assert_uint_le(table.bits, 8);
}
END_TEST

START_TEST(names_with_equal_ends_take_two_levels) {
    const char *const names[] = {"motor_x1_speed", "motor_x2_speed", "motor_1_speed", "motor"};
    ck_assert_uint_eq(made(names, 4).multiplier, 0);
    ck_assert_uint_ne(made(names + 1, 3).multiplier, 0);
}
END_TEST

START_TEST(a_name_longer_than_255_bytes_takes_two_levels) {
    char text[257];
    const char *const names[] = {"x", text};
    memset(text, 'a', 256);
    text[256] = '\0';
    ck_assert_uint_eq(made(names, 2).multiplier, 0);
    text[255] = '\0';
    ck_assert_uint_ne(made(names, 2).multiplier, 0);
}
END_TEST

START_TEST(equal_hashes_have_no_table) {
    const uint64_t hashes[] = {1, UINT64_MAX, 1};
    struct name_table table = {0};
    ck_assert(!name_table_of_hashes(mem, hashes, 3, &table));
}
END_TEST

/* No multiplier up to the last tried moves them apart: the search ends, without a table. */
START_TEST(hashes_that_hardly_differ_end_the_search) {
    uint64_t hashes[100];
    struct name_table table = {0};
    for (uint64_t i = 0; i < 100; i++) {
        hashes[i] = i;
    }
    ck_assert(!name_table_of_hashes(mem, hashes, 100, &table));
}
END_TEST

START_TEST(words_are_those_of_the_name) {
    struct name_words words = name_words_of("abcdefghi");
    ck_assert_uint_eq(words.first, 0x6867666564636261);
    ck_assert_uint_eq(words.last, 0x6968676665646362);
    ck_assert_uint_eq(words.length, 9);
    words = name_words_of("abcde");
    ck_assert_uint_eq(words.first, 0x6463626164636261);
    ck_assert_uint_eq(words.last, 0x6564636265646362);
    ck_assert_uint_eq(words.ends, 0x6564636205656361);
    words = name_words_of("ab");
    ck_assert_uint_eq(words.first, 0);
    ck_assert_uint_eq(words.last, (uint64_t)0x626161 << 32);
    ck_assert_uint_eq(words.ends, 0x2626161);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("name_hash");
    TCase *tests = tcase_create("name_hash");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, one_name_has_a_table);
    tcase_add_test(tests, no_name_has_none);
    tcase_add_test(tests, a_table_is_at_most_eight_times_its_names);
    tcase_add_test(tests, numbers_at_any_place_of_a_name_keep_it_apart);
    tcase_add_test(tests, names_that_differ_in_the_middle_alone_are_hashed_whole);
    tcase_add_test(tests, names_of_one_letter_repeated_are_kept_apart);
    tcase_add_test(tests, the_same_names_have_the_same_table);
    tcase_add_test(tests, sixty_names_have_one_multiplier);
    tcase_add_test(tests, names_with_equal_ends_take_two_levels);
    tcase_add_test(tests, a_name_longer_than_255_bytes_takes_two_levels);
    tcase_add_test(tests, equal_hashes_have_no_table);
    tcase_add_test(tests, hashes_that_hardly_differ_end_the_search);
    tcase_add_test(tests, words_are_those_of_the_name);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
