#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/mem.h"
#include "../../generator/parse.h"
#include "../../generator/text.h"
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

static const struct file *parse_any(const char *text) {
    const char *bytes = mem_string(mem, text);
    return parse(mem, source_from_bytes(mem, "t.slots", bytes, strlen(text)), diagnostics);
}

/* The tree of a text without fault. */
static const struct file *parse_good(const char *text) {
    const struct file *file = parse_any(text);
    for (size_t i = 0; i < diagnostics->count; i++) {
        ck_abort_msg("%s", diagnostics->items[i]->message);
    }
    ck_assert(file->parsed);
    return file;
}

static const struct record *record_in(const struct file *file, size_t index) {
    const struct declaration *declaration = file->declarations;
    while (index-- > 0) {
        declaration = declaration->next;
    }
    ck_assert_ptr_nonnull(declaration);
    ck_assert_int_eq(declaration->kind, DECLARATION_RECORD);
    return (const struct record *)(const void *)declaration;
}

/* The record of a text that has nothing else. */
static const struct record *only_record(const char *text) {
    const struct file *file = parse_good(text);
    ck_assert_ptr_null(file->declarations->next);
    return record_in(file, 0);
}

static const struct enumeration *only_enum(const char *text) {
    const struct declaration *declaration = parse_good(text)->declarations;
    ck_assert_int_eq(declaration->kind, DECLARATION_ENUM);
    return (const struct enumeration *)(const void *)declaration;
}

static void assert_spans(struct span span, const char *text) {
    ck_assert_uint_eq(span.end - span.start, strlen(text));
    ck_assert_mem_eq(span.source->bytes + span.start, text, strlen(text));
}

START_TEST(a_schema_may_be_empty) {
    const struct file *file = parse_good("// nothing\n");
    ck_assert_ptr_null(file->package.text);
    ck_assert_ptr_null(file->imports);
    ck_assert_ptr_null(file->declarations);
}
END_TEST

START_TEST(package_and_imports_are_read_in_order) {
    const struct file *file =
        parse_good("package a . b.c;\nimport \"x/\\x41.slots\";\nimport \"y.slots\";\n");
    ck_assert_str_eq(file->package.text, "a.b.c");
    assert_spans(file->package.span, "a . b.c");
    ck_assert_str_eq(file->imports->path.text, "x/A.slots");
    assert_spans(file->imports->span, "import \"x/\\x41.slots\";");
    ck_assert_str_eq(file->imports->next->path.text, "y.slots");
    ck_assert_ptr_null(file->imports->next->next);
}
END_TEST

START_TEST(a_record_has_its_name_base_and_fields) {
    const struct record *record =
        only_record("record A : b.Base slots + dict { x: u8; y: f64 = -0.5; }");
    ck_assert_str_eq(record->declaration.name.text, "A");
    ck_assert_str_eq(record->base_name.text, "b.Base");
    ck_assert_int_eq(record->storage, STORAGE_SLOTS_DICT);
    assert_spans(record->storage_span, "slots + dict");
    assert_spans(record->close, "}");
    ck_assert_uint_eq(record->field_count, 2);
    ck_assert_str_eq(record->fields[0].name.text, "x");
    ck_assert(!record->fields[0].has_initial);
    assert_spans(record->fields[0].span, "x: u8");
    assert_spans(record->fields[1].span, "y: f64 = -0.5");
    ck_assert(record->fields[1].has_initial);
}
END_TEST

START_TEST(a_clause_that_is_missing_has_its_place) {
    const struct record *record = only_record("record A  { }");
    ck_assert_int_eq(record->storage, STORAGE_NONE);
    ck_assert_uint_eq(record->storage_span.start, 8);
    ck_assert_uint_eq(record->storage_span.end, 8);
    record = only_record("record A : B.C { }");
    ck_assert_uint_eq(record->storage_span.start, 14);
}
END_TEST

struct type_case {
    const char *text;
    const char *name;
    const char *target;
    uint64_t length; /* 0 where there is none */
    uint64_t count;
    bool optional;
};

static const struct type_case types[] = {
    {"u8", "u8", NULL, 0, 0, false},
    {"char[16]", "char", NULL, 16, 0, false},
    {"char[0x10][3]", "char", NULL, 16, 3, false},
    {"bits [ 3 ] ?", "bits", NULL, 3, 0, true},
    {"str?", "str", NULL, 0, 0, true},
    {"f32[4]?", "f32", NULL, 0, 4, true},
    {"a.b.C", "a.b.C", NULL, 0, 0, false},
    {"ref a.B", "ref", "a.B", 0, 0, false},
    {"ref Node[2]?", "ref", "Node", 0, 2, true},
};

