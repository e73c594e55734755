/* Layouts of random chains, beside the least that any order of the fields has. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/chain.h"
#include "../../generator/cost.h"
#include "../../generator/diagnostic.h"
#include "../../generator/layout.h"
#include "../../generator/mem.h"
#include "../../generator/parse.h"
#include "../../generator/resolve.h"
#include "../../generator/text.h"
#include "run_suite.h"

static struct mem *mem;
static struct diagnostics *diagnostics;
static struct program *program;
static struct layouts *layouts;

static void set_up(void) {
    mem = mem_new();
    diagnostics = diagnostics_new(mem);
}

static void tear_down(void) {
    mem_free(mem);
}

static void lay_out(const char *text) {
    struct file **files = mem_alloc(mem, sizeof *files);
    const char *bytes = mem_string(mem, text);
    files[0] = parse(mem, source_from_bytes(mem, "t.slots", bytes, strlen(text)), diagnostics);
    program = mem_alloc(mem, sizeof *program);
    *program = (struct program){.files = files, .file_count = 1};
    resolve(mem, program, diagnostics);
    layouts = layout_program(mem, program, chains_new(mem, program), diagnostics);
}

static const struct layout *layout_at(size_t index) {
    ck_assert_uint_eq(diagnostics->count, 0);
    ck_assert_uint_lt(index, program->record_count);
    return layout_of(layouts, program->records[index]);
}

static void assert_measure(size_t index, uint64_t size64, uint32_t align64, uint64_t size32,
                           uint32_t align32) {
    const struct measure *measure = &layout_at(index)->measure;
    ck_assert_uint_eq(measure->size[WIDTH_64], size64);
    ck_assert_uint_eq(measure->align[WIDTH_64], align64);
    ck_assert_uint_eq(measure->size[WIDTH_32], size32);
    ck_assert_uint_eq(measure->align[WIDTH_32], align32);
}

/* The offset of a field of the record at index, in both widths. */
static void assert_offset(size_t index, size_t field, uint64_t offset64, uint64_t offset32) {
    ck_assert_uint_eq(diagnostics->count, 0);
    const struct member *member =
        layout_place(layouts, &program->records[index]->fields[field])->member;
    ck_assert_uint_eq(member->offset[WIDTH_64], offset64);
    ck_assert_uint_eq(member->offset[WIDTH_32], offset32);
}

START_TEST(cells_are_sorted_by_alignment_and_then_as_written) {
    lay_out("record A slots { a: u8; b: f64; c: u16; d: u8; e: u32; f: f64; }");
    assert_measure(0, 24, 8, 24, 8);
    assert_offset(0, 1, 0, 0);
    assert_offset(0, 5, 8, 8);
    assert_offset(0, 4, 16, 16);
    assert_offset(0, 2, 20, 20);
    assert_offset(0, 0, 22, 22);
    assert_offset(0, 3, 23, 23);
    ck_assert_uint_eq(layout_at(0)->padding[WIDTH_64], 0);
}
END_TEST

START_TEST(the_lessons_records_have_their_known_sizes) {
    lay_out("record BaseRecord slots { timestamp: f64; id: u64; }\n"
            "record SensorRecord : BaseRecord slots { sensor: u64; value: f64; unit: str; }\n");
    assert_measure(0, 16, 8, 16, 8);
    assert_measure(1, 40, 8, 40, 8);
    assert_offset(0, 0, 0, 0);
    assert_offset(0, 1, 8, 8);
    /* With 32-bit pointers the text is the smallest, so it comes first behind the base. */
    assert_offset(1, 2, 16, 16);
    assert_offset(1, 0, 24, 24);
    assert_offset(1, 1, 32, 32);
}
END_TEST

START_TEST(in_a_child_small_cells_come_first) {
    lay_out("record A slots { a: u8; }\nrecord B : A slots { x: u64; y: u32; z: u8; w: u16; }");
    assert_measure(1, 16, 8, 16, 8);
    assert_offset(1, 2, 1, 1);
    assert_offset(1, 3, 2, 2);
    assert_offset(1, 1, 4, 4);
    assert_offset(1, 0, 8, 8);
}
END_TEST

