#include "digest.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "mem.h"
#include "model.h"

#define SCHEMA_MARK "slotc-schema: "
#define TEXT_MARK "slotc-text: "

/* The digests stand in the first lines. */
#define MAX_HEAD 1024

struct digest {
    XXH3_state_t state;
};

static size_t behind(const char *head, const char *mark) {
    const char *place = strstr(head, mark);
    return place == NULL ? 0 : (size_t)(place - head) + strlen(mark);
}

bool digest_find(const char *bytes, size_t length, struct digest_places *places) {
    char head[MAX_HEAD + 1];
    size_t head_length = length < MAX_HEAD ? length : MAX_HEAD;
    memcpy(head, bytes, head_length);
    head[head_length] = '\0';
    places->schema = behind(head, SCHEMA_MARK);
    places->text = behind(head, TEXT_MARK);
    return places->schema != 0 && places->text != 0 &&
           places->text + DIGEST_LENGTH <= head_length &&
           places->schema + DIGEST_LENGTH <= head_length;
}

struct digest *digest_new(struct mem *mem) {
    /* The state wants more alignment than the arena gives. */
    const size_t align = _Alignof(struct digest);
    char *place = mem_alloc(mem, sizeof(struct digest) + align);
    return (struct digest *)(void *)(place + (align - (uintptr_t)place % align));
}

void digest_start(struct digest *digest) {
    XXH3_64bits_reset(&digest->state);
}

void digest_add(struct digest *digest, const char *bytes, size_t length) {
    XXH3_64bits_update(&digest->state, bytes, length);
}

/* What a schema says; the other keys follow from these, or say where something stands. */
static const bool meanings[KEY_COUNT] = {
    [KEY_align] = true,     [KEY_aligned] = true, [KEY_base] = true,
    [KEY_c_name] = true,    [KEY_count] = true,   [KEY_deprecated] = true,
    [KEY_dict_from] = true, [KEY_docs] = true,    [KEY_enumerators] = true,
    [KEY_enums] = true,     [KEY_externs] = true, [KEY_fields] = true,
    [KEY_header] = true,    [KEY_ilp32] = true,   [KEY_imports] = true,
    [KEY_layout_id] = true, [KEY_lp64] = true,    [KEY_max_size] = true,
    [KEY_name] = true,      [KEY_number] = true,  [KEY_package] = true,
    [KEY_readonly] = true,  [KEY_schema] = true,  [KEY_size] = true,
    [KEY_spelling] = true,  [KEY_storage] = true, [KEY_text] = true,
    [KEY_type] = true,      [KEY_value] = true,
};

/* The model is no deeper than model.h describes it. */
/* NOLINTNEXTLINE(misc-no-recursion) */
void digest_add_value(struct digest *digest, const struct value *value) {
    digest_add(digest, (const char *)&value->kind, sizeof value->kind);
    if (value->kind == VALUE_TEXT) {
        digest_add(digest, (const char *)&value->as.text.length, sizeof value->as.text.length);
        digest_add(digest, value->as.text.bytes, value->as.text.length);
    } else if (value->kind == VALUE_BOOL) {
        digest_add(digest, value->as.boolean ? "1" : "0", 1);
    } else if (value->kind == VALUE_INTEGER) {
        digest_add(digest, (const char *)&value->as.integer, sizeof value->as.integer);
    } else if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->as.list->count; i++) {
            digest_add_value(digest, &value->as.list->items[i]);
        }
    } else if (value->kind == VALUE_OBJECT) {
        for (size_t i = 0; i < value->as.object->count; i++) {
            if (meanings[value->as.object->keys[i]]) {
                digest_add_value(digest, &value->as.object->members[i]);
            }
        }
    }
}

void digest_end(const struct digest *digest, char text[DIGEST_LENGTH + 1]) {
    (void)snprintf(text, DIGEST_LENGTH + 1, "%016" PRIx64,
                   (uint64_t)XXH3_64bits_digest(&digest->state));
}

bool digest_fits(struct mem *mem, const char *bytes, size_t length) {
    struct digest_places places;
    if (!digest_find(bytes, length, &places)) {
        return false;
    }
    size_t head_length = length < MAX_HEAD ? length : MAX_HEAD;
    char *head = mem_copy(mem, bytes, head_length);
    memset(head + places.schema, '0', DIGEST_LENGTH);
    memset(head + places.text, '0', DIGEST_LENGTH);
    struct digest *digest = digest_new(mem);
    char text[DIGEST_LENGTH + 1];
    digest_start(digest);
    digest_add(digest, head, head_length);
    digest_add(digest, bytes + head_length, length - head_length);
    digest_end(digest, text);
    return memcmp(text, bytes + places.text, DIGEST_LENGTH) == 0;
}

enum drift digest_drift(struct mem *mem, const char *present, size_t length, const char *wanted) {
    struct digest_places places;
    struct digest_places wanted_places;
    if (!digest_fits(mem, present, length) || !digest_find(present, length, &places) ||
        !digest_find(wanted, strlen(wanted), &wanted_places)) {
        return DRIFT_EDITED;
    }
    bool same_schema =
        memcmp(present + places.schema, wanted + wanted_places.schema, DIGEST_LENGTH) == 0;
    return same_schema ? DRIFT_OPTIONS : DRIFT_SCHEMA;
}
