/* Attributes by name, driven from outside: reads commands, one a line, their words apart by tabs,
 * and answers each with one line. The test that wrote the commands knows the answers.
 *
 * views.h is written by that test. It includes the generated headers and lists what is to be
 * seen with FIELD, VIEW and UPCAST. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slots_core.h"

/* A typed field, as seen by a record. */
struct field {
    const char *name;
    int64_t (*get)(const void *self);
    slots_status (*set)(void *self, int64_t value);
};

#define FIELD(R, f)                                                                                \
    static int64_t R##_get_##f##_of(const void *self) {                                            \
        return R##_get_##f((const R *)self);                                                       \
    }                                                                                              \
    static slots_status R##_set_##f##_of(void *self, int64_t value) {                              \
        return R##_set_##f((R *)self, value);                                                      \
    }

#define FIELD_ROW(R, f) {#f, R##_get_##f##_of, R##_set_##f##_of},

/* All that a record does by name. */
struct view {
    const slots_class *type;
    size_t size;
    void (*init)(void *self);
    void (*fini)(void *self);
    slots_status (*get)(const void *self, const char *name, slots_value *out);
    slots_status (*get_n)(const void *self, const char *name, size_t length, slots_value *out);
    slots_status (*set)(void *self, const char *name, slots_value value);
    slots_status (*set_n)(void *self, const char *name, size_t length, slots_value value);
    slots_status (*del)(void *self, const char *name);
    slots_status (*del_n)(void *self, const char *name, size_t length);
    bool (*has)(const void *self, const char *name);
    bool (*has_n)(const void *self, const char *name, size_t length);
    size_t (*dir)(const void *self, const char **names, size_t capacity);
    bool (*hasdict)(const void *self);
    size_t (*sizeof_)(const void *self);
    size_t (*sizeof_deep)(const void *self);
    const struct field *fields;
};

#define VIEW(R)                                                                                    \
    static void R##_init_of(void *self) {                                                          \
        R##_init((R *)self);                                                                       \
    }                                                                                              \
    static void R##_fini_of(void *self) {                                                          \
        R##_fini((R *)self);                                                                       \
    }                                                                                              \
    static slots_status R##_getattr_of(const void *self, const char *name, slots_value *out) {     \
        return R##_getattr((const R *)self, name, out);                                            \
    }                                                                                              \
    static slots_status R##_getattr_n_of(const void *self, const char *name, size_t length,        \
                                         slots_value *out) {                                       \
        return R##_getattr_n((const R *)self, name, length, out);                                  \
    }                                                                                              \
    static slots_status R##_setattr_of(void *self, const char *name, slots_value value) {          \
        return R##_setattr((R *)self, name, value);                                                \
    }                                                                                              \
    static slots_status R##_setattr_n_of(void *self, const char *name, size_t length,              \
                                         slots_value value) {                                      \
        return R##_setattr_n((R *)self, name, length, value);                                      \
    }                                                                                              \
    static slots_status R##_delattr_of(void *self, const char *name) {                             \
        return R##_delattr((R *)self, name);                                                       \
    }                                                                                              \
    static slots_status R##_delattr_n_of(void *self, const char *name, size_t length) {            \
        return R##_delattr_n((R *)self, name, length);                                             \
    }                                                                                              \
    static bool R##_hasattr_of(const void *self, const char *name) {                               \
        return R##_hasattr((const R *)self, name);                                                 \
    }                                                                                              \
    static bool R##_hasattr_n_of(const void *self, const char *name, size_t length) {              \
        return R##_hasattr_n((const R *)self, name, length);                                       \
    }                                                                                              \
    static size_t R##_dir_of(const void *self, const char **names, size_t capacity) {              \
        return R##_dir((const R *)self, names, capacity);                                          \
    }                                                                                              \
    static bool R##_hasdict_of(const void *self) {                                                 \
        return R##_hasdict((const R *)self);                                                       \
    }                                                                                              \
    static size_t R##_sizeof_of(const void *self) {                                                \
        return R##_sizeof((const R *)self);                                                        \
    }                                                                                              \
    static size_t R##_sizeof_deep_of(const void *self) {                                           \
        return R##_sizeof_deep((const R *)self);                                                   \
    }

