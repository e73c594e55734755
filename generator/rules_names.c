/* Rules about names: the schema's own must be possible in C and C++, and no two globals that the
 * generated code has may be the same (generated-c.md, "Names"). */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "emitted.h"
#include "map.h"
#include "mem.h"
#include "reserved.h"
#include "rules.h"
#include "types.h"

/* `pad_0` and the like: a stem and nothing but digits behind it. */
static bool is_numbered(const char *name, const char *stem) {
    size_t length = strlen(stem);
    return strncmp(name, stem, length) == 0 && name[length] != '\0' &&
           strspn(name + length, "0123456789") == strlen(name + length);
}

static bool is_member_of_ours(const char *name) {
    return strcmp(name, "base") == 0 || strcmp(name, "ext") == 0 || strcmp(name, "tail") == 0 ||
           is_numbered(name, "pad_") || is_numbered(name, "bits_") || is_numbered(name, "present_");
}

static bool is_parameter_of_ours(const char *name) {
    static const char *const parameters[] = {"self",   "value",  "out",      "name",   "names",
                                             "length", "index",  "capacity", "from",   "to",
                                             "a",      "b",      "i",        "buffer", "size",
                                             "text",   "status", "item",     "items",  "number"};
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        if (strcmp(name, parameters[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool belongs_to_run_time(const char *name) {
    return strncmp(name, "slots_", 6) == 0 || strncmp(name, "SLOTS_", 6) == 0 ||
           strncmp(name, "slotc_", 6) == 0 || strncmp(name, "SLOTC_", 6) == 0;
}

static const char *why_no_identifier(const char *name) {
    if (strstr(name, "__") != NULL) {
        return "names with `__` belong to the compiler";
    }
    return name[0] == '_' && isupper((unsigned char)name[1])
               ? "names that begin with `_` and a capital belong to the compiler"
               : NULL;
}

/* Where @c_name gives the name in C. */
static struct span span_of_c_name(const struct preamble *preamble) {
    const struct annotation *at = preamble->annotations;
    while (strcmp(at->name.text, "c_name") != 0 || at->arguments[0].text != preamble->c_name) {
        at = at->next;
    }
    return at->arguments[0].span;
}

static void report_reserved(struct check *check, const struct name *name,
                            const struct preamble *preamble, const char *why) {
    if (preamble->c_name != NULL) {
        struct diagnostic *diagnostic = check_report(
            check, span_of_c_name(preamble), "`%s`, the name of `%s` in C, cannot be used: %s",
            preamble->c_name, name->text, why);
        diagnostic_help(diagnostic, "give it another name with `@c_name`");
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, name->span, "`%s` cannot be used as a name: %s", name->text, why);
    bool one_more_underscore_mends =
        why_no_identifier(name->text) == NULL && !belongs_to_run_time(name->text);
    diagnostic_help(
        diagnostic,
        "rename it, or keep it in the schema and give it another name in C: `@c_name(\"%s\")`",
        one_more_underscore_mends ? mem_format(check->mem, "%s_", name->text) : "…");
}

/* Names that become C identifiers as they stand. */
static const char *why_not_in_c(const char *name) {
    const char *why = why_no_identifier(name);
    return why == NULL && reserved_word(name) ? "C or C++, or one of their headers, has that word"
                                              : why;
}

static void check_field_name(struct check *check, const struct field *field) {
    const char *why = why_not_in_c(field->c_name);
    if (why == NULL && belongs_to_run_time(field->c_name)) {
        why = "the run time's own names begin so";
    }
    if (why == NULL && is_member_of_ours(field->c_name)) {
        why = "the generated struct has a member of that name";
    }
    if (why != NULL) {
        report_reserved(check, &field->name, &field->preamble, why);
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
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (map_get(types, field->c_name, strlen(field->c_name)) != NULL) {
            check->field = field;
            report_reserved(
                check, &field->name, &field->preamble,
                "the struct has a member of that type, and C++ then takes the name for it");
        }
    }
    check->field = NULL;
}

static void check_declaration_name(struct check *check, const struct declaration *declaration) {
    if (type_is_word(declaration->name.text)) {
        diagnostic_help(check_report(check, declaration->name.span,
                                     "`%s` cannot be used as a name: it is a word of the language",
                                     declaration->name.text),
                        "rename it");
        return;
    }
    const char *why = why_not_in_c(declaration->c_name);
    const char *package = declaration->file->package.text;
    bool has_prefix = declaration->preamble.c_name == NULL && package != NULL;
    if (has_prefix && (package_is_ours(package) || why_no_identifier(package) != NULL)) {
        why = why_not_in_c(declaration->name.text);
    } else if (why == NULL && belongs_to_run_time(declaration->c_name)) {
        why = "the run time's own names begin so";
    }
    if (why == NULL && reserved_global(declaration->c_name)) {
        why = "the C library, or the program's start, has a global of that name";
    }
    if (why == NULL && is_parameter_of_ours(declaration->c_name)) {
        why = "parameters of the generated functions are called so";
    }
    if (why != NULL) {
        report_reserved(check, &declaration->name, &declaration->preamble, why);
    }
}

static void check_package(struct check *check, const struct file *file) {
    const char *package = file->package.text;
    if (package == NULL) {
        return;
    }
    const char *why = why_no_identifier(package);
    if (why == NULL && package_is_ours(package)) {
        why = "the run time's own names begin so";
    }
    if (why != NULL) {
        diagnostic_help(check_report(check, file->package.span,
                                     "`%s` cannot be used as a package: %s", package, why),
                        "rename the package");
    }
}

static void check_names(struct check *check, const struct file *file) {
    check_package(check, file);
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        check_declaration_name(check, declaration);
        if (declaration->kind != DECLARATION_ENUM) {
            continue;
        }
        const struct enumeration *enumeration =
            (const struct enumeration *)(const void *)declaration;
        for (size_t i = 0; i < enumeration->count; i++) {
            const struct enumerator *enumerator = &enumeration->enumerators[i];
            const char *why = enumerator->preamble.c_name == NULL
                                  ? why_no_identifier(enumerator->name.text)
                                  : why_not_in_c(enumerator->c_name);
            if (why != NULL) {
                report_reserved(check, &enumerator->name, &enumerator->preamble, why);
            }
        }
    }
}

/* The hashes of all names: as long as no two are the same, no two names are, and that is all that
 * most runs need to know. */
struct hashes {
    struct mem *mem;
    uint64_t *items; /* open addressing; 0 is free */
    size_t capacity; /* a power of two */
    size_t count;
    bool doubled;
};

static uint64_t *hash_place(const struct hashes *hashes, uint64_t hash) {
    size_t at = (size_t)hash & (hashes->capacity - 1);
    while (hashes->items[at] != 0 && hashes->items[at] != hash) {
        at = (at + 1) & (hashes->capacity - 1);
    }
    return &hashes->items[at];
}

static void grow_hashes(struct hashes *hashes) {
    struct hashes larger = *hashes;
    larger.capacity = hashes->capacity == 0 ? 1024 : 2 * hashes->capacity;
    larger.items = mem_alloc(hashes->mem, larger.capacity * sizeof *larger.items);
    for (size_t i = 0; i < hashes->capacity; i++) {
        if (hashes->items[i] != 0) {
            *hash_place(&larger, hashes->items[i]) = hashes->items[i];
        }
    }
    *hashes = larger;
}

static void note_hash(void *context, const char *name, const struct emitted *emitted) {
    struct hashes *hashes = context;
    (void)emitted;
    if (2 * (hashes->count + 1) > hashes->capacity) {
        grow_hashes(hashes);
    }
    uint64_t hash = map_hash(name, strlen(name));
    uint64_t *place = hash_place(hashes, hash);
    hashes->doubled = hashes->doubled || hash == 0 || *place != 0;
    hashes->count += *place == 0;
    *place = hash;
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

/* One cause, one finding: two names in the schema have several globals each. Two fields that are
 * both inherited collide in an ancestor already. */
static bool is_repeated(struct collisions *collisions, const struct emitted *emitted,
                        const struct emitted *first) {
    struct span span = emitted_span(emitted);
    struct span first_span = emitted_span(first);
    bool repeated =
        same_place(span, first_span) ||
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
    if (is_repeated(collisions, emitted, first)) {
        return;
    }
    struct diagnostic *diagnostic = check_report(
        check, emitted_span(emitted), "the generated code would have two globals `%s`: one is %s",
        name, emitted_words(check->mem, emitted));
    diagnostic_note(diagnostic, emitted_span(first), "the other is %s",
                    emitted_words(check->mem, first));
    diagnostic_help(diagnostic, "rename one in the schema, or in C alone with `@c_name(\"…\")`");
}

static void check_collisions(struct check *check, const struct program *program) {
    /* Declarations of one name are reported as such; their globals would only repeat it. */
    if (diagnostics_failed(check->diagnostics)) {
        return;
    }
    struct hashes hashes = {.mem = check->mem};
    emitted_names(check->mem, program, note_hash, &hashes);
    if (hashes.doubled) {
        struct collisions collisions = {.check = check, .names = map_new(check->mem)};
        emitted_names(check->mem, program, collide, &collisions);
    }
}

const struct rule name_rules[] = {
    {.name = "name-collides",
     .group = "names",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "two globals of the generated code would have the same name",
     .check_program = check_collisions},
    {.name = "name-reserved",
     .group = "names",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .summary = "a name is a word of C, C++ or the language, or belongs to the generated code",
     .check_record = check_member_types,
     .check_field = check_field_name,
     .check_file = check_names},
};

const size_t name_rule_count = sizeof name_rules / sizeof *name_rules;
