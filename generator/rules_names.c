/* Rules about names: the schema's own must be possible in C and C++, and no two globals that the
 * generated code has may be the same (generated-c.md, "Names"). */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "c_name.h"
#include "emitted.h"
#include "map.h"
#include "mem.h"
#include "rules.h"
#include "types.h"

/* Where @c_name gives the name in C. */
static struct span span_of_c_name(const struct preamble *preamble) {
    const struct annotation *at = preamble->annotations;
    while (strcmp(at->name.text, "c_name") != 0 || at->arguments[0].text != preamble->c_name) {
        at = at->next;
    }
    return at->arguments[0].span;
}

/* c_name is what name becomes in C. */
static void report_reserved(struct check *check, const struct name *name, const char *c_name,
                            const struct preamble *preamble, const char *why) {
    if (preamble->c_name != NULL) {
        struct diagnostic *diagnostic = check_report(
            check, span_of_c_name(preamble), "`%s`, the name of `%s` in C, cannot be used: %s",
            preamble->c_name, name->text, why);
        diagnostic_help(diagnostic, "give it another name with `@c_name`");
        return;
    }
    bool is_other = strcmp(c_name, name->text) != 0;
    struct diagnostic *diagnostic = check_report(
        check, name->span, "`%s`%s%s%s cannot be used as a name: %s", name->text,
        is_other ? ", which is `" : "", is_other ? c_name : "", is_other ? "` in C," : "", why);
    bool one_more_underscore_mends =
        c_name_no_identifier(c_name) == NULL && !c_name_belongs_to_run_time(c_name);
    diagnostic_help(
        diagnostic,
        "rename it, or keep it in the schema and give it another name in C: `@c_name(\"%s\")`",
        one_more_underscore_mends ? mem_format(check->mem, "%s_", c_name) : "…");
}

static void check_field_name(struct check *check, const struct field *field) {
    const char *why = c_name_no_member(field->c_name);
    if (why != NULL) {
        report_reserved(check, &field->name, field->c_name, &field->preamble, why);
    }
}

static bool package_is_ours(const char *package) {
    return package != NULL && (strcmp(package, "slots") == 0 || strncmp(package, "slots.", 6) == 0);
}

/* In C++ a member may not be called as a type that the same struct names. */
static void check_member_types(struct check *check, const struct record *record) {
    struct map *types = map_new(check->mem);
    if (record->base != NULL) {
        const char *base = record->base->declaration.c_name;
        *map_place(types, base, strlen(base)) = types;
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct record *target = record->fields[i].type.record;
        if (target != NULL) {
            *map_place(types, target->declaration.c_name, strlen(target->declaration.c_name)) =
                types;
        }
        const struct extern_type *foreign = record->fields[i].type.foreign;
        const char *name = foreign == NULL ? NULL : type_typedef(check->mem, foreign);
        if (name != NULL) {
            *map_place(types, name, strlen(name)) = types;
        }
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (map_get(types, field->c_name, strlen(field->c_name)) != NULL) {
            check->field = field;
            report_reserved(
                check, &field->name, field->c_name, &field->preamble,
                "the struct has a member of that type, and C++ then takes the name for it");
        }
    }
    check->field = NULL;
}

/* Whether the name, or the package that is part of it, is reported. */
static bool check_declaration_name(struct check *check, const struct declaration *declaration) {
    if (type_is_word(declaration->name.text)) {
        diagnostic_help(check_report(check, declaration->name.span,
                                     "`%s` cannot be used as a name: it is a word of the language",
                                     declaration->name.text),
                        "rename it");
        return true;
    }
    if (declaration->kind == DECLARATION_EXTERN) {
        return false; /* no name in C is made of it */
    }
    const char *why = c_name_no_global(declaration->c_name);
    const char *package = declaration->file->package.text;
    bool has_prefix = declaration->preamble.c_name == NULL && package != NULL;
    bool in_bad_package =
        has_prefix && (package_is_ours(package) || c_name_no_identifier(package) != NULL);
    if (in_bad_package) {
        why = c_name_no_word(declaration->name.text);
    }
    if (why != NULL) {
        report_reserved(check, &declaration->name, declaration->c_name, &declaration->preamble,
                        why);
    }
    return why != NULL || in_bad_package;
}

static void check_package(struct check *check, const struct file *file) {
    const char *package = file->package.text;
    if (package == NULL) {
        return;
    }
    const char *why = c_name_no_identifier(package);
    if (why == NULL && package_is_ours(package)) {
        why = "the run time's own names begin so";
    }
    if (why != NULL) {
        diagnostic_help(check_report(check, file->package.span,
                                     "`%s` cannot be used as a package: %s", package, why),
                        "rename the package");
    }
}