#define VIEW_ROW(R)                                                                                \
    {&R##_class,         R##_SIZE,         R##_init_of,      R##_fini_of,    R##_getattr_of,       \
     R##_getattr_n_of,   R##_setattr_of,   R##_setattr_n_of, R##_delattr_of, R##_delattr_n_of,     \
     R##_hasattr_of,     R##_hasattr_n_of, R##_dir_of,       R##_hasdict_of, R##_sizeof_of,        \
     R##_sizeof_deep_of, R##_field_rows},

/* One record seen as itself or as an ancestor, by their places among the views. */
struct upcast {
    size_t real;
    size_t seen;
    void *(*up)(void *self);
    const void *(*up_const)(const void *self);
};

#define UPCAST(R, B)                                                                               \
    static void *R##_as_##B##_of(void *self) {                                                     \
        return R##_as_##B((R *)self);                                                              \
    }                                                                                              \
    static const void *R##_as_##B##_const_of(const void *self) {                                   \
        return R##_as_##B##_const((const R *)self);                                                \
    }

#define UPCAST_ROW(R, B) R##_as_##B##_of, R##_as_##B##_const_of

#include "views.h"

static const char *const status_words[] = {
    "OK",       "ATTRIBUTE_ERROR", "TYPE_ERROR",   "RANGE_ERROR",
    "TOO_LONG", "READ_ONLY",       "NOT_OPTIONAL", "NO_MEMORY",
};

/* The object at work, and how it is seen. */
struct scene {
    const struct upcast *upcast;
    void *object;
};

static const struct view *seen(const struct scene *scene) {
    return &views[scene->upcast->seen];
}

static const struct view *real(const struct scene *scene) {
    return &views[scene->upcast->real];
}

static void *self(const struct scene *scene) {
    return scene->upcast->up != NULL ? scene->upcast->up(scene->object) : scene->object;
}

static const void *self_const(const struct scene *scene) {
    return scene->upcast->up_const != NULL ? scene->upcast->up_const(scene->object) : scene->object;
}

/* The name without a NUL behind it, in a block of its own, so that a sanitizer sees any read
 * beyond it. */
static char *bare(const char *name) {
    size_t length = strlen(name);
    char *copy = malloc(length > 0 ? length : 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, name, length);
    return copy;
}

static void answer(const struct scene *scene, slots_status status, const char *name) {
    char text[512];
    size_t length = slots_error(text, sizeof text, status, seen(scene)->type, name);
    if (status == SLOTS_OK) {
        puts("OK");
        return;
    }
    printf("%s\t%s%s\n", status_words[status], text,
           length == strlen(text) && length < sizeof text ? "" : " (wrong length)");
}

static void answer_value(slots_value value) {
    int64_t integer = 0;
    const char *text = NULL;
    if (value.kind == SLOTS_INT && slots_as_int(value, &integer) == SLOTS_OK) {
        printf("INT\t%lld\n", (long long)integer);
    } else if (slots_as_text(value, &text) == SLOTS_OK) {
        printf("TEXT\t%s\n", text);
    } else {
        printf("kind %u\n", (unsigned)value.kind);
    }
}

static void end(struct scene *scene) {
    const unsigned char *bytes = scene->object;
    if (bytes == NULL) {
        return;
    }
    real(scene)->fini(scene->object);
    real(scene)->fini(scene->object);
    /* A record without members is never touched. */
    if (real(scene)->size == 1 && real(scene)->type->fields == NULL && bytes[0] != 0xAA) {
        puts("the byte of an empty record was written");
    }
    free(scene->object);
    scene->object = NULL;
}

static void make(struct scene *scene, const struct upcast *upcast) {
    end(scene);
    scene->upcast = upcast;
    scene->object = malloc(real(scene)->size);
    if (scene->object == NULL) {
        abort();
    }
    memset(scene->object, 0xAA, real(scene)->size);
    real(scene)->init(scene->object);
    printf("hasdict\t%d\n", seen(scene)->hasdict(self_const(scene)));
}

static void get(const struct scene *scene, const char *name) {
    slots_value value = slots_none();
    slots_value again = slots_none();
    slots_status status = seen(scene)->get(self_const(scene), name, &value);
    char *copy = bare(name);
    slots_status status_n = seen(scene)->get_n(self_const(scene), copy, strlen(name), &again);
    free(copy);
    if (status != status_n || value.kind != again.kind || value.as.natural != again.as.natural) {
        puts("getattr and getattr_n differ");
    } else if (status == SLOTS_OK) {
        answer_value(value);
    } else if (value.kind != SLOTS_NONE) {
        puts("*out was written");
    } else {
        answer(scene, status, name);
    }
}

