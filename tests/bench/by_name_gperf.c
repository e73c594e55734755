/* What a program would have with gperf: its lookup, and then the load that R_getattr_n does. GETTER
 * names the function, and GPERF the file that gperf wrote. */
#define SLOTS_STATIC
#include "by_name.slots.h"

struct named {
    const char *name;
    const slots_field *field;
};

static const struct named *in_word_set(const char *name, size_t length);

#include GPERF

slots_status GETTER(const RECORD *self, const char *name, size_t length, slots_value *out);

slots_status GETTER(const RECORD *self, const char *name, size_t length, slots_value *out) {
    const struct named *found = in_word_set(name, length);
    if (found == NULL || !slots_cell_present(found->field, self)) {
        return SLOTS_ATTRIBUTE_ERROR;
    }
    if (found->field->number.kind != SLOTS_NONE) {
        slots_number_load(&found->field->number, self, out);
    } else {
        *out = slots_cell_load(found->field, self);
    }
    return SLOTS_OK;
}
