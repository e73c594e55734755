/* slots_dict.h: attributes beyond the declared fields, for records that have a dict.
 *
 * Such a record holds one word, ext. While nothing is dynamic and no declared field is
 * deleted, which is the usual case, ext is its class with the low bit set. Otherwise it
 * points to a small block of attributes, whose names are shared by all instances of the
 * class, or to an ordered hash table with names of its own. Either way it knows the object's
 * real class, so that through an upcast to any record that has the dict the whole object is
 * seen.
 *
 * What the functions give as text, bytes or names is borrowed until the object next changes,
 * and may be passed to them as it is. An object belongs to one thread at a time. */
#if !defined(SLOTS_DICT_H) && !defined(SLOTS_LAYOUT_ONLY)
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

/* What the first dynamic attribute, a number, adds to slots_dict_sizeof_deep where pointers have 64
 * bits, as long as its name is one of the 254 that the class's instances share. */
#define SLOTS_DICT_FIRST_BYTES 32

/* The names of dynamic attributes that the instances of one class share, and those of its
 * descendants: that of the class that brought the dict. They number at most 254, and are
 * only ever added to; an instance that needs another name keeps names of its own. Read and
 * written by any thread. Starts as zeros, and ends so with slots_shutdown. */
struct slots_keys {
    struct slots_key_table *table;
    slots_keys *next; /* the next one that has a table */
    uint32_t count; /* of names */
#if SLOTS_POINTER_BITS == 64
    uint32_t pad_0;
#endif
};

/* The keys of a record that brings a dict. */
#define SLOTS_KEYS(R) SLOTS_BODY slots_keys R##_keys;

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
                                      size_t length, const slots_value *value);

/* A fixed cell cannot be deleted (SLOTS_NOT_OPTIONAL). A field of an open record can: its cell
 * holds the default until it is set again. SLOTS_NO_MEMORY leaves all as it was. */
SLOTS_API slots_status slots_dict_delete(const slots_class *type, void *self, const char *name,
                                         size_t length);
SLOTS_API bool slots_dict_has(const slots_class *type, const void *self, const char *name,
                              size_t length);

/* Writes the names of the attributes, at most capacity of them, and returns how many there are:
 * fixed cells root to leaf, then the fields of open records that were never deleted, then
 * the rest in the order in which they were added, as in Python; a field of type T? keeps its
 * place. */
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
#if defined(SLOTS_IMPLEMENTATION) && !defined(SLOTS_LAYOUT_ONLY) && \
    !defined(SLOTS_FREESTANDING) && !defined(SLOTS_DICT_IMPLEMENTATION)
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

/* Hashing
 *
 * Keys come from outside and must not be chosen to collide: each table hashes with a seed of its
 * own, at first by multiplication, and once a search in it has taken more than
 * SLOTS_DICT_PROBES steps, by SipHash-1-3 (Aumasson, Bernstein: SipHash, 2012) with fresh keys. */

#define SLOTS_DICT_PROBES 32

/* A name as dicts compare and hash it: up to 16 bytes, its two words and its length are all of it;
 * of a longer one they are its first and last 8 bytes. */
struct slots_spelling {
    const char *bytes;
    size_t length;
    uint64_t first;
    uint64_t last;
};

static SLOTS_FORCED struct slots_spelling slots_spell(const char *bytes, size_t length) {
    struct slots_spelling name = {bytes, length, 0, 0};
    const char *end = bytes + length;
    uint32_t halves[2] = {0, 0};
    if (length > 8) {
        memcpy(&name.first, bytes, sizeof(name.first));
        memcpy(&name.last, end - sizeof(name.last), sizeof(name.last));
    } else if (length >= 4) {
        memcpy(&halves[0], bytes, sizeof(halves[0]));
        memcpy(&halves[1], end - sizeof(halves[1]), sizeof(halves[1]));
        name.first = halves[0] | SLOTS_CAST(uint64_t, halves[1]) << 32;
    } else if (length > 0) {
        name.first = slots_name_byte(bytes) | slots_name_byte(bytes + length / 2) << 8 |
                     slots_name_byte(end - 1) << 16;
    }
    return name;
}

/* Up to 16 bytes of a name, without a NUL. */
static SLOTS_FORCED void slots_spelling_write(const struct slots_spelling *name, char *to) {
    const size_t length = name->length;
    if (length > 8) {
        memcpy(to, &name->first, sizeof(name->first));
        memcpy(to + length - sizeof(name->last), &name->last, sizeof(name->last));
    } else {
        for (size_t i = 0; i < length; i++) {
            to[i] = name->bytes[i];
        }
    }
}

struct slots_dict_seed {
    uint64_t words[2];
    uint64_t strong; /* 1: SipHash */
};

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

