/* Compares the dict of slots_dict.h with a naive model, operation by operation:
 *
 *     fuzz_dict [operations] [seed]
 *
 * One object of a chain of four records is changed and read at random by name, through each
 * class that has the dict, while its allocator checks sizes and sometimes fails. The first
 * difference ends the run with status 1. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So that a run can be repeated. */
#define SLOTS_DICT_SEED fuzz_seed
static unsigned long long fuzz_seed;

#define SLOTS_IMPLEMENTATION
#include "../../templates/slots_dict.h"
#include "../unit/shared_keys.h"

/* An object of a chain of four records: slots, dict, slots, dict. */
struct object {
    char *title;
    int32_t id;
    uintptr_t ext;
    double weight;
    char *note;
    int16_t count;
    char code[8];
    uint64_t level;
    int64_t extra;
    char *last;
};

#define FIELD(owner, member, name, bits, text, cell)                                               \
    {                                                                                              \
        name, name, NULL, NULL, &owner, text, bits, offsetof(struct object, member),               \
            (uint32_t)sizeof(((const struct object *)NULL)->member), 0, cell, SLOTS_ALWAYS, 0, 0,  \
            .flags = 0                                                                             \
    }
#define LAST_NAME "last_of_all_the_declared_fields"

static const slots_class root;
static const slots_class middle;
static const slots_class closed;
static const slots_class leaf;
static slots_keys keys;

static const slots_field root_fields[] = {FIELD(root, title, "title", 0, NULL, SLOTS_CELL_STR),
                                          FIELD(root, id, "id", 0, NULL, SLOTS_CELL_I32)};
static const slots_field middle_fields[] = {
    FIELD(middle, weight, "weight", UINT64_C(0x3ff8000000000000), NULL, SLOTS_CELL_F64),
    FIELD(middle, note, "note", 0, NULL, SLOTS_CELL_STR),
    FIELD(middle, count, "count", 7, NULL, SLOTS_CELL_I16),
    FIELD(middle, code, "code", 0, "none", SLOTS_CELL_CHARS)};
static const slots_field closed_fields[] = {FIELD(closed, level, "level", 0, NULL, SLOTS_CELL_U64)};
static const slots_field leaf_fields[] = {FIELD(leaf, extra, "extra", 0, NULL, SLOTS_CELL_I64),
                                          FIELD(leaf, last, LAST_NAME, 0, NULL, SLOTS_CELL_STR)};

#define SIZE sizeof(struct object)
#define EXT offsetof(struct object, ext)
static const slots_class root = {.name = "root",
                                 .fields = root_fields,
                                 .field_count = 2,
                                 .size = SIZE,
                                 .align = 8,
                                 .ext_offset = SLOTS_NO_DICT};
static const slots_class middle = {.name = "middle",
                                   .base = &root,
                                   .fields = middle_fields,
                                   .field_count = 4,
                                   .size = SIZE,
                                   .align = 8,
                                   .ext_offset = EXT,
                                   .deletable_count = 4,
                                   .open = 1,
                                   .keys = &keys};
static const slots_class closed = {.name = "closed",
                                   .base = &middle,
                                   .fields = closed_fields,
                                   .field_count = 1,
                                   .size = SIZE,
                                   .align = 8,
                                   .ext_offset = EXT,
                                   .deletable_count = 4,
                                   .keys = &keys};
static const slots_class leaf = {.name = "leaf",
                                 .base = &closed,
                                 .fields = leaf_fields,
                                 .field_count = 2,
                                 .size = SIZE,
                                 .align = 8,
                                 .ext_offset = EXT,
                                 .deletable_count = 6,
                                 .open = 1,
                                 .keys = &keys};
static const slots_class *const views[] = {&middle, &closed, &leaf};

/* The names: fixed cells, then fields that can be deleted, then dynamic ones. */
#define FIXED 3
#define DELETABLE 6
#define DECLARED (FIXED + DELETABLE)
#define NAMES 420
#define LONGEST 48