START_TEST(a_childs_cells_stay_out_of_its_bases_tail) {
    lay_out("record A slots { a: u64; b: u8; }\nrecord B : A slots { c: u8; }");
    assert_measure(0, 16, 8, 16, 8);
    assert_measure(1, 24, 8, 24, 8);
    assert_offset(1, 0, 16, 16);
    ck_assert_uint_eq(layout_at(1)->padding[WIDTH_64], 14);
}
END_TEST

START_TEST(cells_may_begin_in_an_open_tail) {
    lay_out("@open_tail record A slots { a: f64; b: u8; }\n"
            "record B : A slots { c: u32; d: u16; e: u8; }\n"
            "record C : A slots { f: u8[7]; g: str; }\n"
            "record D : A slots { h: f64; }\n");
    assert_measure(1, 16, 8, 16, 8);
    assert_offset(1, 2, 9, 9);
    assert_offset(1, 1, 10, 10);
    assert_offset(1, 0, 12, 12);
    ck_assert(layout_at(1)->in_tail);
    ck_assert_uint_eq(layout_at(1)->padding[WIDTH_64], 0);
    assert_measure(2, 24, 8, 24, 8);
    assert_offset(2, 0, 9, 9);
    assert_offset(2, 1, 16, 16);
    assert_measure(3, 24, 8, 24, 8);
    ck_assert(!layout_at(3)->in_tail);
}
END_TEST

START_TEST(a_tail_is_what_the_last_cell_of_the_chain_leaves) {
    lay_out("@open_tail record A slots { a: f64; b: u8; }\n"
            "@open_tail record B : A slots { }\n"
            "record C : B slots { c: u16; }\n"
            "@open_tail record D : A slots { d: u16; }\n"
            "record E : D slots { e: u32; }\n"
            "record F : C slots { f: u32; }\n"
            "@open_tail record G slots { }\n"
            "record H : G slots { h: u8; }\n");
    ck_assert_uint_eq(layout_at(1)->end[WIDTH_64], 9);
    assert_offset(2, 0, 10, 10);
    assert_measure(2, 16, 8, 16, 8);
    assert_offset(4, 0, 12, 12);
    assert_measure(4, 16, 8, 16, 8);
    assert_measure(5, 24, 8, 24, 8);
    assert_measure(7, 1, 1, 1, 1);
}
END_TEST

START_TEST(a_tail_may_end_elsewhere_with_32_bit_pointers) {
    lay_out("@open_tail record A slots { a: str; b: u8; }\n"
            "record B : A slots { c: u8[5]; d: u16; e: u32; }\n");
    /* The tail has 7 bytes, and 3: with 32-bit pointers no order fills it. */
    assert_measure(1, 24, 8, 20, 4);
    ck_assert_uint_le(layout_at(1)->padding[WIDTH_64], 4);
}
END_TEST

START_TEST(declared_order_is_kept) {
    lay_out("@order(declared) record A slots { a: u8; b: u32; c: u8; d: u64; e: u16; }");
    assert_measure(0, 32, 8, 32, 8);
    assert_offset(0, 1, 4, 4);
    assert_offset(0, 2, 8, 8);
    assert_offset(0, 3, 16, 16);
    assert_offset(0, 4, 24, 24);
    ck_assert_uint_eq(layout_at(0)->padding[WIDTH_64], 16);
}
END_TEST

START_TEST(text_and_arrays_are_as_long_as_they_say) {
    lay_out("record A slots { a: char[3]; b: u16[5]; c: f64[2]; d: char[2]; }");
    assert_measure(0, 32, 8, 32, 8);
    assert_offset(0, 2, 0, 0);
    assert_offset(0, 1, 16, 16);
    assert_offset(0, 0, 26, 26);
    assert_offset(0, 3, 29, 29);
}
END_TEST

