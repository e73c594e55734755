/* A base of which children use the tail: what is done to the base leaves them alone, and what is
 * taken of it leaves them behind. */
#define SLOTS_IMPLEMENTATION
#include "tails.slots.h"

#include <stdio.h>
#include <string.h>

#if defined(__clang__)
#define APART __attribute__((noinline))
#else
#define APART __attribute__((noinline, noclone, noipa))
#endif

static int failures;

/* What is in the tail of a base that is no part of a child. */
static const unsigned char no_bytes[7] = {0};

static void expect(bool condition, const char *what) {
    if (!condition) {
        printf("%s\n", what);
        failures++;
    }
}

#define EXPECT(condition) expect((condition), #condition)

/* What another file could call: the compiler does not know that both are one object. */
APART uint32_t copy_between(tails_Child *child, tails_Base *base, const tails_Base *from) {
    (void)tails_Child_set_word(child, 1);
    (void)tails_Base_copy(base, from);
    uint32_t word = tails_Child_get_word(child);
    (void)tails_Child_set_word(child, word + 1);
    return tails_Child_get_word(child);
}

APART double read_between(tails_Child *child, tails_Base *base) {
    (void)tails_Base_set_value(base, 1.5);
    (void)tails_Child_set_word(child, UINT32_MAX);
    (void)tails_Base_set_flag(base, 7);
    (void)tails_Child_set_value(child, 2.5);
    return tails_Base_get_value(base);
}

static void test_sizes(void) {
    EXPECT(tails_Child_SIZE == tails_Base_SIZE && sizeof(tails_Child) == sizeof(tails_Base));
    EXPECT(tails_Middle_SIZE == tails_Base_SIZE);
    EXPECT(tails_Child_OFFSET_small == 9 && tails_Child_OFFSET_word == 12);
    EXPECT(tails_Base_class.tail == 7 && tails_Child_class.tail == 0);
    EXPECT(tails_Middle_class.tail == 4);
}

static void test_copy(void) {
    tails_Child child;
    tails_Base other;
    tails_Child_init(&child);
    tails_Base_init(&other);
    (void)tails_Base_set_value(&other, 0.25);
    (void)tails_Child_set_small(&child, 8);
    (void)tails_Child_set_half(&child, 9);
    tails_Base *base = tails_Child_as_tails_Base(&child);
    EXPECT(copy_between(&child, base, &other) == 2);
    EXPECT(tails_Child_get_value(&child) == 0.25 && tails_Child_get_small(&child) == 8);
    EXPECT(tails_Child_get_half(&child) == 9);
    EXPECT(read_between(&child, base) == 2.5 && tails_Child_get_flag(&child) == 7);
    EXPECT(tails_Child_get_word(&child) == UINT32_MAX);
    EXPECT(tails_Base_equal(base, base) && !tails_Base_equal(base, &other));

    /* Children count for nothing where a base is seen, and are not taken along. */
    (void)tails_Base_copy(&other, base);
    EXPECT(tails_Base_equal(base, &other) && tails_Base_hash(base) == tails_Base_hash(&other));
    EXPECT(memcmp((const unsigned char *)&other + 9, no_bytes, sizeof no_bytes) == 0);

    tails_Child twin;
    tails_Child_init(&twin);
    (void)tails_Child_copy(&twin, &child);
    EXPECT(tails_Child_equal(&twin, &child) && tails_Child_get_word(&twin) == UINT32_MAX);
}

