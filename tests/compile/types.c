/* Records of types.slots across two files: what refers to what, and values in values. */
#include <stdio.h>
#include <string.h>

#include "types_other.slots.h"
#include "expect.h"

/* To themselves, to each other, to a descendant and from the other file. */
static void test_refs(void) {
    types_Self self;
    types_Last last;
    types_Other other;
    other_types_Holder holder;
    slots_value value;
    types_Self_init(&self);
    types_Last_init(&last);
    types_Other_init(&other);
    other_types_Holder_init(&holder);
    EXPECT(types_Self_set_self(&self, &self) == SLOTS_OK && types_Self_get_self(&self) == &self);
    EXPECT(types_Self_put_out(&self, 1, types_Last_as_types_Self(&last)) == SLOTS_OK);
    EXPECT(types_Other_set_self(&other, types_Self_get_self(&self)) == SLOTS_OK);
    EXPECT(types_Self_set_value(types_Last_as_types_Self(&last), &other) == SLOTS_OK);
    EXPECT(types_Last_get_value(&last) == &other && types_Other_get_last(&other) == NULL);
    EXPECT(other_types_Holder_set_to(&holder, &self) == SLOTS_OK);
    EXPECT(other_types_Holder_setattr(&holder, "to", slots_ref(&types_Last_class, &last)) ==
           SLOTS_OK);
    EXPECT(other_types_Holder_get_to(&holder) == types_Last_as_types_Self(&last));
    EXPECT(other_types_Holder_setattr(&holder, "to", slots_ref(&types_Other_class, &other)) ==
           SLOTS_TYPE_ERROR);
    /* A descendant is taken, an ancestor is not. */
    value = slots_ref(&types_Self_class, &self);
    EXPECT(types_Other_setattr(&other, "last", value) == SLOTS_TYPE_ERROR);
    EXPECT(types_Other_setattr(&other, "last", slots_ref(&types_Last_class, &last)) == SLOTS_OK);
    EXPECT(types_Other_get_last(&other) == &last);
    types_Last_fini(&last);
}

/* The record at the bottom of 64 is set through all of them. */
static void test_depth(void) {
    types_Deep64 deep;
    types_Deep64 copy;
    unsigned char *bytes = (unsigned char *)&deep;
    char buffer[1024];
    types_Deep64_init(&deep);
    types_Deep64_init(&copy);
    EXPECT(sizeof deep == 1 && bytes[0] == 9);
    bytes[0] = 7;
    EXPECT(!types_Deep64_equal(&deep, &copy));
    EXPECT(types_Deep64_copy(&copy, &deep) == SLOTS_OK && types_Deep64_equal(&deep, &copy));
    EXPECT(types_Deep64_hash(&deep) == types_Deep64_hash(&copy));
    EXPECT(types_Deep64_format(&deep, buffer, sizeof buffer) < sizeof buffer);
    EXPECT(strstr(buffer, "d2=Deep1(bottom=7)))))") != NULL);
    EXPECT(
        types_Deep2_get_d2(types_Deep3_get_d3(types_Deep4_get_d4(types_Deep5_get_d5(
            types_Deep6_get_d6(types_Deep7_get_d7(types_Deep8_get_d8((types_Deep8 *)&deep))))))) ==
        (const types_Deep1 *)&deep);
}

/* The byte of a record without members is zero where it lies in another, whoever made that. */
static void test_nothing(void) {
    types_Nothings nothings;
    types_Nothings *heap = types_Nothings_new();
    types_Nothing nothing = {{1}};
    unsigned char zeros[sizeof nothings] = {0};
    memset(&nothings, 0xAA, sizeof nothings);
    types_Nothings_init(&nothings);
    EXPECT(memcmp(&nothings, zeros, sizeof zeros) == 0);
    EXPECT(!types_Nothings_has_maybe(&nothings));
    EXPECT(types_Nothings_set_maybe(&nothings, &nothing) == SLOTS_OK);
    EXPECT(types_Nothings_has_maybe(&nothings) && !types_Nothings_equal(&nothings, heap));
    types_Nothings_clear_maybe(&nothings);
    EXPECT(types_Nothings_equal(&nothings, heap));
    EXPECT(types_Nothings_put_nothing(&nothings, 2, &nothing) == SLOTS_OK);
    EXPECT(types_Nothings_put_nothing(&nothings, 3, &nothing) == SLOTS_RANGE_ERROR);
    EXPECT(types_Nothings_setattr(&nothings, "below", slots_ref(&types_Nothing_class, &nothing)) ==
           SLOTS_TYPE_ERROR);
    EXPECT(memcmp(&nothings, zeros, sizeof zeros) == 0);
    types_Nothings_free(heap);
}

