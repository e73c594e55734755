#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/mem.h"
#include "../../generator/template.h"
#include "../../generator/text.h"
#include "run_suite.h"

/* What each test works with; the partials are a JSON object of texts. */
static struct mem *mem;
static struct value_keys *keys;
static json_t *partials;

/* The specification's cases, all files after one another. */
static json_t *spec_cases;

static const char *const spec_files[] = {
    "comments.json", "delimiters.json", "interpolation.json", "inverted.json",
    "partials.json", "sections.json",   "~dynamic-names.json"};

static void set_up(void) {
    mem = mem_new();
    keys = value_keys_new(mem);
    partials = NULL;
}

static void tear_down(void) {
    mem_free(mem);
}

static bool find_partial(void *context, const char *name, const char **bytes, size_t *length) {
    const json_t *partial = json_object_get(context, name);
    *bytes = json_string_value(partial);
    *length = json_string_length(partial);
    return partial != NULL;
}

static struct value value_of(json_t *json) {
    struct value value = value_null();
    switch (json_typeof(json)) {
    case JSON_OBJECT: {
        const char *name;
        json_t *member;
        value = value_object(mem);
        json_object_foreach(json, name, member) {
            value_set(&value, value_key(keys, name, strlen(name)), value_of(member));
        }
        break;
    }
    case JSON_ARRAY:
        value = value_list(mem);
        for (size_t i = 0; i < json_array_size(json); i++) {
            value_append(mem, &value, value_of(json_array_get(json, i)));
        }
        break;
    case JSON_STRING:
        value = value_text(json_string_value(json), json_string_length(json));
        break;
    case JSON_INTEGER:
        value = value_integer(json_integer_value(json));
        break;
    case JSON_REAL:
        value = value_real(json_real_value(json));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        value = value_bool(json_is_true(json));
        break;
    case JSON_NULL:
        break;
    }
    return value;
}

/* What the template gives, or NULL with *error. */
static const struct text *render_bytes(const char *bytes, size_t length, struct value value,
                                       const char **error) {
    struct template_set *set = template_set_new(mem, keys, find_partial, partials);
    const struct template *template = template_compile(set, bytes, length, error);
    struct text *out = mem_alloc(mem, sizeof *out);
    out->mem = mem;
    if (template == NULL || !template_render(template, &value, out, error)) {
        ck_assert_ptr_nonnull(*error);
        return NULL;
    }
    ck_assert_ptr_null(*error);
    return out;
}

static json_t *parsed(const char *text) {
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    ck_assert_ptr_nonnull(json);
    return json;
}

static void expect(const char *source, const char *data, const char *expected) {
    const char *error = NULL;
    json_t *json = parsed(data);
    const struct text *out = render_bytes(source, strlen(source), value_of(json), &error);
    ck_assert_msg(out != NULL, "%s: %s", source, error);
    ck_assert_str_eq(text_string(out), expected);
    json_decref(json);
}

static void expect_error(const char *source, const char *expected) {
    const char *error = NULL;
    ck_assert_ptr_null(render_bytes(source, strlen(source), value_bool(true), &error));
    ck_assert_str_eq(error, expected);
}

START_TEST(the_specification_is_there_whole) {
    ck_assert_uint_eq(json_array_size(spec_cases), 157);
}
END_TEST

START_TEST(the_specification_is_met) {
    json_t *test = json_array_get(spec_cases, (size_t)_i);
    const char *name = json_string_value(json_object_get(test, "name"));
    const char *source = json_string_value(json_object_get(test, "template"));
    const char *expected = json_string_value(json_object_get(test, "expected"));
    const char *error = NULL;
    partials = json_object_get(test, "partials");
    struct value value = value_of(json_object_get(test, "data"));
    const struct text *out = render_bytes(source, strlen(source), value, &error);
    ck_assert_msg(out != NULL, "%s: %s", name, error);
    ck_assert_msg(strcmp(text_string(out), expected) == 0, "%s: expected `%s`, found `%s`", name,
                  expected, text_string(out));
}
END_TEST

START_TEST(an_empty_template_gives_nothing) {
    const char *error = NULL;
    expect("", "{}", "");
    ck_assert_uint_eq(render_bytes(NULL, 0, value_null(), &error)->length, 0);
}
END_TEST

