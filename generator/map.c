#include "map.h"

#include <stdint.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "mem.h"

struct entry {
    const char *key;
    size_t length;
    uint64_t hash;
    void *value;
};

/* Open addressing with linear probes; never more than half full. */
struct map {
    struct mem *mem;
    struct entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct map *map_new(struct mem *mem) {
    struct map *map = mem_alloc(mem, sizeof *map);
    map->mem = mem;
    return map;
}

uint64_t map_hash(const char *key, size_t length) {
    return XXH3_64bits(key, length);
}

/* The key's entry, or the free one where it belongs. */
static struct entry *find(const struct map *map, const char *key, size_t length, uint64_t hash) {
    size_t at = (size_t)hash & (map->capacity - 1);
    for (;;) {
        struct entry *entry = &map->entries[at];
        if (entry->key == NULL || (entry->hash == hash && entry->length == length &&
                                   memcmp(entry->key, key, length) == 0)) {
            return entry;
        }
        at = (at + 1) & (map->capacity - 1);
    }
}

static void grow(struct map *map) {
    struct map larger = *map;
    larger.capacity = map->capacity == 0 ? 16 : 2 * map->capacity;
    larger.entries = mem_alloc(map->mem, larger.capacity * sizeof *larger.entries);
    for (size_t i = 0; i < map->capacity; i++) {
        const struct entry *entry = &map->entries[i];
        if (entry->key != NULL) {
            *find(&larger, entry->key, entry->length, entry->hash) = *entry;
        }
    }
    *map = larger;
}

void *map_get(const struct map *map, const char *key, size_t length) {
    if (map->count == 0) {
        return NULL;
    }
    return find(map, key, length, XXH3_64bits(key, length))->value;
}

void **map_place(struct map *map, const char *key, size_t length) {
    if (2 * (map->count + 1) > map->capacity) {
        grow(map);
    }
    uint64_t hash = XXH3_64bits(key, length);
    struct entry *entry = find(map, key, length, hash);
    if (entry->key == NULL) {
        *entry = (struct entry){.key = key, .length = length, .hash = hash};
        map->count++;
    }
    return &entry->value;
}
