/* Every allocation of the run time is made to fail once, in every function, for objects in every
 * form: the status says so, the object is as it was, doing it again works, and nothing leaks. What
 * can say nothing of a failure asks for no memory. Prints `no memory is fine` in that case. */
#include "kinds.h"
#include "counting.h"
#include "forms.h"

#define MOST_NAMES 1000

/* What an object shows of itself: its names in order, and all values. */
struct picture {
    char text[1 << 16];
};

static void take_picture(const struct object *object, struct picture *picture) {
    static const char *names[MOST_NAMES];
    const size_t count = object->kind->dir(object->self, names, MOST_NAMES);
    size_t at = 0;
    EXPECT(count <= MOST_NAMES);
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(picture->text + at, sizeof picture->text - at, "%s, ", names[i]);
    }
    at += object->kind->format(object->self, picture->text + at, sizeof picture->text - at);
    EXPECT(at < sizeof picture->text);
}

/* An attempt at object; other is of the same class, for what needs two. */
typedef slots_status attempt(struct object *object, const struct object *other);

static slots_status add_number(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "fresh", slots_int(1));
}

static slots_status add_text(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "fresh", slots_text(LONG_TEXT));
}

static slots_status add_long_name(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "fresh " LONG_NAME, slots_text(LONG_TEXT));
}

static slots_status add_array(struct object *object, const struct object *other) {
    static const double items[20] = {1, 2, 3};
    (void)other;
    return set(object, "fresh", slots_array(SLOTS_FLOAT, 8, items, 20));
}

static slots_status replace_by_text(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "n0", slots_text(LONG_TEXT " and more"));
}

static slots_status replace_by_bytes(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "n3", slots_bytes(LONG_TEXT, sizeof LONG_TEXT));
}

static slots_status replace_by_number(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "n3", slots_float(0.5));
}

/* The new value is the old one's own bytes. */
static slots_status replace_by_itself(struct object *object, const struct object *other) {
    slots_value value = slots_none();
    (void)other;
    (void)object->kind->get(object->self, "n3", &value);
    return set(object, "n0", value);
}

static slots_status set_field_text(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "text", slots_text("by name: " LONG_TEXT));
}

static slots_status set_field_note(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "note", slots_text("by name"));
}

static slots_status set_field_number(struct object *object, const struct object *other) {
    (void)other;
    return set(object, "a", slots_int(5));
}

static slots_status typed_text(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->set_text(object->self, "typed");
}

static slots_status typed_note(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->setn_note(object->self, LONG_TEXT, 20);
}

static slots_status typed_texts(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->put_texts(object->self, 0, "first");
}

static slots_status delete_first(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->remove(object->self, "n0");
}

static slots_status delete_other(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->remove(object->self, "n70");
}

static slots_status delete_field(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->remove(object->self, "real");
}

static slots_status delete_text(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->remove(object->self, "text");
}

static slots_status delete_note(struct object *object, const struct object *other) {
    (void)other;
    return object->kind->remove(object->self, "note");
}

/* What new makes is not the object that it is tried with. */
static slots_status make(struct object *object, const struct object *other) {
    void *made = object->kind->make();
    (void)other;
    if (made == NULL) {
        return SLOTS_NO_MEMORY;
    }
    object->kind->drop(made);
    object->kind->drop(NULL);
    return SLOTS_OK;
}

static slots_status copy(struct object *object, const struct object *other) {
    return object->kind->copy(object->self, other->self);
}

static const struct {
    const char *name;
    attempt *attempt;
} attempts[] = {
    {"add a number", add_number},
    {"add a text", add_text},
    {"add a long name", add_long_name},
    {"add an array", add_array},
    {"replace by a text", replace_by_text},
    {"replace by bytes", replace_by_bytes},
    {"replace by a number", replace_by_number},
    {"replace by its own bytes", replace_by_itself},
    {"set a field's text", set_field_text},
    {"set an absent text", set_field_note},
    {"set a field's number", set_field_number},
    {"typed set of a text", typed_text},
    {"typed set of an absent text", typed_note},
    {"put into an array", typed_texts},
    {"delete the first", delete_first},
    {"delete one in the middle", delete_other},
    {"delete a field", delete_field},
    {"delete a text", delete_text},
    {"delete what may be absent", delete_note},
    {"new", make},
};