START_TEST(numbers_are_written_in_full) {
    expect("{{.}}", "-9223372036854775808", "-9223372036854775808");
    expect("{{.}}", "9223372036854775807", "9223372036854775807");
    expect("{{.}} {{{.}}} {{&.}}", "0", "0 0 0");
    expect("{{.}}", "1.21", "1.21");
    expect("{{.}}", "0.1", "0.1");
    expect("{{.}}", "0.30000000000000004", "0.30000000000000004");
    expect("{{.}}", "1e300", "1e+300");
    expect("{{.}}", "-2.5", "-2.5");
}
END_TEST

START_TEST(flags_lists_and_objects_are_written_plainly_or_not_at_all) {
    expect("{{t}} {{f}}", "{\"t\": true, \"f\": false}", "true false");
    expect("[{{l}}{{o}}{{n}}]", "{\"l\": [1], \"o\": {\"a\": 1}, \"n\": null}", "[]");
}
END_TEST

START_TEST(zero_is_true_and_empty_text_is_false) {
    expect("{{#z}}{{z}}{{/z}}", "{\"z\": 0}", "0");
    expect("{{#r}}{{r}}{{/r}}", "{\"r\": 0.0}", "0");
    expect("{{#t}}no{{/t}}{{^t}}yes{{/t}}", "{\"t\": \"\"}", "yes");
    expect("{{#o}}yes{{/o}}{{^o}}no{{/o}}", "{\"o\": {}}", "yes");
}
END_TEST

START_TEST(a_null_member_hides_the_one_outside) {
    expect("{{#in}}[{{a}}]{{/in}}", "{\"a\": \"out\", \"in\": {\"a\": null}}", "[]");
}
END_TEST

START_TEST(any_bytes_pass_through) {
    static const char source[] = "\xff\0{{{.}}}\x80\0{{.}}";
    static const char expected[] = "\xff\0a\0<\xfe\x80\0a\0&lt;\xfe";
    const char *error = NULL;
    struct value value = value_text("a\0<\xfe", 4);
    const struct text *out = render_bytes(source, sizeof source - 1, value, &error);
    ck_assert_uint_eq(out->length, sizeof expected - 1);
    ck_assert_mem_eq(out->bytes, expected, sizeof expected);
}
END_TEST

START_TEST(a_text_ends_where_its_length_says) {
    const char *error = NULL;
    struct value value = value_text("abcdef", 3);
    ck_assert_str_eq(text_string(render_bytes("{{.}}|", 6, value, &error)), "abc|");
    /* Nor does the template need a byte behind its last one. */
    ck_assert_str_eq(text_string(render_bytes("{{.}}{{#}}", 5, value, &error)), "abc");
    struct value empty = value_text(NULL, 0);
    ck_assert_str_eq(text_string(render_bytes("-{{.}}{{{.}}}-", 14, empty, &error)), "--");
}
END_TEST

START_TEST(lists_nest_and_see_what_is_outside) {
    expect("{{#rows}}{{#cells}}{{name}}{{.}} {{/cells}}\n{{/rows}}",
           "{\"name\": \"c\", \"rows\": [{\"cells\": [1, 2]}, {\"cells\": []}, {\"cells\": [3]}]}",
           "c1 c2 \n\nc3 \n");
}
END_TEST

START_TEST(a_partial_is_indented_only_where_it_has_text) {
    partials = parsed("{\"p\": \"a\\n\\n{{#x}}\\nb\\n{{/x}}\\n\\r\\n\\rc\\n\"}");
    expect("  {{>p}}\n", "{\"x\": true}", "  a\n\n  b\n\r\n  \rc\n");
    json_decref(partials);
}
END_TEST

START_TEST(the_indentations_of_nested_partials_add_up) {
    partials = parsed("{\"p\": \"p\\n\\t{{>q}}\\n{{>q}}\\n\", \"q\": \"{{.}}\\n\"}");
    expect("{{>q}}\n  {{>p}}\n   {{>*n}}\n", "{\"n\": \"q\"}", "\n  p\n  \t\n  \n   \n");
    expect("  {{>p}}\n{{>p}}\n {{>q}}", "\"1\\n2\"",
           "  p\n  \t1\n2\n  1\n2\np\n\t1\n2\n1\n2\n 1\n2\n");
    json_decref(partials);
}
END_TEST