static uint64_t slots_dict_siphash(const uint64_t seed[2], const void *bytes, size_t length) {
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

/* The halves of a product of 128 bits, one upon the other. */
static SLOTS_FORCED uint64_t slots_dict_fold(uint64_t a, uint64_t b) {
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 slots_dict_wide;
    const slots_dict_wide product = SLOTS_CAST(slots_dict_wide, a) * b;
    return SLOTS_CAST(uint64_t, product) ^ SLOTS_CAST(uint64_t, product >> 64);
#else
    const uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
    const uint64_t left = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
    const uint64_t right = (a & UINT32_MAX) * (b >> 32) + (left & UINT32_MAX);
    const uint64_t high = (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32);
    return (right << 32 | (low & UINT32_MAX)) ^ high;
#endif
}

static SLOTS_FORCED uint64_t slots_dict_short_hash(const uint64_t seed[2],
                                                   const struct slots_spelling *name) {
    return slots_dict_fold(name->first ^ seed[0], name->last ^ seed[1]);
}

/* What lies between them is folded in. */
static uint64_t slots_dict_quick_hash(const uint64_t seed[2], const struct slots_spelling *name) {
    uint64_t hash = slots_dict_short_hash(seed, name);
    for (size_t i = 8; i + 8 < name->length; i += 8) {
        uint64_t word;
        memcpy(&word, name->bytes + i, sizeof(word));
        hash = slots_dict_fold(hash ^ seed[1], word ^ seed[0]);
    }
    return hash;
}

static uint32_t slots_dict_hash(const struct slots_dict_seed *seed,
                                const struct slots_spelling *name) {
    const uint64_t hash = seed->strong == 0
                              ? slots_dict_quick_hash(seed->words, name)
                              : slots_dict_siphash(seed->words, name->bytes, name->length);
    return SLOTS_CAST(uint32_t, hash);
}

static unsigned char slots_dict_lock; /* of the three below and of every slots_keys */
static slots_keys *slots_keys_first; /* those that have a table */
static uint64_t slots_dict_secret[2];
static bool slots_dict_secret_known;

static void slots_dict_acquire(void) {
    while (SLOTS_ATOMIC_TAKE(&slots_dict_lock)) {
    }
}

static void slots_dict_yield(void) {
    SLOTS_ATOMIC_GIVE(&slots_dict_lock);
}

/* Nobody outside the program knows where its blocks and its stack lie, nor when it was started;
 * on a system that does not place them at random, time is all there is. SLOTS_ENTROPY, which
 * gen --impl's file defines where it is declared, is getentropy or the like. */
static void slots_dict_find_secret(void) {
    const uint64_t salt[2] = {0x243f6a8885a308d3u, 0x13198a2e03707344u};
    uint64_t noise[6] = {0, 0, 0, 0, 0, 0};
    noise[0] = SLOTS_ADDRESS(&noise[0]);
    noise[1] = SLOTS_CAST(uint64_t, time(SLOTS_NULL));
    noise[2] = SLOTS_CAST(uint64_t, clock());
    noise[3] = SLOTS_ADDRESS(&slots_dict_secret[0]);
#if defined(SLOTS_ENTROPY)
    (void)!SLOTS_ENTROPY(&noise[4], 2 * sizeof(noise[0]));
#endif
    slots_dict_secret[0] = slots_dict_siphash(salt, noise, sizeof(noise));
    noise[0]++;
    slots_dict_secret[1] = slots_dict_siphash(salt, noise, sizeof(noise));
}

/* A seed for the table at that address. SLOTS_DICT_SEED, a number, makes all seeds known: for tests
 * alone. */
static struct slots_dict_seed slots_dict_new_seed(const void *table, bool strong) {
    struct slots_dict_seed seed;
    uint64_t address = SLOTS_ADDRESS(table);
    seed.strong = strong ? 1 : 0;
#if defined(SLOTS_DICT_SEED)
    if (!strong) {
        seed.words[0] = SLOTS_DICT_SEED;
        seed.words[1] = ~seed.words[0];
        return seed;
    }
#endif
    slots_dict_acquire();
    if (!slots_dict_secret_known) {
        slots_dict_find_secret();
        slots_dict_secret_known = true;
    }
    seed.words[0] = slots_dict_siphash(slots_dict_secret, &address, sizeof(address));
    seed.words[1] = slots_dict_siphash(slots_dict_secret, &seed, sizeof(seed.words[0]));
    slots_dict_secret[0]++;
    slots_dict_yield();
    return seed;
}

/* Names that instances share
 *
 * A table of a class's keys is read without a lock. A key is filled before its id is published, and
 * never changes again; a table that is full is replaced by a larger one with the same keys
 * and ids. Somebody may still be reading the old one, so that all tables live until
 * slots_shutdown. At most one place in SLOTS_KEYS_PLACES is taken, so that nearly every name
 * stands at the first place where it is looked for. */

#define SLOTS_KEYS_MOST 254 /* 0 is no id, and 255 stands for a declared field */
#define SLOTS_KEYS_LONGEST 65535 /* bytes of a name that is shared */
#define SLOTS_KEYS_FULL 255u
#define SLOTS_KEYS_UNSURE 256u
#define SLOTS_KEYS_PLACES 16 /* for each key */

struct slots_key {
    uint64_t first;
    uint64_t last;
    char *bytes;
    uint32_t length;
#if SLOTS_POINTER_BITS == 64
    uint32_t pad_0;
#endif
};

/* One block: struct slots_key_table | places: uint8_t ids[mask + 1] | keys[capacity]. */
struct slots_key_table {
    struct slots_key_table *older;
    size_t mask; /* places, a power of two and SLOTS_KEYS_PLACES times the capacity, less 1 */
    size_t quick; /* the longest name for slots_keys_find_quick; 0 where seed.strong */
    struct slots_dict_seed seed;
};

SLOTS_ASSERT(sizeof(struct slots_key_table) % SLOTS_ALIGNOF(struct slots_key) == 0 &&
                 SLOTS_KEYS_PLACES % SLOTS_ALIGNOF(struct slots_key) == 0,
             "keys follow the head and the places");

static size_t slots_key_capacity(const struct slots_key_table *table) {
    return (table->mask + 1) / SLOTS_KEYS_PLACES;
}

static uint8_t *slots_key_places(struct slots_key_table *table) {
    return SLOTS_CAST(uint8_t *, slots_at(table, sizeof(*table)));
}

/* The key with that id. */
static struct slots_key *slots_key_of(struct slots_key_table *table, uint32_t id) {
    return SLOTS_CAST(struct slots_key *, slots_at(table, sizeof(*table) + table->mask + 1)) +
           (id - 1);
}

static size_t slots_key_table_size(size_t mask) {
    return sizeof(struct slots_key_table) + (mask + 1) +
           (mask + 1) / SLOTS_KEYS_PLACES * sizeof(struct slots_key);
}

static bool slots_key_is(const struct slots_key *key, const struct slots_spelling *name) {
    return key->first == name->first && key->last == name->last && key->length == name->length &&
           (name->length <= 16 ||
            memcmp(key->bytes + 8, name->bytes + 8, name->length - 16) == 0);
}

/* The place of that name, or the free one where a search for it ends. *steps is how many others
 * were looked at. */
static uint8_t *slots_key_place(struct slots_key_table *table, const struct slots_spelling *name,
                                size_t *steps) {
    uint8_t *places = slots_key_places(table);
    size_t at = slots_dict_hash(&table->seed, name) & table->mask;
    for (*steps = 0;; at = (at + ++*steps) & table->mask) {
        const uint32_t id = SLOTS_ATOMIC_LOAD(&places[at]);
        if (id == 0 || slots_key_is(slots_key_of(table, id), name)) {
            return &places[at];
        }
    }
}

/* The id of a name; 0 where no instance has had it. */
static SLOTS_APART uint32_t slots_keys_find(const slots_keys *keys,
                                            const struct slots_spelling *name) {
    struct slots_key_table *table =
        keys != SLOTS_NULL ? SLOTS_ATOMIC_LOAD(&keys->table) : SLOTS_NULL;
    size_t steps;
    return table != SLOTS_NULL ? SLOTS_ATOMIC_LOAD(slots_key_place(table, name, &steps)) : 0u;
}

/* The same for a name of up to 16 bytes and by the first place alone; SLOTS_KEYS_UNSURE where that
 * is not enough. */
static SLOTS_FORCED uint32_t slots_keys_find_quick(const slots_keys *keys, const char *bytes,
                                                   size_t length) {
    struct slots_key_table *table =
        keys != SLOTS_NULL ? SLOTS_ATOMIC_LOAD(&keys->table) : SLOTS_NULL;
    struct slots_spelling name;
    const struct slots_key *key;
    uint32_t hash;
    uint32_t id;
    if (table == SLOTS_NULL || length > table->quick) {
        return SLOTS_KEYS_UNSURE;
    }
    name = slots_spell(bytes, length);
    hash = SLOTS_CAST(uint32_t, slots_dict_short_hash(table->seed.words, &name));
    id = SLOTS_ATOMIC_LOAD(&slots_key_places(table)[hash & table->mask]);
    if (id == 0) {
        return 0;
    }
    key = slots_key_of(table, id);
    return key->first == name.first && key->last == name.last && key->length == length
               ? id
               : SLOTS_KEYS_UNSURE;
}

static const struct slots_key *slots_keys_name(const slots_keys *keys, uint32_t id) {
    return slots_key_of(SLOTS_ATOMIC_LOAD(&keys->table), id);
}

static void slots_key_table_copy(struct slots_key_table *to, struct slots_key_table *from,
                                 uint32_t count) {
    for (uint32_t id = 1; id <= count; id++) {
        const struct slots_key *key = slots_key_of(from, id);
        const struct slots_spelling name = {key->bytes, key->length, key->first, key->last};
        size_t steps;
        *slots_key_of(to, id) = *key;
        *slots_key_place(to, &name, &steps) = SLOTS_CAST(uint8_t, id);
    }
}

/* Frees all that classes share. */
static void slots_keys_close(void) {
    while (slots_keys_first != SLOTS_NULL) {
        slots_keys *keys = slots_keys_first;
        struct slots_key_table *table = keys->table;
        for (uint32_t id = 1; id <= keys->count; id++) {
            const struct slots_key *key = slots_key_of(table, id);
            slots_release(key->bytes, key->length + SLOTS_CAST(size_t, 1), 1);
        }
        while (table != SLOTS_NULL) {
            struct slots_key_table *older = table->older;
            slots_release(table, slots_key_table_size(table->mask), SLOTS_ALIGNOF(uint64_t));
            table = older;
        }
        slots_keys_first = keys->next;
        keys->table = SLOTS_NULL;
        keys->next = SLOTS_NULL;
        keys->count = 0;
    }
}

/* Puts a larger table in the place of that one, or where it is crowded, one that hashes otherwise;
 * does nothing where somebody has done so meanwhile. False where there is no memory. */
static bool slots_keys_renew(slots_keys *keys, struct slots_key_table *table, bool crowded) {
    size_t mask = SLOTS_KEYS_PLACES * 8 - 1;
    struct slots_key_table *fresh;
    if (table != SLOTS_NULL) {
        mask = crowded ? table->mask : 2 * table->mask + 1;
    }
    fresh = SLOTS_CAST(struct slots_key_table *,
                       slots_allocate(slots_key_table_size(mask), SLOTS_ALIGNOF(uint64_t)));
    if (fresh == SLOTS_NULL) {
        return false;
    }
    memset(fresh, 0, slots_key_table_size(mask));
    fresh->older = table;
    fresh->mask = mask;
    fresh->seed =
        slots_dict_new_seed(fresh, crowded || (table != SLOTS_NULL && table->seed.strong != 0));
    fresh->quick = fresh->seed.strong == 0 ? 16 : 0;
    slots_dict_acquire();
    if (keys->table == table) {
        if (table == SLOTS_NULL) {
            keys->next = slots_keys_first;
            slots_keys_first = keys;
            SLOTS_ATOMIC_STORE(&slots_shutdown_dict, &slots_keys_close);
        } else {
            slots_key_table_copy(fresh, table, keys->count);
        }
        SLOTS_ATOMIC_STORE(&keys->table, fresh);
        fresh = SLOTS_NULL;
    }
    slots_dict_yield();
    slots_release(fresh, slots_key_table_size(mask), SLOTS_ALIGNOF(uint64_t));
    return true;
}

/* Adds a name to the table, unless it is there already or the table is another one by now; *crowded
 * says that the search for its place was long. True where bytes are the table's now. */
static bool slots_keys_append(slots_keys *keys, struct slots_key_table *table,
                              const struct slots_spelling *name, char *bytes, bool *crowded) {
    bool added = false;
    slots_dict_acquire();
    if (keys->table == table && keys->count < slots_key_capacity(table) &&
        keys->count < SLOTS_KEYS_MOST) {
        size_t steps;
        uint8_t *place = slots_key_place(table, name, &steps);
        *crowded = steps > SLOTS_DICT_PROBES && table->seed.strong == 0;
        if (*place == 0 && !*crowded) {
            const uint32_t id = keys->count + 1;
            struct slots_key *key = slots_key_of(table, id);
            key->first = name->first;
            key->last = name->last;
            key->bytes = bytes;
            key->length = SLOTS_CAST(uint32_t, name->length);
            SLOTS_ATOMIC_STORE(place, SLOTS_CAST(uint8_t, id));
            SLOTS_ATOMIC_STORE(&keys->count, id);
            added = true;
        }
    }
    slots_dict_yield();
    return added;
}

/* Like slots_keys_find, for a name that the table lacks, with a copy of its bytes, which is the
 * table's or released then. */
static uint32_t slots_keys_enter(slots_keys *keys, const struct slots_spelling *name, char *bytes) {
    uint32_t id = slots_keys_find(keys, name);
    bool kept = false;
    while (id == 0 && !kept && SLOTS_ATOMIC_LOAD(&keys->count) < SLOTS_KEYS_MOST) {
        struct slots_key_table *table = SLOTS_ATOMIC_LOAD(&keys->table);
        bool crowded = false;
        if (table != SLOTS_NULL && SLOTS_ATOMIC_LOAD(&keys->count) < slots_key_capacity(table)) {
            kept = slots_keys_append(keys, table, name, bytes, &crowded);
        }
        if (!kept && (table == SLOTS_NULL || crowded ||
                      SLOTS_ATOMIC_LOAD(&keys->count) >= slots_key_capacity(table))) {
            if (!slots_keys_renew(keys, table, crowded)) {
                break;
            }
        }
        id = slots_keys_find(keys, name);
    }
    if (!kept) {
        slots_release(bytes, name->length + 1, 1);
    }
    return id;
}

/* The id of a name, which is entered where it is new; SLOTS_KEYS_FULL where names of the instance's
 * own are needed; 0 where there is no memory. known is 0 where slots_keys_find was seen to be. */
static uint32_t slots_keys_intern(slots_keys *keys, const struct slots_spelling *name,
                                  uint32_t known) {
    uint32_t id = known != 0 ? slots_keys_find(keys, name) : 0;
    char *bytes;
    if (id != 0) {
        return id;
    }
    if (keys == SLOTS_NULL || name->length > SLOTS_KEYS_LONGEST ||
        SLOTS_ATOMIC_LOAD(&keys->count) >= SLOTS_KEYS_MOST) {
        return SLOTS_KEYS_FULL;
    }
    bytes = SLOTS_CAST(char *, slots_allocate(name->length + 1, 1));
    if (bytes == SLOTS_NULL) {
        return 0;
    }
    if (name->length > 0) {
        memcpy(bytes, name->bytes, name->length);
    }
    bytes[name->length] = '\0';
    id = slots_keys_enter(keys, name, bytes);
    return id == 0 && SLOTS_ATOMIC_LOAD(&keys->count) >= SLOTS_KEYS_MOST ? SLOTS_KEYS_FULL : id;
}

/* What an instance holds
 *
 *   small   struct slots_dict, whose tags go on behind it | payloads[capacity] | keys[capacity] |
 *           mask: one block. A tag says whose the entry is and what its payload is. Entries
 *           stand in the order in which they were added. A shared block has no keys: its tags
 *           hold ids. Up to 30 attributes; a block with keys of its own, up to 7.
 *   table   struct slots_dict_table, with entries, places (a hash index: numbers of entries plus
 *           1, or 0 where one is free) and mask as blocks of their own. An entry that was
 *           removed is marked as dead until the table is next gathered; its place is marked,
 *           too, and may be taken again.
 *
 * A block becomes a table, or gets keys of its own, when it has too many attributes or its class's
 * keys are full; none goes back before the instance has nothing dynamic left.
 *
 * The mask, there once a declared field has been deleted, has a bit for each field of an open
 * record: set where it has lost its place in the class's order. Such a field is deleted, or
 * set again and then has an entry of its own, without a value. For each deleted one a place
 * is kept free: used + deleted <= capacity. */

#define SLOTS_DICT_INLINED 15 /* bytes of a key or text that stand in the entry itself */
#define SLOTS_DICT_APART 0xff /* for a length: the bytes are a block of their own */
#define SLOTS_DICT_DEAD 0xfe /* for a kind: removed */
#define SLOTS_DICT_DECLARED 0xfd /* for a kind: a field; the payload is its number */
#define SLOTS_DICT_ALIGN 8
#define SLOTS_DICT_NOWHERE UINT32_MAX
#define SLOTS_DICT_SHARED_MOST 30 /* attributes */
#define SLOTS_DICT_OWN_MOST 7
#define SLOTS_DICT_REMOVED UINT32_MAX /* a place whose entry was removed */
#if !defined(SLOTS_DICT_MOST)
#define SLOTS_DICT_MOST SLOTS_WIDTH(1u << 30, 1u << 25) /* entries: no size overflows */
#endif

enum slots_dict_form {
    SLOTS_DICT_SHARED,
    SLOTS_DICT_OWN,
    SLOTS_DICT_TABLE
};

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

struct slots_dict_tag {
    uint8_t key; /* an id, SLOTS_KEYS_FULL for a declared field; an own key's length, or APART */
    uint8_t kind; /* a slots_kind, or one of the two above */
    uint8_t length; /* of TEXT, BYTES and ARRAY, or SLOTS_DICT_APART */
    uint8_t item; /* of an ARRAY: 16 times the kind, plus the size; 1 for a NULL TEXT */
};

struct slots_dict {
    const slots_class *type; /* the object's real class */
    uint8_t form; /* a slots_dict_form */
    uint8_t masked;
    uint8_t used; /* entries, and how many there is room for: of a small one */
    uint8_t capacity;
    struct slots_dict_tag tags[1]; /* the first of them */
};

struct slots_dict_entry {
    union slots_dict_bytes key;
    union slots_dict_payload payload;
    struct slots_dict_tag tag;
    uint32_t hash; /* of the key */
};

struct slots_dict_mask {
    uint32_t displaced; /* bits that are set */
    uint32_t deleted; /* fields that are deleted now */
    /* uint64_t bits[type->deletable_count / 64 + 1] */
};

struct slots_dict_table {
    struct slots_dict head;
    uint32_t capacity; /* of entries */
    uint32_t used; /* entries, dead ones included */
    uint32_t live;
    uint32_t last_place; /* places, a power of two of at least twice the capacity, less 1 */
    struct slots_dict_entry *entries;
    uint32_t *places;
    struct slots_dict_mask *mask; /* where head.masked */
    struct slots_dict_seed seed;
};

#define SLOTS_DICT_HEAD SLOTS_OFFSETOF(struct slots_dict, tags)

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

static struct slots_dict_table *slots_dict_table_of(struct slots_dict *dict) {
    return SLOTS_CAST(struct slots_dict_table *, SLOTS_CAST(void *, dict));
}

static struct slots_dict_tag *slots_dict_tags(struct slots_dict *dict) {
    return SLOTS_CAST(struct slots_dict_tag *, slots_at(dict, SLOTS_DICT_HEAD));
}

static size_t slots_dict_tags_end(uint32_t capacity) {
    const size_t end = SLOTS_DICT_HEAD + capacity * sizeof(struct slots_dict_tag);
    return (end + SLOTS_DICT_ALIGN - 1) / SLOTS_DICT_ALIGN * SLOTS_DICT_ALIGN;
}

static union slots_dict_payload *slots_dict_payloads(struct slots_dict *dict) {
    return SLOTS_CAST(union slots_dict_payload *,
                      slots_at(dict, slots_dict_tags_end(dict->capacity)));
}

static union slots_dict_bytes *slots_dict_keys(struct slots_dict *dict) {
    return SLOTS_CAST(union slots_dict_bytes *,
                      slots_at(slots_dict_payloads(dict),
                               dict->capacity * sizeof(union slots_dict_payload)));
}

static size_t slots_dict_mask_size(const slots_class *type, bool masked) {
    return masked ? sizeof(struct slots_dict_mask) +
                        (type->deletable_count / 64 + 1) * sizeof(uint64_t)
                  : 0;
}

/* Of a small one, without its mask. */
static size_t slots_dict_cells_size(uint32_t form, uint32_t capacity) {
    const size_t each = sizeof(union slots_dict_payload) +
                        (form == SLOTS_DICT_OWN ? sizeof(union slots_dict_bytes) : 0);
    return slots_dict_tags_end(capacity) + capacity * each;
}

static size_t slots_dict_places_size(uint32_t last_place) {
    return (last_place + SLOTS_CAST(size_t, 1)) * sizeof(uint32_t);
}

/* All that the allocator was asked for, but for keys and payloads that lie apart. */
static size_t slots_dict_size(struct slots_dict *dict) {
    const size_t mask_size = slots_dict_mask_size(dict->type, dict->masked != 0);
    const struct slots_dict_table *table = slots_dict_table_of(dict);
    if (dict->form != SLOTS_DICT_TABLE) {
        return slots_dict_cells_size(dict->form, dict->capacity) + mask_size;
    }
    return sizeof(*table) + table->capacity * sizeof(*table->entries) +
           slots_dict_places_size(table->last_place) + mask_size;
}

static struct slots_dict_mask *slots_dict_mask(struct slots_dict *dict) {
    if (dict->masked == 0) {
        return SLOTS_NULL;
    }
    if (dict->form == SLOTS_DICT_TABLE) {
        return slots_dict_table_of(dict)->mask;
    }
    return SLOTS_CAST(struct slots_dict_mask *,
                      slots_at(dict, slots_dict_cells_size(dict->form, dict->capacity)));
}

static uint64_t *slots_dict_bits(struct slots_dict_mask *mask) {
    return SLOTS_CAST(uint64_t *, slots_at(mask, sizeof(*mask)));
}

/* Fields that are deleted now: a place is kept free for each. */
static uint32_t slots_dict_deleted(struct slots_dict *dict) {
    return dict->masked != 0 ? slots_dict_mask(dict)->deleted : 0;
}

static bool slots_dict_displaced(struct slots_dict *dict, uint32_t number) {
    return dict != SLOTS_NULL && dict->masked != 0 && number != SLOTS_DICT_NOWHERE &&
           (slots_dict_bits(slots_dict_mask(dict))[number / 64] >> (number % 64) & 1u) != 0;
}

/* Entries, dead ones included; and living ones. */
static uint32_t slots_dict_used(struct slots_dict *dict) {
    return dict->form == SLOTS_DICT_TABLE ? slots_dict_table_of(dict)->used : dict->used;
}

static uint32_t slots_dict_live(struct slots_dict *dict) {
    return dict->form == SLOTS_DICT_TABLE ? slots_dict_table_of(dict)->live : dict->used;
}

static uint32_t slots_dict_capacity(struct slots_dict *dict) {
    return dict->form == SLOTS_DICT_TABLE ? slots_dict_table_of(dict)->capacity : dict->capacity;
}

SLOTS_ASSERT(sizeof(struct slots_dict_entry) == 40, "an entry has no hole");
SLOTS_ASSERT(SLOTS_POINTER_BITS != 64 ||
                 SLOTS_DICT_FIRST_BYTES ==
                     SLOTS_DICT_HEAD + sizeof(struct slots_dict_tag) +
                         sizeof(union slots_dict_payload),
             "SLOTS_DICT_FIRST_BYTES is the smallest block");

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

/* Numbers and what else needs no memory of its own. */
static SLOTS_FORCED bool slots_dict_light(uint32_t kind) {
    return kind <= SLOTS_FLOAT || kind == SLOTS_REF;
}

static bool slots_dict_item_known(uint32_t kind, uint32_t size) {
    const bool number = kind == SLOTS_INT || kind == SLOTS_UINT;
    const bool real = kind == SLOTS_FLOAT;
    return (size == 1 && (number || kind == SLOTS_BOOL)) || (size == 2 && number) ||
           (size == 4 && (number || real)) || (size == 8 && (number || real));
}

/* The bytes of a TEXT, BYTES or ARRAY, copied. */
static slots_status slots_dict_keep_bytes(struct slots_dict_tag *tag,
                                          union slots_dict_payload *payload, slots_value value) {
    const void *bytes;
    size_t length;
    switch (value.kind) {
    case SLOTS_TEXT:
        bytes = value.as.text.bytes;
        length = bytes != SLOTS_NULL ? value.as.text.length : 0;
        tag->item = bytes != SLOTS_NULL ? 0 : 1;
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
        tag->item = SLOTS_CAST(uint8_t, value.as.array.kind << 4 | value.as.array.size);
        break;
    default:
        return SLOTS_TYPE_ERROR;
    }
    return slots_dict_bytes_keep(&payload->bytes, &tag->length, bytes, length);
}

/* A number goes as one word: a wider load would wait for the two stores that made the value. */
static SLOTS_FORCED void slots_dict_copy_light(union slots_dict_payload *payload,
                                               const slots_value *value) {
    payload->number = value->as.natural;
    if (value->kind == SLOTS_REF) {
        memcpy(payload, &value->as, sizeof(*payload));
    }
}

/* Makes tag and payload hold a copy of value; on failure they hold nothing to be released. */
static slots_status slots_dict_keep(struct slots_dict_tag *tag, union slots_dict_payload *payload,
                                    slots_value value) {
    tag->kind = SLOTS_CAST(uint8_t, value.kind);
    tag->length = 0;
    tag->item = 0;
    if (slots_dict_light(value.kind)) {
        slots_dict_copy_light(payload, &value);
        return SLOTS_OK;
    }
    return slots_dict_keep_bytes(tag, payload, value);
}

static SLOTS_APART slots_status slots_dict_load_bytes(const struct slots_dict_tag *tag,
                                                      const union slots_dict_payload *payload,
                                                      slots_value *out) {
    size_t length;
    const char *bytes = slots_dict_bytes_of(&payload->bytes, tag->length, &length);
    switch (tag->kind) {
    case SLOTS_TEXT:
        *out = slots_text_n(tag->item == 0 ? bytes : SLOTS_NULL, length);
        break;
    case SLOTS_BYTES:
        *out = slots_bytes(bytes, length);
        break;
    default:
        *out = slots_array(SLOTS_CAST(slots_kind, tag->item >> 4), tag->item & 15u, bytes,
                           length / (tag->item & 15u));
        break;
    }
    return SLOTS_OK;
}

/* One entry, whatever form holds it. */
struct slots_dict_item {
    struct slots_dict_tag *tag;
    union slots_dict_payload *payload;
    union slots_dict_bytes *key; /* its own, or NULL */
};

/* SLOTS_OK, for a caller that has nothing else to do. */
static SLOTS_FORCED slots_status slots_dict_load(const struct slots_dict_tag *tag,
                                                 const union slots_dict_payload *payload,
                                                 slots_value *out) {
    if (!slots_dict_light(tag->kind)) {
        return slots_dict_load_bytes(tag, payload, out);
    }
    out->kind = tag->kind;
    out->pad_0 = 0;
    memcpy(&out->as, payload, sizeof(*payload));
    return SLOTS_OK;
}

static struct slots_dict_item slots_dict_item_of(struct slots_dict *dict, uint32_t i) {
    struct slots_dict_item item;
    if (dict->form == SLOTS_DICT_TABLE) {
        struct slots_dict_entry *entry = &slots_dict_table_of(dict)->entries[i];
        item.tag = &entry->tag;
        item.payload = &entry->payload;
        item.key = &entry->key;
    } else {
        item.tag = &slots_dict_tags(dict)[i];
        item.payload = &slots_dict_payloads(dict)[i];
        item.key = dict->form == SLOTS_DICT_OWN ? &slots_dict_keys(dict)[i] : SLOTS_NULL;
    }
    return item;
}

/* The field of an open record that has that number. */
static const slots_field *slots_dict_field(const slots_class *type, uint32_t number) {
    while (type->base != SLOTS_NULL && number < type->base->deletable_count) {
        type = type->base;
    }
    return &type->fields[number - (type->base != SLOTS_NULL ? type->base->deletable_count : 0)];
}

/* The name of an entry, which is not dead. */
static const char *slots_dict_name_of(const struct slots_dict *dict,
                                      const struct slots_dict_item *item, size_t *length) {
    const struct slots_key *key;
    if (item->tag->kind == SLOTS_DICT_DECLARED) {
        const char *name =
            slots_dict_field(dict->type, SLOTS_CAST(uint32_t, item->payload->number))->name;
        *length = strlen(name);
        return name;
    }
    if (item->key != SLOTS_NULL) {
        return slots_dict_bytes_of(item->key, item->tag->key, length);
    }
    key = slots_keys_name(dict->type->keys, item->tag->key);
    *length = key->length;
    return key->bytes;
}

/* An attribute that only the dict holds. */
static bool slots_dict_dynamic(const struct slots_dict_item *item) {
    return item->tag->kind != SLOTS_DICT_DEAD && item->tag->kind != SLOTS_DICT_DECLARED;
}

/* Frees what an entry holds, if it is not dead. */
static void slots_dict_item_release(const struct slots_dict_item *item) {
    if (slots_dict_dynamic(item)) {
        slots_dict_bytes_release(&item->payload->bytes, item->tag->length);
        if (item->key != SLOTS_NULL) {
            slots_dict_bytes_release(item->key, item->tag->key);
        }
    }
}

static size_t slots_dict_item_owned(const struct slots_dict_item *item) {
    size_t owned = 0;
    if (slots_dict_dynamic(item)) {
        owned = slots_dict_bytes_owned(&item->payload->bytes, item->tag->length);
        if (item->key != SLOTS_NULL) {
            owned += slots_dict_bytes_owned(item->key, item->tag->key);
        }
    }
    return owned;
}

/* Searching */

static bool slots_dict_key_is(const union slots_dict_bytes *key, uint8_t key_length,
                              const struct slots_spelling *name) {
    size_t length;
    const char *bytes = slots_dict_bytes_of(key, key_length, &length);
    return length == name->length && (length == 0 || memcmp(bytes, name->bytes, length) == 0);
}

/* In a shared block: instances tend to get their attributes in one order, that of the ids. */
static SLOTS_FORCED uint32_t slots_dict_find_id(struct slots_dict *dict, uint32_t id) {
    const struct slots_dict_tag *tags = slots_dict_tags(dict);
    if (id - 1 < dict->used && tags[id - 1].key == id) {
        return id - 1;
    }
    for (uint32_t i = 0; i < dict->used; i++) {
        if (tags[i].key == id) {
            return i;
        }
    }
    return SLOTS_DICT_NOWHERE;
}

static uint32_t slots_dict_find_own(struct slots_dict *dict, const struct slots_spelling *name) {
    const struct slots_dict_tag *tags = slots_dict_tags(dict);
    for (uint32_t i = 0; i < dict->used; i++) {
        if (tags[i].kind != SLOTS_DICT_DECLARED &&
            slots_dict_key_is(&slots_dict_keys(dict)[i], tags[i].key, name)) {
            return i;
        }
    }
    return SLOTS_DICT_NOWHERE;
}

static uint32_t slots_dict_find_hashed(const struct slots_dict_table *table,
                                       const struct slots_spelling *name) {
    const uint32_t hash = slots_dict_hash(&table->seed, name);
    uint32_t at = hash & table->last_place;
    for (uint32_t step = 1; table->places[at] != 0; at = (at + step++) & table->last_place) {
        const uint32_t i = table->places[at] - 1;
        if (table->places[at] != SLOTS_DICT_REMOVED && table->entries[i].hash == hash &&
            table->entries[i].tag.kind != SLOTS_DICT_DECLARED &&
            slots_dict_key_is(&table->entries[i].key, table->entries[i].tag.key, name)) {
            return i;
        }
    }
    return SLOTS_DICT_NOWHERE;
}

/* The number of the dynamic attribute of that name, or SLOTS_DICT_NOWHERE. */
static uint32_t slots_dict_find(struct slots_dict *dict, const struct slots_spelling *name) {
    uint32_t id;
    if (dict->form == SLOTS_DICT_TABLE) {
        return slots_dict_find_hashed(slots_dict_table_of(dict), name);
    }
    if (dict->form == SLOTS_DICT_OWN) {
        return slots_dict_find_own(dict, name);
    }
    id = slots_keys_find(dict->type->keys, name);
    return id != 0 ? slots_dict_find_id(dict, id) : SLOTS_DICT_NOWHERE;
}

/* Where a field is entered that was deleted and set again. */
static uint32_t slots_dict_number_hash(const struct slots_dict_table *table, uint64_t number) {
    return SLOTS_CAST(uint32_t, slots_dict_fold(number ^ table->seed.words[0],
                                                table->seed.words[1] | 1u) >>
                                    16);
}

static uint32_t slots_dict_find_declared(struct slots_dict *dict, uint32_t number) {
    const struct slots_dict_table *table = slots_dict_table_of(dict);
    uint32_t at;
    if (dict->form != SLOTS_DICT_TABLE) {
        for (uint32_t i = 0; i < dict->used; i++) {
            if (slots_dict_tags(dict)[i].kind == SLOTS_DICT_DECLARED &&
                slots_dict_payloads(dict)[i].number == number) {
                return i;
            }
        }
        return SLOTS_DICT_NOWHERE;
    }
    at = slots_dict_number_hash(table, number) & table->last_place;
    for (uint32_t step = 1; table->places[at] != 0; at = (at + step++) & table->last_place) {
        const uint32_t i = table->places[at] - 1;
        if (table->places[at] != SLOTS_DICT_REMOVED &&
            table->entries[i].tag.kind == SLOTS_DICT_DECLARED &&
            table->entries[i].payload.number == number) {
            return i;
        }
    }
    return SLOTS_DICT_NOWHERE;
}

/* The index of a table */

static void slots_dict_hash_entry(const struct slots_dict_table *table,
                                  struct slots_dict_entry *entry) {
    size_t length;
    const char *key;
    struct slots_spelling name;
    if (entry->tag.kind == SLOTS_DICT_DECLARED) {
        entry->hash = slots_dict_number_hash(table, entry->payload.number);
    } else if (entry->tag.kind != SLOTS_DICT_DEAD) {
        key = slots_dict_bytes_of(&entry->key, entry->tag.key, &length);
        name = slots_spell(key, length);
        entry->hash = slots_dict_hash(&table->seed, &name);
    }
}

/* False where that takes too long, and there is a better hash. */
static bool slots_dict_link(struct slots_dict_table *table, uint32_t i) {
    uint32_t at = table->entries[i].hash & table->last_place;
    for (uint32_t step = 1; table->places[at] != 0 && table->places[at] != SLOTS_DICT_REMOVED;
         at = (at + step++) & table->last_place) {
        if (step > SLOTS_DICT_PROBES && table->seed.strong == 0) {
            return false;
        }
    }
    table->places[at] = i + 1;
    return true;
}

/* Marks the place of an entry. */
static void slots_dict_unlink(const struct slots_dict_table *table, uint32_t i) {
    uint32_t at = table->entries[i].hash & table->last_place;
    for (uint32_t step = 1; table->places[at] != i + 1; at = (at + step++) & table->last_place) {
    }
    table->places[at] = SLOTS_DICT_REMOVED;
}

static bool slots_dict_link_all(struct slots_dict_table *table) {
    memset(table->places, 0, slots_dict_places_size(table->last_place));
    for (uint32_t i = 0; i < table->used; i++) {
        if (table->entries[i].tag.kind != SLOTS_DICT_DEAD && !slots_dict_link(table, i)) {
            return false;
        }
    }
    return true;
}

/* Hashes all keys anew, as nobody outside can foresee. */
static void slots_dict_strengthen(struct slots_dict_table *table) {
    table->seed = slots_dict_new_seed(table, true);
    for (uint32_t i = 0; i < table->used; i++) {
        slots_dict_hash_entry(table, &table->entries[i]);
    }
    (void)slots_dict_link_all(table);
}

/* Closes the gaps of the dead, and makes the index. */
static void slots_dict_gather(struct slots_dict_table *table) {
    const uint32_t used = table->used;
    table->used = 0;
    for (uint32_t i = 0; i < used; i++) {
        if (table->entries[i].tag.kind != SLOTS_DICT_DEAD) {
            table->entries[table->used++] = table->entries[i];
        }
    }
    if (!slots_dict_link_all(table)) {
        slots_dict_strengthen(table);
    }
}

/* Adds an entry where there is room; key is its own, or NULL. */
static void slots_dict_append(struct slots_dict *dict, const struct slots_dict_item *item) {
    struct slots_dict_table *table = slots_dict_table_of(dict);
    struct slots_dict_item added;
    if (dict->form != SLOTS_DICT_TABLE) {
        added = slots_dict_item_of(dict, dict->used++);
    } else {
        added = slots_dict_item_of(dict, table->used++);
        table->live++;
    }
    *added.tag = *item->tag;
    *added.payload = *item->payload;
    if (added.key != SLOTS_NULL && item->key != SLOTS_NULL) {
        *added.key = *item->key;
    }
    if (dict->form == SLOTS_DICT_TABLE) {
        slots_dict_hash_entry(table, &table->entries[table->used - 1]);
        if (!slots_dict_link(table, table->used - 1)) {
            slots_dict_strengthen(table);
        }
    }
}

/* Making, filling and ending */

/* The capacity of a small one for that many places, or 0 where it cannot have so many. */
static uint32_t slots_dict_fit(uint32_t form, uint32_t places) {
    static const uint8_t capacities[] = {1, 3, SLOTS_DICT_OWN_MOST, 15, SLOTS_DICT_SHARED_MOST};
    const uint32_t most =
        form == SLOTS_DICT_SHARED ? SLOTS_DICT_SHARED_MOST : SLOTS_DICT_OWN_MOST;
    uint32_t i = 0;
    if (form == SLOTS_DICT_TABLE || places > most) {
        return 0;
    }
    while (capacities[i] < places) {
        i++;
    }
    return capacities[i];
}

/* A table has a quarter to spare, so that gathering it is rare. */
static uint32_t slots_dict_table_fit(uint32_t places) {
    return places < SLOTS_DICT_MOST / 2 ? places + places / 4 + 8 : SLOTS_DICT_MOST;
}

static uint32_t slots_dict_last_place(uint32_t capacity) {
    uint32_t places = 32;
    while (places < 2 * capacity) {
        places *= 2;
    }
    return places - 1;
}

static uint32_t *slots_dict_make_places(uint32_t last_place) {
    return SLOTS_CAST(uint32_t *,
                      slots_allocate(slots_dict_places_size(last_place), SLOTS_DICT_ALIGN));
}

static void slots_dict_discard(struct slots_dict *dict) {
    struct slots_dict_table *table = slots_dict_table_of(dict);
    if (dict->form != SLOTS_DICT_TABLE) {
        slots_release(dict, slots_dict_size(dict), SLOTS_DICT_ALIGN);
        return;
    }
    slots_release(table->entries, table->capacity * sizeof(*table->entries), SLOTS_DICT_ALIGN);
    slots_release(table->places, slots_dict_places_size(table->last_place), SLOTS_DICT_ALIGN);
    slots_release(table->mask, slots_dict_mask_size(dict->type, true), SLOTS_DICT_ALIGN);
    slots_release(table, sizeof(*table), SLOTS_DICT_ALIGN);
}

static struct slots_dict *slots_dict_make_table(const slots_class *type, uint32_t capacity,
                                                bool masked) {
    struct slots_dict_table *table = SLOTS_CAST(
        struct slots_dict_table *, slots_allocate(sizeof(*table), SLOTS_DICT_ALIGN));
    if (table == SLOTS_NULL) {
        return SLOTS_NULL;
    }
    memset(table, 0, sizeof(*table));
    table->head.type = type;
    table->head.form = SLOTS_DICT_TABLE;
    table->head.masked = masked ? 1 : 0;
    table->capacity = capacity;
    table->last_place = slots_dict_last_place(capacity);
    table->seed = slots_dict_new_seed(table, false);
    table->entries = SLOTS_CAST(struct slots_dict_entry *,
                                slots_allocate(capacity * sizeof(*table->entries),
                                               SLOTS_DICT_ALIGN));
    table->places = slots_dict_make_places(table->last_place);
    if (masked) {
        table->mask = SLOTS_CAST(struct slots_dict_mask *,
                                 slots_allocate(slots_dict_mask_size(type, true),
                                                SLOTS_DICT_ALIGN));
    }
    if (table->entries == SLOTS_NULL || table->places == SLOTS_NULL ||
        (masked && table->mask == SLOTS_NULL)) {
        slots_dict_discard(&table->head);
        return SLOTS_NULL;
    }
    memset(table->places, 0, slots_dict_places_size(table->last_place));
    return &table->head;
}

static struct slots_dict *slots_dict_make_small(const slots_class *type, uint32_t form,
                                                uint32_t capacity, bool masked) {
    const size_t size =
        slots_dict_cells_size(form, capacity) + slots_dict_mask_size(type, masked);
    struct slots_dict *dict =
        SLOTS_CAST(struct slots_dict *, slots_allocate(size, SLOTS_DICT_ALIGN));
    if (dict != SLOTS_NULL) {
        dict->type = type;
        dict->form = SLOTS_CAST(uint8_t, form);
        dict->masked = masked ? 1 : 0;
        dict->used = 0;
        dict->capacity = SLOTS_CAST(uint8_t, capacity);
    }
    return dict;
}

/* An empty one of that form, or where that cannot be as large, a table; NULL where there is no
 * memory. */
static struct slots_dict *slots_dict_make(const slots_class *type, uint32_t form, uint32_t places,
                                          bool masked) {
    const uint32_t capacity = slots_dict_fit(form, places);
    struct slots_dict *dict;
    if (places > SLOTS_DICT_MOST) {
        return SLOTS_NULL;
    }
    dict = capacity > 0
               ? slots_dict_make_small(type, form, capacity, masked)
               : slots_dict_make_table(type, slots_dict_table_fit(places), masked);
    if (dict != SLOTS_NULL && masked) {
        slots_zero(slots_dict_mask(dict), slots_dict_mask_size(type, true));
    }
    return dict;
}

/* A copy of an entry, with a key of its own where keyed, and with bytes of its own where deep. On
 * failure it holds neither. */
static slots_status slots_dict_entry_own(const struct slots_dict *from,
                                         const struct slots_dict_item *item, bool keyed, bool deep,
                                         struct slots_dict_entry *copy) {
    slots_status status = SLOTS_OK;
    size_t length;
    const char *bytes;
    memset(copy, 0, sizeof(*copy));
    copy->tag = *item->tag;
    copy->payload = *item->payload;
    if (item->key != SLOTS_NULL) {
        copy->key = *item->key;
    }
    if (keyed && slots_dict_dynamic(item)) {
        bytes = slots_dict_name_of(from, item, &length);
        status = slots_dict_bytes_keep(&copy->key, &copy->tag.key, bytes, length);
    }
    if (status == SLOTS_OK && deep && item->tag->length == SLOTS_DICT_APART) {
        bytes = slots_dict_bytes_of(&item->payload->bytes, item->tag->length, &length);
        status = slots_dict_bytes_keep(&copy->payload.bytes, &copy->tag.length, bytes, length);
        if (status != SLOTS_OK && keyed) {
            slots_dict_bytes_release(&copy->key, copy->tag.key);
        }
    }
    return status;
}

/* Releases what slots_dict_fill has copied so far. */
static void slots_dict_unfill(struct slots_dict *to, bool keyed, bool deep) {
    for (uint32_t i = 0; i < slots_dict_used(to); i++) {
        const struct slots_dict_item item = slots_dict_item_of(to, i);
        if (keyed && slots_dict_dynamic(&item)) {
            slots_dict_bytes_release(item.key, item.tag->key);
        }
        if (deep && slots_dict_dynamic(&item)) {
            slots_dict_bytes_release(&item.payload->bytes, item.tag->length);
        }
    }
}

/* Puts what lives in `from` into `to`, which is empty and has room: as it is, or where deep,
 * copied. SLOTS_NO_MEMORY leaves `from` as it was, and nothing in `to` to be released. */
static slots_status slots_dict_fill(struct slots_dict *to, struct slots_dict *from, bool deep) {
    const bool keyed =
        to->form != SLOTS_DICT_SHARED && (deep || from->form == SLOTS_DICT_SHARED);
    for (uint32_t i = 0; i < slots_dict_used(from); i++) {
        const struct slots_dict_item item = slots_dict_item_of(from, i);
        struct slots_dict_entry copy;
        struct slots_dict_item copied;
        if (item.tag->kind == SLOTS_DICT_DEAD) {
            continue;
        }
        if (slots_dict_entry_own(from, &item, keyed, deep, &copy) != SLOTS_OK) {
            slots_dict_unfill(to, keyed, deep);
            return SLOTS_NO_MEMORY;
        }
        copied.tag = &copy.tag;
        copied.payload = &copy.payload;
        copied.key = &copy.key;
        slots_dict_append(to, &copied);
    }
    if (from->masked != 0) {
        memcpy(slots_dict_mask(to), slots_dict_mask(from), slots_dict_mask_size(to->type, true));
    }
    return SLOTS_OK;
}

/* Gives the object one of that form instead of its own. SLOTS_NO_MEMORY leaves it as it was. */
static slots_status slots_dict_replace_by(uintptr_t *ext, uint32_t form, uint32_t places,
                                          bool masked) {
    struct slots_dict *old = slots_dict_of(*ext);
    struct slots_dict *dict = slots_dict_make(slots_dict_type(*ext), form, places, masked);
    if (dict == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    if (old != SLOTS_NULL) {
        if (slots_dict_fill(dict, old, false) != SLOTS_OK) {
            slots_dict_discard(dict);
            return SLOTS_NO_MEMORY;
        }
        slots_dict_discard(old);
    }
    *ext = SLOTS_ADDRESS(dict);
    return SLOTS_OK;
}

/* Makes room for so many places in a table that has it no more. SLOTS_NO_MEMORY leaves it as it
 * was. */
static slots_status slots_dict_grow(struct slots_dict_table *table, uint32_t places) {
    const uint32_t capacity = slots_dict_table_fit(places);
    const uint32_t last_place = slots_dict_last_place(capacity);
    uint32_t *index = table->places;
    struct slots_dict_entry *entries = SLOTS_NULL;
    if (places <= table->capacity - table->capacity / 8 ||
        (places <= table->capacity && capacity <= table->capacity)) {
        slots_dict_gather(table);
        return SLOTS_OK;
    }
    if (last_place != table->last_place) {
        index = slots_dict_make_places(last_place);
    }
    if (index != SLOTS_NULL && places <= SLOTS_DICT_MOST) {
        entries = SLOTS_CAST(struct slots_dict_entry *,
                             slots_resize(table->entries, table->capacity * sizeof(*entries),
                                          capacity * sizeof(*entries), SLOTS_DICT_ALIGN));
    }
    if (entries == SLOTS_NULL) {
        if (index != table->places) {
            slots_release(index, slots_dict_places_size(last_place), SLOTS_DICT_ALIGN);
        }
        return SLOTS_NO_MEMORY;
    }
    table->entries = entries;
    table->capacity = capacity;
    if (index != table->places) {
        slots_release(table->places, slots_dict_places_size(table->last_place), SLOTS_DICT_ALIGN);
        table->places = index;
        table->last_place = last_place;
        slots_dict_gather(table);
    }
    return SLOTS_OK;
}

/* Makes room for one place more, in that form or a later one, and for a mask where masked. */
static slots_status slots_dict_reserve(uintptr_t *ext, uint32_t form, bool masked) {
    struct slots_dict *dict = slots_dict_of(*ext);
    uint32_t taken;
    uint32_t places;
    if (dict == SLOTS_NULL) {
        return slots_dict_replace_by(ext, form, 1, masked);
    }
    taken = slots_dict_used(dict) + slots_dict_deleted(dict);
    places = slots_dict_live(dict) + slots_dict_deleted(dict) + 1;
    masked = masked || dict->masked != 0;
    form = form > dict->form ? form : dict->form;
    if (form == dict->form && masked == (dict->masked != 0)) {
        if (taken < slots_dict_capacity(dict)) {
            return SLOTS_OK;
        }
        if (form == SLOTS_DICT_TABLE) {
            return slots_dict_grow(slots_dict_table_of(dict), places);
        }
    }
    return slots_dict_replace_by(ext, form, places, masked);
}

/* Frees the dict and all that it holds. */
static void slots_dict_end(uintptr_t *ext) {
    struct slots_dict *dict = slots_dict_of(*ext);
    if (dict == SLOTS_NULL) {
        return;
    }
    for (uint32_t i = 0; i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        slots_dict_item_release(&item);
    }
    *ext = slots_dict_none(dict->type);
    slots_dict_discard(dict);
}

/* Whether it says no more than the class does: nothing dynamic, nothing deleted, and the fields
 * that were set again follow the others in the class's order. */
static bool slots_dict_idle(struct slots_dict *dict) {
    const struct slots_dict_mask *mask = slots_dict_mask(dict);
    const uint32_t live = slots_dict_live(dict);
    uint64_t next;
    if (mask == SLOTS_NULL) {
        return live == 0;
    }
    if (mask->deleted > 0 || live != mask->displaced) {
        return false;
    }
    next = dict->type->deletable_count - mask->displaced;
    for (uint32_t i = 0; i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        if (item.tag->kind == SLOTS_DICT_DECLARED && item.payload->number != next++) {
            return false;
        }
    }
    return true;
}

/* After a removal: gives back what is no longer needed. When there is no memory to shrink with, all
 * stays as large as it is. A small block is kept: another attribute may follow. */
static void slots_dict_settle(uintptr_t *ext) {
    struct slots_dict *dict = slots_dict_of(*ext);
    uint32_t places;
    if (slots_dict_idle(dict)) {
        slots_dict_end(ext);
        return;
    }
    places = slots_dict_live(dict) + slots_dict_deleted(dict);
    if (dict->form == SLOTS_DICT_TABLE ? 4 * (places + 8) <= slots_dict_capacity(dict)
                                       : 4 * places <= slots_dict_capacity(dict) &&
                                             slots_dict_capacity(dict) > SLOTS_DICT_OWN_MOST) {
        (void)slots_dict_replace_by(ext, dict->form, places, dict->masked != 0);
    }
}

/* Removes an entry. One of a declared field leaves a free place behind. */
static void slots_dict_remove(struct slots_dict *dict, uint32_t i, bool declared) {
    const struct slots_dict_item item = slots_dict_item_of(dict, i);
    struct slots_dict_table *table = slots_dict_table_of(dict);
    size_t behind;
    slots_dict_item_release(&item);
    if (declared) {
        slots_dict_mask(dict)->deleted++;
    }
    if (dict->form == SLOTS_DICT_TABLE) {
        slots_dict_unlink(table, i);
        item.tag->kind = SLOTS_DICT_DEAD;
        table->live--;
        if (table->used + slots_dict_deleted(dict) > table->capacity) {
            slots_dict_gather(table);
        }
        return;
    }
    dict->used--;
    behind = SLOTS_CAST(size_t, dict->used) - i;
    if (behind > 0) {
        memmove(item.tag, item.tag + 1, behind * sizeof(*item.tag));
        memmove(item.payload, item.payload + 1, behind * sizeof(*item.payload));
    }
    if (behind > 0 && item.key != SLOTS_NULL) {
        memmove(item.key, item.key + 1, behind * sizeof(*item.key));
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

/* Of a field of an open record; else SLOTS_DICT_NOWHERE. */
static uint32_t slots_dict_number_of(const slots_field *field) {
    const slots_class *owner = field->owner;
    if (owner->open == 0) {
        return SLOTS_DICT_NOWHERE;
    }
    return (owner->base != SLOTS_NULL ? owner->base->deletable_count : 0) +
           SLOTS_CAST(uint32_t, field - owner->fields);
}

static struct slots_dict_found slots_dict_locate(uintptr_t ext, const struct slots_spelling *name) {
    struct slots_dict_found found;
    found.dict = slots_dict_of(ext);
    found.field = slots_field_find(slots_dict_type(ext), name->bytes, name->length, SLOTS_NULL);
    found.number = SLOTS_DICT_NOWHERE;
    found.entry = SLOTS_DICT_NOWHERE;
    if (found.field == SLOTS_NULL) {
        if (found.dict != SLOTS_NULL) {
            found.entry = slots_dict_find(found.dict, name);
        }
        return found;
    }
    found.number = slots_dict_number_of(found.field);
    if (slots_dict_displaced(found.dict, found.number)) {
        found.entry = slots_dict_find_declared(found.dict, found.number);
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

SLOTS_BODY void slots_dict_restore(uintptr_t *ext, uint32_t number) {
    struct slots_dict *dict = slots_dict_of(*ext);
    struct slots_dict_tag tag = {SLOTS_KEYS_FULL, SLOTS_DICT_DECLARED, 0, 0};
    union slots_dict_payload payload;
    struct slots_dict_item item;
    if (!slots_dict_displaced(dict, number) ||
        slots_dict_find_declared(dict, number) != SLOTS_DICT_NOWHERE) {
        return;
    }
    memset(&payload, 0, sizeof(payload));
    payload.number = number;
    item.tag = &tag;
    item.payload = &payload;
    item.key = SLOTS_NULL;
    slots_dict_mask(dict)->deleted--;
    slots_dict_append(dict, &item);
    if (slots_dict_idle(dict)) {
        slots_dict_end(ext);
    }
}

/* The dict of an object that has a shared block. What it finds under a name is no declared field of
 * the object, since those are set in their cells: so it may be asked first. */
static SLOTS_FORCED struct slots_dict *slots_dict_shared(uintptr_t ext) {
    struct slots_dict *dict = slots_dict_of(ext);
    return dict != SLOTS_NULL && dict->form == SLOTS_DICT_SHARED ? dict : SLOTS_NULL;
}

static slots_status slots_dict_get_entry(struct slots_dict *dict, uint32_t i, slots_value *out) {
    const struct slots_dict_item item = slots_dict_item_of(dict, i);
    return slots_dict_load(item.tag, item.payload, out);
}

static SLOTS_APART slots_status slots_dict_get_any(uintptr_t ext, const void *self,
                                                   const struct slots_spelling *name,
                                                   slots_value *out) {
    const struct slots_dict_found found = slots_dict_locate(ext, name);
    if (!slots_dict_there(&found, self)) {
        return SLOTS_ATTRIBUTE_ERROR;
    }
    if (found.field == SLOTS_NULL) {
        return slots_dict_get_entry(found.dict, found.entry, out);
    }
    *out = slots_cell_load(found.field, self);
    return SLOTS_OK;
}

/* For a name that is no dynamic attribute, or may be one. */
static SLOTS_APART slots_status slots_dict_get_rest(uintptr_t ext, const void *self,
                                                    const char *bytes, size_t length,
                                                    slots_value *out) {
    struct slots_spelling spelling;
    if ((ext & 1u) != 0) {
        const struct slots_name name = slots_name_of(bytes, length);
        return slots_field_get(slots_name_field(slots_dict_type(ext), &name), self, out);
    }
    spelling = slots_spell(bytes, length);
    return slots_dict_get_any(ext, self, &spelling, out);
}

/* For a shared block, and a name that may be in it. */
static SLOTS_APART slots_status slots_dict_get_shared(uintptr_t ext, const void *self,
                                                      const char *bytes, size_t length,
                                                      slots_value *out) {
    const struct slots_spelling name = slots_spell(bytes, length);
    struct slots_dict *dict = slots_dict_of(ext);
    const uint32_t i = slots_dict_find(dict, &name);
    return i != SLOTS_DICT_NOWHERE ? slots_dict_get_entry(dict, i, out)
                                   : slots_dict_get_any(ext, self, &name, out);
}

SLOTS_BODY slots_status slots_dict_get(const slots_class *type, const void *self, const char *name,
                                       size_t length, slots_value *out) {
    const uintptr_t ext = slots_dict_word(type, self);
    struct slots_dict *dict = slots_dict_shared(ext);
    if (dict != SLOTS_NULL) {
        const uint32_t id = slots_keys_find_quick(dict->type->keys, name, length);
        if (id == SLOTS_KEYS_UNSURE) {
            return slots_dict_get_shared(ext, self, name, length, out);
        }
        if (id != 0) {
            const uint32_t i = slots_dict_find_id(dict, id);
            if (i != SLOTS_DICT_NOWHERE) {
                return slots_dict_load(&slots_dict_tags(dict)[i], &slots_dict_payloads(dict)[i],
                                       out);
            }
        }
    }
    return slots_dict_get_rest(ext, self, name, length, out);
}

/* The old value is released last: the new one may point into it. */
static SLOTS_APART slots_status slots_dict_replace(const struct slots_dict_item *item,
                                                   slots_value value) {
    struct slots_dict_tag tag = *item->tag;
    union slots_dict_payload payload;
    const slots_status status = slots_dict_keep(&tag, &payload, value);
    if (status == SLOTS_OK) {
        slots_dict_bytes_release(&item->payload->bytes, item->tag->length);
        *item->tag = tag;
        *item->payload = payload;
    }
    return status;
}

/* Gives an attribute that is new a key: a shared one, if the instance's form and its class's keys
 * allow it, else its own. *form is what the instance then needs. */
static slots_status slots_dict_key(uintptr_t ext, const struct slots_spelling *name,
                                   struct slots_dict_entry *entry, uint32_t *form) {
    struct slots_dict *dict = slots_dict_of(ext);
    *form = dict != SLOTS_NULL ? dict->form : SLOTS_CAST(uint32_t, SLOTS_DICT_SHARED);
    if (*form == SLOTS_DICT_SHARED) {
        uint32_t id = SLOTS_KEYS_FULL;
        if (dict == SLOTS_NULL ||
            dict->used + slots_dict_deleted(dict) < SLOTS_DICT_SHARED_MOST) {
            id = slots_keys_intern(slots_dict_type(ext)->keys, name, SLOTS_KEYS_UNSURE);
        }
        if (id != SLOTS_KEYS_FULL) {
            entry->tag.key = SLOTS_CAST(uint8_t, id);
            return id != 0 ? SLOTS_OK : SLOTS_NO_MEMORY;
        }
        *form = SLOTS_DICT_OWN;
    }
    return slots_dict_bytes_keep(&entry->key, &entry->tag.key, name->bytes, name->length);
}

/* Name and value are copied before the dict moves: they may point into it. */
static SLOTS_APART slots_status slots_dict_add(uintptr_t *ext, const struct slots_spelling *name,
                                               slots_value value) {
    struct slots_dict_entry entry;
    struct slots_dict_item item;
    uint32_t form;
    slots_status status = slots_dict_keep(&entry.tag, &entry.payload, value);
    if (status != SLOTS_OK) {
        return status;
    }
    item.tag = &entry.tag;
    item.payload = &entry.payload;
    item.key = SLOTS_NULL;
    status = slots_dict_key(*ext, name, &entry, &form);
    if (status == SLOTS_OK) {
        item.key = form != SLOTS_DICT_SHARED ? &entry.key : SLOTS_NULL;
        status = slots_dict_reserve(ext, form, false);
    }
    if (status == SLOTS_OK) {
        slots_dict_append(slots_dict_of(*ext), &item);
    } else {
        slots_dict_item_release(&item);
    }
    return status;
}

static SLOTS_APART slots_status slots_dict_set_any(uintptr_t *ext, void *self, const char *bytes,
                                                   size_t length, const slots_value *value) {
    const struct slots_spelling name = slots_spell(bytes, length);
    const struct slots_dict_found found = slots_dict_locate(*ext, &name);
    struct slots_dict_item item;
    slots_status status;
    if (found.field != SLOTS_NULL) {
        status = slots_field_set(found.field, self, *value);
        return status == SLOTS_OK ? slots_dict_present(ext, found.number) : status;
    }
    if (found.entry == SLOTS_DICT_NOWHERE) {
        return slots_dict_add(ext, &name, *value);
    }
    item = slots_dict_item_of(found.dict, found.entry);
    return slots_dict_replace(&item, *value);
}

/* Puts a light value into an entry that is new. */
static SLOTS_FORCED void slots_dict_put(struct slots_dict *dict, uint32_t i, uint32_t key,
                                        const slots_value *value) {
    const struct slots_dict_tag tag = {SLOTS_CAST(uint8_t, key), SLOTS_CAST(uint8_t, value->kind),
                                       0, 0};
    slots_dict_tags(dict)[i] = tag;
    slots_dict_copy_light(&slots_dict_payloads(dict)[i], value);
}

/* Whether a light value took the place of another one. */
static SLOTS_FORCED bool slots_dict_put_over(struct slots_dict *dict, uint32_t i,
                                             const slots_value *value) {
    struct slots_dict_tag *tag = &slots_dict_tags(dict)[i];
    if (!slots_dict_light(tag->kind)) {
        return false;
    }
    tag->kind = SLOTS_CAST(uint8_t, value->kind);
    slots_dict_copy_light(&slots_dict_payloads(dict)[i], value);
    return true;
}

/* The first attribute of an object, a light value under a name that fits into the block, with the
 * id that slots_keys_find_quick gives. */
static SLOTS_APART slots_status slots_dict_set_first(uintptr_t *ext, const char *bytes,
                                                     size_t length, const slots_value *value,
                                                     uint32_t id) {
    const slots_class *type = slots_dict_type(*ext);
    const struct slots_spelling name = slots_spell(bytes, length);
    struct slots_dict *dict = SLOTS_NULL;
    bool own = false;
    if (id - 1 >= SLOTS_KEYS_MOST) {
        id = slots_keys_intern(type->keys, &name, id);
        own = id == SLOTS_KEYS_FULL;
    }
    if (id != 0) {
        dict = slots_dict_make_small(type, own ? SLOTS_DICT_OWN : SLOTS_DICT_SHARED, 1, false);
    }
    if (dict == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    dict->used = 1;
    slots_dict_put(dict, 0, own ? SLOTS_CAST(uint32_t, length) : id, value);
    if (own) {
        char *key = slots_dict_keys(dict)->inlined;
        memset(key, 0, sizeof(union slots_dict_bytes));
        slots_spelling_write(&name, key);
    }
    *ext = SLOTS_ADDRESS(dict);
    return SLOTS_OK;
}

static SLOTS_APART slots_status slots_dict_set_rest(uintptr_t *ext, void *self, const char *name,
                                                    size_t length, const slots_value *value) {
    const slots_class *type = slots_dict_type(*ext);
    if ((*ext & 1u) != 0 && length <= SLOTS_DICT_INLINED && slots_dict_light(value->kind) &&
        slots_field_find(type, name, length, SLOTS_NULL) == SLOTS_NULL) {
        return slots_dict_set_first(ext, name, length, value,
                                    slots_keys_find_quick(type->keys, name, length));
    }
    return slots_dict_set_any(ext, self, name, length, value);
}

/* A light value for a shared block that lacks an attribute of that id, a name that the class knows.
 */
static SLOTS_APART slots_status slots_dict_set_new(uintptr_t *ext, void *self, const char *name,
                                                   size_t length, const slots_value *value,
                                                   uint32_t id) {
    struct slots_dict *dict = slots_dict_of(*ext);
    if (dict->masked != 0 || dict->used == dict->capacity ||
        slots_field_find(dict->type, name, length, SLOTS_NULL) != SLOTS_NULL) {
        return slots_dict_set_any(ext, self, name, length, value);
    }
    slots_dict_put(dict, dict->used++, id, value);
    return SLOTS_OK;
}

SLOTS_BODY slots_status slots_dict_set(const slots_class *type, void *self, const char *name,
                                       size_t length, const slots_value *value) {
    uintptr_t *ext = slots_dict_ext(type, self);
    struct slots_dict *dict = slots_dict_shared(*ext);
    if (dict != SLOTS_NULL && slots_dict_light(value->kind)) {
        const uint32_t id = slots_keys_find_quick(dict->type->keys, name, length);
        if (id - 1 < SLOTS_KEYS_MOST) {
            const uint32_t i = slots_dict_find_id(dict, id);
            if (i == SLOTS_DICT_NOWHERE) {
                return slots_dict_set_new(ext, self, name, length, value, id);
            }
            if (slots_dict_put_over(dict, i, value)) {
                return SLOTS_OK;
            }
        }
    }
    return slots_dict_set_rest(ext, self, name, length, value);
}

/* Removes the entry of a field that was set again. Its place is kept, and the entry is still in the
 * table: where that is full, it grows if it can, since to gather it each time takes long. */
static void slots_dict_remove_declared(uintptr_t *ext, uint32_t number) {
    struct slots_dict *dict = slots_dict_of(*ext);
    if (dict->form == SLOTS_DICT_TABLE) {
        (void)slots_dict_reserve(ext, SLOTS_DICT_TABLE, true);
    }
    slots_dict_remove(dict, slots_dict_find_declared(dict, number), true);
}

/* Takes a field of an open record out of the class's order. */
static slots_status slots_dict_displace(uintptr_t *ext, uint32_t number) {
    const slots_status status = slots_dict_reserve(ext, SLOTS_DICT_SHARED, true);
    if (status == SLOTS_OK) {
        struct slots_dict_mask *mask = slots_dict_mask(slots_dict_of(*ext));
        slots_dict_bits(mask)[number / 64] |= SLOTS_CAST(uint64_t, 1) << (number % 64);
        mask->displaced++;
        mask->deleted++;
    }
    return status;
}

static SLOTS_APART slots_status slots_dict_delete_any(uintptr_t *ext, void *self,
                                                      const char *bytes, size_t length) {
    const struct slots_spelling name = slots_spell(bytes, length);
    const struct slots_dict_found found = slots_dict_locate(*ext, &name);
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
    } else if (found.field != SLOTS_NULL && found.entry != SLOTS_DICT_NOWHERE) {
        slots_dict_remove_declared(ext, found.number);
    } else if (found.entry != SLOTS_DICT_NOWHERE) {
        slots_dict_remove(found.dict, found.entry, false);
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

/* The usual case of delete, or false: a light value of a shared block, which stays. */
static SLOTS_FORCED bool slots_dict_delete_light(struct slots_dict *dict, const char *name,
                                                 size_t length) {
    struct slots_dict_tag *tags = slots_dict_tags(dict);
    union slots_dict_payload *payloads = slots_dict_payloads(dict);
    const uint32_t id = slots_keys_find_quick(dict->type->keys, name, length);
    uint32_t i =
        id - 1 < SLOTS_KEYS_MOST ? slots_dict_find_id(dict, id) : SLOTS_DICT_NOWHERE;
    if (i == SLOTS_DICT_NOWHERE || !slots_dict_light(tags[i].kind) || dict->used == 1 ||
        dict->masked != 0 || dict->capacity > SLOTS_DICT_OWN_MOST) {
        return false;
    }
    for (dict->used--; i < dict->used; i++) {
        tags[i] = tags[i + 1];
        payloads[i] = payloads[i + 1];
    }
    return true;
}

SLOTS_BODY slots_status slots_dict_delete(const slots_class *type, void *self, const char *name,
                                          size_t length) {
    uintptr_t *ext = slots_dict_ext(type, self);
    struct slots_dict *dict = slots_dict_shared(*ext);
    if (dict != SLOTS_NULL && slots_dict_delete_light(dict, name, length)) {
        return SLOTS_OK;
    }
    return slots_dict_delete_any(ext, self, name, length);
}

SLOTS_BODY bool slots_dict_has(const slots_class *type, const void *self, const char *name,
                               size_t length) {
    const struct slots_spelling wanted = slots_spell(name, length);
    const struct slots_dict_found found =
        slots_dict_locate(slots_dict_word(type, self), &wanted);
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
    for (uint32_t i = 0; dict != SLOTS_NULL && i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        if (item.tag->kind != SLOTS_DICT_DEAD) {
            slots_dict_name(&written, slots_dict_name_of(dict, &item, &length));
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
    for (uint32_t i = 0; i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        bytes += slots_dict_item_owned(&item);
    }
    return bytes + slots_dict_size(dict);
}

/* Values of whole records */

/* One of its own with what lives in that one, or NULL. */
static struct slots_dict *slots_dict_clone(struct slots_dict *dict) {
    const uint32_t places = slots_dict_live(dict) + slots_dict_deleted(dict);
    struct slots_dict *clone =
        slots_dict_make(dict->type, dict->form, places, dict->masked != 0);
    if (clone != SLOTS_NULL && slots_dict_fill(clone, dict, true) != SLOTS_OK) {
        slots_dict_discard(clone);
        return SLOTS_NULL;
    }
    return clone;
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

static uint32_t slots_dict_dynamic_count(struct slots_dict *dict) {
    uint32_t count = 0;
    for (uint32_t i = 0; dict != SLOTS_NULL && i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        count += slots_dict_dynamic(&item) ? 1u : 0u;
    }
    return count;
}

/* Whether a declared field has been deleted and not been set again. */
static bool slots_dict_gone(struct slots_dict *dict, uint32_t number) {
    return slots_dict_displaced(dict, number) &&
           slots_dict_find_declared(dict, number) == SLOTS_DICT_NOWHERE;
}

/* Which declared fields are deleted is part of the value. */
static bool slots_dict_gone_alike(const slots_class *type, struct slots_dict *a,
                                  struct slots_dict *b) {
    for (uint32_t i = 0; (a != SLOTS_NULL || b != SLOTS_NULL) && i < type->deletable_count; i++) {
        if (slots_dict_gone(a, i) != slots_dict_gone(b, i)) {
            return false;
        }
    }
    return true;
}

/* Whether one dict has the attribute of another, with the same value. */
static bool slots_dict_holds(struct slots_dict *dict, const struct slots_dict *other,
                             const struct slots_dict_item *item) {
    size_t length;
    const char *key = slots_dict_name_of(other, item, &length);
    const struct slots_spelling name = slots_spell(key, length);
    const uint32_t i = slots_dict_find(dict, &name);
    struct slots_dict_item found;
    slots_value values[2];
    if (i == SLOTS_DICT_NOWHERE) {
        return false;
    }
    found = slots_dict_item_of(dict, i);
    (void)slots_dict_load(item->tag, item->payload, &values[0]);
    (void)slots_dict_load(found.tag, found.payload, &values[1]);
    return slots_dict_values_equal(values[0], values[1]);
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
    for (uint32_t i = 0; left != SLOTS_NULL && i < slots_dict_used(left); i++) {
        const struct slots_dict_item item = slots_dict_item_of(left, i);
        if (slots_dict_dynamic(&item) && !slots_dict_holds(right, left, &item)) {
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
    for (uint32_t i = 0; dict != SLOTS_NULL && i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        if (slots_dict_dynamic(&item)) {
            size_t length;
            const char *key = slots_dict_name_of(dict, &item, &length);
            slots_value value;
            (void)slots_dict_load(item.tag, item.payload, &value);
            sum += slots_hash_bytes(slots_dict_hash_value(value), key, length);
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
            const bool gone = owner->open != 0 && slots_dict_gone(dict, number++);
            if (!gone && slots_cell_present(field, self)) {
                slots_write_field(&writer, field, self, &first);
            }
        }
    }
    for (uint32_t i = 0; dict != SLOTS_NULL && i < slots_dict_used(dict); i++) {
        const struct slots_dict_item item = slots_dict_item_of(dict, i);
        if (slots_dict_dynamic(&item)) {
            slots_value value;
            size_t length;
            slots_write(&writer, first ? "" : ", ");
            slots_write(&writer, slots_dict_name_of(dict, &item, &length));
            slots_write(&writer, "=");
            (void)slots_dict_load(item.tag, item.payload, &value);
            slots_dict_write_value(&writer, value);
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