/* What is tried, with what. */
struct plan {
    const struct kind *kind;
    const struct form *form;
    const struct form *other; /* NULL: not needed */
    attempt *attempt;
};

/* The object and a copy of it from before look alike. */
static void expect_unchanged(const struct object *object, const struct object *before,
                             const struct picture *old, size_t old_bytes) {
    static struct picture picture;
    take_picture(object, &picture);
    EXPECT(strcmp(picture.text, old->text) == 0);
    EXPECT(object->kind->equal(object->self, before->self));
    EXPECT(object->kind->hash(object->self) == before->kind->hash(before->self));
    EXPECT(object->kind->sizeof_deep(object->self) == old_bytes);
}

/* What was done in the end is what is done when there is memory. */
static void expect_done(const struct plan *plan, const struct object *object,
                        const struct object *other, slots_status status) {
    static struct picture picture;
    static struct picture expected;
    struct object twin = object_in(plan->kind, plan->form);
    EXPECT(plan->attempt(&twin, other) == status);
    take_picture(object, &picture);
    take_picture(&twin, &expected);
    EXPECT(strcmp(picture.text, expected.text) == 0);
    EXPECT(plan->kind->equal(object->self, twin.self));
    object_end(&twin);
}

/* The k-th allocation is refused. Returns whether there was a k-th one. */
static bool try_without(const struct plan *plan, int k) {
    static struct picture picture;
    struct object object = object_in(plan->kind, plan->form);
    struct object other = {plan->kind, NULL};
    struct object before = object_new(plan->kind);
    const size_t bytes = plan->kind->sizeof_deep(object.self);
    slots_status status;
    bool refusal;
    if (plan->other != NULL) {
        other = object_in(plan->kind, plan->other);
    }
    EXPECT(plan->kind->copy(before.self, object.self) == SLOTS_OK);
    take_picture(&object, &picture);
    refuse(k);
    status = plan->attempt(&object, &other);
    refusal = refused;
    heed();
    EXPECT(refusal || status != SLOTS_NO_MEMORY);
    if (status != SLOTS_OK) {
        expect_unchanged(&object, &before, &picture, bytes);
    }
    /* A table may stay larger than it must be; all else says that it failed. */
    if (status == SLOTS_NO_MEMORY) {
        status = plan->attempt(&object, &other);
    }
    expect_done(plan, &object, &other, status);
    object_end(&object);
    object_end(&other);
    object_end(&before);
    release_class();
    expect_nothing_left();
    return refusal;
}

static int try_plan(const struct plan *plan, const char *name) {
    int k = 1;
    snprintf(trial, sizeof trial, "%s, %s%s%s: %s", plan->kind->name, plan->form->name,
             plan->other != NULL ? " from " : "", plan->other != NULL ? plan->other->name : "",
             name);
    while (try_without(plan, k)) {
        k++;
    }
    return k - 1;
}