START_TEST(an_enum_is_as_large_as_its_integer) {
    lay_out("enum S { a }\nenum L : i64 { b }\n"
            "record A slots { s: S; l: L; t: S[3]; }");
    assert_measure(0, 16, 8, 16, 8);
    assert_offset(0, 1, 0, 0);
    assert_offset(0, 2, 9, 9);
}
END_TEST

START_TEST(an_empty_record_is_a_byte_that_children_do_not_embed) {
    lay_out("record A slots { }\nrecord B : A slots { }\nrecord C : B slots { x: u64; }");
    assert_measure(0, 1, 1, 1, 1);
    assert_measure(1, 1, 1, 1, 1);
    assert_measure(2, 8, 8, 8, 8);
    ck_assert(layout_at(0)->empty);
    ck_assert(!layout_at(2)->empty);
}
END_TEST

START_TEST(the_dicts_word_is_a_pointer_that_comes_once) {
    lay_out("record A slots { a: u64; b: u32; }\nrecord B : A slots + dict { c: u8; }\n"
            "record C : B slots { d: u8; }\n");
    ck_assert(!layout_at(0)->has_dict);
    ck_assert(layout_at(1)->has_dict);
    ck_assert(layout_at(2)->has_dict);
    assert_measure(1, 32, 8, 24, 8);
    ck_assert_uint_eq(layout_at(1)->ext_offset[WIDTH_64], 24);
    ck_assert_uint_eq(layout_at(1)->ext_offset[WIDTH_32], 20);
    ck_assert_uint_eq(layout_at(2)->ext_offset[WIDTH_64], 24);
    ck_assert_uint_eq(layout_at(2)->ext_offset[WIDTH_32], 20);
    assert_measure(2, 40, 8, 32, 8);
}
END_TEST

START_TEST(a_dict_record_without_fields_is_one_word) {
    lay_out("record A dict { }");
    assert_measure(0, 8, 8, 4, 4);
    ck_assert(!layout_at(0)->empty);
}
END_TEST

/* Sizes of the record at index: were there no dict, and were there one. */
static void assert_cost(size_t index, uint64_t slotted64, uint64_t slotted32, uint64_t backed64,
                        uint64_t backed32) {
    struct cost cost = cost_of(mem, layouts, program->records[index]);
    ck_assert_uint_eq(cost.slotted.size[WIDTH_64], slotted64);
    ck_assert_uint_eq(cost.slotted.size[WIDTH_32], slotted32);
    ck_assert_uint_eq(cost.backed.size[WIDTH_64], backed64);
    ck_assert_uint_eq(cost.backed.size[WIDTH_32], backed32);
}

START_TEST(the_cost_of_a_dict_is_that_of_its_word) {
    lay_out("record A slots { a: u64; }\nrecord B : A dict { b: u64; c: u32; }\n"
            "record C : B slots { c: u32; }\n");
    assert_cost(0, 8, 8, 16, 16);
    ck_assert_uint_eq(layout_at(1)->measure.size[WIDTH_64], 32);
    assert_cost(1, 24, 24, 32, 24);
    /* The dict of an ancestor goes with all that it moves. */
    assert_cost(2, 32, 32, 40, 32);
}
END_TEST

START_TEST(a_dict_may_cost_nothing_where_its_word_fills_a_hole) {
    lay_out("@align(16) record A slots { a: u64; }\nrecord B slots { a: u64; b: u32; }");
    assert_cost(0, 16, 16, 16, 16);
    assert_cost(1, 16, 16, 24, 16);
}
END_TEST

START_TEST(the_bytes_of_many_instances_may_be_too_many_to_count) {
    uint64_t total = 0;
    ck_assert(cost_times(3, 5, &total));
    ck_assert_uint_eq(total, 15);
    ck_assert(cost_times(UINT64_MAX, 1, &total));
    ck_assert(cost_times(7, 0, &total));
    ck_assert(!cost_times(2, UINT64_MAX / 2 + 1, &total));
}
END_TEST

