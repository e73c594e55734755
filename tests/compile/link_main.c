/* One of two files that use the same generated headers, in C or in C++, linked together. By
 * macros: PLAIN_FIRST includes the headers once before the implementation part is asked for. */
#if defined(PLAIN_FIRST)
#include "pair_child.slots.h"
#define SLOTS_IMPLEMENTATION
#endif

#include "pair_base.slots.h"
#include "pair_child.slots.h"

#include "link_other.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(int holds, const char *what) {
    if (!holds) {
        printf("not so: %s\n", what);
        failures++;
    }
}

static void test_typed(void) {
    pair_second_Child child;
    pair_second_Child_init(&child);
    expect(other_fill(&child, 4.5, "from the other file") == SLOTS_OK, "filled");
    expect(pair_second_Child_get_value(&child) == 4.5, "the value");
    expect(pair_second_Child_get_colour(&child) == pair_first_Colour_blue, "the colour");
    expect(strcmp(pair_second_Child_get_note(&child), "from the other file") == 0, "the note");
    expect(pair_first_Base_get_id(pair_second_Child_as_pair_first_Base(&child)) == 99, "the id");
    expect(strcmp(pair_first_Colour_name(pair_second_Child_get_colour(&child)), "blue") == 0,
           "the colour's name");
    pair_second_Child_fini(&child);
}

/* Objects made here are seen whole there, and the other way round. */
static void test_by_name(void) {
    pair_second_Heir heir;
    slots_value value = slots_none();
    const char *text = SLOTS_NULL;
    double share = 0;
    pair_second_Heir_init(&heir);
    expect(other_add(pair_second_Heir_as_pair_first_Owner(&heir)) == SLOTS_OK, "added");
    expect(pair_second_Heir_getattr(&heir, "added there", &value) == SLOTS_OK &&
               slots_as_text(value, &text) == SLOTS_OK && strcmp(text, "by the other file") == 0,
           "a dynamic attribute");
    expect(pair_second_Heir_getattr(&heir, "share", &value) == SLOTS_OK &&
               slots_as_float(value, &share) == SLOTS_OK && share == 0.75,
           "a field of the child, set through the base");
    expect(!pair_second_Heir_hasattr(&heir, "rank"), "a field deleted there");
    expect(pair_second_Heir_get_rank(&heir) == -3, "and its default");
    pair_second_Heir_fini(&heir);
}

static void test_class(void) {
    expect(pair_second_Open_class.base == &pair_second_Child_class, "the class's base");
    expect(pair_second_Open_class.size == sizeof(pair_second_Open), "the class's size");
#if !defined(SLOTS_STATIC)
    expect(other_class() == &pair_second_Open_class, "one class in the program");
#else
    expect(other_class() != &pair_second_Open_class, "a class for each file");
#endif
}

int main(void) {
    test_typed();
    test_by_name();
    test_class();
    puts(failures == 0 ? "linked" : "failed");
    return failures != 0;
}