/* What returns no status, or cannot fail, takes no memory; nor does a look at what is not there. */
static void try_quiet(const struct kind *kind, const struct form *form) {
    static struct picture picture;
    static char buffer[64];
    struct object object = object_in(kind, form);
    struct object other = object_in(kind, form);
    slots_value value = slots_none();
    snprintf(trial, sizeof trial, "%s, %s: reading", kind->name, form->name);
    take_picture(&object, &picture);
    refuse(REFUSE_ALL);
    EXPECT(kind->equal(object.self, other.self) && kind->equal(other.self, object.self));
    EXPECT(kind->hash(object.self) == kind->hash(other.self));
    EXPECT(kind->format(object.self, buffer, sizeof buffer) > 0);
    EXPECT(kind->dir(object.self, NULL, 0) > 0);
    EXPECT(kind->sizeof_deep(object.self) >= kind->sizeof_shell(object.self));
    EXPECT(!kind->has(object.self, "missing") && !kind->has(object.self, "missing " LONG_NAME));
    EXPECT(kind->get(object.self, "missing", &value) == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(kind->remove(object.self, "missing") == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(kind->has(object.self, "n0") == (kind->get(object.self, "n0", &value) == SLOTS_OK));
    EXPECT(kind->copy(object.self, object.self) == SLOTS_OK);
    EXPECT(!refused);
    expect_unchanged(&object, &other, &picture, kind->sizeof_deep(other.self));
    EXPECT(kind->set_a(object.self, 9) == SLOTS_OK &&
           kind->set_text(object.self, NULL) == SLOTS_OK);
    EXPECT(!refused);
    heed();
    object_end(&object);
    object_end(&other);
    release_class();
    expect_nothing_left();
}

/* sizeof_deep is what an object takes, once its class knows the names. */
static void try_size(const struct kind *kind, const struct form *form) {
    struct object first = object_in(kind, form);
    const size_t bytes = live_bytes;
    struct object second = object_in(kind, form);
    snprintf(trial, sizeof trial, "%s, %s: its size", kind->name, form->name);
    EXPECT(kind->sizeof_deep(second.self) - kind->sizeof_shell(second.self) == live_bytes - bytes);
    object_end(&first);
    object_end(&second);
    release_class();
    expect_nothing_left();
}

static int try_form(const struct kind *kind, const struct form *form) {
    int refusals = 0;
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        const struct plan plan = {kind, form, NULL, attempts[i].attempt};
        refusals += try_plan(&plan, attempts[i].name);
    }
    for (size_t i = 0; i < FORMS; i++) {
        const struct plan plan = {kind, form, &forms[i], copy};
        if (kind->has_dict || !forms[i].needs_dict) {
            refusals += try_plan(&plan, "copy");
        }
    }
    try_quiet(kind, form);
    try_size(kind, form);
    return refusals;
}

/* init_with: after a failure the object is as after init, and owns nothing. */
#define TRY_INIT_WITH(R)                                                                           \
    do {                                                                                           \
        static const char *const texts[] = {"first", LONG_TEXT};                                   \
        slots_status status = SLOTS_NO_MEMORY;                                                     \
        snprintf(trial, sizeof trial, #R ": init_with");                                           \
        for (int k = 1; status != SLOTS_OK; k++) {                                                 \
            R made;                                                                                \
            R fresh;                                                                               \
            R##_init(&fresh);                                                                      \
            refuse(k);                                                                             \
            status = R##_init_with(&made, 7, LONG_TEXT, texts);                                    \
            EXPECT(refused == (status == SLOTS_NO_MEMORY));                                        \
            heed();                                                                                \
            EXPECT(status == SLOTS_OK || (live_bytes == 0 && R##_equal(&made, &fresh)));           \
            EXPECT(k > 3 || status != SLOTS_OK);                                                   \
            R##_fini(&made);                                                                       \
            expect_nothing_left();                                                                 \
        }                                                                                          \
    } while (0)

int main(void) {
    int refusals = 0;
    count_allocations();
    for (size_t i = 0; i < KINDS; i++) {
        for (size_t j = 0; j < FORMS; j++) {
            if (kinds[i].has_dict || !forms[j].needs_dict) {
                refusals += try_form(&kinds[i], &forms[j]);
            }
        }
    }
    TRY_INIT_WITH(m_Named);
    TRY_INIT_WITH(m_NamedOpen);
    snprintf(trial, sizeof trial, "all");
    EXPECT(refusals > 1000); /* else they were not made to fail */
    printf("%d refusals\n", refusals);
    if (failures == 0) {
        puts("no memory is fine");
    }
    return failures != 0;
}