static void assert_variant(size_t index, const struct variant *variant, uint64_t size64,
                           uint64_t size32) {
    struct measure measure = layout_if(mem, layouts, program->records[index], variant);
    ck_assert_uint_eq(measure.size[WIDTH_64], size64);
    ck_assert_uint_eq(measure.size[WIDTH_32], size32);
}

/* The size with all but these wishes. */
static void assert_without(size_t index, unsigned wishes, uint64_t size64, uint64_t size32) {
    const struct variant variant = {.wishes = WISH_ALL & ~wishes};
    assert_variant(index, &variant, size64, size32);
}

static const struct variant as_written = {.wishes = WISH_ALIGN, .as_written = true};

/* The records below as somebody writes them by hand. */
struct written_base {
    uint8_t a;
    double b;
    uint8_t c;
    char *d;
    uint16_t e;
};
struct written_child {
    struct written_base base;
    uint8_t bits; /* f and h share it */
    uint64_t g;
    uint8_t present; /* of g */
};

START_TEST(the_order_of_the_schema_is_that_of_a_struct) {
    lay_out("record A slots { @hot a: u8; @offset(32) b: f64; c: u8; d: str; e: u16; }\n"
            "record B : A slots { f: bits[3]; g: u64?; h: bits[5]; }");
    bool is_wide = sizeof(void *) == 8;
    for (size_t i = 0; i < 2; i++) {
        struct measure measure = layout_if(mem, layouts, program->records[i], &as_written);
        size_t size = i == 0 ? sizeof(struct written_base) : sizeof(struct written_child);
        ck_assert_uint_eq(measure.size[is_wide ? WIDTH_64 : WIDTH_32], size);
    }
}
END_TEST

START_TEST(each_wish_can_be_left_out_of_the_whole_chain) {
    lay_out("@align(32) record A slots { @offset(16) a: u64; b: u8; }\n"
            "@order(declared) record B : A slots { c: u8; d: u64; e: u8; }");
    assert_measure(0, 32, 32, 32, 32);
    assert_measure(1, 64, 32, 64, 32);
    assert_without(0, WISH_OFFSET, 32, 32);
    assert_without(0, WISH_ALIGN, 24, 24);
    assert_without(0, WISH_OFFSET | WISH_ALIGN, 16, 16);
    assert_without(1, WISH_ALIGN, 48, 48);
    assert_without(1, WISH_ALIGN | WISH_DECLARED, 40, 40);
    assert_without(1, WISH_ALL, 32, 32);
}
END_TEST

START_TEST(an_instance_has_less_than_two_gib) {
    lay_out("record A slots { a: u8[2147483647]; }\n"
            "record B slots { a: u8[2147483640]; b: u64; }\nrecord C : B slots { c: u64; }\n");
    ck_assert_uint_eq(diagnostics->count, 1);
    ck_assert_ptr_eq(diagnostics->items[0]->rule, error_rule(ERROR_LIMIT));
    ck_assert_str_eq(diagnostics->items[0]->record, "B");
}
END_TEST

START_TEST(what_is_hot_or_pinned_costs_nothing_with_32_bit_pointers_either) {
    lay_out("record A slots { @hot s: str[3]; t: f64; c: char[3]; }"
            "record B slots { @offset(0) t: f64; s: str[3]; u: f64; c: char[3]; }");
    assert_measure(0, 40, 8, 24, 8);
    assert_measure(1, 48, 8, 32, 8);
}
END_TEST