START_TEST(an_unknown_or_nameless_partial_is_empty) {
    partials = parsed("{\"a\": \"found\"}");
    expect("[{{>b}}{{>*n}}{{>*i}}{{>*missing}}]", "{\"n\": \"a\\u0000b\", \"i\": 1}", "[]");
    json_decref(partials);
}
END_TEST

START_TEST(a_malformed_template_is_refused_with_its_line) {
    expect_error("a\n{{#x}}\n{{#y}}{{/y}}\n", "unclosed section `x` at line 2");
    expect_error("{{^x}}", "unclosed section `x` at line 1");
    expect_error("\n\n {{x", "unclosed tag (expected `}}`) at line 3");
    expect_error("{{{x}}", "unclosed tag (expected `}}}`) at line 1");
    expect_error("{{=<% %>}}", "unclosed tag (expected `=}}`) at line 1");
    expect_error("{{=<% %>=}}\n<%x}}", "unclosed tag (expected `%>`) at line 2");
    expect_error("{{!", "unclosed tag (expected `}}`) at line 1");
    expect_error("{{#x}}\n{{/y}}", "expected the end of section `x`, found that of `y` at line 2");
    expect_error("a\n{{/y}}", "no section is open to close `y` at line 2");
    expect_error("\n{{}}", "a tag without a name at line 2");
    expect_error("{{# }}", "a tag without a name at line 1");
    expect_error("{{>*}}", "a tag without a name at line 1");
    expect_error("{{> a b}}", "a name with white space in it, `a b` at line 1");
    expect_error("{{a\nb}}", "a name with white space in it, `a\nb` at line 1");
    expect_error("{{a..b}}", "a dot without a name beside it in `a..b` at line 1");
    expect_error("{{.a}}", "a dot without a name beside it in `.a` at line 1");
    expect_error("{{a.}}", "a dot without a name beside it in `a.` at line 1");
}
END_TEST

START_TEST(bad_delimiters_are_refused_with_their_line) {
    static const char *const bad[] = {
        "\n{{==}}",      "\n{{=<%=}}",      "\n{{=<% %> !=}}",
        "\n{{=<= =>=}}", "\n{{= <\n=> =}}", "\n{{=123456789012345678901234567890123 >=}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect_error(bad[i], "bad delimiters (expected two words without `=`) at line 2");
    }
}
END_TEST

START_TEST(a_malformed_partial_is_named) {
    partials = parsed("{\"p\": \"\\n{{#a}}\"}");
    expect_error(" {{>p}}", "partial `p`: unclosed section `a` at line 2");
    expect_error("{{=a b=}}\na>pb", "partial `p`: unclosed section `a` at line 2");
    json_decref(partials);
}
END_TEST

START_TEST(a_partial_without_end_is_stopped) {
    partials = parsed("{\"p\": \"x{{>q}}\", \"q\": \"{{>p}}\", \"i\": \"\\n {{>i}}\\n\", "
                      "\"s\": \"{{#.}}{{>s}}{{/.}}\"}");
    expect_error("{{>p}}", "partials nest more than 128 deep at `p`");
    expect_error("{{>i}}", "partials nest more than 128 deep at `i`");
    expect_error("{{>s}}", "partials nest more than 128 deep at `s`");
    json_decref(partials);
}
END_TEST

START_TEST(a_partial_may_nest_128_deep) {
    partials = parsed("{\"p\": \"x{{#d}}{{>p}}{{/d}}\"}");
    struct value value = value_bool(false);
    for (int depth = 1; depth <= 128; depth++) {
        struct value object = value_object(mem);
        value_set(&object, value_key(keys, "d", 1), value);
        value = object;
    }
    const char *error = NULL;
    const struct text *out = render_bytes("{{>p}}", 6, value, &error);
    ck_assert_msg(out != NULL, "%s", error);
    ck_assert_uint_eq(out->length, 128);
    json_decref(partials);
}
END_TEST

START_TEST(a_hundred_thousand_nested_sections_do_no_harm) {
    enum {
        DEPTH = 100000
    };
    struct text source = {.mem = mem};
    const char *error = NULL;
    for (int i = 0; i < DEPTH; i++) {
        text_add_string(&source, "{{#a}}");
    }
    ck_assert_ptr_null(render_bytes(source.bytes, source.length, value_null(), &error));
    ck_assert_str_eq(error, "unclosed section `a` at line 1");
    text_add_string(&source, "x");
    for (int i = 0; i < DEPTH; i++) {
        text_add_string(&source, "{{/a}}");
    }
    ck_assert_uint_eq(render_bytes(source.bytes, source.length, value_null(), &error)->length, 0);
    struct value value = value_object(mem);
    value_set(&value, value_key(keys, "a", 1), value_bool(true));
    ck_assert_ptr_null(render_bytes(source.bytes, source.length, value, &error));
    ck_assert_str_eq(error, "sections nest more than 1023 deep");
}
END_TEST

