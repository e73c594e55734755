/* The quick look at whether globals may collide never says no where two are the same. */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/emitted.h"
#include "../../generator/map.h"
#include "../../generator/mem.h"
#include "../../generator/parse.h"
#include "../../generator/resolve.h"
#include "../../generator/text.h"
#include "random.h"
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

/* The program of a schema; whether it has no error. */
static bool read_schema(const char *text, struct program *program) {
    struct file **files = mem_alloc(mem, sizeof *files);
    const char *bytes = mem_string(mem, text);
    files[0] = parse(mem, source_from_bytes(mem, "t.slots", bytes, strlen(text)), diagnostics);
    *program = (struct program){.files = files, .file_count = 1};
    resolve(mem, program, diagnostics);
    return !diagnostics_failed(diagnostics);
}

struct seen {
    struct map *names; /* → struct emitted, the first */
    bool doubled;
};

/* Two fields of one name in the schema are another rule's. */
static bool are_fields_of_one_name(const struct emitted *one, const struct emitted *other) {
    return one->field != NULL && other->field != NULL && one->declaration == other->declaration &&
           strcmp(one->field->name.text, other->field->name.text) == 0;
}

static void see(void *context, const char *name, const struct emitted *emitted) {
    struct seen *seen = context;
    const char *kept = mem_string(mem, name);
    void **place = map_place(seen->names, kept, strlen(kept));
    if (*place == NULL) {
        struct emitted *first = mem_alloc(mem, sizeof *first);
        *first = *emitted;
        *place = first;
    } else {
        seen->doubled = seen->doubled || !are_fields_of_one_name(*place, emitted);
    }
}

static bool collide(const struct program *program) {
    struct seen seen = {.names = map_new(mem)};
    emitted_names(mem, program, see, &seen);
    return seen.doubled;
}

START_TEST(names_that_have_nothing_in_common_cannot_collide) {
    struct program program;
    ck_assert(read_schema("package p; enum Unit { none, count } record Row slots { get: u8; }"
                          "record Rows : Row slots { get_x: Unit; set: str[2]?; }",
                          &program));
    ck_assert(!emitted_may_collide(mem, &program));
    ck_assert(!collide(&program));
}
END_TEST

START_TEST(a_name_that_begins_as_another_may_collide) {
    struct program program;
    ck_assert(read_schema("record Row slots { x: u8; } record Row_get_x slots { }", &program));
    ck_assert(emitted_may_collide(mem, &program));
    ck_assert(collide(&program));
}
END_TEST

/* A name of up to three words, many of which are parts of the generated names. */
static void add_name(struct text *text) {
    static const char *const words[] = {"a",    "b",     "get", "set",  "OFFSET", "name", "as",
                                        "SIZE", "const", "has", "dict", "class",  "COUNT"};
    size_t count = 1 + random_below(3);
    for (size_t i = 0; i < count; i++) {
        text_format(text, "%s%s", i == 0 ? "" : "_",
                    words[random_below(sizeof words / sizeof *words)]);
    }
}

static void add_record(struct text *text) {
    static const char *const types[] = {"u8", "str", "char[4]", "u16[2]", "i64?", "bool"};
    text_add_string(text, "record ");
    add_name(text);
    if (random_below(2) == 0) {
        text_add_string(text, " : ");
        add_name(text);
    }
    text_add_string(text, " slots {");
    for (size_t i = random_below(4); i > 0; i--) {
        if (random_below(12) == 0) {
            text_add_string(text, " @c_name(\"");
            add_name(text);
            text_add_string(text, "\")");
        }
        text_add_string(text, " ");
        add_name(text);
        text_format(text, ": %s;", types[random_below(sizeof types / sizeof *types)]);
    }
    text_add_string(text, " }\n");
}

static void add_enum(struct text *text) {
    text_add_string(text, "enum ");
    add_name(text);
    text_add_string(text, " { ");
    add_name(text);
    text_add_string(text, ", ");
    add_name(text);
    text_add_string(text, " }\n");
}

/* Each answer is seen often; that it says yes for nothing costs time alone. */
START_TEST(where_it_says_no_no_two_are_the_same) {
    size_t collided = 0;
    size_t apart = 0;
    for (uint64_t seed = 0; seed < 20000; seed++) {
        tear_down();
        set_up();
        random_state = seed;
        struct text text = {.mem = mem};
        for (size_t i = 1 + random_below(4); i > 0; i--) {
            (random_below(3) == 0 ? add_enum : add_record)(&text);
        }
        struct program program;
        if (!read_schema(text_string(&text), &program)) {
            continue;
        }
        bool really = collide(&program);
        bool may = emitted_may_collide(mem, &program);
        ck_assert_msg(may || !really, "%s", text_string(&text));
        collided += really;
        apart += !may;
    }
    ck_assert_uint_gt(collided, 100);
    ck_assert_uint_gt(apart, 1000);
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("emitted");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, names_that_have_nothing_in_common_cannot_collide);
    tcase_add_test(cases, a_name_that_begins_as_another_may_collide);
    tcase_add_test(cases, where_it_says_no_no_two_are_the_same);
    Suite *suite = suite_create("emitted");
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
