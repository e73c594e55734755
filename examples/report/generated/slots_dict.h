/* slots_dict.h: attributes beyond the declared fields, for records that have a dict.
 *
 * Such a record holds one word, ext. While nothing is dynamic and no declared field is
 * deleted, which is the usual case, ext is its class with the low bit set. Otherwise it
 * points to an ordered table of attributes. Either way it knows the object's real class,
 * so that through an upcast to any record that has the dict the whole object is seen.
 *
 * What the functions give as text, bytes or names is borrowed until the object next changes,
 * and may be passed to them as it is. An object belongs to one thread at a time. */
#ifndef SLOTS_DICT_H
#define SLOTS_DICT_H

#include "slots_core.h"

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* What the first dynamic attribute, a number under a name of up to 15 bytes, adds to
 * slots_dict_sizeof_deep where pointers have 64 bits. */
#define SLOTS_DICT_FIRST_BYTES 112

/* The word of an object of that class that has just been made. */
SLOTS_INLINE uintptr_t slots_dict_none(const slots_class *type) {
    return SLOTS_ADDRESS(type) | 1u;
}

/* For slots_dict_present: makes a declared field present again. */
SLOTS_API void slots_dict_restore(uintptr_t *ext, uint32_t number);

/* What a typed setter of an open record calls: if the field had been deleted it is there again,
 * at the end of dir. Always SLOTS_OK, since deleting it kept the room, and no borrowed
 * text moves. number counts the fields of open records from the root down: own field i
 * of a class has (base != NULL ? base->deletable_count : 0) + i. */
SLOTS_INLINE slots_status slots_dict_present(uintptr_t *ext, uint32_t number) {
    if ((*ext & 1u) == 0) {
        slots_dict_restore(ext, number);
    }
    return SLOTS_OK;
}

/* Attributes by name: cells first, then the dict. type is any class of self's chain that has
 * the dict; name has length bytes and need not end in a NUL. A declared field keeps its
 * type, a dynamic attribute takes any value; texts, bytes and arrays of numbers are
 * copied, a REF is stored and not owned, another array is SLOTS_TYPE_ERROR. */
SLOTS_API slots_status slots_dict_get(const slots_class *type, const void *self, const char *name,
                                      size_t length, slots_value *out);
SLOTS_API slots_status slots_dict_set(const slots_class *type, void *self, const char *name,
                                      size_t length, slots_value value);

/* A fixed cell cannot be deleted (SLOTS_NOT_OPTIONAL). A field of an open record can: its cell
 * holds the default until it is set again. SLOTS_NO_MEMORY leaves all as it was. */
SLOTS_API slots_status slots_dict_delete(const slots_class *type, void *self, const char *name,
                                         size_t length);
SLOTS_API bool slots_dict_has(const slots_class *type, const void *self, const char *name,
                              size_t length);

/* Writes the names of the attributes, at most capacity of them, and returns how many there are:
 * fixed cells root to leaf, then the fields of open records that were never deleted, then
 * the rest in the order in which they were added, as in Python. */
SLOTS_API size_t slots_dict_dir(const slots_class *type, const void *self, const char **names,
                                size_t capacity);

/* The bytes of an instance of self's real class; and with all that the instance holds: owned
 * texts and whatever the dict has asked the allocator for. */
SLOTS_API size_t slots_dict_sizeof(const slots_class *type, const void *self);
SLOTS_API size_t slots_dict_sizeof_deep(const slots_class *type, const void *self);

/* Copies a whole instance: cells, owned texts, the dict. to is one already, of the same real class
 * (SLOTS_TYPE_ERROR); on SLOTS_NO_MEMORY it is as it was. */
SLOTS_API slots_status slots_dict_copy(const slots_class *type, void *to, const void *from);

/* By value, as slots_cells_equal and _hash; the order of the dict's attributes doesn't count, and
 * an integer is the same number whatever its sign's type. */
SLOTS_API bool slots_dict_equal(const slots_class *type, const void *a, const void *b);
SLOTS_API uint64_t slots_dict_value_hash(const slots_class *type, const void *self);

/* "Point(x=1.0, note=\"a\")", the dynamic attributes behind the declared ones. */
SLOTS_API size_t slots_dict_format(const slots_class *type, const void *self, char *buffer,
                                   size_t size);

/* Frees all that the instance holds. Its texts are NULL and its dict is empty then, so that
 * doing it twice is harmless. */
SLOTS_API void slots_dict_fini(const slots_class *type, void *self);

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif

/* The bodies, once: in the file that defines SLOTS_IMPLEMENTATION. */
#if defined(SLOTS_IMPLEMENTATION) && !defined(SLOTS_FREESTANDING) && \
    !defined(SLOTS_DICT_IMPLEMENTATION)
#define SLOTS_DICT_IMPLEMENTATION

#include "slots_core.h"

#include <string.h>
#include <time.h>

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* The table
 *
 *   struct slots_dict | entries[capacity] | mask[mask_words] | seed[2], index[2 * capacity]
 *
 * is one block. Entries stand in the order in which they were added; one that was removed is
 * marked as dead until the table is next gathered. Up to SLOTS_DICT_SCANNED entries are
 * searched one after the other; larger tables have the last part, a hash index with linear
 * probing that holds entry numbers plus 1, or 0 where a place is free.
 *
 * The mask, there once a declared field has been deleted, has a bit for each field of an
 * open record: set where it has lost its place in the class's order. Such a field is
 * deleted, or set again and then has an entry of its own, without a value. For each deleted
 * one a place is kept free: used + deleted <= capacity. */

#define SLOTS_DICT_SCANNED 8
#define SLOTS_DICT_INLINED 15 /* bytes of a key or text that stand in the entry itself */
#define SLOTS_DICT_APART 0xff /* for a length: the bytes are a block of their own */
#define SLOTS_DICT_DEAD 0xfe /* for a kind: removed */
#define SLOTS_DICT_DECLARED 0xfd /* for a kind: a field; the payload is its number */
#define SLOTS_DICT_ALIGN 8
#define SLOTS_DICT_NOWHERE UINT32_MAX
#define SLOTS_DICT_MOST SLOTS_WIDTH(1u << 30, 1u << 25) /* entries: no size overflows */

/* Bytes with a NUL behind them. */
union slots_dict_bytes {
    char inlined[SLOTS_DICT_INLINED + 1];
    struct {
        char *bytes;
        size_t length;
    } apart;
};

union slots_dict_payload {
    union slots_dict_bytes bytes; /* TEXT, BYTES, ARRAY; for other kinds the value's `as` */
    uint64_t number; /* of a declared field */
};