/* is_known: of what the enumerators' names begin with it is said already that it cannot be used. */
static void check_enumerators(struct check *check, const struct enumeration *enumeration,
                              bool is_known) {
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        bool is_renamed = enumerator->preamble.c_name != NULL;
        const char *own = is_renamed ? NULL : c_name_no_identifier(enumerator->name.text);
        const char *c_name = own != NULL ? enumerator->name.text : enumerator->c_name;
        const char *why = own;
        if (is_renamed || (!is_known && c_name_no_identifier(c_name) == NULL)) {
            why = c_name_no_global(c_name);
        }
        if (why != NULL) {
            report_reserved(check, &enumerator->name, c_name, &enumerator->preamble, why);
        }
    }
}

static void check_names(struct check *check, const struct file *file) {
    check_package(check, file);
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        bool is_known = check_declaration_name(check, declaration);
        if (declaration->kind == DECLARATION_ENUM) {
            check_enumerators(check, (const struct enumeration *)(const void *)declaration,
                              is_known);
        }
    }
}

/* The hashes of all names: as long as no two are the same, no two names are, and that is all that
 * most runs need to know. A hash's low bits say where it is, its high ones are what is kept of it:
 * much of a short run's time is that of memory that is touched for the first time. */
struct hashes {
    uint32_t *items; /* open addressing; 0 is free */
    size_t capacity; /* a power of two */
    bool doubled;
};

/* A table for all names, with some room between them. */
static struct hashes new_hashes(struct mem *mem, const struct program *program) {
    struct hashes hashes = {.capacity = 256};
    size_t most = emitted_most(mem, program);
    while (hashes.capacity < most + most / 4) {
        hashes.capacity *= 2;
    }
    hashes.items = mem_alloc(mem, hashes.capacity * sizeof *hashes.items);
    return hashes;
}

static uint32_t kept_of(uint64_t hash) {
    uint32_t high = (uint32_t)(hash >> 32);
    return high == 0 ? 1 : high;
}

static uint32_t *hash_place(const struct hashes *hashes, uint64_t hash) {
    size_t at = (size_t)hash & (hashes->capacity - 1);
    while (hashes->items[at] != 0 && hashes->items[at] != kept_of(hash)) {
        at = (at + 1) & (hashes->capacity - 1);
    }
    return &hashes->items[at];
}

static void note_hash(void *context, const char *name, const struct emitted *emitted) {
    struct hashes *hashes = context;
    (void)emitted;
    uint64_t hash = map_hash(name, strlen(name));
    uint32_t *place = hash_place(hashes, hash);
    hashes->doubled = hashes->doubled || *place != 0;
    *place = kept_of(hash);
}

struct collisions {
    struct check *check;
    struct map *names; /* name → struct emitted */
    const struct declaration *doubled; /* its type is another's, which is reported */
    struct span last; /* reported */
    struct span last_first;
};

static bool is_type(const struct emitted *emitted) {
    return emitted->part[0] == '\0' && emitted->field == NULL && emitted->ancestor == NULL &&
           emitted->enumerator == NULL;
}

static bool same_place(struct span a, struct span b) {
    return a.source == b.source && a.start == b.start;
}

/* Two upcasts collide in the child of one of the ancestors, and in that one's descendants. */
static bool is_below_upcasts(const struct emitted *emitted, const struct emitted *first) {
    const struct record *record = (const struct record *)(const void *)emitted->declaration;
    return emitted->ancestor != record->base && first->ancestor != record->base;
}

/* Two fields of one name, which is reported as such. */
static bool is_field_twice(const struct emitted *emitted, const struct emitted *first) {
    return emitted->field != NULL && first->field != NULL &&
           emitted->declaration == first->declaration &&
           strcmp(emitted->field->name.text, first->field->name.text) == 0;
}

/* One cause, one finding: two names in the schema have several globals each. Two fields that are
 * both inherited collide in an ancestor already. */
static bool is_repeated(struct collisions *collisions, const struct emitted *emitted,
                        const struct emitted *first) {
    struct span span = emitted_span(emitted);
    struct span first_span = emitted_span(first);
    bool are_upcasts = emitted->ancestor != NULL && first->ancestor != NULL;
    bool repeated =
        (are_upcasts ? is_below_upcasts(emitted, first) : same_place(span, first_span)) ||
        (same_place(span, collisions->last) && same_place(first_span, collisions->last_first));
    collisions->last = span;
    collisions->last_first = first_span;
    return repeated;
}

/* A chain's length and a record's fields multiply: what a global comes from is put into words only
 * where two are the same. */
