/* The values that a template sees and that `slotc model` prints: a tree of text,
 * numbers, flags, lists and objects in an arena.
 *
 * Keys are interned: value_key gives one number for one name, so that an object
 * finds a member without comparing strings. An object keeps its keys in the order
 * in which they were added. */
#ifndef SLOTC_VALUE_H
#define SLOTC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_OBJECT,
};

struct value;

struct value_list {
    struct value *items;
    size_t count;
};

/* Enough for a bit each of the model's keys: templates ask an inner object for many names that only
 * an outer one has. */
#define VALUE_MASK_WORDS 4

struct value_object {
    struct mem *mem;
    uint64_t mask[VALUE_MASK_WORDS]; /* bit key % (64 * words) is set for each key it holds */
    uint32_t *keys;
    struct value *members;
    size_t count;
    size_t capacity; /* a multiple of what a lookup compares at once */
};

struct value {
    enum value_kind kind;
    union {
        bool boolean;
        int64_t integer;
        double real;
        struct {
            const char *bytes;
            size_t length;
        } text;
        struct value_list *list;
        struct value_object *object;
    } as;
};

/* The names that keys stand for; lives as long as the run. */
struct value_keys;

struct value_keys *value_keys_new(struct mem *mem);
uint32_t value_key(struct value_keys *keys, const char *name, size_t length);
const char *value_key_name(const struct value_keys *keys, uint32_t key);

struct value value_null(void);
struct value value_bool(bool boolean);
struct value value_integer(int64_t integer);
struct value value_real(double real);
struct value value_string(const char *string); /* not copied; NULL gives VALUE_NULL */
struct value value_text(const char *bytes, size_t length); /* not copied */

struct value value_list(struct mem *mem);
void value_append(struct mem *mem, struct value *list, struct value item);

struct value value_object(struct mem *mem);

/* The same with room for that many members. */
struct value value_object_for(struct mem *mem, size_t members);

/* Adds a member that is not there yet. */
void value_add(struct value *object, uint32_t key, struct value member);

/* Sets a member; one that is there already is replaced. */
void value_set(struct value *object, uint32_t key, struct value member);

/* The member, or NULL where the value is no object or has no such key. */
const struct value *value_get(const struct value *value, uint32_t key);

#endif
