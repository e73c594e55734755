/* A hash map from byte strings to pointers. Keys are not copied: they must live as
 * long as the map. Lookup and insertion take constant time, whatever the keys. */
#ifndef SLOTC_MAP_H
#define SLOTC_MAP_H

#include <stddef.h>
#include <stdint.h>

struct mem;
struct map;

struct map *map_new(struct mem *mem);

/* The value, or NULL where there is none. */
void *map_get(const struct map *map, const char *key, size_t length);

/* The place of the key's value, made (holding NULL) where there was none. It is
 * valid until the next call. */
void **map_place(struct map *map, const char *key, size_t length);

/* The hash that a map finds a key by. */
uint64_t map_hash(const char *key, size_t length);

#endif