struct name {
    char bytes[LONGEST];
    size_t length;
    const slots_field *field; /* NULL: dynamic */
};

/* A value with the bytes that it points to. */
struct kept {
    slots_value value;
    char bytes[LONGEST];
};

struct run {
    struct object object;
    struct name names[NAMES];
    struct kept values[NAMES]; /* of those that are present */
    struct kept defaults[DECLARED];
    int order[NAMES]; /* those that are present, as dir has them */
    int count;
    uint64_t random;
    uint64_t operation;
    size_t live_bytes;
    int fail_at; /* the allocation that fails, counted down; 0: none */
    bool failed;
};

static void require(const struct run *run, bool condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "fuzz_dict: operation %" PRIu64 ": %s\n", run->operation, what);
        exit(1);
    }
}

static uint64_t draw(struct run *run, uint64_t below) {
    run->random += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = (run->random ^ run->random >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ mixed >> 31) % below;
}

/* An allocator that knows what it gave: size and alignment stand before each block. */
#define HEAD 32

static void *allocate(void *context, size_t size, size_t align) {
    const size_t shape[2] = {size, align};
    struct run *run = context;
    if (run->fail_at > 0 && --run->fail_at == 0) {
        run->failed = true;
        return NULL;
    }
    unsigned char *block = malloc(HEAD + size);
    require(run, block != NULL, "the machine is out of memory");
    memcpy(block, shape, sizeof(shape));
    memset(block + HEAD, 0xa5, size);
    run->live_bytes += size;
    return block + HEAD;
}

static void release(void *context, void *block, size_t size, size_t align) {
    const size_t shape[2] = {size, align};
    struct run *run = context;
    unsigned char *start = (unsigned char *)block - HEAD;
    require(run, memcmp(start, shape, sizeof(shape)) == 0, "a block is released as another");
    memset(block, 0xdd, size);
    run->live_bytes -= size;
    free(start);
}

static void *resize(void *context, void *block, size_t old_size, size_t new_size, size_t align) {
    void *moved = allocate(context, new_size, align);
    if (moved != NULL) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        release(context, block, old_size, align);
    }
    return moved;
}

/* Values */

/* Where the bytes stand that a value points to; NULL where it points to none. */
static const char *value_bytes(slots_value value, size_t *length) {
    switch (value.kind) {
    case SLOTS_TEXT:
        *length = value.as.text.length;
        return value.as.text.bytes;
    case SLOTS_BYTES:
        *length = value.as.bytes.length;
        return value.as.bytes.bytes;
    case SLOTS_ARRAY:
        *length = value.as.array.count * value.as.array.size;
        return value.as.array.items;
    default:
        *length = 0;
        return NULL;
    }
}

static void keep(struct kept *kept, slots_value value) {
    size_t length = 0;
    const char *bytes = value_bytes(value, &length);
    kept->value = value;
    if (bytes == NULL) {
        return;
    }
    memmove(kept->bytes, bytes, length);
    if (value.kind == SLOTS_TEXT) {
        kept->value = slots_text_n(kept->bytes, length);
    } else if (value.kind == SLOTS_BYTES) {
        kept->value = slots_bytes(kept->bytes, length);
    } else {
        kept->value.as.array.items = kept->bytes;
    }
}

static bool same(slots_value left, slots_value right) {
    size_t left_length = 0;
    size_t right_length = 0;
    const char *left_bytes = value_bytes(left, &left_length);
    const char *right_bytes = value_bytes(right, &right_length);
    if (left.kind != right.kind || left_length != right_length) {
        return false;
    }
    if (left.kind == SLOTS_REF) {
        return left.as.ref.type == right.as.ref.type && left.as.ref.pointer == right.as.ref.pointer;
    }
    if (left.kind == SLOTS_ARRAY &&
        (left.as.array.kind != right.as.array.kind || left.as.array.size != right.as.array.size)) {
        return false;
    }
    if (left_bytes == NULL || right_bytes == NULL) { /* a number, or a NULL text */
        return left.as.natural == right.as.natural;
    }
    return memcmp(left_bytes, right_bytes, left_length) == 0;
}