static void has(const struct scene *scene, const char *name) {
    bool found = seen(scene)->has(self_const(scene), name);
    char *copy = bare(name);
    bool found_n = seen(scene)->has_n(self_const(scene), copy, strlen(name));
    free(copy);
    puts(found != found_n ? "hasattr and hasattr_n differ" : found ? "yes" : "no");
}

/* By turns with and without a length. */
static void change(const struct scene *scene, const char *name, const slots_value *value) {
    static unsigned turn;
    const struct view *view = seen(scene);
    char *copy = bare(name);
    slots_status status;
    if (turn++ % 2 == 0) {
        status =
            value != NULL ? view->set(self(scene), name, *value) : view->del(self(scene), name);
    } else {
        status = value != NULL ? view->set_n(self(scene), copy, strlen(name), *value)
                               : view->del_n(self(scene), copy, strlen(name));
    }
    free(copy);
    answer(scene, status, name);
}

static void dir(const struct scene *scene) {
    const char *names[256];
    const char *few[2] = {"untouched", "untouched"};
    size_t count = seen(scene)->dir(self_const(scene), names, sizeof names / sizeof *names);
    if (seen(scene)->dir(self_const(scene), NULL, 0) != count ||
        seen(scene)->dir(self_const(scene), few, 1) != count || strcmp(few[1], "untouched") != 0 ||
        (count > 0 && few[0] != names[0])) {
        puts("dir depends on its capacity");
        return;
    }
    printf("dir");
    for (size_t i = 0; i < count; i++) {
        printf("\t%s", names[i]);
    }
    putchar('\n');
}

/* Typed access to a field, as the record that is seen. */
static void typed(const struct scene *scene, const char *name, const char *value) {
    for (const struct field *field = seen(scene)->fields; field->name != NULL; field++) {
        if (strcmp(field->name, name) != 0) {
            continue;
        }
        if (value == NULL) {
            printf("INT\t%lld\n", (long long)field->get(self_const(scene)));
        } else {
            answer(scene, field->set(self(scene), strtoll(value, NULL, 10)), name);
        }
        return;
    }
    puts("no such field");
}

static void sizes(const struct scene *scene) {
    printf("sizes\t%zu\t%zu\n", seen(scene)->sizeof_(self_const(scene)),
           seen(scene)->sizeof_deep(self_const(scene)));
}

static void obey(struct scene *scene, const char *verb, const char *name, const char *text) {
    slots_value integer = slots_int(strtoll(text, NULL, 10));
    slots_value words = slots_text(text);
    if (strcmp(verb, "new") == 0) {
        make(scene, &upcasts[strtoul(name, NULL, 10)]);
    } else if (strcmp(verb, "get") == 0) {
        get(scene, name);
    } else if (strcmp(verb, "has") == 0) {
        has(scene, name);
    } else if (strcmp(verb, "set") == 0) {
        change(scene, name, &integer);
    } else if (strcmp(verb, "text") == 0) {
        change(scene, name, &words);
    } else if (strcmp(verb, "del") == 0) {
        change(scene, name, NULL);
    } else if (strcmp(verb, "dir") == 0) {
        dir(scene);
    } else if (strcmp(verb, "typed_get") == 0) {
        typed(scene, name, NULL);
    } else if (strcmp(verb, "typed_set") == 0) {
        typed(scene, name, text);
    } else if (strcmp(verb, "sizes") == 0) {
        sizes(scene);
    } else {
        puts("what?");
    }
}

int main(void) {
    char line[1024];
    struct scene scene = {NULL, NULL};
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *words[3] = {line, "", ""};
        line[strcspn(line, "\n")] = '\0';
        for (int i = 1; i < 3; i++) {
            char *tab = strchr(words[i - 1], '\t');
            if (tab == NULL) {
                break;
            }
            *tab = '\0';
            words[i] = tab + 1;
        }
        obey(&scene, words[0], words[1], words[2]);
    }
    end(&scene);
    return 0;
}