static void test_values(void) {
    tails_Child child;
    tails_Holder holder;
    tails_Child_init(&child);
    tails_Holder_init(&holder);
    (void)tails_Child_set_flag(&child, 3);
    (void)tails_Child_set_word(&child, UINT32_MAX);
    const tails_Base *base = tails_Child_as_tails_Base_const(&child);
    const tails_Base bases[2] = {*base, *base};
    (void)tails_Holder_set_one(&holder, base);
    (void)tails_Holder_put_two(&holder, 1, base);
    EXPECT(tails_Base_get_flag(tails_Holder_get_one(&holder)) == 3);
    EXPECT(memcmp((const unsigned char *)tails_Holder_get_one(&holder) + 9, no_bytes,
                  sizeof no_bytes) == 0);
    EXPECT(memcmp((const unsigned char *)tails_Holder_at_two(&holder, 1) + 9, no_bytes,
                  sizeof no_bytes) == 0);
    EXPECT(tails_Holder_setattr(&holder, "one", slots_ref(&tails_Base_class, base)) == SLOTS_OK);
    EXPECT(memcmp((const unsigned char *)tails_Holder_get_one(&holder) + 9, no_bytes,
                  sizeof no_bytes) == 0);
    EXPECT(tails_Holder_init_with(&holder, base, bases) == SLOTS_OK);
    EXPECT(memcmp((const unsigned char *)tails_Holder_get_one(&holder) + 9, no_bytes,
                  sizeof no_bytes) == 0);
    EXPECT(memcmp((const unsigned char *)tails_Holder_at_two(&holder, 0) + 9, no_bytes,
                  sizeof no_bytes) == 0);
}

/* A base that owns a text is copied by way of memory of its own. */
static void test_owner(void) {
    tails_Renamed renamed;
    tails_Named other;
    tails_Renamed_init(&renamed);
    tails_Named_init(&other);
    (void)tails_Named_set_name(&other, "another");
    (void)tails_Renamed_set_name(&renamed, "one");
    (void)tails_Renamed_set_mark(&renamed, 5);
    (void)tails_Renamed_set_word(&renamed, 6);
    (void)tails_Renamed_set_text(&renamed, "x");
    EXPECT(tails_Named_copy(tails_Renamed_as_tails_Named(&renamed), &other) == SLOTS_OK);
    EXPECT(strcmp(tails_Renamed_get_name(&renamed), "another") == 0);
    EXPECT(tails_Renamed_get_mark(&renamed) == 5 && tails_Renamed_get_word(&renamed) == 6);
    EXPECT(strcmp(tails_Renamed_get_text(&renamed), "x") == 0);
    tails_Named_fini(&other);
    tails_Renamed_fini(&renamed);
}

static void test_names(void) {
    char text[120];
    slots_value value;
    tails_Leaf leaf;
    tails_Leaf_init(&leaf);
    EXPECT(tails_Leaf_setattr(&leaf, "word", slots_int(77)) == SLOTS_OK);
    EXPECT(tails_Leaf_setattr(&leaf, "half", slots_int(66)) == SLOTS_OK);
    EXPECT(tails_Leaf_setattr(&leaf, "share", slots_int(5)) == SLOTS_OK);
    EXPECT(tails_Leaf_setattr(&leaf, "more", slots_text("dynamic")) == SLOTS_OK);
    EXPECT(tails_Middle_setattr(tails_Leaf_as_tails_Middle(&leaf), "half", slots_int(65)) ==
           SLOTS_OK);
    EXPECT(tails_Middle_getattr(tails_Leaf_as_tails_Middle(&leaf), "word", &value) ==
           SLOTS_ATTRIBUTE_ERROR);
    tails_Leaf_format(&leaf, text, sizeof text);
    expect(strcmp(text, "Leaf(value=0.0, flag=0, half=65, word=77, share=5, more=\"dynamic\")") ==
               0,
           text);
    tails_Leaf twin;
    tails_Leaf_init(&twin);
    EXPECT(tails_Leaf_copy(&twin, &leaf) == SLOTS_OK && tails_Leaf_equal(&twin, &leaf));
    tails_Leaf_fini(&leaf);
    tails_Leaf_fini(&twin);

    tails_Other other;
    tails_Other_init(&other);
    EXPECT(tails_Other_setattr(&other, "maybe", slots_int(1)) == SLOTS_OK);
    EXPECT(tails_Other_put_bytes(&other, 6, 255) == SLOTS_OK && tails_Other_has_maybe(&other));
    EXPECT(tails_Other_get_flag(&other) == 0 && tails_Other_get_note(&other) == NULL);
    tails_Other_fini(&other);
}

int main(void) {
    test_sizes();
    test_copy();
    test_values();
    test_owner();
    test_names();
    slots_shutdown();
    puts(failures == 0 ? "kept" : "clobbered");
    return failures != 0;
}
