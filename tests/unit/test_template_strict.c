/* What users' templates have besides: ways to escape, and faults with their places. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/mem.h"
#include "../../generator/template.h"
#include "../../generator/text.h"
#include "run_suite.h"

static struct mem *mem;
static struct value_keys *keys;
static struct value model; /* {"name": "a<b", "list": [{"size": 1}], "none": null} */

/* The partials: each name with its source. */
static const char *const partials[][2] = {
    {"good", "[{{name}}]"},
    {"unknown", "first\n\nthird {{nmae}}\n"},
    {"broken", "{{#name}}\n{{/nmae}}"},
    {"twice", "{{>twice}}{{>twice}}"},
};

static bool find_partial(void *context, const char *name, const char **bytes, size_t *length) {
    (void)context;
    for (size_t i = 0; i < sizeof partials / sizeof *partials; i++) {
        if (strcmp(partials[i][0], name) == 0) {
            *bytes = partials[i][1];
            *length = strlen(*bytes);
            return true;
        }
    }
    return false;
}

static void set_key(struct value *object, const char *key, struct value member) {
    value_set(object, value_key(keys, key, strlen(key)), member);
}

static void set_up(void) {
    mem = mem_new();
    keys = value_keys_new(mem);
    struct value item = value_object(mem);
    struct value list = value_list(mem);
    set_key(&item, "size", value_integer(1));
    value_append(mem, &list, item);
    model = value_object(mem);
    set_key(&model, "name", value_string("a<b"));
    set_key(&model, "list", list);
    set_key(&model, "none", value_null());
}

static void tear_down(void) {
    mem_free(mem);
}

/* The fault of a template that is given 10,000 steps and 1,000 bytes; NULL where it has none. */
static const struct template_fault *fault_of(const char *source) {
    struct template_set *set = template_set_new(mem, keys, find_partial, NULL);
    struct text out = {.mem = mem};
    const char *error = NULL;
    template_set_strict(set, 10000, 1000);
    const struct template *template = template_compile(set, source, strlen(source), &error);
    bool good = template != NULL && template_render(template, &model, &out, &error);
    const struct template_fault *fault = template_set_fault(set);
    ck_assert_int_eq(good, fault == NULL);
    ck_assert_int_eq(good, error == NULL);
    return fault;
}

static void assert_fault(const char *source, const char *name, size_t position, size_t length,
                         const char *reason) {
    const struct template_fault *fault = fault_of(source);
    ck_assert_ptr_nonnull(fault);
    ck_assert_pstr_eq(fault->name, name);
    ck_assert_str_eq(fault->reason, reason);
    ck_assert_uint_eq(fault->position, position);
    ck_assert_uint_eq(fault->length, length);
}

START_TEST(what_the_model_has_is_no_fault) {
    ck_assert_ptr_null(fault_of("{{name}}{{none}}{{#none}}{{anything}}{{/none}}{{none.deep.er}}"));
    ck_assert_ptr_null(fault_of("{{#list}}{{size}}{{name}}{{>good}}{{/list}}"));
    ck_assert_ptr_null(fault_of("{{^list}}{{size}}{{/list}}"));
}
END_TEST

START_TEST(an_unknown_name_is_a_fault_wherever_it_is_asked_for) {
    assert_fault("12{{nmae}}", NULL, 2, 8, "there is no key `nmae` here");
    assert_fault("{{{nmae}}}", NULL, 0, 10, "there is no key `nmae` here");
    assert_fault("\n {{#nmae}}{{/nmae}}", NULL, 2, 9, "there is no key `nmae` here");
    assert_fault("{{^nmae}}{{/nmae}}", NULL, 0, 9, "there is no key `nmae` here");
    assert_fault("{{>*nmae}}", NULL, 0, 10, "there is no key `nmae` here");
    assert_fault("{{size}}", NULL, 0, 8, "there is no key `size` here");
    assert_fault("{{name.size}}", NULL, 0, 13, "`name` is text and has no key `size`");
    assert_fault("{{list.size}}", NULL, 0, 13, "`list` is a list and has no key `size`");
}
END_TEST

START_TEST(the_nearest_name_is_suggested_and_all_are_listed) {
    ck_assert_str_eq(fault_of("{{nmae}}")->help,
                     "did you mean `name`? here there are `name`, `list` and `none`");
    ck_assert_str_eq(fault_of("{{#list}}{{nmae}}{{/list}}")->help,
                     "did you mean `name`? here there are `size`");
    ck_assert_str_eq(fault_of("{{something}}")->help, "here there are `name`, `list` and `none`");
}
END_TEST

