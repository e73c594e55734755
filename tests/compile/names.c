/* Finds every field of every class by its name, as a comparison with one name after the other does,
 * and nothing by what is one byte from a name. Each name stands in a heap block of its own size, so
 * that a sanitizer sees a read past it. CLASSES are the headers and the classes. */
#include <stdlib.h>
#include <string.h>

#include CLASSES

#include "expect.h"

static size_t table_count;

static const slots_field *scanned(const slots_class *type, const char *name, size_t length) {
    for (; type != NULL; type = type->base) {
        for (uint32_t i = 0; i < type->field_count; i++) {
            const char *known = type->fields[i].name;
            if (strlen(known) == length && memcmp(known, name, length) == 0) {
                return &type->fields[i];
            }
        }
    }
    return NULL;
}

static void look_up(const slots_class *type, const char *name, size_t length) {
    const slots_class *owner = NULL;
    char *block = malloc(length);
    const slots_field *expected = scanned(type, name, length);
    EXPECT(block != NULL || length == 0);
    if (length > 0) {
        memcpy(block, name, length);
    }
    EXPECT(slots_field_find(type, block, length, &owner) == expected);
    EXPECT(owner == (expected != NULL ? expected->owner : NULL));
    free(block);
}

/* The name, and all that is a byte from it: changed, dropped, added; and its beginnings. */
static void look_around(const slots_class *type, const char *name) {
    char near[512];
    size_t length = strlen(name);
    EXPECT(length < sizeof near - 1);
    look_up(type, name, length);
    EXPECT(scanned(type, name, length) != NULL);
    for (size_t i = 0; i <= length; i++) {
        look_up(type, name, i);
        memcpy(near, name, i);
        near[i] = '\xe9';
        memcpy(near + i + 1, name + i, length - i);
        look_up(type, near, length + 1);
        memcpy(near + i, name + i, length - i);
        if (i < length) {
            near[i] ^= 1;
            look_up(type, near, length);
            near[i] = '\0';
            look_up(type, near, length);
            memcpy(near + i, name + i + 1, length - i - 1);
            look_up(type, near, length - 1);
        }
    }
}

static void examine(const slots_class *type) {
    table_count += type->name_form != 0;
    for (const slots_class *at = type; at != NULL; at = at->base) {
        for (uint32_t i = 0; i < at->field_count; i++) {
            look_around(type, at->fields[i].name);
        }
    }
    look_up(type, "", 0);
}

int main(void) {
    static const slots_class *const classes[] = {EACH_CLASS};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        examine(classes[i]);
    }
    EXPECT(table_count >= 10);
    puts("found");
    return 0;
}
