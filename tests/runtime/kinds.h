/* The functions of a generated record as a table, so that a test is written once for all of them.
 */
#ifndef KINDS_H
#define KINDS_H

#include "whole.slots.h"

#include <stdlib.h>
#include <string.h>

struct kind {
    const char *name;
    size_t size;
    bool has_dict;
    void (*init)(void *self);
    void (*fini)(void *self);
    slots_status (*set)(void *self, const char *name, slots_value value);
    slots_status (*get)(const void *self, const char *name, slots_value *out);
    slots_status (*remove)(void *self, const char *name);
    bool (*has)(const void *self, const char *name);
    size_t (*dir)(const void *self, const char **names, size_t capacity);
    slots_status (*copy)(void *to, const void *from);
    bool (*equal)(const void *a, const void *b);
    uint64_t (*hash)(const void *self);
    size_t (*format)(const void *self, char *buffer, size_t size);
    size_t (*sizeof_shell)(const void *self);
    size_t (*sizeof_deep)(const void *self);
    slots_status (*set_text)(void *self, const char *text);
    slots_status (*setn_note)(void *self, const char *text, size_t length);
    slots_status (*put_texts)(void *self, size_t index, const char *text);
    slots_status (*set_a)(void *self, int8_t value);
    void *(*make)(void);
    void (*drop)(void *self);
};

/* A function that takes the record as void *, for the table. */
#define KIND_CALL(R, result, name, parameters, call)                                               \
    static result R##_kind_##name parameters {                                                     \
        return call;                                                                               \
    }

#define KIND_OF(R)                                                                                 \
    static void R##_kind_init(void *self) {                                                        \
        R##_init(self);                                                                            \
    }                                                                                              \
    static void R##_kind_fini(void *self) {                                                        \
        R##_fini(self);                                                                            \
    }                                                                                              \
    static void R##_kind_drop(void *self) {                                                        \
        R##_free(self);                                                                            \
    }                                                                                              \
    KIND_CALL(R, void *, make, (void), R##_new())                                                  \
    KIND_CALL(R, slots_status, set, (void *self, const char *name, slots_value value),             \
              R##_setattr(self, name, value))                                                      \
    KIND_CALL(R, slots_status, get, (const void *self, const char *name, slots_value *out),        \
              R##_getattr(self, name, out))                                                        \
    KIND_CALL(R, slots_status, remove, (void *self, const char *name), R##_delattr(self, name))    \
    KIND_CALL(R, bool, has, (const void *self, const char *name), R##_hasattr(self, name))         \
    KIND_CALL(R, size_t, dir, (const void *self, const char **names, size_t capacity),             \
              R##_dir(self, names, capacity))                                                      \
    KIND_CALL(R, slots_status, copy, (void *to, const void *from), R##_copy(to, from))             \
    KIND_CALL(R, bool, equal, (const void *a, const void *b), R##_equal(a, b))                     \
    KIND_CALL(R, uint64_t, hash, (const void *self), R##_hash(self))                               \
    KIND_CALL(R, size_t, format, (const void *self, char *buffer, size_t size),                    \
              R##_format(self, buffer, size))                                                      \
    KIND_CALL(R, size_t, sizeof_shell, (const void *self), R##_sizeof(self))                       \
    KIND_CALL(R, size_t, sizeof_deep, (const void *self), R##_sizeof_deep(self))                   \
    KIND_CALL(R, slots_status, set_text, (void *self, const char *text), R##_set_text(self, text)) \
    KIND_CALL(R, slots_status, setn_note, (void *self, const char *text, size_t length),           \
              R##_setn_note(self, text, length))                                                   \
    KIND_CALL(R, slots_status, put_texts, (void *self, size_t index, const char *text),            \
              R##_put_texts(self, index, text))                                                    \
    KIND_CALL(R, slots_status, set_a, (void *self, int8_t value), R##_set_a(self, value))

/* Its row. */
#define KIND(R)                                                                                    \
    {                                                                                              \
#R, sizeof(R), R##_HAS_DICT != 0, R##_kind_init, R##_kind_fini, R##_kind_set,              \
            R##_kind_get, R##_kind_remove, R##_kind_has, R##_kind_dir, R##_kind_copy,              \
            R##_kind_equal, R##_kind_hash, R##_kind_format, R##_kind_sizeof_shell,                 \
            R##_kind_sizeof_deep, R##_kind_set_text, R##_kind_setn_note, R##_kind_put_texts,       \
            R##_kind_set_a, R##_kind_make, R##_kind_drop                                           \
    }

KIND_OF(m_Closed)
KIND_OF(m_Loose)
KIND_OF(m_Open)
KIND_OF(m_Leaf)

static const struct kind kinds[] = {KIND(m_Closed), KIND(m_Loose), KIND(m_Open), KIND(m_Leaf)};

#define KINDS (sizeof kinds / sizeof kinds[0])

#endif