START_TEST(hot_fields_fill_what_the_first_line_has_left) {
    lay_out("record A slots { name: char[56]; }"
            "record B : A slots { @hot flags: u32; @hot key: u32[3]; }"
            "record C slots { cold: u32[14]; @hot a: u32[10]; @hot b: u32[9]; @hot d: u32[5]; }"
            "record D slots { c1: u8; c2: u16; c3: f64[3]; c4: u8[7]; @hot h1: u32[7];"
            " @hot h2: u32[6]; @hot h3: u8[9]; @hot h4: f64; c5: str; }");
    assert_measure(1, 72, 4, 72, 4);
    assert_offset(1, 0, 56, 56);
    ck_assert_uint_le(layout_place(layouts, &program->records[2]->fields[1])->member->offset[0] +
                          layout_place(layouts, &program->records[2]->fields[3])->member->offset[0],
                      40);
    assert_measure(3, 112, 8, 112, 8);
}
END_TEST

START_TEST(a_pin_is_kept_in_the_order_that_takes_least) {
    lay_out("record A slots { a: u8[5]; b: u32[3]; @offset(60) c: u8; d: f32[15]; }");
    assert_measure(0, 80, 4, 80, 4);
    assert_offset(0, 2, 60, 60);
}
END_TEST

/* Random chains against brute force. */

/* A field's type: a cell of its own, or so many bits of a unit. */
struct kind {
    const char *word;
    uint64_t size[WIDTH_COUNT];
    uint32_t align[WIDTH_COUNT];
    uint32_t bits;
    bool optional;
};

static const struct kind kinds[] = {
    {.word = "u8", {1, 1}, {1, 1}},
    {.word = "bool", {1, 1}, {1, 1}},
    {.word = "i16", {2, 2}, {2, 2}},
    {.word = "f32", {4, 4}, {4, 4}},
    {.word = "u64", {8, 8}, {8, 8}},
    {.word = "f64", {8, 8}, {8, 8}},
    {.word = "str", {8, 4}, {8, 4}},
    {.word = "char[5]", {5, 5}, {1, 1}},
    {.word = "u16[3]", {6, 6}, {2, 2}},
    {.word = "u32[3]", {12, 12}, {4, 4}},
    {.word = "f64[2]", {16, 16}, {8, 8}},
    {.word = "char[2]", {2, 2}, {1, 1}},
    {.word = "str[2]", {16, 8}, {8, 4}},
    {.word = "u8?", {1, 1}, {1, 1}, .optional = true},
    {.word = "str?", {8, 4}, {8, 4}, .optional = true},
    {.word = "i16[3]?", {6, 6}, {2, 2}, .optional = true},
    {.word = "f64?", {8, 8}, {8, 8}, .optional = true},
    {.word = "bits[1]", .bits = 1},
    {.word = "bits[3]", .bits = 3},
    {.word = "bits[7]?", .bits = 7, .optional = true},
    {.word = "bits[8]", .bits = 8},
    {.word = "bits[13]", .bits = 13},
    {.word = "bits[24]?", .bits = 24, .optional = true},
    {.word = "bits[40]", .bits = 40},
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)
#define MOST_FIELDS 6
#define MOST_CELLS (MOST_FIELDS + 2) /* the dict's word and a byte of presence besides */

/* The fields of a record. */
struct shape {
    const struct kind *fields[MOST_FIELDS];
    size_t count;
};

/* What they take: the units of their bits and their presence bits, too. */
struct cells {
    struct kind items[MOST_CELLS];
    size_t count;
};

static const struct kind word_of_dict = {.word = "", {8, 4}, {8, 4}};

static struct kind unit_of(uint32_t bits) {
    uint32_t size = bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    return (struct kind){.size = {size, size}, .align = {size, size}};
}

/* Bits go, in the order of the schema, into the first unit that has room. */
static struct cells cells_of(const struct shape *shape, bool with_dict) {
    struct cells cells = {.count = 0};
    uint32_t room[MOST_CELLS] = {0};
    bool any_optional = false;
    for (size_t i = 0; i < shape->count; i++) {
        const struct kind *field = shape->fields[i];
        size_t at = 0;
        any_optional = any_optional || field->optional;
        while (at < cells.count && (field->bits == 0 || room[at] < field->bits)) {
            at++;
        }
        if (at == cells.count) {
            cells.items[cells.count++] = field->bits == 0 ? *field : unit_of(field->bits);
            room[at] = field->bits == 0 ? 0 : 8 * (uint32_t)cells.items[at].size[WIDTH_64];
        }
        room[at] -= field->bits;
    }
    if (with_dict) {
        cells.items[cells.count++] = word_of_dict;
    }
    if (any_optional) {
        cells.items[cells.count++] = unit_of(1);
    }
    return cells;
}