START_TEST(a_type_is_read_as_it_is_written) {
    const struct type_case *row = &types[_i];
    const char *text = mem_format(mem, "record A slots { f: %s; }", row->text);
    const struct type_use *use = &only_record(text)->fields[0].type;
    ck_assert_str_eq(use->name.text, row->name);
    ck_assert_pstr_eq(use->target.text, row->target);
    ck_assert_int_eq(use->has_length, row->length != 0);
    ck_assert_uint_eq(use->length->integer, row->length);
    ck_assert_int_eq(use->is_array, row->count != 0);
    ck_assert_uint_eq(use->count->integer, row->count);
    ck_assert_int_eq(use->optional, row->optional);
    assert_spans(use->span, row->text);
}
END_TEST

static const struct literal *initial_of(const char *text) {
    return only_record(mem_format(mem, "record A slots { f: u8 = %s; }", text))->fields[0].initial;
}

START_TEST(literals_have_their_kind_and_value) {
    const struct literal *literal = initial_of("-18446744073709551615");
    ck_assert_int_eq(literal->kind, LITERAL_INTEGER);
    ck_assert(literal->negative);
    ck_assert(!literal->too_large);
    ck_assert_uint_eq(literal->integer, UINT64_MAX);
    assert_spans(literal->span, "-18446744073709551615");
    ck_assert(initial_of("18446744073709551616")->too_large);
    literal = initial_of("- 1.5e1");
    ck_assert_int_eq(literal->kind, LITERAL_FLOAT);
    ck_assert(literal->negative);
    ck_assert_double_eq(literal->real, 15.0);
    literal = initial_of("true");
    ck_assert_int_eq(literal->kind, LITERAL_BOOL);
    ck_assert_uint_eq(literal->integer, 1);
    ck_assert_uint_eq(initial_of("false")->integer, 0);
    literal = initial_of("\"a\\x00b\"");
    ck_assert_int_eq(literal->kind, LITERAL_STRING);
    ck_assert_uint_eq(literal->length, 3);
    literal = initial_of("kelvin");
    ck_assert_int_eq(literal->kind, LITERAL_NAME);
    ck_assert_str_eq(literal->text, "kelvin");
}
END_TEST

START_TEST(an_enum_has_its_type_and_enumerators) {
    const struct enumeration *enumeration = only_enum("enum E : i16 { a, b = -4, c = 0x10, }");
    ck_assert_str_eq(enumeration->storage.text, "i16");
    ck_assert_uint_eq(enumeration->count, 3);
    ck_assert(!enumeration->enumerators[0].has_value);
    ck_assert(enumeration->enumerators[1].value.negative);
    assert_spans(enumeration->enumerators[1].value.span, "-4");
    ck_assert_uint_eq(enumeration->enumerators[2].value.integer, 16);
    ck_assert_ptr_null(only_enum("enum E { a }")->storage.text);
    ck_assert_uint_eq(only_enum("enum E { }")->count, 0);
}
END_TEST

START_TEST(an_extern_has_its_spelling_and_header) {
    const struct declaration *declaration =
        parse_good("extern \"struct vec3\" from \"vec3.h\" as Vec3;")->declarations;
    const struct extern_type *type = (const struct extern_type *)(const void *)declaration;
    ck_assert_int_eq(declaration->kind, DECLARATION_EXTERN);
    ck_assert_str_eq(declaration->name.text, "Vec3");
    ck_assert_str_eq(type->spelling.text, "struct vec3");
    ck_assert_str_eq(type->header.text, "vec3.h");
}
END_TEST

START_TEST(documentation_belongs_to_what_follows) {
    const struct record *record = only_record("/// One.\n///\n///   indented \t\n"
                                              "//// plain\nrecord A slots {\n"
                                              "    ///x\n    /* plain */\n    f: u8;\n"
                                              "    g: u8;\n}\n");
    ck_assert_str_eq(record->declaration.preamble.docs, "One.\n\n  indented");
    ck_assert_str_eq(record->fields[0].preamble.docs, "x");
    ck_assert_ptr_null(record->fields[1].preamble.docs);
}
END_TEST

START_TEST(documentation_may_stand_between_annotations) {
    const struct record *record = only_record("/// a\n@final\n/// b\nrecord A slots { }");
    ck_assert_str_eq(record->declaration.preamble.docs, "a\nb");
    const struct enumeration *enumeration = only_enum("enum E {\n/// one\r\na, /// two\nb }");
    ck_assert_str_eq(enumeration->enumerators[0].preamble.docs, "one");
    ck_assert_str_eq(enumeration->enumerators[1].preamble.docs, "two");
}
END_TEST

START_TEST(annotations_keep_order_values_and_spans) {
    const struct record *record =
        only_record("@final @allow(\"a\", \"b\")\n@x(-1, 2.5, true, y) record A slots { }");
    const struct annotation *annotation = record->declaration.preamble.annotations;
    ck_assert_str_eq(annotation->name.text, "final");
    assert_spans(annotation->span, "@final");
    ck_assert_uint_eq(annotation->argument_count, 0);
    annotation = annotation->next;
    assert_spans(annotation->span, "@allow(\"a\", \"b\")");
    ck_assert_str_eq(annotation->arguments[1].text, "b");
    annotation = annotation->next;
    ck_assert_uint_eq(annotation->argument_count, 4);
    ck_assert(annotation->arguments[0].negative);
    ck_assert_str_eq(annotation->arguments[3].text, "y");
    ck_assert_ptr_null(annotation->next);
}
END_TEST