static slots_value random_value(struct run *run, char *bytes) {
    const size_t length = (size_t)draw(run, draw(run, 2) == 0 ? 8 : LONGEST - 1);
    const uint64_t choice = draw(run, 12);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)('a' + draw(run, 26));
    }
    switch (choice) {
    case 0:
        return slots_none();
    case 1:
        return slots_bool(draw(run, 2) == 0);
    case 2:
        return slots_int((int64_t)draw(run, 100000) - 50000);
    case 3:
        return slots_uint(draw(run, 100000));
    case 4:
        return slots_float((double)draw(run, 1000) / 8);
    case 5:
        return slots_bytes(bytes, length);
    case 6:
        return slots_ref(views[draw(run, 3)], &run->names[draw(run, NAMES)]);
    case 7:
        return slots_array((slots_kind)draw(run, SLOTS_TEXT + 1), 1u << draw(run, 4), bytes,
                           length / 8);
    case 8:
        return slots_text(NULL);
    default:
        bytes[length / 2] = choice == 9 ? '\0' : 'a';
        return slots_text_n(bytes, length);
    }
}

/* The model */

static slots_status store_integer(const slots_field *field, slots_value value,
                                  slots_value *stored) {
    const bool natural = field->cell == SLOTS_CELL_U64;
    const int64_t most = INT64_MAX >> (64 - 8 * field->size);
    const int64_t least = natural ? 0 : -most - 1;
    if (value.kind != SLOTS_INT && value.kind != SLOTS_UINT) {
        return SLOTS_TYPE_ERROR;
    }
    *stored = natural ? slots_uint(value.as.natural) : slots_int(value.as.integer);
    /* no integer is drawn that the other sign's type does not hold */
    return value.as.integer < least || value.as.integer > most ? SLOTS_RANGE_ERROR : SLOTS_OK;
}

static slots_status store_text(const slots_field *field, slots_value value, slots_value *stored) {
    const bool chars = field->cell == SLOTS_CELL_CHARS;
    if (value.as.text.bytes == NULL) {
        *stored = chars ? slots_text("") : value;
        return SLOTS_OK;
    }
    if (chars && value.as.text.length >= field->size) {
        return SLOTS_TOO_LONG;
    }
    return memchr(value.as.text.bytes, '\0', value.as.text.length) != NULL ? SLOTS_RANGE_ERROR
                                                                           : SLOTS_OK;
}

/* What setting an attribute to value comes to, and what it then is. */
static slots_status store(const slots_field *field, slots_value value, slots_value *stored) {
    const uint32_t kind = value.kind == SLOTS_ARRAY ? value.as.array.kind : SLOTS_INT;
    const uint32_t size = value.kind == SLOTS_ARRAY ? value.as.array.size : 1;
    *stored = value;
    if (field == NULL) {
        return (kind == SLOTS_BOOL && size == 1) || kind == SLOTS_INT || kind == SLOTS_UINT ||
                       (kind == SLOTS_FLOAT && size >= 4)
                   ? SLOTS_OK
                   : SLOTS_TYPE_ERROR;
    }
    switch (field->cell) {
    case SLOTS_CELL_STR:
    case SLOTS_CELL_CHARS:
        return value.kind == SLOTS_TEXT ? store_text(field, value, stored) : SLOTS_TYPE_ERROR;
    case SLOTS_CELL_F64:
        if (value.kind == SLOTS_INT || value.kind == SLOTS_UINT) {
            *stored = slots_float((double)value.as.integer);
        }
        return stored->kind == SLOTS_FLOAT ? SLOTS_OK : SLOTS_TYPE_ERROR;
    default:
        return store_integer(field, value, stored);
    }
}

