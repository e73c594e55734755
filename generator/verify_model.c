#include <string.h>

#include "ast.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "verify_compare.h"

/* A record of the schema, and what libclang has for it. */
struct pair {
    const struct compared *compared;
    const struct record *record;
    const struct layout *layout;
    const struct clang_record *found;
};

/* Of a header by what C calls it, of a schema by what the schema does. */
static const char *record_name(const struct pair *pair) {
    const struct declaration *declaration = &pair->record->declaration;
    return pair->compared->subject->file != NULL ? declaration->c_name : declaration->qualified;
}

static const char *field_name(const struct pair *pair, const struct field *field) {
    return pair->compared->subject->file != NULL ? field->c_name : field->name.text;
}

static void note(const struct pair *pair, struct difference difference) {
    difference.path = pair->record->declaration.file->source->path;
    difference.record = record_name(pair);
    difference.origin = "the schema";
    pair->compared->note(pair->compared->context, &difference);
}

static void note_numbers(const struct pair *pair, const char *field, const char *what,
                         uint64_t found, uint64_t expected) {
    if (found != expected) {
        note(pair, (struct difference){
                       .field = field, .what = what, .found = found, .expected = expected});
    }
}

/* The name that a member has in C; pads are numbered as they come. */
static const char *member_name(struct mem *mem, const struct member *member, size_t *pads) {
    switch (member->kind) {
    case MEMBER_BASE:
        return "base";
    case MEMBER_EXT:
        return "ext";
    case MEMBER_BITS:
        return mem_concat(mem, "bits_", mem_number(mem, member->number), NULL);
    case MEMBER_PRESENCE:
        return mem_concat(mem, "present_", mem_number(mem, member->number), NULL);
    case MEMBER_PAD:
        return mem_concat(mem, "pad_", mem_number(mem, (*pads)++), NULL);
    case MEMBER_FIELD:
        break;
    }
    return member->field->c_name;
}

static const struct clang_field *find_field(const struct clang_record *record, const char *name,
                                            size_t expected_at) {
    if (expected_at < record->field_count && strcmp(record->fields[expected_at].name, name) == 0) {
        return &record->fields[expected_at];
    }
    for (size_t i = 0; i < record->field_count; i++) {
        if (strcmp(record->fields[i].name, name) == 0) {
            return &record->fields[i];
        }
    }
    return NULL;
}

static void compare_members(const struct pair *pair) {
    struct mem *mem = pair->compared->mem;
    enum width width = pair->compared->width;
    size_t pads = 0;
    size_t at = 0;
    for (size_t i = 0; i < pair->layout->member_count; i++) {
        const struct member *member = &pair->layout->members[i];
        const char *name = member_name(mem, member, &pads);
        if (member->kind == MEMBER_PAD && member->size[width] == 0) {
            continue;
        }
        const char *shown = member->kind == MEMBER_FIELD ? field_name(pair, member->field) : name;
        const struct clang_field *field = find_field(pair->found, name, at);
        if (field == NULL) {
            note(pair, (struct difference){
                           .field = shown, .what = "the member is missing", .is_missing = true});
            continue;
        }
        at = (size_t)(field - pair->found->fields) + 1;
        bool is_whole = field->offset % 8 == 0;
        uint64_t unit = is_whole ? 8 : 1;
        note_numbers(pair, shown, is_whole ? "offset" : "offset in bits", field->offset / unit,
                     8 / unit * member->offset[width]);
        note_numbers(pair, shown, "size", field->size, member->size[width]);
    }
}

/* Members that the schema does not have. */
static void find_strangers(const struct pair *pair) {
    struct mem *mem = pair->compared->mem;
    enum width width = pair->compared->width;
    struct map *known = map_new(mem);
    size_t pads = 0;
    for (size_t i = 0; i < pair->layout->member_count; i++) {
        const struct member *member = &pair->layout->members[i];
        const char *name = member_name(mem, member, &pads);
        if (member->kind != MEMBER_PAD || member->size[width] > 0) {
            *map_place(known, name, strlen(name)) = known;
        }
    }
    for (size_t i = 0; i < pair->found->field_count; i++) {
        const char *name = pair->found->fields[i].name;
        if (map_get(known, name, strlen(name)) == NULL) {
            note(pair, (struct difference){.field = name,
                                           .what = "the schema has no such member",
                                           .is_missing = true});
        }
    }
}

static size_t present_members(const struct layout *layout, enum width width) {
    size_t count = 0;
    for (size_t i = 0; i < layout->member_count; i++) {
        count += layout->members[i].kind != MEMBER_PAD || layout->members[i].size[width] > 0;
    }
    return count;
}

static void compare_record(const struct compared *compared, const struct record *record) {
    enum width width = compared->width;
    const char *name = record->declaration.c_name;
    struct pair pair = {
        .compared = compared,
        .record = record,
        .layout = layout_of(compared->subject->layouts, record),
        .found = map_get(compared->records->by_name, name, strlen(name)),
    };
    if (!pair.layout->known[width]) {
        return; /* its header does not compile for the target */
    }
    if (pair.found == NULL) {
        note(&pair, (struct difference){.what = "the struct is missing", .is_missing = true});
        return;
    }
    const struct measure *measure = &pair.layout->measure;
    note_numbers(&pair, NULL, "size", pair.found->size, measure->size[width]);
    /* i386 aligns less, which explicit padding makes up for; what @align asks for must be. */
    bool may_be_less = record->align == 0 && pair.found->align < measure->align[width];
    if (!may_be_less) {
        note_numbers(&pair, NULL, "alignment", pair.found->align, measure->align[width]);
    }
    compare_members(&pair);
    if (pair.found->field_count != present_members(pair.layout, width)) {
        find_strangers(&pair);
    }
}

void compare_with_model(const struct compared *compared) {
    const struct program *program = compared->subject->program;
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const struct file *only = compared->subject->file;
        if (only == NULL || record->declaration.file == only) {
            compare_record(compared, record);
        }
    }
}