START_TEST(a_set_gives_a_template_by_name) {
    const char *error = NULL;
    partials = parsed("{\"good\": \"{{.}}\", \"bad\": \"{{\"}");
    struct template_set *set = template_set_new(mem, keys, find_partial, partials);
    const struct template *good = template_get(set, "good", &error);
    ck_assert_ptr_nonnull(good);
    ck_assert_ptr_null(error);
    ck_assert_ptr_eq(template_get(set, "good", &error), good);
    ck_assert_ptr_null(template_get(set, "bad", &error));
    ck_assert_str_eq(error, "unclosed tag (expected `}}`) at line 1");
    ck_assert_ptr_null(template_get(set, "none", &error));
    ck_assert_str_eq(error, "unknown template `none`");
    json_decref(partials);
}
END_TEST

START_TEST(rendering_appends_and_can_be_repeated) {
    const char *error = NULL;
    struct template_set *set = template_set_new(mem, keys, find_partial, NULL);
    const struct template *template = template_compile(set, "<{{.}}>", 7, &error);
    struct text out = {.mem = mem};
    for (int i = 0; i < 3; i++) {
        struct value value = value_integer(i);
        ck_assert(template_render(template, &value, &out, &error));
    }
    ck_assert_str_eq(text_string(&out), "<0><1><2>");
}
END_TEST

static void add_own_tests(TCase *own) {
    tcase_add_checked_fixture(own, set_up, tear_down);
    tcase_add_test(own, an_empty_template_gives_nothing);
    tcase_add_test(own, numbers_are_written_in_full);
    tcase_add_test(own, flags_lists_and_objects_are_written_plainly_or_not_at_all);
    tcase_add_test(own, zero_is_true_and_empty_text_is_false);
    tcase_add_test(own, a_null_member_hides_the_one_outside);
    tcase_add_test(own, any_bytes_pass_through);
    tcase_add_test(own, a_text_ends_where_its_length_says);
    tcase_add_test(own, lists_nest_and_see_what_is_outside);
    tcase_add_test(own, a_partial_is_indented_only_where_it_has_text);
    tcase_add_test(own, the_indentations_of_nested_partials_add_up);
    tcase_add_test(own, an_unknown_or_nameless_partial_is_empty);
    tcase_add_test(own, a_malformed_template_is_refused_with_its_line);
    tcase_add_test(own, bad_delimiters_are_refused_with_their_line);
    tcase_add_test(own, a_malformed_partial_is_named);
    tcase_add_test(own, a_partial_without_end_is_stopped);
    tcase_add_test(own, a_partial_may_nest_128_deep);
    tcase_add_test(own, a_hundred_thousand_nested_sections_do_no_harm);
    tcase_add_test(own, a_set_gives_a_template_by_name);
    tcase_add_test(own, rendering_appends_and_can_be_repeated);
}

/* A file that lacks adds no cases; their number is tested. */
static json_t *load_spec(const char *folder) {
    json_t *cases = json_array();
    for (size_t i = 0; i < sizeof spec_files / sizeof *spec_files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, spec_files[i]);
        json_t *file = json_load_file(path, 0, NULL);
        json_array_extend(cases, json_object_get(file, "tests"));
        json_decref(file);
    }
    return cases;
}

int main(void) {
    Suite *suite = suite_create("template");
    TCase *own = tcase_create("template");
    add_own_tests(own);
    suite_add_tcase(suite, own);

    spec_cases = load_spec("tests/data/mustache-spec");
    TCase *spec = tcase_create("specification");
    tcase_add_checked_fixture(spec, set_up, tear_down);
    tcase_add_test(spec, the_specification_is_there_whole);
    tcase_add_loop_test(spec, the_specification_is_met, 0, (int)json_array_size(spec_cases));
    suite_add_tcase(suite, spec);

    int status = run_suite(suite);
    json_decref(spec_cases);
    return status;
}
