#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "verify_compare.h"

#define EITHER "SLOTS_WIDTH("

/* The number of a constant for a pointer width: "24", or "SLOTS_WIDTH(24, 16)". */
static bool number_of(const char *text, enum width width, uint64_t *number) {
    size_t start = strlen(EITHER);
    bool has_two = strncmp(text, EITHER, start) == 0;
    const char *at = has_two ? text + start : text;
    char *end = NULL;
    if (!isdigit((unsigned char)*at)) {
        return false;
    }
    uint64_t first = strtoull(at, &end, 10);
    if (!has_two) {
        *number = first;
        return *end == '\0';
    }
    if (strncmp(end, ", ", 2) != 0 || !isdigit((unsigned char)end[2])) {
        return false;
    }
    uint64_t second = strtoull(end + 2, &end, 10);
    *number = width == WIDTH_64 ? first : second;
    return strcmp(end, ")") == 0;
}

struct constant {
    const char *name;
    uint64_t number;
};

/* False where the header has no such constant, or one that is no number: that is noted. */
static bool find(const struct compared *compared, const char *record, const char *end,
                 const char *field, struct constant *constant) {
    constant->name = mem_concat(compared->mem, record, end, field, NULL);
    const char *text =
        map_get(compared->subject->constants, constant->name, strlen(constant->name));
    if (text == NULL) {
        return false;
    }
    if (!number_of(text, compared->width, &constant->number)) {
        compared->note(compared->context,
                       &(struct difference){.record = record,
                                            .field = field[0] == '\0' ? NULL : field,
                                            .what = mem_format(compared->mem,
                                                               "`%s` is `%s`, not a number as "
                                                               "slotc writes it",
                                                               constant->name, text),
                                            .is_missing = true});
        return false;
    }
    return true;
}

static void compare_number(const struct compared *compared, const char *record, const char *field,
                           const char *what, uint64_t found, const struct constant *constant) {
    if (found != constant->number) {
        compared->note(compared->context, &(struct difference){.record = record,
                                                               .field = field,
                                                               .what = what,
                                                               .origin = constant->name,
                                                               .found = found,
                                                               .expected = constant->number});
    }
}

/* The record that another one begins with, its base, or NULL. */
static const struct clang_record *base_of(const struct compared *compared,
                                          const struct clang_record *record) {
    if (record->field_count == 0 || strcmp(record->fields[0].name, "base") != 0) {
        return NULL;
    }
    const char *words = clang_type_words(compared->mem, compared->clang, record->fields[0].type);
    return map_get(compared->records->by_name, words, strlen(words));
}

/* The constants of a record are those of its ancestors' fields, too: all begin at 0. */
static void compare_offsets(const struct compared *compared, const struct clang_record *record) {
    for (const struct clang_record *at = record; at != NULL; at = base_of(compared, at)) {
        for (size_t i = 0; i < at->field_count; i++) {
            const struct clang_field *field = &at->fields[i];
            struct constant constant;
            if (find(compared, record->name, "_OFFSET_", field->name, &constant)) {
                compare_number(compared, record->name, field->name, "offset", field->offset / 8,
                               &constant);
            }
        }
    }
}

static void compare_record(const struct compared *compared, const struct clang_record *record) {
    struct constant constant;
    if (find(compared, record->name, "_SIZE", "", &constant)) {
        compare_number(compared, record->name, NULL, "size", record->size, &constant);
    }
    bool is_aligned = compared->clang->Cursor_hasAttrs(record->cursor) != 0;
    if (find(compared, record->name, "_ALIGN", "", &constant) &&
        (is_aligned || record->align > constant.number)) {
        compare_number(compared, record->name, NULL, "alignment", record->align, &constant);
    }
    compare_offsets(compared, record);
}

void compare_with_constants(const struct compared *compared) {
    for (size_t i = 0; i < compared->records->count; i++) {
        const struct clang_record *record = &compared->records->items[i];
        const char *size = mem_concat(compared->mem, record->name, "_SIZE", NULL);
        if (map_get(compared->subject->constants, size, strlen(size)) != NULL) {
            compare_record(compared, record);
        }
    }
}
