#include "import_record.h"

#include <inttypes.h>
#include <string.h>

#include "clang_records.h"
#include "import_docs.h"
#include "import_names.h"
#include "import_type.h"
#include "imported.h"
#include "map.h"
#include "mem.h"
#include "resolve.h"
#include "text.h"

#define MOST_ALIGN 4096

/* A record while its fields are placed, as slotc will place them in declared order. */
struct placing {
    struct importer *importer;
    struct imported *item;
    struct map *names; /* of fields, inherited ones too */
    uint64_t end; /* in bytes */
    uint32_t align;
};

static uint64_t round_up(uint64_t value, uint32_t align) {
    return (value + align - 1) / align * align;
}

static void note(const struct placing *placing, const char *words) {
    paths_add(placing->importer->mem, &placing->item->notes, words);
}

/* "x", or what is free and like it. */
static const char *free_name(const struct placing *placing, const char *name) {
    struct mem *mem = placing->importer->mem;
    const char *plain = import_plain_name(placing->importer, name);
    const char *free = plain;
    for (unsigned i = 1; map_get(placing->names, free, strlen(free)) != NULL; i++) {
        free = mem_format(mem, "%s_%u", plain, i + 1);
    }
    *map_place(placing->names, free, strlen(free)) = placing->names;
    return free;
}

static struct imported_field *append(struct placing *placing, struct imported_field field) {
    struct imported *item = placing->item;
    item->fields =
        mem_grow(placing->importer->mem, item->fields, item->field_count, sizeof *item->fields);
    item->fields[item->field_count] = field;
    item->fields[item->field_count].name = free_name(placing, field.name);
    return &item->fields[item->field_count++];
}

/* Appends a field where C has it; what would stand elsewhere by itself is pinned. */
static struct imported_field *place(struct placing *placing, struct imported_field field,
                                    uint32_t align) {
    uint64_t offset = field.offset / 8;
    field.pinned = round_up(placing->end, align) != offset;
    placing->end = offset + field.size;
    placing->align = align > placing->align ? align : placing->align;
    return append(placing, field);
}

/* Appends bytes that the language cannot say more of. */
static void place_bytes(struct placing *placing, struct imported_field field) {
    uint32_t align = 1;
    field.opaque = true;
    field.type =
        import_bytes(placing->importer, field.offset / 8, field.size, placing->item->align, &align);
    (void)place(placing, field, align);
}

static const char *docs_of(const struct placing *placing, const struct imported_member *member) {
    return import_docs(placing->importer, member->cursor);
}

/* The name of what has none in C: "union_at_8". */
static const char *name_at(const struct placing *placing, const char *what, uint64_t offset) {
    return mem_format(placing->importer->mem, "%s_at_%" PRIu64, what, offset);
}

/* What a field's line says of C: its type there, and that it is one of several. */
static const char *note_of(const struct placing *placing, const struct imported_member *member,
                           const char *type) {
    struct mem *mem = placing->importer->mem;
    if (member->stands_for == NULL) {
        return type;
    }
    return mem_concat(mem, type == NULL ? "" : type, type == NULL ? "" : ", ",
                      "one of a union: ", imported_choices(mem, member->stands_for), NULL);
}

static void place_member(struct placing *placing, const struct imported_member *member) {
    struct importer *importer = placing->importer;
    struct mem *mem = importer->mem;
    uint64_t offset = member->offset / 8;
    const char *name = member->name[0] == '\0' ? name_at(placing, "union", offset) : member->name;
    if (member->size == 0) {
        const char *type = clang_type_words(mem, importer->clang, member->type);
        note(placing, mem_format(mem, "`%s`, at %" PRIu64 ", is left out: `%s` has no bytes.", name,
                                 offset, import_clean(mem, type)));
        return;
    }
    struct imported_type type = import_type(importer, placing->item, member->type);
    struct imported_field field = {
        .name = name,
        .type = type.words,
        .docs = docs_of(placing, member),
        .note = type.words == NULL ? type.note : note_of(placing, member, type.note),
        .offset = member->offset,
        .size = member->size,
        .target = type.target,
        .is_ref = type.is_ref,
    };
    bool fits =
        type.words != NULL && offset % type.align == 0 && type.align <= placing->item->align;
    if (fits) {
        placing->item->has_refs = placing->item->has_refs || type.is_ref;
        (void)place(placing, field, type.align);
        return;
    }
    field.target = NULL;
    if (type.words != NULL) {
        field.note = mem_format(mem, "`%s`, which C does not align to %u here", type.words,
                                (unsigned)type.align);
    }
    place_bytes(placing, field);
}

/* Bit-fields side by side. */
struct run {
    const struct imported_member *first;
    size_t count;
};

static bool is_expressible(const struct placing *placing, const struct run *run) {
    bool good = placing->importer->little_endian && !placing->item->no_bits;
    for (size_t i = 0; i < run->count && good; i++) {
        good =
            import_is_unsigned(placing->importer, run->first[i].type) && run->first[i].bits <= 64;
    }
    return good;
}

/* Those without a name are named all the same: they take part in what shares a unit. */
static void place_bits(struct placing *placing, const struct run *run) {
    struct mem *mem = placing->importer->mem;
    for (size_t i = 0; i < run->count; i++) {
        const struct imported_member *member = &run->first[i];
        if (member->bits == 0) {
            continue;
        }
        bool is_named = member->name[0] != '\0';
        placing->item->has_bits = true;
        (void)append(placing, (struct imported_field){
                                  .name = is_named ? member->name
                                                   : name_at(placing, "unused", member->offset),
                                  .type = mem_format(mem, "bits[%" PRIu32 "]", member->bits),
                                  .docs = docs_of(placing, member),
                                  .note = note_of(placing, member, NULL),
                                  .offset = member->offset,
                                  .is_bits = true,
                              });
        uint64_t end = (member->offset + member->bits + 7) / 8;
        placing->end = end > placing->end ? end : placing->end;
    }
}