static const char *const words[] = {"package", "import", "extern", "from", "as",   "enum", "record",
                                    "slots",   "dict",   "bool",   "i8",   "u64",  "f32",  "char",
                                    "bits",    "str",    "ref",    "true", "false"};

START_TEST(any_word_may_name_a_field) {
    const char *text = mem_format(mem, "record A slots { %s: u8; x: u8; }", words[_i]);
    const struct record *record = only_record(text);
    ck_assert_uint_eq(record->field_count, 2);
    ck_assert_str_eq(record->fields[0].name.text, words[_i]);
}
END_TEST

START_TEST(any_word_may_name_an_enumerator) {
    const struct enumeration *enumeration =
        only_enum(mem_format(mem, "enum E { %s, x }", words[_i]));
    ck_assert_str_eq(enumeration->enumerators[0].name.text, words[_i]);
}
END_TEST

struct recovery_case {
    const char *text;
    size_t errors;
    size_t declarations; /* that are left in the tree */
};

/* One cause, one finding; what follows is read again. */
static const struct recovery_case recoveries[] = {
    {"record A slots { x u8; y: u8; }\nrecord B slots { }", 1, 2},
    {"record A slots { x: ; y: ; z: u8; }\nrecord B slots { }", 2, 2},
    {"record A slots { x: u8 y: u8; }", 1, 1},
    {"record A slots { x: u8; \nrecord B slots { }", 1, 2},
    {"record { }\nrecord B slots { x: }\nrecord C slots { }", 2, 2},
    {"record A slots { x: u8; };\nrecord B slots { }", 1, 2},
    {"enum E { a b }\nenum F { a }", 1, 2},
    {"enum E { a, , b }\nrecord B slots { }", 1, 2},
    {"} } }\nrecord A slots { }", 1, 1},
    {"package ;\nimport \"a\"\nrecord A slots { }", 2, 1},
    {"record A : B, C slots { }\nrecord D slots { }", 1, 2},
    {"@a(1 record A slots { }\nrecord B slots { }", 1, 2},
    {"@final", 1, 0},
    {"record A slots { @hot }", 1, 1},
    {"record A dict + slots { x: u8; }", 1, 1},
    {"record A slots { x: f32[4][4]; y: char; z: u8; }", 2, 1},
    {"record A slots { x: u8 = ; y: u8 = -; z: u8 = -true; }", 3, 1},
    {"record A slots { a: \x24; b: u8 = 1x; c: u8 = \";\n}\nrecord B slots { }", 3, 2},
};

START_TEST(after_an_error_the_rest_is_read) {
    const struct recovery_case *row = &recoveries[_i];
    const struct file *file = parse_any(row->text);
    struct text messages = {.mem = mem};
    for (size_t i = 0; i < diagnostics->count; i++) {
        text_format(&messages, "\n%s", diagnostics->items[i]->message);
    }
    ck_assert_msg(diagnostics->count == row->errors, "%s:%s", row->text, text_string(&messages));
    size_t declarations = 0;
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        declarations++;
    }
    ck_assert_msg(declarations == row->declarations, "%s: %zu", row->text, declarations);
    ck_assert(!file->parsed);
}
END_TEST

START_TEST(a_million_brackets_do_not_end_the_stack) {
    struct text text = {.mem = mem};
    text_add_string(&text, "record A slots { x: ");
    text_add_repeat(&text, '[', 500000);
    text_add_string(&text, "\nrecord B ");
    text_add_repeat(&text, '{', 500000);
    ck_assert(!parse_any(text_string(&text))->parsed);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof *(rows)))

int main(void) {
    Suite *suite = suite_create("parse");
    TCase *tests = tcase_create("parse");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_schema_may_be_empty);
    tcase_add_test(tests, package_and_imports_are_read_in_order);
    tcase_add_test(tests, a_record_has_its_name_base_and_fields);
    tcase_add_test(tests, a_clause_that_is_missing_has_its_place);
    tcase_add_loop_test(tests, a_type_is_read_as_it_is_written, 0, COUNT(types));
    tcase_add_test(tests, literals_have_their_kind_and_value);
    tcase_add_test(tests, an_enum_has_its_type_and_enumerators);
    tcase_add_test(tests, an_extern_has_its_spelling_and_header);
    tcase_add_test(tests, documentation_belongs_to_what_follows);
    tcase_add_test(tests, documentation_may_stand_between_annotations);
    tcase_add_test(tests, annotations_keep_order_values_and_spans);
    tcase_add_loop_test(tests, any_word_may_name_a_field, 0, COUNT(words));
    tcase_add_loop_test(tests, any_word_may_name_an_enumerator, 0, COUNT(words));
    tcase_add_loop_test(tests, after_an_error_the_rest_is_read, 0, COUNT(recoveries));
    tcase_add_test(tests, a_million_brackets_do_not_end_the_stack);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
