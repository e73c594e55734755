/* What a class's keys take, for tests that count bytes; to be included behind slots_dict.h. */
#ifndef SLOTC_SHARED_KEYS_H
#define SLOTC_SHARED_KEYS_H

/* All that the keys have asked the allocator for: tables, older ones too, and names. */
static inline size_t shared_bytes(const slots_keys *keys) {
    size_t bytes = 0;
    for (uint32_t id = 1; id <= keys->count; id++) {
        bytes += slots_keys_name(keys, id)->length + 1;
    }
    for (const struct slots_key_table *at = keys->table; at != NULL; at = at->older) {
        bytes += slots_key_table_size(at->mask);
    }
    return bytes;
}

#endif