/* Values of another file's records, in a record that has texts and a dict. */
static void test_holder(void) {
    other_types_Child *child = other_types_Child_new();
    other_types_Child *copy = other_types_Child_new();
    types_Bits bits;
    types_Bits_init(&bits);
    EXPECT(types_Bits_set_three(&bits, 2) == SLOTS_OK);
    EXPECT(!other_types_Child_has_holder(child));
    EXPECT(other_types_Holder_set_bits(other_types_Child_mut_holder(child), &bits) == SLOTS_OK);
    EXPECT(other_types_Child_has_holder(child));
    EXPECT(other_types_Holder_put_many(other_types_Child_mut_holders(child, 1), 1, &bits) ==
           SLOTS_OK);
    EXPECT(other_types_Child_set_title(child, "a title that is owned") == SLOTS_OK);
    EXPECT(other_types_Child_setattr(child, "free", slots_text("a text in the dict")) == SLOTS_OK);
    EXPECT(other_types_Child_copy(copy, child) == SLOTS_OK);
    EXPECT(other_types_Child_equal(copy, child));
    other_types_Child_free(child);
    EXPECT(strcmp(other_types_Child_get_title(copy), "a title that is owned") == 0);
    EXPECT(types_Bits_get_three(other_types_Holder_get_bits(other_types_Child_get_holder(copy))) ==
           2);
    EXPECT(types_Bits_get_nine(
               other_types_Holder_at_many(other_types_Child_at_holders(copy, 1), 0)) == 0x155);
    other_types_Child_free(copy);
}

/* What is readonly is read, copied and compared, and set by init_with alone. */
static void test_readonly(void) {
    static const char *const names[] = {"one", NULL};
    static const char *const labels[] = {"ab", ""};
    static const uint16_t numbers[] = {1, 2, 3};
    types_Share share;
    types_Share shares[2];
    types_Set set;
    types_Set copy;
    types_Share_init(&share);
    types_Share_init(&shares[0]);
    types_Share_init(&shares[1]);
    EXPECT(types_Share_set_low(&shares[1], 3) == SLOTS_OK);
    EXPECT(types_Set_init_with(&set, 1, 2, &share, shares, types_Side_left, "xyz", "name", names,
                               labels, &set, numbers, 4) == SLOTS_OK);
    EXPECT(types_Set_get_id(&set) == 1 && types_Set_get_share(&set) == 2);
    EXPECT(types_Share_get_low(types_Set_at_inners(&set, 1)) == 3);
    EXPECT(types_Set_get_side(&set) == types_Side_left && types_Set_get_to(&set) == &set);
    EXPECT(strcmp(types_Set_at_names(&set, 0), "one") == 0 && types_Set_at_names(&set, 1) == NULL);
    EXPECT(types_Set_setattr(&set, "names", slots_none()) == SLOTS_READ_ONLY);
    EXPECT(types_Set_setattr(&set, "inner", slots_ref(&types_Share_class, &share)) ==
           SLOTS_READ_ONLY);
    EXPECT(types_Set_delattr(&set, "id") != SLOTS_OK);
    types_Set_init(&copy);
    EXPECT(types_Set_copy(&copy, &set) == SLOTS_OK && types_Set_equal(&copy, &set));
    types_Set_fini(&set);
    EXPECT(strcmp(types_Set_at_names(&copy, 0), "one") == 0);
    types_Set_fini(&copy);
}

int main(void) {
    test_refs();
    test_depth();
    test_nothing();
    test_holder();
    test_readonly();
    puts(failures == 0 ? "as declared" : "failed");
    return failures != 0;
}