struct slots_dict_entry {
    uint32_t hash; /* of the key, in a table with an index */
    uint8_t key_length; /* or SLOTS_DICT_APART */
    uint8_t kind; /* a slots_kind, or one of the two above */
    uint8_t length; /* of TEXT, BYTES and ARRAY, or SLOTS_DICT_APART */
    uint8_t item; /* of an ARRAY: 16 times the kind, plus the size; 1 for a NULL TEXT */
    union slots_dict_bytes key;
    union slots_dict_payload payload;
};

struct slots_dict {
    const slots_class *type; /* the object's real class */
    uint32_t capacity; /* a power of two */
    uint32_t used; /* entries, dead ones included */
    uint32_t live;
    uint32_t displaced; /* bits that are set in the mask */
    uint32_t deleted; /* fields that are deleted now */
    uint32_t mask_words;
#if SLOTS_POINTER_BITS == 32
    uint32_t pad_0;
#endif
};

SLOTS_ASSERT(sizeof(struct slots_dict) % SLOTS_DICT_ALIGN == 0, "entries follow the head");
SLOTS_ASSERT(SLOTS_POINTER_BITS != 64 ||
                 SLOTS_DICT_FIRST_BYTES ==
                     sizeof(struct slots_dict) + 2 * sizeof(struct slots_dict_entry),
             "SLOTS_DICT_FIRST_BYTES is the smallest table");

static uintptr_t *slots_dict_ext(const slots_class *type, void *self) {
    return SLOTS_CAST(uintptr_t *, slots_at(self, type->ext_offset));
}

static uintptr_t slots_dict_word(const slots_class *type, const void *self) {
    return *SLOTS_CAST(const uintptr_t *, slots_at_const(self, type->ext_offset));
}

static struct slots_dict *slots_dict_of(uintptr_t ext) {
    return (ext & 1u) == 0 ? SLOTS_POINTER(struct slots_dict *, ext) : SLOTS_NULL;
}

static const slots_class *slots_dict_type(uintptr_t ext) {
    return (ext & 1u) == 0 ? slots_dict_of(ext)->type
                           : SLOTS_POINTER(const slots_class *, ext - 1);
}

static struct slots_dict_entry *slots_dict_entries(struct slots_dict *dict) {
    return SLOTS_CAST(struct slots_dict_entry *, slots_at(dict, sizeof(*dict)));
}

static uint64_t *slots_dict_mask(struct slots_dict *dict) {
    return SLOTS_CAST(uint64_t *, slots_at(slots_dict_entries(dict),
                                           dict->capacity * sizeof(struct slots_dict_entry)));
}

static bool slots_dict_indexed(const struct slots_dict *dict) {
    return dict->capacity > SLOTS_DICT_SCANNED;
}

static uint64_t *slots_dict_seed(struct slots_dict *dict) {
    return slots_dict_mask(dict) + dict->mask_words;
}

static uint32_t *slots_dict_index(struct slots_dict *dict) {
    return SLOTS_CAST(uint32_t *, slots_at(slots_dict_seed(dict), 2 * sizeof(uint64_t)));
}

static size_t slots_dict_size(uint32_t capacity, uint32_t mask_words) {
    const size_t index = 2 * sizeof(uint64_t) + 2 * sizeof(uint32_t) * capacity;
    return sizeof(struct slots_dict) + capacity * sizeof(struct slots_dict_entry) +
           mask_words * sizeof(uint64_t) + (capacity > SLOTS_DICT_SCANNED ? index : 0);
}

/* Hashing: SipHash-1-3, with a seed for each table */

static uint64_t slots_dict_turn(uint64_t word, int bits) {
    return word << bits | word >> (64 - bits);
}

static void slots_dict_mix(uint64_t v[4]) {
    v[0] += v[1];
    v[2] += v[3];
    v[1] = slots_dict_turn(v[1], 13) ^ v[0];
    v[3] = slots_dict_turn(v[3], 16) ^ v[2];
    v[0] = slots_dict_turn(v[0], 32) + v[3];
    v[2] += v[1];
    v[1] = slots_dict_turn(v[1], 17) ^ v[2];
    v[3] = slots_dict_turn(v[3], 21) ^ v[0];
    v[2] = slots_dict_turn(v[2], 32);
}