static void collide(void *context, const char *name, const struct emitted *emitted) {
    struct collisions *collisions = context;
    struct check *check = collisions->check;
    if (emitted->declaration == collisions->doubled) {
        return;
    }
    const struct emitted *first = map_get(collisions->names, name, strlen(name));
    if (first == NULL) {
        struct emitted *origin = mem_alloc(check->mem, sizeof *origin);
        *origin = *emitted;
        *map_place(collisions->names, mem_string(check->mem, name), strlen(name)) = origin;
        return;
    }
    collisions->doubled = is_type(emitted) ? emitted->declaration : collisions->doubled;
    if (is_field_twice(emitted, first) || is_repeated(collisions, emitted, first)) {
        return;
    }
    struct diagnostic *diagnostic = check_report(
        check, emitted_span(emitted), "the generated code would have two globals `%s`: one is %s",
        name, emitted_words(check->mem, emitted));
    diagnostic_note(diagnostic, emitted_span(first), "the other is %s",
                    emitted_words(check->mem, first));
    diagnostic_help(diagnostic, "rename one in the schema, or in C alone with `@c_name(\"…\")`");
}

/* The fields whose names may be those of macros, which would be taken for them. */
struct macros {
    struct check *check;
    struct map *fields; /* name in C → struct field, the first that has it */
};

static bool is_macro_part(const char *part) {
    static const char *const parts[] = {"_ALIGN", "_COUNT",      "_HAS_DICT", "_LAYOUT_ID",
                                        "_SIZE",  "_SLOT_COUNT", "_OFFSET_"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(part, parts[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void meet_field(void *context, const char *name, const struct emitted *emitted) {
    const struct macros *macros = context;
    if (!is_macro_part(emitted->part)) {
        return;
    }
    void **place = map_place(macros->fields, name, strlen(name));
    const struct field *field = *place;
    if (field == NULL) {
        return;
    }
    *place = NULL;
    macros->check->field = field;
    struct diagnostic *diagnostic =
        check_report(macros->check, field->name.span,
                     "the field `%s` has the name of a macro of the generated code", name);
    diagnostic->record = field->record->declaration.qualified;
    diagnostic_note(diagnostic, emitted_span(emitted), "the macro is %s",
                    emitted_words(macros->check->mem, emitted));
    diagnostic_help(diagnostic, "rename the field, or in C alone with `@c_name(\"%s_\")`", name);
    macros->check->field = NULL;
}

/* Of most schemas no field's name is capitals at its end, or holds `_OFFSET_`. */
static bool may_be_macro(const char *name) {
    const char *last = strrchr(name, '_');
    return strstr(name, "_OFFSET_") != NULL || (last != NULL && isupper((unsigned char)last[1]));
}

static void check_macros(struct check *check, const struct program *program) {
    struct macros macros = {check, map_new(check->mem)};
    bool any = false;
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        for (size_t j = 0; j < record->field_count; j++) {
            const struct field *field = &record->fields[j];
            if (may_be_macro(field->c_name)) {
                void **place = map_place(macros.fields, field->c_name, strlen(field->c_name));
                union {
                    const struct field *seen;
                    void *kept;
                } view = {.seen = field};
                *place = *place == NULL ? view.kept : *place;
                any = true;
            }
        }
    }
    if (any) {
        emitted_names(check->mem, program, meet_field, &macros);
    }
}

static void check_collisions(struct check *check, const struct program *program) {
    /* Declarations of one name are reported as such; their globals would only repeat it. */
    if (!check->resolved) {
        return;
    }
    if (emitted_may_collide(check->mem, program)) {
        struct hashes hashes = new_hashes(check->mem, program);
        emitted_names(check->mem, program, note_hash, &hashes);
        if (hashes.doubled) {
            struct collisions collisions = {.check = check, .names = map_new(check->mem)};
            emitted_names(check->mem, program, collide, &collisions);
        }
    }
    check_macros(check, program);
}

const struct rule name_rules[] = {
    {.name = "name-collides",
     .group = "names",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "two globals of the generated code would have the same name",
     .why = "Globals are made of the package, the record and the field, `Row_get_x`: two "
            "ways to put the same one together would give two functions of one name, "
            "which C refuses, or links wrongly.",
     .instead = "Rename one in the schema, or in C alone with `@c_name(\"…\")`.",
     .allow = "It cannot be allowed or lowered: the header would not compile.",
     .check_program = check_collisions},
    {.name = "name-reserved",
     .group = "names",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "a name is a word of C, C++ or the language, or belongs to the generated code",
     .why = "A word of C or C++, a macro of a standard header or a name that belongs to "
            "the compiler or to slotc's run time makes a header that does not compile, "
            "or does so on one system only.",
     .instead = "Rename it, or keep the name in the schema and give it another in C: "
                "`@c_name(\"class_\")`. Reflection and access by name keep the schema's.",
     .allow = "It cannot be allowed or lowered: the header would not compile everywhere.",
     .check_record = check_member_types,
     .check_field = check_field_name,
     .check_file = check_names},
};

const size_t name_rule_count = sizeof name_rules / sizeof *name_rules;