/* The place of a name in order, or -1. */
static int place_of(const struct run *run, int name) {
    for (int i = 0; i < run->count; i++) {
        if (run->order[i] == name) {
            return i;
        }
    }
    return -1;
}

static void model_set(struct run *run, int name, slots_value stored) {
    keep(&run->values[name], stored);
    if (place_of(run, name) < 0) {
        run->order[run->count++] = name;
    }
}

static void model_start(struct run *run) {
    memset(&run->object, 0, sizeof(run->object));
    run->object.ext = slots_dict_none(&leaf);
    run->count = 0;
    for (int name = 0; name < DECLARED; name++) {
        const slots_field *field = run->names[name].field;
        slots_cell_reset(field, &run->object);
        keep(&run->defaults[name], slots_cell_load(field, &run->object));
        model_set(run, name, run->defaults[name].value);
    }
}

/* Declared names; short, long and empty ones, some with a NUL, and one that begins another. */
static void name_all(struct run *run) {
    static const char *const declared[DECLARED] = {"title", "id",   "level", "weight", "note",
                                                   "count", "code", "extra", LAST_NAME};
    for (int i = 0; i < NAMES; i++) {
        struct name *name = &run->names[i];
        static const char *const formats[] = {"an_attribute_with_a_long_name_%d", "k%d", "%d",
                                              "thirteen_by_%04d", "sixteen_bytes_%02d"};
        const char *format = formats[i % 5];
        name->length = (size_t)snprintf(name->bytes, LONGEST, format, i);
        name->bytes[0] = i % 7 == 0 ? '\0' : name->bytes[0];
    }
    for (int i = 0; i < DECLARED; i++) {
        struct name *name = &run->names[i];
        name->length = (size_t)snprintf(name->bytes, LONGEST, "%s", declared[i]);
        name->field = slots_field_find(&leaf, name->bytes, name->length, NULL);
    }
    run->names[DECLARED].length = 0;
    memcpy(run->names[DECLARED + 1].bytes, "titl", 5);
    run->names[DECLARED + 1].length = 4;
}

/* Operations: each does the same to the object and to the model, and compares. */

static const slots_class *view(struct run *run) {
    return views[draw(run, 3)];
}

static void check_get(struct run *run, int name) {
    const struct name *text = &run->names[name];
    const bool there = place_of(run, name) >= 0;
    slots_value value;
    slots_status status = there ? SLOTS_OK : SLOTS_ATTRIBUTE_ERROR;
    require(run,
            slots_dict_get(view(run), &run->object, text->bytes, text->length, &value) == status,
            "get: another status");
    require(run, !there || same(value, run->values[name].value), "get: another value");
    require(run, slots_dict_has(view(run), &run->object, text->bytes, text->length) == there,
            "has: another answer");
    if (!there && text->field != NULL) {
        value = slots_cell_load(text->field, &run->object);
        require(run, same(value, run->defaults[name].value), "a deleted field has no default");
    }
}

/* Whether the status is the expected one, or an allocation failed and nothing happened. */
static bool done(const struct run *run, slots_status status, slots_status expected) {
    if (status == SLOTS_NO_MEMORY) {
        require(run, run->failed, "no memory, but no allocation failed");
        return false;
    }
    require(run, status == expected, "another status");
    return status == SLOTS_OK;
}

static void set(struct run *run, int name, slots_value value) {
    const struct name *text = &run->names[name];
    struct kept before;
    slots_value stored;
    keep(&before, value);
    const slots_status expected = store(text->field, before.value, &stored);
    const slots_status status =
        slots_dict_set(view(run), &run->object, text->bytes, text->length, &value);
    if (done(run, status, expected)) {
        model_set(run, name, stored);
    }
    check_get(run, name);
}

/* The value of some attribute, as the object lends it. */
static slots_value borrow(struct run *run) {
    const struct name *source = &run->names[run->order[draw(run, (uint64_t)run->count)]];
    slots_value value = slots_none();
    (void)slots_dict_get(view(run), &run->object, source->bytes, source->length, &value);
    return value;
}

