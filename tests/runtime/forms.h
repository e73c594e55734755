/* Objects in every form that a dict takes. To be included behind kinds.h and counting.h. */
#ifndef FORMS_H
#define FORMS_H

#include <stdio.h>

#define LONG_NAME "a name that stands in a block of its own, since it is long"
#define LONG_TEXT "a text that is too long to be kept inline, whatever the room is that a value has"
#define CLASS_NAMES 254 /* that a class shares; with more, and past 30, an object has its own */
#define CLASS_SHARE 30
#define LARGE 300
#define HOLDERS (CLASS_NAMES / CLASS_SHARE + 1)

struct object {
    const struct kind *kind;
    void *self;
};

/* Objects that use up the names of their class. */
static struct object holders[HOLDERS];

static struct object object_new(const struct kind *kind) {
    struct object object = {kind, malloc(kind->size)};
    if (object.self == NULL) {
        abort();
    }
    kind->init(object.self);
    return object;
}

/* Ending an object takes no memory, and doing it twice is harmless. */
static void object_end(struct object *object) {
    if (object->self != NULL) {
        refuse(REFUSE_ALL);
        object->kind->fini(object->self);
        object->kind->fini(object->self);
        EXPECT(!refused);
        heed();
        free(object->self);
        object->self = NULL;
    }
}

static slots_status set(struct object *object, const char *name, slots_value value) {
    return object->kind->set(object->self, name, value);
}

static void add(struct object *object, const char *name, slots_value value) {
    EXPECT(set(object, name, value) == SLOTS_OK);
}

/* Attributes PREFIXfirst to PREFIX(first + count - 1), of all kinds, some with long texts. */
static void add_many(struct object *object, const char *prefix, int first, int count) {
    static const int16_t items[] = {1, -2, 3};
    for (int i = first; i < first + count; i++) {
        const slots_value values[] = {slots_int(-i),        slots_text("short"),
                                      slots_float(i / 4.0), slots_text(LONG_TEXT),
                                      slots_none(),         slots_array(SLOTS_INT, 2, items, 3),
                                      slots_bool(true)};
        char name[32];
        snprintf(name, sizeof name, "%s%d", prefix, i);
        add(object, name, values[(size_t)i % (sizeof values / sizeof values[0])]);
    }
}

static void remove_many(struct object *object, const char *prefix, int first, int count) {
    for (int i = first; i < first + count; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s%d", prefix, i);
        EXPECT(object->kind->remove(object->self, name) == SLOTS_OK);
    }
}

static void set_cells(struct object *object) {
    EXPECT(object->kind->set_text(object->self, LONG_TEXT) == SLOTS_OK);
    EXPECT(object->kind->setn_note(object->self, "note", 4) == SLOTS_OK);
    EXPECT(object->kind->put_texts(object->self, 1, "second") == SLOTS_OK);
    add(object, "maybe", slots_int(3));
}

static void use_up_class(const struct kind *kind) {
    for (int i = 0; i < HOLDERS && holders[0].kind != kind; i++) {
        const int first = i * CLASS_SHARE;
        holders[i] = object_new(kind);
        add_many(&holders[i], "k", first,
                 first + CLASS_SHARE < CLASS_NAMES ? CLASS_SHARE : CLASS_NAMES - first);
    }
}

static void release_class(void) {
    for (int i = 0; i < HOLDERS; i++) {
        object_end(&holders[i]);
        holders[i].kind = NULL;
    }
}

static void form_empty(struct object *object) {
    (void)object;
}

static void form_one(struct object *object) {
    add_many(object, "n", 0, 1);
}

static void form_few(struct object *object) {
    set_cells(object);
    add_many(object, "n", 0, 4);
}

static void form_texts(struct object *object) {
    set_cells(object);
    add(object, LONG_NAME, slots_text(LONG_TEXT));
    add(object, "n0", slots_text(LONG_TEXT));
    add(object, "", slots_bytes(LONG_TEXT, sizeof LONG_TEXT));
    add(object, "null", slots_text(NULL));
}

static void form_thirty(struct object *object) {
    add_many(object, "n", 0, CLASS_SHARE);
}

static void form_thirty_one(struct object *object) {
    add_many(object, "n", 0, CLASS_SHARE + 1);
}

static void form_class_full(struct object *object) {
    use_up_class(object->kind);
    add_many(object, "n", 0, 4);
}

static void form_of_full_class(struct object *object) {
    use_up_class(object->kind);
    add_many(object, "k", 0, 4);
}

static void form_large(struct object *object) {
    set_cells(object);
    add_many(object, "n", 0, LARGE);
}

static void form_shrunk(struct object *object) {
    add_many(object, "n", 0, LARGE);
    remove_many(object, "n", 1, LARGE - 1);
}

/* One more deletion halves its table, or whatever it does then. */
static void form_about_to_shrink(struct object *object) {
    add_many(object, "n", 0, 80);
    remove_many(object, "n", 1, 63);
}

static void form_emptied(struct object *object) {
    add_many(object, "n", 0, 5);
    remove_many(object, "n", 0, 5);
}

static void remove_field(struct object *object, const char *name) {
    const slots_status status = object->kind->remove(object->self, name);
    EXPECT(status == SLOTS_OK || status == SLOTS_NOT_OPTIONAL);
}

static void form_field_gone(struct object *object) {
    set_cells(object);
    remove_field(object, "text");
    remove_field(object, "a");
}

static void form_fields_gone(struct object *object) {
    static const char *const names[] = {"flag",  "a",    "b",       "c",      "d",      "e",
                                        "f",     "g",    "h",       "single", "real",   "code",
                                        "share", "side", "numbers", "inner",  "inners", "to",
                                        "codes", "text", "texts"};
    set_cells(object);
    add_many(object, "n", 0, 3);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        remove_field(object, names[i]);
    }
}

/* Deleted fields beside an own table; and fields that came back at the end of dir. */
static void form_large_field_gone(struct object *object) {
    form_large(object);
    remove_field(object, "a");
    remove_field(object, "text");
}

static void form_fields_back(struct object *object) {
    form_field_gone(object);
    add_many(object, "n", 0, 2);
    EXPECT(object->kind->set_text(object->self, "back") == SLOTS_OK);
    add(object, "a", slots_int(1));
}

struct form {
    const char *name;
    void (*make)(struct object *object);
    bool needs_dict;
};

static const struct form forms[] = {
    {"empty", form_empty, false},
    {"its texts and a field gone", form_field_gone, false},
    {"one attribute", form_one, true},
    {"a few attributes", form_few, true},
    {"long names and texts", form_texts, true},
    {"30 attributes", form_thirty, true},
    {"31 attributes", form_thirty_one, true},
    {"4 beside 254 of the class", form_class_full, true},
    {"4 of the 254 of the class", form_of_full_class, true},
    {"300 attributes", form_large, true},
    {"1 left of 300", form_shrunk, true},
    {"17 left of 80", form_about_to_shrink, true},
    {"none left of 5", form_emptied, true},
    {"all fields gone", form_fields_gone, true},
    {"300 attributes, fields gone", form_large_field_gone, true},
    {"fields gone and back", form_fields_back, true},
};

#define FORMS (sizeof forms / sizeof forms[0])

static struct object object_in(const struct kind *kind, const struct form *form) {
    struct object object = object_new(kind);
    form->make(&object);
    return object;
}

#endif
