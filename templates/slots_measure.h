/* slots_measure.h: counts what the records of a running program take.
 *
 *   slots_measure measure;
 *   slots_measure_init(&measure);
 *   for each record that is to be counted: Order_measure(&measure, order);
 *   slots_report_text(&measure, stdout);
 *   slots_measure_fini(&measure);
 *
 * R_measure looks at one instance, wherever it lies: on the stack, in an array, in a pool. It keeps
 * no pointer to it, so that it may change or be freed at once. One counted twice counts as two.
 * report.c, which gen writes beside this file, prints what was counted beside what slotc computed.
 *
 * How often a text is repeated is told by a set of the texts that were seen, one for each `str`
 * field of a record. It holds 16 bytes of hash for each distinct text, and not the text: that takes
 * 22 to 43 bytes a text, and half as much again while it grows. Two texts are taken for one with a
 * chance of less than 1 to 10^20 where a billion are distinct.
 *
 * A slots_measure belongs to one thread at a time, and must not be copied. */
#if !defined(SLOTS_MEASURE_H) && !defined(SLOTS_LAYOUT_ONLY)
#define SLOTS_MEASURE_H

#include "slots_core.h"

#if !defined(SLOTS_FREESTANDING)

#include <stdio.h>

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* The texts of one `str` field, those of an array one by one. */
typedef struct slots_measured_texts {
    const slots_field *field;
    uint64_t *prints; /* two words for each distinct text, the first 0 where a place is free */
    size_t room; /* places: a power of two, or 0 */
    size_t distinct;
    uint64_t values; /* texts: a `str` without one is no value */
    uint64_t bytes; /* of all of them, with their NULs */
    uint64_t distinct_bytes; /* of each distinct one once */
    uint64_t blocks; /* what malloc makes of them all, or 0: see slots_measure_block */
} slots_measured_texts;

/* The instances of one record. */
typedef struct slots_measured {
    const char *name; /* as it is called in C */
    const slots_class *type;
    uint64_t seen;
    uint64_t records; /* bytes of the instances themselves */
    uint64_t texts; /* bytes of the texts that they own */
    uint64_t dicts; /* bytes of their dynamic attributes */
    uint64_t with_dict; /* instances that have some */
    slots_measured_texts *fields;
    size_t field_count;
} slots_measured;

typedef struct slots_measure {
    slots_measured *records; /* in the order in which they were first seen */
    size_t count;
    size_t room;
    size_t last; /* the one that was counted last, which is likely to come again */
    uint64_t seed;
} slots_measure;

/* Nothing was seen yet. Asks for no memory. */
SLOTS_API void slots_measure_init(slots_measure *measure);

/* Gives all memory back; the same as init then. */
SLOTS_API void slots_measure_fini(slots_measure *measure);

/* For R_measure: counts an instance of that very type, of deep bytes with all that it owns. On
 * SLOTS_NO_MEMORY it is not counted, and all else is as it was. */
SLOTS_API slots_status slots_measure_add(slots_measure *measure, const char *name,
                                         const slots_class *type, const void *self, size_t deep);

/* What was counted of the record of that name in C; NULL where none was seen. Good until the next
 * record is counted. */
SLOTS_API const slots_measured *slots_measure_find(const slots_measure *measure, const char *name);

/* The bytes that malloc takes for a block of that size and alignment, its own among them; 0 where
 * it has none, and where it cannot be asked: with another C library than glibc, with a sanitizer,
 * and where SLOTS_MEASURE_NO_MALLOC is defined for the bodies. */
SLOTS_API size_t slots_measure_block(size_t size, size_t align);

/* These are in report.c. They write what slotc computed for each record of its schemas beside what
 * is measured here and now: of an instance made for it, and of those that were counted. measure may
 * be NULL. On SLOTS_NO_MEMORY nothing was written; whether out took it all, ferror(out) says. */
extern slots_status slots_report_text(const slots_measure *measure, FILE *out);
extern slots_status slots_report_json(const slots_measure *measure, FILE *out);

/* The body of a record's function; access is slots_cells or slots_dict. */
#define SLOTS_BODY_OF_MEASURE(R, access)                                         \
    SLOTS_BODY slots_status R##_measure(slots_measure *measure, const R *self) { \
        return slots_measure_add(measure, #R, &R##_class, self,                  \
                                 access##_sizeof_deep(&R##_class, self));        \
    }

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif

#endif

/* The bodies, once: in the file that defines SLOTS_IMPLEMENTATION. */
#if defined(SLOTS_IMPLEMENTATION) && !defined(SLOTS_LAYOUT_ONLY) && \
    !defined(SLOTS_FREESTANDING) && !defined(SLOTS_MEASURE_IMPLEMENTATION)