static uint64_t round_up(uint64_t value, uint64_t align) {
    return (value + align - 1) / align * align;
}

/* The least end that any order of the cells reaches from here: the least of each set of cells,
 * found from that of the sets without one of them. */
static uint64_t least_end(const struct cells *cells, uint64_t start, enum width width) {
    uint64_t least[1U << MOST_CELLS];
    least[0] = start;
    for (unsigned set = 1; set < 1U << cells->count; set++) {
        least[set] = UINT64_MAX;
        for (size_t last = 0; last < cells->count; last++) {
            if ((set >> last & 1) != 0) {
                const struct kind *cell = &cells->items[last];
                uint64_t before = least[set & ~(1U << last)];
                uint64_t end = round_up(before, cell->align[width]) + cell->size[width];
                least[set] = end < least[set] ? end : least[set];
            }
        }
    }
    return least[(1U << cells->count) - 1];
}

static uint32_t align_of(const struct cells *cells, uint32_t align, enum width width) {
    for (size_t i = 0; i < cells->count; i++) {
        uint32_t own = cells->items[i].align[width];
        align = own > align ? own : align;
    }
    return align;
}

static unsigned next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33);
}

/* Members follow each other without a gap or an overlap, each where it is aligned. */
static void assert_whole(const struct layout *layout) {
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        uint64_t at = 0;
        uint64_t pads = 0;
        for (size_t i = 0; i < layout->member_count; i++) {
            const struct member *member = &layout->members[i];
            ck_assert_uint_eq(member->offset[width], at);
            ck_assert_uint_eq(at % member->align[width], 0);
            at += member->size[width];
            pads += member->kind == MEMBER_PAD ? member->size[width] : 0;
        }
        ck_assert_uint_eq(at, layout->measure.size[width]);
        ck_assert_uint_eq(at % layout->measure.align[width], 0);
        ck_assert_uint_ge(layout->padding[width], pads);
    }
}

/* Hot fields cost nothing: some are. */
static void write_record(struct text *text, size_t index, const struct shape *shape,
                         const char *clause, unsigned hot) {
    text_format(text, "record R%zu", index);
    if (index > 0) {
        text_format(text, " : R%zu", index - 1);
    }
    text_format(text, " %s {", clause);
    for (size_t i = 0; i < shape->count; i++) {
        bool is_hot = (hot >> i & 1) != 0 && shape->fields[i]->bits == 0;
        text_format(text, "%s f%zu_%zu: %s;", is_hot ? " @hot" : "", index, i,
                    shape->fields[i]->word);
    }
    text_add_string(text, " }\n");
}

/* The size that the cells have one behind the other, as a C compiler lays them out. */
static uint64_t written_size(const struct shape *shapes, size_t last, enum width width) {
    uint64_t end = 0;
    uint32_t align = 1;
    for (size_t i = 0; i <= last; i++) {
        struct cells cells = cells_of(&shapes[i], false);
        for (size_t j = 0; j < cells.count; j++) {
            end = round_up(end, cells.items[j].align[width]) + cells.items[j].size[width];
        }
        align = align_of(&cells, align, width);
        end = round_up(end, align);
    }
    return end == 0 ? 1 : end;
}

