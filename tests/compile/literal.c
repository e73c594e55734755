/* SLOTS_LITERAL stands for a text and its length, which is a constant. TEXT may be none. */
#include "names.slots.h"

#if !defined(TEXT)
#define TEXT "abc"
#endif

#define LENGTH_OF(...) SECOND(__VA_ARGS__)
#define SECOND(text, length) (length)

static const char *const text = "abc";
SLOTS_ASSERT(LENGTH_OF(SLOTS_LITERAL("abc")) == 3, "the length without the NUL");

slots_status get(const names_Lengths *self, slots_value *out);

slots_status get(const names_Lengths *self, slots_value *out) {
    (void)text;
    return names_Lengths_getattr_n(self, SLOTS_LITERAL(TEXT), out);
}