START_TEST(what_is_no_text_asks_for_a_section) {
    assert_fault("{{list}}", NULL, 0, 8, "`list` is a list, which is no text");
    ck_assert_str_eq(fault_of("{{list}}")->help,
                     "open a section for each item of it: `{{#list}}...{{/list}}`");
    assert_fault("{{#list}}{{.}}{{/list}}", NULL, 9, 5, "`.` is an object, which is no text");
}
END_TEST

START_TEST(a_partial_has_its_own_places_though_it_is_indented) {
    assert_fault("{{>unknown}}", "unknown", 13, 8, "there is no key `nmae` here");
    assert_fault("   {{>unknown}}\n", "unknown", 13, 8, "there is no key `nmae` here");
    assert_fault("  {{>broken}}\n", "broken", 10, 9,
                 "expected the end of section `name`, found that of `nmae`");
    assert_fault("x {{>none}}", NULL, 2, 9, "there is no partial `none`");
}
END_TEST

START_TEST(a_malformed_template_is_pointed_at) {
    assert_fault("a\n{{#name}}", NULL, 2, 9, "unclosed section `name`");
    assert_fault("{{name", NULL, 0, 2, "unclosed tag (expected `}}`)");
    assert_fault("ab{{/name}}", NULL, 2, 9, "no section is open to close `name`");
}
END_TEST

START_TEST(work_without_end_is_stopped) {
    assert_fault("{{>twice}}", "twice", 0, 10, "partials nest more than 128 deep at `twice`");
    struct text source = {.mem = mem};
    for (int i = 0; i < 400; i++) {
        text_add_string(&source, "{{name}}");
    }
    ck_assert_str_eq(fault_of(text_string(&source))->reason,
                     "the output is larger than 1000 bytes");
    struct text deep = {.mem = mem};
    for (int i = 0; i < 11000; i++) {
        text_add_string(&deep, "{{none}}");
    }
    ck_assert_str_eq(fault_of(text_string(&deep))->reason,
                     "the template takes more than 10000 steps");
}
END_TEST

static const char *escaped(const char *way, const char *bytes) {
    struct text out = {.mem = mem};
    template_escape_find(way)(&out, bytes, strlen(bytes));
    return text_string(&out);
}

START_TEST(each_way_to_escape_makes_its_characters_harmless) {
    const char *text = "<a href=\"x\">&'\\\n\t|*_`#\177\303\244";
    ck_assert_str_eq(escaped("none", text), text);
    ck_assert_str_eq(escaped("html", text),
                     "&lt;a href=&quot;x&quot;&gt;&amp;'\\\n\t|*_`#\177\303\244");
    ck_assert_str_eq(escaped("c", text), "<a href=\\\"x\\\">&'\\\\\\n\\011|*_`#\\177\303\244");
    ck_assert_str_eq(escaped("json", text),
                     "<a href=\\\"x\\\">&'\\\\\\n\\u0009|*_`#\\u007f\303\244");
    ck_assert_str_eq(escaped("markdown", text),
                     "\\<a href=\"x\"\\>\\&'\\\\ \t\\|\\*\\_\\`\\#\177\303\244");
    ck_assert(template_escape_find("xml") == NULL);
}
END_TEST

START_TEST(braces_of_three_escape_nothing) {
    struct template_set *set = template_set_new(mem, keys, find_partial, NULL);
    struct text out = {.mem = mem};
    const char *error = NULL;
    const char *source = "{{name}} {{{name}}} {{&name}}";
    template_set_escape(set, template_escape_find("markdown"));
    const struct template *template = template_compile(set, source, strlen(source), &error);
    ck_assert(template_render(template, &model, &out, &error));
    ck_assert_str_eq(text_string(&out), "a\\<b a<b a<b");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("template_strict");
    TCase *tests = tcase_create("template_strict");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_the_model_has_is_no_fault);
    tcase_add_test(tests, an_unknown_name_is_a_fault_wherever_it_is_asked_for);
    tcase_add_test(tests, the_nearest_name_is_suggested_and_all_are_listed);
    tcase_add_test(tests, what_is_no_text_asks_for_a_section);
    tcase_add_test(tests, a_partial_has_its_own_places_though_it_is_indented);
    tcase_add_test(tests, a_malformed_template_is_pointed_at);
    tcase_add_test(tests, work_without_end_is_stopped);
    tcase_add_test(tests, each_way_to_escape_makes_its_characters_harmless);
    tcase_add_test(tests, braces_of_three_escape_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