/* Size and alignment of each record of a chain: its base's, and the best order of its own. */
static void assert_least(const struct shape *shapes, size_t count, size_t with_dict) {
    uint64_t size[WIDTH_COUNT] = {0, 0};
    uint32_t align[WIDTH_COUNT] = {1, 1};
    for (size_t i = 0; i < count; i++) {
        struct cells cells = cells_of(&shapes[i], i == with_dict);
        const struct layout *layout = layout_at(i);
        assert_whole(layout);
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            align[width] = align_of(&cells, align[width], width);
            size[width] = round_up(least_end(&cells, size[width], width), align[width]);
            bool is_empty = size[width] == 0;
            ck_assert_uint_eq(layout->empty, is_empty);
            ck_assert_uint_eq(layout->measure.size[width], is_empty ? 1 : size[width]);
            ck_assert_uint_eq(layout->measure.align[width], align[width]);
        }
    }
}

/* A loop of these is 1,000 lists of fields; sanitizers see the same in fewer. */
#if defined(__SANITIZE_ADDRESS__)
#define LOOPS 5
#else
#define LOOPS 30
#endif

START_TEST(a_chain_takes_the_least_that_any_order_does) {
    uint64_t state = (uint64_t)_i * 7919 + 1;
    for (size_t lists = 0; lists < 1000;) {
        tear_down();
        set_up();
        struct shape shapes[4];
        struct text text = {.mem = mem};
        size_t count = 1 + next_random(&state) % 4;
        size_t with_dict = next_random(&state) % 6;
        for (size_t i = 0; i < count; i++) {
            shapes[i].count = next_random(&state) % (MOST_FIELDS + 1);
            for (size_t j = 0; j < shapes[i].count; j++) {
                shapes[i].fields[j] = &kinds[next_random(&state) % KIND_COUNT];
            }
            write_record(&text, i, &shapes[i], i == with_dict ? "slots + dict" : "slots",
                         next_random(&state) & next_random(&state));
        }
        lay_out(text_string(&text));
        assert_least(shapes, count, with_dict);
        for (size_t i = 0; i < count && i < with_dict; i++) {
            assert_variant(i, &as_written, written_size(shapes, i, WIDTH_64),
                           written_size(shapes, i, WIDTH_32));
        }
        lists += count;
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, cells_are_sorted_by_alignment_and_then_as_written);
    tcase_add_test(tests, the_lessons_records_have_their_known_sizes);
    tcase_add_test(tests, in_a_child_small_cells_come_first);
    tcase_add_test(tests, a_childs_cells_stay_out_of_its_bases_tail);
    tcase_add_test(tests, cells_may_begin_in_an_open_tail);
    tcase_add_test(tests, a_tail_is_what_the_last_cell_of_the_chain_leaves);
    tcase_add_test(tests, a_tail_may_end_elsewhere_with_32_bit_pointers);
    tcase_add_test(tests, declared_order_is_kept);
    tcase_add_test(tests, text_and_arrays_are_as_long_as_they_say);
    tcase_add_test(tests, an_enum_is_as_large_as_its_integer);
    tcase_add_test(tests, an_empty_record_is_a_byte_that_children_do_not_embed);
    tcase_add_test(tests, the_dicts_word_is_a_pointer_that_comes_once);
    tcase_add_test(tests, a_dict_record_without_fields_is_one_word);
    tcase_add_test(tests, the_cost_of_a_dict_is_that_of_its_word);
    tcase_add_test(tests, a_dict_may_cost_nothing_where_its_word_fills_a_hole);
    tcase_add_test(tests, the_bytes_of_many_instances_may_be_too_many_to_count);
    tcase_add_test(tests, the_order_of_the_schema_is_that_of_a_struct);
    tcase_add_test(tests, each_wish_can_be_left_out_of_the_whole_chain);
    tcase_add_test(tests, what_is_hot_or_pinned_costs_nothing_with_32_bit_pointers_either);
    tcase_add_test(tests, hot_fields_fill_what_the_first_line_has_left);
    tcase_add_test(tests, a_pin_is_kept_in_the_order_that_takes_least);
    tcase_add_test(tests, an_instance_has_less_than_two_gib);
    tcase_add_loop_test(tests, a_chain_takes_the_least_that_any_order_does, 0, LOOPS);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