#define SLOTS_MEASURE_IMPLEMENTATION

#include "slots_core.h"

#include <stdlib.h>
#include <string.h>

/* malloc can be asked where it is glibc's own, and no sanitizer's. */
#if defined(__GLIBC__) && !defined(SLOTS_MEASURE_NO_MALLOC) && !defined(__SANITIZE_ADDRESS__)
#define SLOTS_MEASURE_MALLOC 1
#else
#define SLOTS_MEASURE_MALLOC 0
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#undef SLOTS_MEASURE_MALLOC
#define SLOTS_MEASURE_MALLOC 0
#endif
#endif
#if SLOTS_MEASURE_MALLOC
#include <malloc.h>
#endif

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

#define SLOTS_MEASURE_PRINT (2 * sizeof(uint64_t)) /* bytes of a place in a set of texts */

SLOTS_BODY void slots_measure_init(slots_measure *measure) {
    memset(measure, 0, sizeof(*measure));
    measure->seed = slots_hash_word(SLOTS_ADDRESS(measure), SLOTS_ADDRESS(&measure));
}

SLOTS_BODY void slots_measure_fini(slots_measure *measure) {
    for (size_t i = 0; i < measure->count; i++) {
        slots_measured *record = &measure->records[i];
        for (size_t j = 0; j < record->field_count; j++) {
            slots_release(record->fields[j].prints,
                          record->fields[j].room * SLOTS_MEASURE_PRINT,
                          SLOTS_ALIGNOF(uint64_t));
        }
        slots_release(record->fields, record->field_count * sizeof(*record->fields),
                      SLOTS_ALIGNOF(slots_measured_texts));
    }
    slots_release(measure->records, measure->room * sizeof(*measure->records),
                  SLOTS_ALIGNOF(slots_measured));
    slots_measure_init(measure);
}

#if SLOTS_MEASURE_MALLOC
SLOTS_BODY size_t slots_measure_block(size_t size, size_t align) {
    void *block = slots_default_allocate(SLOTS_NULL, size, align);
    size_t bytes = 0;
    if (block != SLOTS_NULL) {
        bytes = malloc_usable_size(block) + sizeof(size_t);
        free(block);
    }
    return bytes;
}
#else
SLOTS_BODY size_t slots_measure_block(size_t size, size_t align) {
    (void)size;
    (void)align;
    return 0;
}
#endif

/* Sets of texts */

/* The place of a text in a set that has room: its own, or the free one that it belongs into. */
static uint64_t *slots_measure_place(uint64_t *prints, size_t room, const uint64_t print[2]) {
    size_t i = SLOTS_CAST(uint32_t, print[0]) & (room - 1);
    uint64_t *place;
    do {
        place = prints + 2 * i;
        i = (i + 1) & (room - 1);
    } while (place[0] != 0 && (place[0] != print[0] || place[1] != print[1]));
    return place;
}

/* Makes room for that many texts more; false, and the set as it was, where there is no memory. */
static bool slots_measure_reserve(slots_measured_texts *texts, uint32_t more) {
    size_t room = texts->room != 0 ? texts->room : 16;
    uint64_t *prints;
    while (texts->distinct + more > room / 4 * 3 && room <= SIZE_MAX / SLOTS_MEASURE_PRINT) {
        room *= 2;
    }
    if (room == texts->room) {
        return true;
    }
    if (room > SIZE_MAX / SLOTS_MEASURE_PRINT) {
        return false;
    }
    prints = SLOTS_CAST(uint64_t *, slots_allocate(room * SLOTS_MEASURE_PRINT,
                                                   SLOTS_ALIGNOF(uint64_t)));
    if (prints == SLOTS_NULL) {
        return false;
    }
    memset(prints, 0, room * SLOTS_MEASURE_PRINT);
    for (size_t i = 0; i < texts->room; i++) {
        const uint64_t *print = texts->prints + 2 * i;
        if (print[0] != 0) {
            memcpy(slots_measure_place(prints, room, print), print, SLOTS_MEASURE_PRINT);
        }
    }
    slots_release(texts->prints, texts->room * SLOTS_MEASURE_PRINT,
                  SLOTS_ALIGNOF(uint64_t));
    texts->prints = prints;
    texts->room = room;
    return true;
}

/* Counts a text, in a set that has room for it; its bytes. */
static size_t slots_measure_text(const slots_measure *measure, slots_measured_texts *texts,
                                 const char *text) {
    const size_t length = strlen(text);
    const size_t block = slots_measure_block(length + 1, 1);
    uint64_t print[2];
    uint64_t *place;
    print[0] = slots_hash_bytes(measure->seed, text, length);
    print[1] = slots_hash_bytes(~measure->seed, text, length);
    print[0] = print[0] != 0 ? print[0] : 1;
    place = slots_measure_place(texts->prints, texts->room, print);
    texts->values++;
    texts->bytes += length + 1;
    texts->blocks += block;
    if (place[0] == 0) {
        memcpy(place, print, sizeof print);
        texts->distinct++;
        texts->distinct_bytes += length + 1;
    }
    return length + 1;
}

