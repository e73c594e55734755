#include "import_names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "c_name.h"
#include "import.h"
#include "imported.h"
#include "map.h"
#include "mem.h"
#include "text.h"
#include "types.h"

static bool is_taken(const struct map *taken, const char *name) {
    return map_get(taken, name, strlen(name)) != NULL;
}

static void take(struct map *taken, const char *name) {
    *map_place(taken, name, strlen(name)) = taken;
}

const char *import_plain_name(const struct importer *importer, const char *name) {
    char *plain = mem_string(importer->mem, name);
    for (char *at = plain; *at != '\0'; at++) {
        bool is_good = ((unsigned char)*at < 0x80 && isalnum((unsigned char)*at)) || *at == '_';
        if (!is_good) {
            *at = '_';
        }
    }
    return plain;
}

/* Without `__`, and without a `_` before a capital: such names belong to the compiler. */
static const char *without_doubles(struct mem *mem, const char *name) {
    struct text text = {.mem = mem};
    while (name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1]))) {
        name++;
    }
    for (; *name != '\0'; name++) {
        text_add(&text, name, name[0] != '_' || name[1] != '_');
    }
    return text.length == 0 ? "_" : text_string(&text);
}

/* The first name like that one which C does not refuse and nothing else has. */
static const char *mend(struct mem *mem, const char *name, const char *why_not(const char *name),
                        struct map *taken) {
    const char *stem = without_doubles(mem, name);
    if (c_name_belongs_to_run_time(stem)) {
        stem = mem_concat(mem, "c_", stem, NULL);
    }
    const char *end = stem[strlen(stem) - 1] == '_' ? "" : "_";
    const char *mended = stem;
    for (unsigned i = 0; why_not(mended) != NULL || is_taken(taken, mended); i++) {
        mended = i == 0 ? mem_concat(mem, stem, end[0] == '\0' ? "1_" : "_", NULL)
                        : mem_format(mem, "%s%sn%u", stem, end, i + 1);
    }
    take(taken, mended);
    return mended;
}

/* The first name like that one which no other declaration of the schema has. */
static const char *schema_name(const struct importer *importer, const struct imported *item,
                               struct map *taken) {
    struct mem *mem = importer->mem;
    const char *stem = import_plain_name(importer, item->stem);
    const char *tag = import_plain_name(importer, item->tag);
    const char *name = stem;
    if (is_taken(taken, name) && tag[0] != '\0') {
        name = tag;
    }
    for (unsigned i = 0; is_taken(taken, name) || type_is_word(name); i++) {
        name = i == 0 ? mem_concat(mem, stem, "_", NULL) : mem_format(mem, "%s_%u", stem, i + 1);
    }
    take(taken, name);
    return name;
}

/* "telemetry_" of `package telemetry;` */
static const char *prefix_of(const struct importer *importer) {
    const char *package = importer->request->package;
    if (package == NULL) {
        return "";
    }
    char *prefix = mem_concat(importer->mem, package, "_", NULL);
    for (char *at = prefix; *at != '\0'; at++) {
        if (*at == '.') {
            *at = '_';
        }
    }
    return prefix;
}

static void name_enumerators(struct importer *importer, struct imported *item, struct map *taken) {
    for (size_t i = 0; i < item->enumerator_count; i++) {
        struct imported_enumerator *enumerator = &item->enumerators[i];
        const char *usual = mem_concat(importer->mem, item->c_name, "_", enumerator->name, NULL);
        const char *mended = mend(importer->mem, usual, c_name_no_global, taken);
        bool is_same = strcmp(mended, usual) == 0 && c_name_no_identifier(enumerator->name) == NULL;
        enumerator->c_name = is_same ? NULL : mended;
    }
}

static void name_in_c(struct importer *importer, struct imported *item, const char *prefix,
                      struct map *taken) {
    const char *usual = mem_concat(importer->mem, prefix, item->name, NULL);
    const char *wanted = usual;
    if (item->renamings > 0) {
        wanted = mem_format(importer->mem, "%s_r%u", usual, item->renamings);
    }
    item->c_name = mend(importer->mem, wanted, c_name_no_global, taken);
    item->is_renamed = strcmp(item->c_name, usual) != 0;
    name_enumerators(importer, item, taken);
}

void import_name_all(struct importer *importer) {
    struct map *names = map_new(importer->mem);
    struct map *c_names = map_new(importer->mem);
    const char *prefix = prefix_of(importer);
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (item->wanted && item->skipped == NULL) {
            item->name = schema_name(importer, item, names);
            name_in_c(importer, item, prefix, c_names);
        }
    }
    struct imported opaque = {.stem = importer->opaque_name, .tag = ""};
    opaque.name = schema_name(importer, &opaque, names);
    name_in_c(importer, &opaque, prefix, c_names);
    importer->opaque_name = opaque.name;
    importer->opaque_c_name = opaque.is_renamed ? opaque.c_name : NULL;
}

/* What a record's own fields may not be called in C: as a type that the struct names, since C++
 * takes the name for that, or as what it inherits. */
static struct map *taken_by_others(struct mem *mem, const struct imported *item) {
    struct map *taken = map_new(mem);
    for (const struct imported *at = item->base; at != NULL; at = at->base) {
        take(taken, at->c_name);
        for (size_t i = 0; i < at->field_count; i++) {
            const struct imported_field *field = &at->fields[i];
            take(taken, field->c_name == NULL ? field->name : field->c_name);
        }
    }
    for (size_t i = 0; i < item->field_count; i++) {
        if (item->fields[i].target != NULL) {
            take(taken, item->fields[i].target->c_name);
        }
    }
    for (size_t i = 0; i < item->refused.count; i++) {
        take(taken, item->refused.items[i]);
    }
    return taken;
}

void import_name_fields(const struct importer *importer, struct imported *item) {
    static const char refused[] = "";
    struct map *taken = taken_by_others(importer->mem, item);
    for (size_t i = 0; i < item->field_count; i++) {
        struct imported_field *field = &item->fields[i];
        bool is_good = c_name_no_member(field->name) == NULL && !is_taken(taken, field->name);
        field->c_name = is_good ? NULL : refused;
        if (is_good) {
            take(taken, field->name);
        }
    }
    for (size_t i = 0; i < item->field_count; i++) {
        struct imported_field *field = &item->fields[i];
        if (field->c_name != NULL) {
            field->c_name = mend(importer->mem, field->name, c_name_no_member, taken);
        }
    }
}
