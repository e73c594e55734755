/* The inheritance trap, with the dict written out in trap_written.slots: a record below a slotted
 * one that has a dict all the same, beside one that keeps its slots. */
#define SLOTS_IMPLEMENTATION
#include "trap_written.slots.h"

#include <stdio.h>
#include <string.h>

static const char *word(bool truth) {
    return truth ? "True" : "False";
}

static void print_error(const char *what, slots_status status, const slots_class *type,
                        const char *name) {
    char message[128];
    slots_error(message, sizeof message, status, type, name);
    printf("%s: %s\n", what, message);
}

/* Puts an attribute on it that its schema does not know. */
static void grow_bad(SubclassMissingSlots *bad) {
    const char *text = "this works because __dict__ exists";
    slots_value value;
    slots_status status = SubclassMissingSlots_setattr(bad, "dynamicAttr", slots_text(text));
    if (status == SLOTS_OK) {
        status = SubclassMissingSlots_getattr(bad, "dynamicAttr", &value);
    }
    if (status == SLOTS_OK) {
        status = slots_as_text(value, &text);
    }
    if (status == SLOTS_OK) {
        printf("Dynamic attribute on bad: %s\n", text);
    } else {
        print_error("Blocked on bad", status, &SubclassMissingSlots_class, "dynamicAttr");
    }
}

static void grow_good(SubclassWithSlots *good) {
    slots_value value = slots_text("this will fail");
    slots_status status = SubclassWithSlots_setattr(good, "dynamicAttr", value);
    if (status == SLOTS_OK) {
        puts("Dynamic attribute on good: it has a dict after all");
    } else {
        print_error("Blocked on good", status, &SubclassWithSlots_class, "dynamicAttr");
    }
}

/* Sizes are of the objects themselves, as sys.getsizeof has them. */
static void print_sizes(const SubclassMissingSlots *bad, const SubclassWithSlots *good) {
    printf("Missing slots subclass has __dict__: %s\n", word(SubclassMissingSlots_hasdict(bad)));
    printf("Proper slots subclass has __dict__: %s\n", word(SubclassWithSlots_hasdict(good)));
    printf("Missing slots size: %zu bytes\n", SubclassMissingSlots_sizeof(bad));
    printf("Proper slots size: %zu bytes\n", SubclassWithSlots_sizeof(good));
}

/* Declared fields are the same with a dict and without: typed, and set and read alike. */
static bool same_fields(const SubclassMissingSlots *bad, const SubclassWithSlots *good) {
    return strcmp(SubclassMissingSlots_get_baseField(bad),
                  SubclassWithSlots_get_baseField(good)) == 0 &&
           strcmp(SubclassMissingSlots_get_extraField(bad),
                  SubclassWithSlots_get_extraField(good)) == 0;
}

int main(void) {
    SubclassMissingSlots bad;
    SubclassWithSlots good;
    if (SubclassMissingSlots_init_with(&bad, "base_val", "extra_val") != SLOTS_OK) {
        fputs("trap: out of memory\n", stderr);
        return 1;
    }
    if (SubclassWithSlots_init_with(&good, "base_val", "extra_val") != SLOTS_OK) {
        fputs("trap: out of memory\n", stderr);
        SubclassMissingSlots_fini(&bad);
        return 1;
    }

    bool same = same_fields(&bad, &good);
    print_sizes(&bad, &good);
    grow_bad(&bad);
    grow_good(&good);

    SubclassWithSlots_fini(&good);
    SubclassMissingSlots_fini(&bad);
    return same ? 0 : 1;
}