static uint64_t slots_dict_hash(const uint64_t seed[2], const void *bytes, size_t length) {
    uint64_t v[4] = {seed[0] ^ 0x736f6d6570736575u, seed[1] ^ 0x646f72616e646f6du,
                     seed[0] ^ 0x6c7967656e657261u, seed[1] ^ 0x7465646279746573u};
    const unsigned char *at = SLOTS_CAST(const unsigned char *, bytes);
    uint64_t last = length & 0xff;
    uint64_t word;
    for (; length >= sizeof(word); at += sizeof(word), length -= sizeof(word)) {
        memcpy(&word, at, sizeof(word));
        v[3] ^= word;
        slots_dict_mix(v);
        v[0] ^= word;
    }
    last <<= 56;
    for (size_t i = 0; i < length; i++) {
        last |= SLOTS_CAST(uint64_t, at[i]) << (8 * i);
    }
    v[3] ^= last;
    slots_dict_mix(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    slots_dict_mix(v);
    slots_dict_mix(v);
    slots_dict_mix(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Nobody outside the program knows where its blocks and its stack lie, nor when it was started;
 * on a system that does not place them at random, time is all there is. */
static void slots_dict_seed_fill(struct slots_dict *dict) {
    uint64_t *seed = slots_dict_seed(dict);
    uint64_t noise[4];
    noise[0] = SLOTS_ADDRESS(dict);
    noise[1] = SLOTS_ADDRESS(&noise[0]);
    noise[2] = SLOTS_CAST(uint64_t, time(SLOTS_NULL));
    noise[3] = SLOTS_CAST(uint64_t, clock()) ^ SLOTS_ADDRESS(&slots_allocator_in_use);
    seed[0] = slots_dict_hash(&noise[0], noise, sizeof(noise));
    seed[1] = slots_dict_hash(&noise[2], noise, sizeof(noise));
}

/* Bytes, values and keys at rest */

static slots_status slots_dict_bytes_keep(union slots_dict_bytes *kept, uint8_t *kept_length,
                                          const void *bytes, size_t length) {
    char *copy = kept->inlined;
    if (length > SLOTS_DICT_INLINED) {
        copy = length < SIZE_MAX
                   ? SLOTS_CAST(char *, slots_allocate(length + 1, SLOTS_DICT_ALIGN))
                   : SLOTS_NULL;
        if (copy == SLOTS_NULL) {
            return SLOTS_NO_MEMORY;
        }
        kept->apart.bytes = copy;
        kept->apart.length = length;
    }
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    *kept_length = SLOTS_CAST(uint8_t, length > SLOTS_DICT_INLINED ? SLOTS_DICT_APART : length);
    return SLOTS_OK;
}

static const char *slots_dict_bytes_of(const union slots_dict_bytes *kept, uint8_t kept_length,
                                       size_t *length) {
    if (kept_length == SLOTS_DICT_APART) {
        *length = kept->apart.length;
        return kept->apart.bytes;
    }
    *length = kept_length;
    return kept->inlined;
}

/* The bytes that the allocator was asked for. */
static size_t slots_dict_bytes_owned(const union slots_dict_bytes *kept, uint8_t kept_length) {
    return kept_length == SLOTS_DICT_APART ? kept->apart.length + 1 : 0;
}

static void slots_dict_bytes_release(const union slots_dict_bytes *kept, uint8_t kept_length) {
    if (kept_length == SLOTS_DICT_APART) {
        slots_release(kept->apart.bytes, kept->apart.length + 1, SLOTS_DICT_ALIGN);
    }
}

static bool slots_dict_item_known(uint32_t kind, uint32_t size) {
    const bool number = kind == SLOTS_INT || kind == SLOTS_UINT;
    const bool real = kind == SLOTS_FLOAT;
    return (size == 1 && (number || kind == SLOTS_BOOL)) || (size == 2 && number) ||
           (size == 4 && (number || real)) || (size == 8 && (number || real));
}

/* Makes entry hold a copy of value; on failure it holds nothing that must be released. */
static slots_status slots_dict_keep(struct slots_dict_entry *entry, slots_value value) {
    const void *bytes;
    size_t length;
    entry->kind = SLOTS_CAST(uint8_t, value.kind);
    entry->length = 0;
    entry->item = 0;
    switch (value.kind) {
    case SLOTS_NONE:
    case SLOTS_BOOL:
    case SLOTS_INT:
    case SLOTS_UINT:
    case SLOTS_FLOAT:
    case SLOTS_REF:
        memcpy(&entry->payload, &value.as, sizeof(entry->payload));
        return SLOTS_OK;
    case SLOTS_TEXT:
        bytes = value.as.text.bytes;
        length = bytes != SLOTS_NULL ? value.as.text.length : 0;
        entry->item = bytes != SLOTS_NULL ? 0 : 1;
        break;
    case SLOTS_BYTES:
        bytes = value.as.bytes.bytes;
        length = value.as.bytes.length;
        break;
    case SLOTS_ARRAY:
        if (!slots_dict_item_known(value.as.array.kind, value.as.array.size)) {
            return SLOTS_TYPE_ERROR;
        }
        if (value.as.array.count > SIZE_MAX / value.as.array.size) {
            return SLOTS_NO_MEMORY;
        }
        bytes = value.as.array.items;
        length = value.as.array.count * value.as.array.size;
        entry->item = SLOTS_CAST(uint8_t, value.as.array.kind << 4 | value.as.array.size);
        break;
    default:
        return SLOTS_TYPE_ERROR;
    }
    return slots_dict_bytes_keep(&entry->payload.bytes, &entry->length, bytes, length);
}

static slots_value slots_dict_load(const struct slots_dict_entry *entry) {
    size_t length;
    const char *bytes = slots_dict_bytes_of(&entry->payload.bytes, entry->length, &length);
    slots_value value = slots_none();
    switch (entry->kind) {
    case SLOTS_TEXT:
        return slots_text_n(entry->item == 0 ? bytes : SLOTS_NULL, length);
    case SLOTS_BYTES:
        return slots_bytes(bytes, length);
    case SLOTS_ARRAY:
        return slots_array(SLOTS_CAST(slots_kind, entry->item >> 4), entry->item & 15u, bytes,
                           length / (entry->item & 15u));
    default:
        value.kind = entry->kind;
        memcpy(&value.as, &entry->payload, sizeof(entry->payload));
        return value;
    }
}

/* The key of a declared field is the class's. */
static void slots_dict_entry_release(const struct slots_dict_entry *entry) {
    slots_dict_bytes_release(&entry->payload.bytes, entry->length);
    if (entry->kind != SLOTS_DICT_DECLARED) {
        slots_dict_bytes_release(&entry->key, entry->key_length);
    }
}

static size_t slots_dict_entry_owned(const struct slots_dict_entry *entry) {
    size_t owned = slots_dict_bytes_owned(&entry->payload.bytes, entry->length);
    if (entry->kind != SLOTS_DICT_DECLARED) {
        owned += slots_dict_bytes_owned(&entry->key, entry->key_length);
    }
    return owned;
}

/* Entries and their index */

static bool slots_dict_is(const struct slots_dict_entry *entry, const char *name, size_t length) {
    size_t key_length;
    const char *key;
    if (entry->kind == SLOTS_DICT_DEAD) {
        return false;
    }
    key = slots_dict_bytes_of(&entry->key, entry->key_length, &key_length);
    return key_length == length && (length == 0 || memcmp(key, name, length) == 0);
}

/* Where in the index the search for a hash begins. */
static uint32_t slots_dict_position(const struct slots_dict *dict, uint32_t hash) {
    return hash & (2 * dict->capacity - 1);
}

/* The number of the entry of that name, or SLOTS_DICT_NOWHERE. */
static uint32_t slots_dict_find(struct slots_dict *dict, const char *name, size_t length) {
    const struct slots_dict_entry *entries = slots_dict_entries(dict);
    const uint32_t *index;
    uint32_t hash;
    if (!slots_dict_indexed(dict)) {
        for (uint32_t i = 0; i < dict->used; i++) {
            if (slots_dict_is(&entries[i], name, length)) {
                return i;
            }
        }
        return SLOTS_DICT_NOWHERE;
    }
    index = slots_dict_index(dict);
    hash = SLOTS_CAST(uint32_t, slots_dict_hash(slots_dict_seed(dict), name, length));
    for (uint32_t at = slots_dict_position(dict, hash); index[at] != 0;
         at = slots_dict_position(dict, at + 1)) {
        const struct slots_dict_entry *entry = &entries[index[at] - 1];
        if (entry->hash == hash && slots_dict_is(entry, name, length)) {
            return index[at] - 1;
        }
    }
    return SLOTS_DICT_NOWHERE;
}

static void slots_dict_link(struct slots_dict *dict, uint32_t number) {
    uint32_t *index = slots_dict_index(dict);
    uint32_t at = slots_dict_position(dict, slots_dict_entries(dict)[number].hash);
    while (index[at] != 0) {
        at = slots_dict_position(dict, at + 1);
    }
    index[at] = number + 1;
}

/* Closes the gap that the entry leaves in its run: whatever could stand there moves up. */
static void slots_dict_unlink(struct slots_dict *dict, uint32_t number) {
    const struct slots_dict_entry *entries = slots_dict_entries(dict);
    uint32_t *index = slots_dict_index(dict);
    uint32_t gap = slots_dict_position(dict, entries[number].hash);
    while (index[gap] != number + 1) {
        gap = slots_dict_position(dict, gap + 1);
    }
    for (uint32_t at = slots_dict_position(dict, gap + 1); index[at] != 0;
         at = slots_dict_position(dict, at + 1)) {
        const uint32_t home = entries[index[at] - 1].hash;
        if (slots_dict_position(dict, at - home) >= slots_dict_position(dict, at - gap)) {
            index[gap] = index[at];
            gap = at;
        }
    }
    index[gap] = 0;
}

static void slots_dict_hash_entry(struct slots_dict *dict, struct slots_dict_entry *entry) {
    size_t length;
    const char *key = slots_dict_bytes_of(&entry->key, entry->key_length, &length);
    entry->hash = SLOTS_CAST(uint32_t, slots_dict_hash(slots_dict_seed(dict), key, length));
}

/* Adds an entry where there is room. */
static void slots_dict_append(struct slots_dict *dict, const struct slots_dict_entry *entry) {
    const uint32_t number = dict->used++;
    slots_dict_entries(dict)[number] = *entry;
    dict->live++;
    if (slots_dict_indexed(dict)) {
        slots_dict_hash_entry(dict, &slots_dict_entries(dict)[number]);
        slots_dict_link(dict, number);
    }
}

/* Makes the index of a table whose entries come from another one, or from itself. */
static void slots_dict_reindex(struct slots_dict *dict, struct slots_dict *from) {
    const bool hashed = slots_dict_indexed(from);
    if (!hashed) {
        slots_dict_seed_fill(dict);
    } else if (dict != from) {
        memcpy(slots_dict_seed(dict), slots_dict_seed(from), 2 * sizeof(uint64_t));
    }
    memset(slots_dict_index(dict), 0, 2 * sizeof(uint32_t) * dict->capacity);
    for (uint32_t i = 0; i < dict->used; i++) {
        if (!hashed) {
            slots_dict_hash_entry(dict, &slots_dict_entries(dict)[i]);
        }
        slots_dict_link(dict, i);
    }
}

/* Copies what lives in from to the front of to, which may be the same table. */
static void slots_dict_gather(struct slots_dict *to, struct slots_dict *from) {
    const struct slots_dict_entry *source = slots_dict_entries(from);
    struct slots_dict_entry *target = slots_dict_entries(to);
    const uint32_t used = from->used;
    to->used = 0;
    for (uint32_t i = 0; i < used; i++) {
        if (source[i].kind != SLOTS_DICT_DEAD) {
            target[to->used++] = source[i];
        }
    }
    if (slots_dict_indexed(to)) {
        slots_dict_reindex(to, from);
    }
}

/* Removes an entry. One of a declared field leaves a free place behind. */
static void slots_dict_remove(struct slots_dict *dict, uint32_t number, bool declared) {
    struct slots_dict_entry *entries = slots_dict_entries(dict);
    if (slots_dict_indexed(dict)) {
        slots_dict_unlink(dict, number);
    }
    slots_dict_entry_release(&entries[number]);
    entries[number].kind = SLOTS_DICT_DEAD;
    dict->live--;
    while (dict->used > 0 && entries[dict->used - 1].kind == SLOTS_DICT_DEAD) {
        dict->used--;
    }
    dict->deleted += declared ? 1 : 0;
    if (dict->used + dict->deleted > dict->capacity) {
        slots_dict_gather(dict, dict);
    }
}

/* Growing, shrinking, ending */

/* The capacity for that many places, or 0 where there is none. A table with an index has a
 * quarter to spare, so that gathering it is rare. */
static uint32_t slots_dict_fit(uint32_t places) {
    uint32_t capacity = 2;
    while (capacity < places ||
           (capacity > SLOTS_DICT_SCANNED && capacity - capacity / 4 < places)) {
        if (capacity >= SLOTS_DICT_MOST) {
            return 0;
        }
        capacity *= 2;
    }
    return capacity;
}

/* Gives the object a table of that shape that holds what the old one held, if there was one. */
static slots_status slots_dict_reshape(uintptr_t *ext, uint32_t capacity, uint32_t mask_words) {
    struct slots_dict *old = slots_dict_of(*ext);
    const size_t size = slots_dict_size(capacity, mask_words);
    struct slots_dict *dict =
        SLOTS_CAST(struct slots_dict *, slots_allocate(size, SLOTS_DICT_ALIGN));
    if (dict == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    memset(dict, 0, sizeof(*dict));
    dict->type = slots_dict_type(*ext);
    if (old != SLOTS_NULL) {
        *dict = *old;
    }
    dict->capacity = capacity;
    dict->mask_words = mask_words;
    slots_zero(slots_dict_mask(dict), mask_words * sizeof(uint64_t));
    if (old != SLOTS_NULL) {
        memcpy(slots_dict_mask(dict), slots_dict_mask(old), old->mask_words * sizeof(uint64_t));
        slots_dict_gather(dict, old);
        slots_release(old, slots_dict_size(old->capacity, old->mask_words), SLOTS_DICT_ALIGN);
    }
    *ext = SLOTS_ADDRESS(dict);
    return SLOTS_OK;
}

/* Makes room for one more place, and for a mask where masked. */
static slots_status slots_dict_reserve(uintptr_t *ext, bool masked) {
    struct slots_dict *dict = slots_dict_of(*ext);
    uint32_t capacity = slots_dict_fit(1);
    uint32_t mask_words = 0;
    if (dict != SLOTS_NULL) {
        capacity = slots_dict_fit(dict->live + dict->deleted + 1);
        mask_words = dict->mask_words;
    }
    if (masked) {
        mask_words = slots_dict_type(*ext)->deletable_count / 64 + 1;
    }
    if (dict != SLOTS_NULL && mask_words == dict->mask_words) {
        if (dict->used + dict->deleted < dict->capacity) {
            return SLOTS_OK;
        }
        if (capacity == dict->capacity) {
            slots_dict_gather(dict, dict);
            return SLOTS_OK;
        }
    }
    return capacity > 0 ? slots_dict_reshape(ext, capacity, mask_words) : SLOTS_NO_MEMORY;
}

/* Frees the table and all that it holds. */
static void slots_dict_end(uintptr_t *ext) {
    struct slots_dict *dict = slots_dict_of(*ext);
    if (dict == SLOTS_NULL) {
        return;
    }
    for (uint32_t i = 0; i < dict->used; i++) {
        if (slots_dict_entries(dict)[i].kind != SLOTS_DICT_DEAD) {
            slots_dict_entry_release(&slots_dict_entries(dict)[i]);
        }
    }
    *ext = slots_dict_none(dict->type);
    slots_release(dict, slots_dict_size(dict->capacity, dict->mask_words), SLOTS_DICT_ALIGN);
}

/* Ends a table that says no more than the class does: nothing dynamic, nothing deleted, and the
 * fields that were set again follow the others in the class's order. */
static bool slots_dict_end_if_idle(uintptr_t *ext) {
    struct slots_dict *dict = slots_dict_of(*ext);
    uint64_t next = dict->type->deletable_count - dict->displaced;
    if (dict->deleted > 0 || dict->live != dict->displaced) {
        return false;
    }
    for (uint32_t i = 0; i < dict->used; i++) {
        const struct slots_dict_entry *entry = &slots_dict_entries(dict)[i];
        if (entry->kind == SLOTS_DICT_DECLARED && entry->payload.number != next++) {
            return false;
        }
    }
    slots_dict_end(ext);
    return true;
}

/* After a removal: gives back what is no longer needed. When there is no memory to shrink with,
 * the table stays as large as it is. */
static void slots_dict_settle(uintptr_t *ext) {
    const struct slots_dict *dict;
    uint32_t capacity;
    if (slots_dict_end_if_idle(ext)) {
        return;
    }
    dict = slots_dict_of(*ext);
    capacity = slots_dict_fit(dict->live + dict->deleted);
    if (capacity <= dict->capacity / 4) {
        (void)slots_dict_reshape(ext, capacity, dict->mask_words);
    }
}

/* Attributes by name */

/* Where a name stands in an object. */
struct slots_dict_found {
    struct slots_dict *dict; /* NULL while there is none */
    const slots_field *field; /* the declared field, or NULL */
    uint32_t number; /* of a field that can be deleted, or SLOTS_DICT_NOWHERE */
    uint32_t entry; /* SLOTS_DICT_NOWHERE where it has none */
};

static bool slots_dict_displaced(struct slots_dict *dict, uint32_t number) {
    return dict != SLOTS_NULL && number / 64 < dict->mask_words &&
           (slots_dict_mask(dict)[number / 64] >> (number % 64) & 1u) != 0;
}

static struct slots_dict_found slots_dict_locate(uintptr_t ext, const char *name, size_t length) {
    struct slots_dict_found found;
    const slots_class *owner = SLOTS_NULL;
    found.dict = slots_dict_of(ext);
    found.field = slots_field_find(slots_dict_type(ext), name, length, &owner);
    found.number = SLOTS_DICT_NOWHERE;
    found.entry = SLOTS_DICT_NOWHERE;
    if (found.field != SLOTS_NULL && owner->open != 0) {
        found.number = owner->base != SLOTS_NULL ? owner->base->deletable_count : 0;
        found.number += SLOTS_CAST(uint32_t, found.field - owner->fields);
    }
    if (found.dict != SLOTS_NULL &&
        (found.field == SLOTS_NULL || slots_dict_displaced(found.dict, found.number))) {
        found.entry = slots_dict_find(found.dict, name, length);
    }
    return found;
}

/* A declared field that was never deleted has no entry, and is there. */
static bool slots_dict_in_place(const struct slots_dict_found *found) {
    return found->field != SLOTS_NULL && !slots_dict_displaced(found->dict, found->number);
}

/* Whether the attribute is there at all. A field of type T? says so itself, in every storage. */
static bool slots_dict_there(const struct slots_dict_found *found, const void *self) {
    return (found->entry != SLOTS_DICT_NOWHERE || slots_dict_in_place(found)) &&
           (found->field == SLOTS_NULL || slots_cell_present(found->field, self));
}

/* The field of an open record that has that number. */
static const slots_field *slots_dict_field(const slots_class *type, uint32_t number) {
    while (type->base != SLOTS_NULL && number < type->base->deletable_count) {
        type = type->base;
    }
    return &type->fields[number - (type->base != SLOTS_NULL ? type->base->deletable_count : 0)];
}

SLOTS_BODY void slots_dict_restore(uintptr_t *ext, uint32_t number) {
    struct slots_dict *dict = slots_dict_of(*ext);
    struct slots_dict_entry entry;
    const char *name;
    size_t length;
    if (!slots_dict_displaced(dict, number)) {
        return;
    }
    name = slots_dict_field(dict->type, number)->name;
    length = strlen(name);
    if (slots_dict_find(dict, name, length) != SLOTS_DICT_NOWHERE) {
        return;
    }
    memset(&entry, 0, sizeof(entry));
    entry.kind = SLOTS_DICT_DECLARED;
    entry.payload.number = number;
    if (length > SLOTS_DICT_INLINED) {
        entry.key_length = SLOTS_DICT_APART;
        entry.key.apart.bytes = SLOTS_POINTER(char *, SLOTS_ADDRESS(name)); /* never written */
        entry.key.apart.length = length;
    } else {
        (void)slots_dict_bytes_keep(&entry.key, &entry.key_length, name, length);
    }
    dict->deleted--;
    slots_dict_append(dict, &entry);
    (void)slots_dict_end_if_idle(ext);
}

SLOTS_BODY slots_status slots_dict_get(const slots_class *type, const void *self, const char *name,
                                       size_t length, slots_value *out) {
    const struct slots_dict_found found =
        slots_dict_locate(slots_dict_word(type, self), name, length);
    if (!slots_dict_there(&found, self)) {
        return SLOTS_ATTRIBUTE_ERROR;
    }
    *out = found.field != SLOTS_NULL
               ? slots_cell_load(found.field, self)
               : slots_dict_load(&slots_dict_entries(found.dict)[found.entry]);
    return SLOTS_OK;
}

/* The old value is released last: the new one may point into it. */
static slots_status slots_dict_replace(struct slots_dict_entry *entry, slots_value value) {
    struct slots_dict_entry fresh = *entry;
    const slots_status status = slots_dict_keep(&fresh, value);
    if (status == SLOTS_OK) {
        slots_dict_bytes_release(&entry->payload.bytes, entry->length);
        *entry = fresh;
    }
    return status;
}

/* Name and value are copied before the table moves: they may point into it. */
static slots_status slots_dict_add(uintptr_t *ext, const char *name, size_t length,
                                   slots_value value) {
    struct slots_dict_entry entry;
    slots_status status;
    memset(&entry, 0, sizeof(entry));
    status = slots_dict_keep(&entry, value);
    if (status == SLOTS_OK) {
        status = slots_dict_bytes_keep(&entry.key, &entry.key_length, name, length);
    }
    if (status == SLOTS_OK) {
        status = slots_dict_reserve(ext, false);
    }
    if (status == SLOTS_OK) {
        slots_dict_append(slots_dict_of(*ext), &entry);
    } else {
        slots_dict_entry_release(&entry);
    }
    return status;
}

SLOTS_BODY slots_status slots_dict_set(const slots_class *type, void *self, const char *name,
                                       size_t length, slots_value value) {
    uintptr_t *ext = slots_dict_ext(type, self);
    const struct slots_dict_found found = slots_dict_locate(*ext, name, length);
    slots_status status;
    if (found.field != SLOTS_NULL) {
        status = slots_field_set(found.field, self, value);
        return status == SLOTS_OK ? slots_dict_present(ext, found.number) : status;
    }
    if (found.entry != SLOTS_DICT_NOWHERE) {
        return slots_dict_replace(&slots_dict_entries(found.dict)[found.entry], value);
    }
    return slots_dict_add(ext, name, length, value);
}

/* Takes a field of an open record out of the class's order. */
static slots_status slots_dict_displace(uintptr_t *ext, uint32_t number) {
    const slots_status status = slots_dict_reserve(ext, true);
    struct slots_dict *dict = slots_dict_of(*ext);
    if (status == SLOTS_OK) {
        slots_dict_mask(dict)[number / 64] |= SLOTS_CAST(uint64_t, 1) << (number % 64);
        dict->displaced++;
        dict->deleted++;
    }
    return status;
}

SLOTS_BODY slots_status slots_dict_delete(const slots_class *type, void *self, const char *name,
                                          size_t length) {
    uintptr_t *ext = slots_dict_ext(type, self);
    const struct slots_dict_found found = slots_dict_locate(*ext, name, length);
    slots_status status = SLOTS_OK;
    if (found.field != SLOTS_NULL &&
        (found.number == SLOTS_DICT_NOWHERE || found.field->presence != SLOTS_ALWAYS)) {
        return slots_field_delete(found.field, self);
    }
    if (found.field != SLOTS_NULL && (found.field->flags & SLOTS_FIELD_READ_ONLY) != 0) {
        return SLOTS_READ_ONLY;
    }
    if (slots_dict_in_place(&found)) {
        status = slots_dict_displace(ext, found.number);
    } else if (found.entry != SLOTS_DICT_NOWHERE) {
        slots_dict_remove(found.dict, found.entry, found.field != SLOTS_NULL);
    } else {
        status = SLOTS_ATTRIBUTE_ERROR;
    }
    if (status == SLOTS_OK && found.field != SLOTS_NULL) {
        slots_cell_reset(found.field, self);
    }
    if (status == SLOTS_OK) {
        slots_dict_settle(ext);
    }
    return status;
}

SLOTS_BODY bool slots_dict_has(const slots_class *type, const void *self, const char *name,
                               size_t length) {
    const struct slots_dict_found found =
        slots_dict_locate(slots_dict_word(type, self), name, length);
    return slots_dict_there(&found, self);
}

/* Where dir writes to. */
struct slots_dict_names {
    const char **names;
    size_t capacity;
    size_t count;
};

static void slots_dict_name(struct slots_dict_names *names, const char *name) {
    if (names->count < names->capacity) {
        names->names[names->count] = name;
    }
    names->count++;
}

/* The fields of the open or of the other records, root to leaf, that stand in the class's order. */
static void slots_dict_dir_cells(uintptr_t ext, const void *self, uint32_t open,
                                 struct slots_dict_names *names) {
    const slots_class *type = slots_dict_type(ext);
    const slots_class *owner = slots_class_below(SLOTS_NULL, type);
    uint32_t number = 0;
    for (; owner != SLOTS_NULL; owner = slots_class_below(owner, type)) {
        for (uint32_t i = 0; owner->open == open && i < owner->field_count; i++) {
            const slots_field *field = &owner->fields[i];
            const bool displaced = open != 0 && slots_dict_displaced(slots_dict_of(ext), number++);
            if (!displaced && slots_cell_present(field, self)) {
                slots_dict_name(names, field->name);
            }
        }
    }
}

SLOTS_BODY size_t slots_dict_dir(const slots_class *type, const void *self, const char **names,
                                 size_t capacity) {
    const uintptr_t ext = slots_dict_word(type, self);
    struct slots_dict *dict = slots_dict_of(ext);
    struct slots_dict_names written = {names, capacity, 0};
    size_t length;
    slots_dict_dir_cells(ext, self, 0, &written);
    slots_dict_dir_cells(ext, self, 1, &written);
    for (uint32_t i = 0; dict != SLOTS_NULL && i < dict->used; i++) {
        const struct slots_dict_entry *entry = &slots_dict_entries(dict)[i];
        if (entry->kind != SLOTS_DICT_DEAD) {
            slots_dict_name(&written, slots_dict_bytes_of(&entry->key, entry->key_length, &length));
        }
    }
    return written.count;
}

SLOTS_BODY size_t slots_dict_sizeof(const slots_class *type, const void *self) {
    return slots_dict_type(slots_dict_word(type, self))->size;
}

SLOTS_BODY size_t slots_dict_sizeof_deep(const slots_class *type, const void *self) {
    const uintptr_t ext = slots_dict_word(type, self);
    const slots_class *real = slots_dict_type(ext);
    struct slots_dict *dict = slots_dict_of(ext);
    size_t bytes = real->size + slots_cells_owned(real, self);
    if (dict == SLOTS_NULL) {
        return bytes;
    }
    for (uint32_t i = 0; i < dict->used; i++) {
        if (slots_dict_entries(dict)[i].kind != SLOTS_DICT_DEAD) {
            bytes += slots_dict_entry_owned(&slots_dict_entries(dict)[i]);
        }
    }
    return bytes + slots_dict_size(dict->capacity, dict->mask_words);
}

/* Values of whole records */

/* Gives the copy of an entry its own key and payload; on failure it holds neither. */
static slots_status slots_dict_entry_own(struct slots_dict_entry *entry) {
    const struct slots_dict_entry shared = *entry;
    const bool declared = shared.kind == SLOTS_DICT_DECLARED;
    slots_status status = SLOTS_OK;
    size_t length;
    const char *bytes;
    if (!declared) {
        bytes = slots_dict_bytes_of(&shared.key, shared.key_length, &length);
        status = slots_dict_bytes_keep(&entry->key, &entry->key_length, bytes, length);
    }
    if (status == SLOTS_OK && shared.length == SLOTS_DICT_APART) {
        bytes = slots_dict_bytes_of(&shared.payload.bytes, shared.length, &length);
        status = slots_dict_bytes_keep(&entry->payload.bytes, &entry->length, bytes, length);
        if (status != SLOTS_OK && !declared) {
            slots_dict_bytes_release(&entry->key, entry->key_length);
        }
    }
    return status;
}

/* A table of its own with what lives in that one, or NULL. */
static struct slots_dict *slots_dict_clone(struct slots_dict *dict) {
    const size_t size = slots_dict_size(dict->capacity, dict->mask_words);
    struct slots_dict *clone =
        SLOTS_CAST(struct slots_dict *, slots_allocate(size, SLOTS_DICT_ALIGN));
    slots_status status = SLOTS_OK;
    uint32_t owned = 0;
    if (clone == SLOTS_NULL) {
        return SLOTS_NULL;
    }
    *clone = *dict;
    memcpy(slots_dict_mask(clone), slots_dict_mask(dict), dict->mask_words * sizeof(uint64_t));
    slots_dict_gather(clone, dict);
    for (; owned < clone->used && status == SLOTS_OK; owned++) {
        status = slots_dict_entry_own(&slots_dict_entries(clone)[owned]);
    }
    if (status == SLOTS_OK) {
        return clone;
    }
    for (uint32_t i = 0; i + 1 < owned; i++) {
        slots_dict_entry_release(&slots_dict_entries(clone)[i]);
    }
    slots_release(clone, size, SLOTS_DICT_ALIGN);
    return SLOTS_NULL;
}

SLOTS_BODY slots_status slots_dict_copy(const slots_class *type, void *to, const void *from) {
    uintptr_t *ext = slots_dict_ext(type, to);
    const uintptr_t other = slots_dict_word(type, from);
    const slots_class *real = slots_dict_type(other);
    struct slots_dict *clone = SLOTS_NULL;
    const uintptr_t kept = *ext;
    slots_status status;
    if (to == from) {
        return SLOTS_OK;
    }
    if (slots_dict_type(*ext) != real) {
        return SLOTS_TYPE_ERROR;
    }
    if (slots_dict_of(other) != SLOTS_NULL) {
        clone = slots_dict_clone(slots_dict_of(other));
        if (clone == SLOTS_NULL) {
            return SLOTS_NO_MEMORY;
        }
    }
    status = slots_cells_copy(real, to, from);
    if (status == SLOTS_OK) {
        uintptr_t old = kept;
        slots_dict_end(&old);
        *ext = clone != SLOTS_NULL ? SLOTS_ADDRESS(clone) : slots_dict_none(real);
    } else if (clone != SLOTS_NULL) {
        uintptr_t unused = SLOTS_ADDRESS(clone);
        slots_dict_end(&unused);
    }
    return status;
}

static bool slots_dict_number(const slots_value *value, bool *negative, uint64_t *bits) {
    *negative = value->kind == SLOTS_INT && value->as.integer < 0;
    *bits = value->kind == SLOTS_INT ? SLOTS_CAST(uint64_t, value->as.integer) : value->as.natural;
    return value->kind == SLOTS_INT || value->kind == SLOTS_UINT;
}

/* The bytes of a TEXT, BYTES or ARRAY. */
static const void *slots_dict_span(const slots_value *value, size_t *length) {
    *length = value->as.text.length;
    if (value->kind == SLOTS_ARRAY) {
        *length = value->as.array.count * value->as.array.size;
        return value->as.array.items;
    }
    return value->kind == SLOTS_TEXT
               ? SLOTS_CAST(const void *, value->as.text.bytes)
               : value->as.bytes.bytes;
}

static bool slots_dict_values_equal(slots_value a, slots_value b) {
    bool negative[2];
    uint64_t bits[2];
    size_t length[2];
    const void *bytes[2];
    const bool numbers = slots_dict_number(&a, &negative[0], &bits[0]);
    if (slots_dict_number(&b, &negative[1], &bits[1]) && numbers) {
        return negative[0] == negative[1] && bits[0] == bits[1];
    }
    if (a.kind != b.kind) {
        return false;
    }
    switch (a.kind) {
    case SLOTS_NONE:
        return true;
    case SLOTS_BOOL:
        return a.as.boolean == b.as.boolean;
    case SLOTS_FLOAT:
        return memcmp(&a.as.real, &b.as.real, sizeof(a.as.real)) == 0;
    case SLOTS_REF:
        return a.as.ref.pointer == b.as.ref.pointer;
    default:
        bytes[0] = slots_dict_span(&a, &length[0]);
        bytes[1] = slots_dict_span(&b, &length[1]);
        return length[0] == length[1] && (bytes[0] == SLOTS_NULL) == (bytes[1] == SLOTS_NULL) &&
               (a.kind != SLOTS_ARRAY ||
                (a.as.array.kind == b.as.array.kind && a.as.array.size == b.as.array.size)) &&
               (length[0] == 0 || memcmp(bytes[0], bytes[1], length[0]) == 0);
    }
}

static uint64_t slots_dict_hash_value(slots_value value) {
    bool negative;
    uint64_t bits;
    size_t length;
    const void *bytes;
    if (slots_dict_number(&value, &negative, &bits)) {
        return slots_hash_word(negative ? 1 : 0, bits);
    }
    switch (value.kind) {
    case SLOTS_NONE:
        return 2;
    case SLOTS_BOOL:
        return value.as.boolean ? 3 : 4;
    case SLOTS_FLOAT:
        return slots_hash_bytes(5, &value.as.real, sizeof(value.as.real));
    case SLOTS_REF:
        return slots_hash_word(6, SLOTS_ADDRESS(value.as.ref.pointer));
    default:
        bytes = slots_dict_span(&value, &length);
        return slots_hash_bytes(value.kind, bytes, length);
    }
}

/* An attribute that only the dict holds. */
static bool slots_dict_dynamic(const struct slots_dict_entry *entry) {
    return entry->kind != SLOTS_DICT_DEAD && entry->kind != SLOTS_DICT_DECLARED;
}

static uint32_t slots_dict_dynamic_count(struct slots_dict *dict) {
    uint32_t count = 0;
    for (uint32_t i = 0; dict != SLOTS_NULL && i < dict->used; i++) {
        count += slots_dict_dynamic(&slots_dict_entries(dict)[i]) ? 1u : 0u;
    }
    return count;
}

/* Whether a declared field has been deleted and not been set again. */
static bool slots_dict_gone(struct slots_dict *dict, uint32_t number, const slots_field *field) {
    return slots_dict_displaced(dict, number) &&
           slots_dict_find(dict, field->name, strlen(field->name)) == SLOTS_DICT_NOWHERE;
}

/* Which declared fields are deleted is part of the value. */
static bool slots_dict_gone_alike(const slots_class *type, struct slots_dict *a,
                                  struct slots_dict *b) {
    for (uint32_t i = 0; (a != SLOTS_NULL || b != SLOTS_NULL) && i < type->deletable_count; i++) {
        const slots_field *field = slots_dict_field(type, i);
        if (slots_dict_gone(a, i, field) != slots_dict_gone(b, i, field)) {
            return false;
        }
    }
    return true;
}

SLOTS_BODY bool slots_dict_equal(const slots_class *type, const void *a, const void *b) {
    const uintptr_t ext = slots_dict_word(type, a);
    const slots_class *real = slots_dict_type(ext);
    struct slots_dict *left = slots_dict_of(ext);
    struct slots_dict *right = slots_dict_of(slots_dict_word(type, b));
    if (slots_dict_type(slots_dict_word(type, b)) != real || !slots_cells_equal(real, a, b) ||
        !slots_dict_gone_alike(real, left, right) ||
        slots_dict_dynamic_count(left) != slots_dict_dynamic_count(right)) {
        return false;
    }
    for (uint32_t i = 0; left != SLOTS_NULL && i < left->used; i++) {
        const struct slots_dict_entry *entry = &slots_dict_entries(left)[i];
        size_t length;
        const char *key;
        uint32_t other;
        if (!slots_dict_dynamic(entry)) {
            continue;
        }
        key = slots_dict_bytes_of(&entry->key, entry->key_length, &length);
        other = slots_dict_find(right, key, length);
        if (other == SLOTS_DICT_NOWHERE ||
            !slots_dict_values_equal(slots_dict_load(entry),
                                     slots_dict_load(&slots_dict_entries(right)[other]))) {
            return false;
        }
    }
    return true;
}

/* Sums do not know the order of what they add. */
SLOTS_BODY uint64_t slots_dict_value_hash(const slots_class *type, const void *self) {
    const uintptr_t ext = slots_dict_word(type, self);
    struct slots_dict *dict = slots_dict_of(ext);
    uint64_t sum = 0;
    for (uint32_t i = 0; dict != SLOTS_NULL && i < dict->used; i++) {
        const struct slots_dict_entry *entry = &slots_dict_entries(dict)[i];
        if (slots_dict_dynamic(entry)) {
            size_t length;
            const char *key = slots_dict_bytes_of(&entry->key, entry->key_length, &length);
            sum += slots_hash_bytes(slots_dict_hash_value(slots_dict_load(entry)), key, length);
        }
    }
    return slots_hash_word(slots_cells_value_hash(slots_dict_type(ext), self), sum);
}

static void slots_dict_write_value(struct slots_writer *writer, slots_value value) {
    bool negative;
    uint64_t bits;
    size_t length;
    const void *bytes;
    if (slots_dict_number(&value, &negative, &bits)) {
        slots_write_integer(writer, negative ? 0 - bits : bits, negative);
        return;
    }
    switch (value.kind) {
    case SLOTS_NONE:
        slots_write(writer, "None");
        break;
    case SLOTS_BOOL:
        slots_write(writer, value.as.boolean ? "True" : "False");
        break;
    case SLOTS_FLOAT:
        slots_write_real(writer, value.as.real, false);
        break;
    case SLOTS_REF:
        slots_write_pointer(writer, value.as.ref.type, value.as.ref.pointer);
        break;
    case SLOTS_ARRAY:
        slots_write(writer, "[");
        for (size_t i = 0; i < value.as.array.count; i++) {
            slots_write(writer, i > 0 ? ", " : "");
            slots_write_number_of(writer,
                                  slots_at_const(value.as.array.items, i * value.as.array.size),
                                  SLOTS_CAST(slots_kind, value.as.array.kind), value.as.array.size);
        }
        slots_write(writer, "]");
        break;
    default:
        bytes = slots_dict_span(&value, &length);
        if (bytes == SLOTS_NULL) {
            slots_write(writer, "None");
        } else {
            slots_write_quoted(writer, SLOTS_CAST(const char *, bytes), length);
        }
        break;
    }
}

SLOTS_BODY size_t slots_dict_format(const slots_class *type, const void *self, char *buffer,
                                    size_t size) {
    const uintptr_t ext = slots_dict_word(type, self);
    const slots_class *real = slots_dict_type(ext);
    const slots_class *owner = slots_class_below(SLOTS_NULL, real);
    struct slots_dict *dict = slots_dict_of(ext);
    struct slots_writer writer = {buffer, size, 0};
    uint32_t number = 0;
    bool first = true;
    slots_write(&writer, real->name);
    slots_write(&writer, "(");
    for (; owner != SLOTS_NULL; owner = slots_class_below(owner, real)) {
        for (uint32_t i = 0; i < owner->field_count; i++) {
            const slots_field *field = &owner->fields[i];
            const bool gone = owner->open != 0 && slots_dict_gone(dict, number++, field);
            if (!gone && slots_cell_present(field, self)) {
                slots_write_field(&writer, field, self, &first);
            }
        }
    }
    for (uint32_t i = 0; dict != SLOTS_NULL && i < dict->used; i++) {
        const struct slots_dict_entry *entry = &slots_dict_entries(dict)[i];
        if (slots_dict_dynamic(entry)) {
            size_t length;
            slots_write(&writer, first ? "" : ", ");
            slots_write(&writer, slots_dict_bytes_of(&entry->key, entry->key_length, &length));
            slots_write(&writer, "=");
            slots_dict_write_value(&writer, slots_dict_load(entry));
            first = false;
        }
    }
    slots_write(&writer, ")");
    return slots_write_end(&writer);
}

SLOTS_BODY void slots_dict_fini(const slots_class *type, void *self) {
    uintptr_t *ext = slots_dict_ext(type, self);
    slots_cells_fini(slots_dict_type(*ext), self);
    slots_dict_end(ext);
}

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