/* "a: 3, b: 1" */
static const char *words_of_run(const struct placing *placing, const struct run *run) {
    struct text text = {.mem = placing->importer->mem};
    for (size_t i = 0; i < run->count; i++) {
        if (run->first[i].bits != 0) {
            text_format(&text, "%s%s: %" PRIu32, text.length == 0 ? "" : ", ", run->first[i].name,
                        run->first[i].bits);
        }
    }
    return text_string(&text);
}

static void place_run_as_bytes(struct placing *placing, const struct run *run) {
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    for (size_t i = 0; i < run->count; i++) {
        uint64_t offset = run->first[i].offset;
        if (run->first[i].bits != 0) {
            first = offset / 8 < first ? offset / 8 : first;
            uint64_t end = (offset + run->first[i].bits + 7) / 8;
            last = end > last ? end : last;
        }
    }
    if (last == 0) {
        return;
    }
    place_bytes(placing, (struct imported_field){
                             .name = name_at(placing, "bits", first),
                             .docs = run->count == 1 ? docs_of(placing, run->first) : NULL,
                             .note = mem_concat(placing->importer->mem, "bit-fields ",
                                                words_of_run(placing, run),
                                                ": slotc keeps bits in its own way", NULL),
                             .offset = 8 * first,
                             .size = last - first,
                         });
}

static void place_run(struct placing *placing, const struct run *run) {
    if (is_expressible(placing, run)) {
        place_bits(placing, run);
    } else {
        place_run_as_bytes(placing, run);
    }
}

/* The struct that the first member is, where it can be the base: then its fields are the record's
 * own. */
static const struct imported *base_of(const struct importer *importer,
                                      const struct imported *item) {
    const struct clang *clang = importer->clang;
    if (item->member_count == 0) {
        return NULL;
    }
    const struct imported_member *first = &item->members[0];
    const struct imported *base = imported_of(importer, first->type);
    bool may_be = base != NULL && base->kind == IMPORTED_RECORD && base->wanted &&
                  base->skipped == NULL && first->offset == 0 && first->name[0] != '\0' &&
                  base->field_count + (base->base != NULL) > 0 && base->align <= item->align;
    /* Two of a kind are a pair, and none of them what the other is built on. */
    for (size_t i = 1; i < item->member_count && may_be; i++) {
        may_be = !clang->equalTypes(clang->getCanonicalType(first->type),
                                    clang->getCanonicalType(item->members[i].type));
    }
    size_t depth = 1;
    for (const struct imported *at = base; at != NULL; at = at->base) {
        depth++;
    }
    return may_be && depth <= MAX_CHAIN ? base : NULL;
}

static bool has_name(const struct imported *item, const struct map *names) {
    for (size_t i = 1; i < item->member_count; i++) {
        const char *name = item->members[i].name;
        if (map_get(names, name, strlen(name)) != NULL) {
            return true;
        }
    }
    return false;
}

/* Takes the base, unless one of its fields is called as one of the record's own. */
static void place_base(struct placing *placing) {
    struct mem *mem = placing->importer->mem;
    struct imported *item = placing->item;
    const struct imported *base = base_of(placing->importer, item);
    struct map *names = map_new(mem);
    for (const struct imported *at = base; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            const char *name = at->fields[i].name;
            *map_place(names, name, strlen(name)) = names;
        }
    }
    placing->names = names;
    if (base == NULL || has_name(item, names)) {
        placing->names = base == NULL ? names : map_new(mem);
        return;
    }
    item->base = base;
    placing->end = base->size;
    placing->align = base->align;
    note(placing, mem_format(mem, "In C, its base is the member `%s`.", item->members[0].name));
}

static const char *why_not(const struct importer *importer, const struct imported *item) {
    if (item->has_too_many) {
        return "it has more members than a record may have fields";
    }
    if (item->size == 0) {
        return "it has no bytes, and a record has at least one";
    }
    return item->align > MOST_ALIGN
               ? mem_format(importer->mem,
                            "it is aligned to %" PRIu32 ", and a record to %d at most", item->align,
                            MOST_ALIGN)
               : NULL;
}

void import_record(struct importer *importer, struct imported *item) {
    struct placing placing = {.importer = importer, .item = item, .align = 1};
    item->base = NULL;
    item->fields = NULL;
    item->field_count = 0;
    item->notes = (struct paths){0};
    item->has_bits = false;
    item->has_refs = false;
    item->skipped = why_not(importer, item);
    if (item->skipped != NULL) {
        return;
    }
    place_base(&placing);
    for (size_t i = item->base != NULL; i < item->member_count; i++) {
        struct run run = {.first = &item->members[i]};
        while (i + run.count < item->member_count && run.first[run.count].is_bits) {
            run.count++;
        }
        if (run.count > 0) {
            place_run(&placing, &run);
            i += run.count - 1;
        } else {
            place_member(&placing, &item->members[i]);
        }
    }
    item->raised_align = placing.align < item->align ? item->align : 0;
    uint64_t end = round_up(placing.end, item->align);
    if (end < item->size && !item->has_bits) {
        place_bytes(&placing, (struct imported_field){
                                  .name = name_at(&placing, "unused", placing.end),
                                  .note = "no member of the struct has these bytes",
                                  .offset = 8 * placing.end,
                                  .size = item->size - placing.end,
                              });
    }
    import_name_fields(importer, item);
}