static void drop(struct run *run, int name, const char *text) {
    const int place = place_of(run, name);
    slots_status expected = place >= 0 ? SLOTS_OK : SLOTS_ATTRIBUTE_ERROR;
    if (name < FIXED) {
        expected = SLOTS_NOT_OPTIONAL;
    }
    const slots_status status =
        slots_dict_delete(view(run), &run->object, text, run->names[name].length);
    if (done(run, status, expected)) {
        run->count--;
        memmove(&run->order[place], &run->order[place + 1],
                (size_t)(run->count - place) * sizeof(run->order[0]));
    }
    check_get(run, name);
}

/* Deletes by a name that the object itself lent. */
static void delete_from_dir(struct run *run) {
    const char *names[NAMES];
    const size_t i = (size_t)draw(run, slots_dict_dir(view(run), &run->object, names, NAMES));
    drop(run, run->order[i], names[i]);
}

/* A typed setter, in the harder order: a borrowed value must outlive slots_dict_present. */
static void set_typed(struct run *run, slots_value value) {
    const int name = FIXED + (int)draw(run, DELETABLE);
    const slots_field *field = run->names[name].field;
    struct kept before;
    slots_value stored;
    keep(&before, value);
    const slots_status expected = store(field, before.value, &stored);
    run->fail_at = 0;
    if (expected == SLOTS_OK) {
        require(run, slots_dict_present(&run->object.ext, (uint32_t)(name - FIXED)) == SLOTS_OK,
                "present: not SLOTS_OK");
        model_set(run, name, stored);
    }
    require(run, slots_cell_store(field, &run->object, value) == expected, "another status");
    check_get(run, name);
}

#include "fuzz_whole.h"

/* Phases of 4096 operations: few names or many, growing or shrinking. */
static void step(struct run *run) {
    const uint64_t phase = run->operation >> 12;
    const uint64_t names = (uint64_t[]){DECLARED + 1, DECLARED + 6, 40, NAMES}[phase % 4];
    const uint64_t deletions = phase / 4 % 2 == 0 ? 3 : 8;
    const int name = (int)draw(run, names);
    const uint64_t choice = draw(run, 16);
    char bytes[LONGEST];
    const slots_value value = draw(run, 8) == 0 ? borrow(run) : random_value(run, bytes);
    run->failed = false;
    run->fail_at = draw(run, 16) == 0 ? 1 + (int)draw(run, 3) : 0;
    if (choice < deletions) {
        drop(run, name, run->names[name].bytes);
    } else if (choice < 14) {
        set(run, name, value);
    } else if (choice == 14) {
        set_typed(run, value);
    } else {
        delete_from_dir(run);
    }
    run->fail_at = 0;
    check_get(run, (int)draw(run, names));
    if (draw(run, phase % 4 == 0 ? 4 : 64) == 0) {
        check_all(run);
        check_copy(run);
    }
    if (draw(run, 5000) == 0) {
        finish(run);
        if (draw(run, 2) == 0) {
            slots_shutdown();
            require(run, run->live_bytes == 0, "shutdown leaks");
        }
        model_start(run);
    }
}

int main(int argc, char **argv) {
    const uint64_t operations = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    const uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct run *run = calloc(1, sizeof(*run));
    const slots_allocator allocator = {allocate, resize, release, run};
    if (run == NULL) {
        return 1;
    }
    slots_set_allocator(&allocator);
    run->random = seed;
    fuzz_seed = seed;
    name_all(run);
    model_start(run);
    for (; run->operation < operations; run->operation++) {
        step(run);
    }
    check_all(run);
    finish(run);
    slots_shutdown();
    require(run, run->live_bytes == 0, "shutdown leaks");
    free(run);
    printf("fuzz_dict: %" PRIu64 " operations, seed %" PRIu64 ": no difference\n", operations,
           seed);
    return 0;
}
