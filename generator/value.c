#include "value.h"

#include <string.h>

#include "map.h"
#include "mem.h"

/* An object's arrays hold this many members first, then double. find compares so many
 * keys at once. */
#define BLOCK 8

struct name {
    uint32_t key;
    const char *text;
};

struct value_keys {
    struct mem *mem;
    struct map *by_text; /* to struct name */
    const struct name **names;
    size_t count;
};

struct value_keys *value_keys_new(struct mem *mem) {
    struct value_keys *keys = mem_alloc(mem, sizeof *keys);
    keys->mem = mem;
    keys->by_text = map_new(mem);
    return keys;
}

uint32_t value_key(struct value_keys *keys, const char *name, size_t length) {
    const struct name *known = map_get(keys->by_text, name, length);
    if (known != NULL) {
        return known->key;
    }
    struct name *added = mem_alloc(keys->mem, sizeof *added);
    added->key = (uint32_t)keys->count;
    added->text = mem_copy(keys->mem, name, length);
    *map_place(keys->by_text, added->text, length) = added;
    keys->names = mem_grow(keys->mem, keys->names, keys->count, sizeof(const struct name *));
    keys->names[keys->count++] = added;
    return added->key;
}

const char *value_key_name(const struct value_keys *keys, uint32_t key) {
    return keys->names[key]->text;
}

struct value value_null(void) {
    return (struct value){.kind = VALUE_NULL};
}

struct value value_bool(bool boolean) {
    return (struct value){.kind = VALUE_BOOL, .as.boolean = boolean};
}

struct value value_integer(int64_t integer) {
    return (struct value){.kind = VALUE_INTEGER, .as.integer = integer};
}

struct value value_real(double real) {
    return (struct value){.kind = VALUE_REAL, .as.real = real};
}

struct value value_string(const char *string) {
    return string == NULL ? value_null() : value_text(string, strlen(string));
}

struct value value_text(const char *bytes, size_t length) {
    const char *some = bytes == NULL ? "" : bytes;
    return (struct value){.kind = VALUE_TEXT, .as.text = {.bytes = some, .length = length}};
}

struct value value_list(struct mem *mem) {
    struct value_list *list = mem_alloc(mem, sizeof *list);
    return (struct value){.kind = VALUE_LIST, .as.list = list};
}

void value_append(struct mem *mem, struct value *list, struct value item) {
    struct value_list *items = list->as.list;
    items->items = mem_grow(mem, items->items, items->count, sizeof *items->items);
    items->items[items->count++] = item;
}

struct value value_object(struct mem *mem) {
    struct value_object *object = mem_alloc(mem, sizeof *object);
    object->mem = mem;
    return (struct value){.kind = VALUE_OBJECT, .as.object = object};
}

static size_t word_of(uint32_t key) {
    return key / 64 % VALUE_MASK_WORDS;
}

static uint64_t bit_of(uint32_t key) {
    return UINT64_C(1) << (key % 64);
}

/* Counts in the keys' own width: with a bool, gcc does not use vector instructions. */
static bool block_holds(const uint32_t *keys, uint32_t key) {
    uint32_t held = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        held |= keys[i] == key;
    }
    return held != 0;
}

/* The place of the key's member, or NULL. Whole blocks are looked at since templates ask an
 * inner object for many names that only an outer one has. */
static struct value *find(const struct value_object *object, uint32_t key) {
    if ((object->mask[word_of(key)] & bit_of(key)) == 0) {
        return NULL;
    }
    for (size_t block = 0; block < object->count; block += BLOCK) {
        if (!block_holds(object->keys + block, key)) {
            continue;
        }
        for (size_t i = block; i < object->count; i++) {
            if (object->keys[i] == key) {
                return &object->members[i];
            }
        }
    }
    return NULL;
}

static void grow(struct value_object *object) {
    size_t count = object->count;
    if (count < object->capacity) {
        return;
    }
    size_t capacity = count == 0 ? BLOCK : 2 * count;
    uint32_t *keys = mem_alloc(object->mem, capacity * sizeof *keys);
    struct value *members = mem_alloc(object->mem, capacity * sizeof *members);
    if (count != 0) {
        memcpy(keys, object->keys, count * sizeof *keys);
        memcpy(members, object->members, count * sizeof *members);
    }
    object->keys = keys;
    object->members = members;
    object->capacity = capacity;
}

struct value value_object_for(struct mem *mem, size_t members) {
    struct value object = value_object(mem);
    size_t capacity = (members + BLOCK - 1) / BLOCK * BLOCK;
    object.as.object->keys = mem_alloc(mem, capacity * sizeof(uint32_t));
    object.as.object->members = mem_alloc(mem, capacity * sizeof(struct value));
    object.as.object->capacity = capacity;
    return object;
}

void value_add(struct value *object, uint32_t key, struct value member) {
    struct value_object *members = object->as.object;
    grow(members);
    members->mask[word_of(key)] |= bit_of(key);
    members->keys[members->count] = key;
    members->members[members->count++] = member;
}

void value_set(struct value *object, uint32_t key, struct value member) {
    struct value_object *members = object->as.object;
    struct value *place = find(members, key);
    if (place == NULL) {
        value_add(object, key, member);
    } else {
        *place = member;
    }
}

const struct value *value_get(const struct value *value, uint32_t key) {
    return value->kind == VALUE_OBJECT ? find(value->as.object, key) : NULL;
}