/* Records */

SLOTS_BODY const slots_measured *slots_measure_find(const slots_measure *measure,
                                                    const char *name) {
    for (size_t i = 0; i < measure->count; i++) {
        if (strcmp(measure->records[i].name, name) == 0) {
            return &measure->records[i];
        }
    }
    return SLOTS_NULL;
}

/* The `str` fields of a class, its base's first, into texts where that is not NULL; how many. */
static size_t slots_measure_fields(const slots_class *type, slots_measured_texts *texts) {
    const slots_class *owner = slots_class_below(SLOTS_NULL, type);
    size_t count = 0;
    for (; owner != SLOTS_NULL; owner = slots_class_below(owner, type)) {
        for (uint32_t i = 0; i < owner->field_count; i++) {
            if (slots_owned_count(&owner->fields[i]) == 0) {
                continue;
            }
            if (texts != SLOTS_NULL) {
                texts[count].field = &owner->fields[i];
            }
            count++;
        }
    }
    return count;
}

/* A row more for a record that is seen first; false where there is no memory. */
static bool slots_measure_new(slots_measure *measure, const char *name, const slots_class *type) {
    const size_t field_count = slots_measure_fields(type, SLOTS_NULL);
    const size_t bytes = field_count * sizeof(slots_measured_texts);
    slots_measured *record;
    slots_measured_texts *fields = SLOTS_NULL;
    if (measure->count == measure->room) {
        const size_t room = measure->room * 2 + 8;
        const size_t old = measure->room * sizeof(*record);
        void *grown = measure->records == SLOTS_NULL
                          ? slots_allocate(room * sizeof(*record), SLOTS_ALIGNOF(slots_measured))
                          : slots_resize(measure->records, old, room * sizeof(*record),
                                         SLOTS_ALIGNOF(slots_measured));
        if (grown == SLOTS_NULL) {
            return false;
        }
        measure->records = SLOTS_CAST(slots_measured *, grown);
        measure->room = room;
    }
    if (field_count > 0) {
        fields = SLOTS_CAST(slots_measured_texts *,
                            slots_allocate(bytes, SLOTS_ALIGNOF(slots_measured_texts)));
        if (fields == SLOTS_NULL) {
            return false;
        }
        memset(fields, 0, bytes);
        (void)slots_measure_fields(type, fields);
    }
    record = &measure->records[measure->count++];
    memset(record, 0, sizeof(*record));
    record->name = name;
    record->type = type;
    record->fields = fields;
    record->field_count = field_count;
    return true;
}

/* Makes `last` the row of that record; false where there is no memory for a new one. A private copy
 * of a class, as SLOTS_STATIC makes them, is the same record. */
static bool slots_measure_turn(slots_measure *measure, const char *name, const slots_class *type) {
    const slots_measured *known;
    if (measure->count > 0 && measure->records[measure->last].type == type) {
        return true;
    }
    known = slots_measure_find(measure, name);
    if (known == SLOTS_NULL && !slots_measure_new(measure, name, type)) {
        return false;
    }
    measure->last = known != SLOTS_NULL ? SLOTS_CAST(size_t, known - measure->records)
                                        : measure->count - 1;
    return true;
}

SLOTS_BODY slots_status slots_measure_add(slots_measure *measure, const char *name,
                                          const slots_class *type, const void *self, size_t deep) {
    slots_measured *record;
    size_t bytes = 0;
    if (!slots_measure_turn(measure, name, type)) {
        return SLOTS_NO_MEMORY;
    }
    record = &measure->records[measure->last];
    for (size_t i = 0; i < record->field_count; i++) {
        if (!slots_measure_reserve(&record->fields[i],
                                   slots_owned_count(record->fields[i].field))) {
            return SLOTS_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const slots_field *field = record->fields[i].field;
        for (uint32_t j = 0; j < slots_owned_count(field); j++) {
            const char *text =
                slots_text_load(slots_at_const(self, field->offset + j * sizeof(char *)));
            bytes += text != SLOTS_NULL ? slots_measure_text(measure, &record->fields[i], text) : 0;
        }
    }
    record->seen++;
    record->records += type->size;
    record->texts += bytes;
    record->dicts += deep - type->size - bytes;
    record->with_dict += deep > type->size + bytes ? 1 : 0;
    return SLOTS_OK;
}

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
