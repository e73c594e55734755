#include "resolve.h"

#include <stdint.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "resolver.h"
#include "suggest.h"
#include "text.h"
#include "types.h"

#define MAX_OFFERS 1000000

static bool same_package(const struct file *a, const struct file *b) {
    const char *left = a->package.text == NULL ? "" : a->package.text;
    const char *right = b->package.text == NULL ? "" : b->package.text;
    return strcmp(left, right) == 0;
}

static const char *in_package(struct mem *mem, const struct file *file, char separator,
                              const char *name) {
    if (file->package.text == NULL) {
        return name;
    }
    char *text = mem_format(mem, "%s%c%s", file->package.text, separator, name);
    for (char *at = text; separator == '_' && *at != '\0'; at++) {
        if (*at == '.') {
            *at = '_';
        }
    }
    return text;
}

static void report_duplicate(struct diagnostics *diagnostics, const struct declaration *second,
                             const struct declaration *first) {
    struct diagnostic *diagnostic = report(diagnostics, ERROR_NAME_DUPLICATE, second->name.span,
                                           "`%s` is declared twice", second->name.text);
    diagnostic_note(diagnostic, first->name.span, "the first one is here");
    diagnostic_help(diagnostic, first->file == second->file
                                    ? "rename one"
                                    : "rename one, or put the files in different packages");
}

/* Every declaration gets into the map of its file and into the one of all; doubles in a file keep
 * the first. Files come last first, so that namesakes are linked in the order of loading. */
static void declare(struct resolver *resolver, struct file *file) {
    file->names = map_new(resolver->mem);
    for (struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        const char *name = declaration->name.text;
        declaration->qualified = in_package(resolver->mem, file, '.', name);
        declaration->c_name = in_package(resolver->mem, file, '_', name);
        void **place = map_place(file->names, name, strlen(name));
        if (*place != NULL) {
            report_duplicate(resolver->diagnostics, declaration, *place);
        } else {
            *place = declaration;
            void **first = map_place(resolver->declared, name, strlen(name));
            declaration->namesake = *first;
            *first = declaration;
        }
    }
    file->imported = map_new(resolver->mem);
    for (const struct import *import = file->imports; import != NULL; import = import->next) {
        *map_place(file->imported, (const char *)&import->file, sizeof import->file) = import->file;
    }
}

static bool imports(const struct file *file, const struct file *other) {
    return map_get(file->imported, (const char *)&other, sizeof other) != NULL;
}

/* A name that an imported file of the same package has, too. */
static void find_imported_doubles(const struct resolver *resolver, const struct file *file) {
    for (const struct declaration *declaration = file->declarations; declaration != NULL;
         declaration = declaration->next) {
        const char *name = declaration->name.text;
        const struct declaration *at = map_get(resolver->declared, name, strlen(name));
        for (; at != NULL; at = at->namesake) {
            if (at->file != file && same_package(file, at->file) && imports(file, at->file)) {
                report_duplicate(resolver->diagnostics, declaration, at);
            }
        }
    }
}

/* A name as it is used: what stands behind its last dot, and the package before it. */
struct use {
    const char *name;
    const char *package; /* NULL where none is written */
    size_t package_length;
};

static struct use split(const char *text) {
    const char *dot = strrchr(text, '.');
    if (dot == NULL) {
        return (struct use){.name = text};
    }
    return (struct use){dot + 1, text, (size_t)(dot - text)};
}

static bool may_be_in(const struct use *use, const struct file *file) {
    const char *package = file->package.text;
    return use->package == NULL || (package != NULL && strlen(package) == use->package_length &&
                                    memcmp(package, use->package, use->package_length) == 0);
}

/* The file's own package comes first; among other packages a bare name must be the only one. */
struct meaning resolve_name(const struct resolver *resolver, const struct file *file,
                            const char *text) {
    struct use use = split(text);
    struct meaning meaning = {NULL, NULL};
    if (may_be_in(&use, file)) {
        meaning.declaration = map_get(file->names, use.name, strlen(use.name));
    }
    if (meaning.declaration != NULL) {
        return meaning;
    }
    struct declaration *at = map_get(resolver->declared, use.name, strlen(use.name));
    for (; at != NULL; at = at->namesake) {
        if (!may_be_in(&use, at->file) || !imports(file, at->file)) {
            continue;
        }
        if (same_package(file, at->file)) {
            return (struct meaning){.declaration = at};
        }
        if (meaning.declaration == NULL) {
            meaning.declaration = at;
        } else if (!same_package(at->file, meaning.declaration->file)) {
            meaning.other = at;
        }
    }
    return meaning;
}

static void offer_all(struct resolver *resolver, const struct file *file, const struct file *from,
                      unsigned kinds, struct suggestion *suggestion) {
    for (const struct declaration *declaration = from->declarations;
         declaration != NULL && resolver->offers_left > 0; declaration = declaration->next) {
        resolver->offers_left--;
        if ((kinds >> declaration->kind & 1) != 0) {
            bool qualified = strchr(suggestion->unknown, '.') != NULL && file != from;
            suggest_offer(suggestion, qualified ? declaration->qualified : declaration->name.text);
        }
    }
}

const char *resolve_suggestion(struct resolver *resolver, const struct file *file, const char *text,
                               unsigned kinds, bool with_types) {
    struct suggestion suggestion = suggest_for(text);
    for (unsigned i = 0; with_types && type_at(i) != NULL; i++) {
        suggest_offer(&suggestion, type_at(i)->word);
    }
    offer_all(resolver, file, file, kinds, &suggestion);
    for (const struct import *import = file->imports; import != NULL && resolver->offers_left > 0;
         import = import->next) {
        if (import->file != NULL) {
            offer_all(resolver, file, import->file, kinds, &suggestion);
        }
    }
    return suggestion.nearest;
}

void resolve_suggest(struct diagnostic *diagnostic, struct span span, const char *nearest) {
    if (nearest != NULL) {
        diagnostic_help(diagnostic, "did you mean `%s`?", nearest);
        diagnostic_edit(diagnostic, span, nearest);
    }
}

const struct file *resolve_reachable_holder(const struct resolver *resolver,
                                            const struct file *file, const char *text) {
    struct use use = split(text);
    const struct declaration *at = map_get(resolver->declared, use.name, strlen(use.name));
    for (; at != NULL; at = at->namesake) {
        if (!may_be_in(&use, at->file)) {
            continue;
        }
        for (const struct import *import = file->imports; import != NULL; import = import->next) {
            if (import->file != NULL && imports(import->file, at->file)) {
                return at->file;
            }
        }
    }
    return NULL;
}

bool resolve_help_package(struct resolver *resolver, struct diagnostic *diagnostic,
                          const struct file *file, const char *text) {
    struct use use = split(text);
    if (use.package == NULL) {
        return false;
    }
    bool is_known = may_be_in(&use, file);
    for (const struct import *import = file->imports;
         import != NULL && !is_known && resolver->offers_left > 0; import = import->next) {
        resolver->offers_left--;
        is_known = import->file != NULL && may_be_in(&use, import->file);
    }
    diagnostic_help(diagnostic,
                    is_known ? "what can be seen here of the package `%.*s` has no such name"
                             : "neither this file nor one that it imports has the package `%.*s`",
                    (int)use.package_length, use.package);
    return true;
}

static void report_unknown_base(struct resolver *resolver, const struct record *record) {
    const struct file *file = record->declaration.file;
    const struct name *name = &record->base_name;
    struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_BASE_UNKNOWN, name->span,
                                           "unknown base record `%s`", name->text);
    const struct file *holder = resolve_reachable_holder(resolver, file, name->text);
    if (holder != NULL) {
        diagnostic_help(diagnostic,
                        "it is declared in `%s`, which this file does not import itself",
                        holder->source->path);
        return;
    }
    const char *nearest =
        resolve_suggestion(resolver, file, name->text, 1U << DECLARATION_RECORD, false);
    if (!resolve_help_package(resolver, diagnostic, file, name->text)) {
        diagnostic_help(diagnostic, "declare the record in this file, or "
                                    "import the file that declares it");
    }
    resolve_suggest(diagnostic, name->span, nearest);
}

void resolve_report_ambiguous(struct resolver *resolver, enum error_rule rule,
                              const struct name *name, const struct meaning *meaning) {
    const char *first = meaning->declaration->qualified;
    const char *second = meaning->other->qualified;
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, rule, name->span,
               "`%s` is ambiguous: two packages declare it", name->text);
    diagnostic_note(diagnostic, meaning->declaration->name.span, "as `%s`", first);
    diagnostic_note(diagnostic, meaning->other->name.span, "and as `%s`", second);
    if (strchr(first, '.') != NULL && strchr(second, '.') != NULL) {
        diagnostic_help(diagnostic, "write `%s` or `%s`", first, second);
    } else {
        diagnostic_help(diagnostic, "write `%s`, or give the other file a package, too",
                        strchr(first, '.') != NULL ? first : second);
    }
}

static void resolve_base(struct resolver *resolver, struct record *record) {
    const struct name *name = &record->base_name;
    if (name->text == NULL) {
        return;
    }
    struct meaning meaning = resolve_name(resolver, record->declaration.file, name->text);
    if (meaning.other != NULL) {
        resolve_report_ambiguous(resolver, ERROR_NAME_UNKNOWN, name, &meaning);
    } else if (meaning.declaration == NULL && type_is_word(name->text)) {
        diagnostic_help(report(resolver->diagnostics, ERROR_BASE_NOT_A_RECORD, name->span,
                               "`%s` is a word of the language, not a record", name->text),
                        "a record can only extend another record");
    } else if (meaning.declaration == NULL) {
        report_unknown_base(resolver, record);
    } else if (meaning.declaration->kind != DECLARATION_RECORD) {
        const char *kind =
            meaning.declaration->kind == DECLARATION_ENUM ? "an enum" : "an extern type";
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_BASE_NOT_A_RECORD, name->span,
                   "`%s` is %s, not a record", name->text, kind);
        diagnostic_note(diagnostic, meaning.declaration->name.span, "it is declared here");
        diagnostic_help(diagnostic, "a record can only extend another record; give it a field of "
                                    "that type instead");
    } else {
        record->base = (const struct record *)(const void *)meaning.declaration;
    }
}

/* Findings from the first one on are about that record. */
static void name_record(const struct resolver *resolver, size_t first, const struct record *record,
                        const struct field *field) {
    for (size_t i = first; i < resolver->diagnostics->count; i++) {
        resolver->diagnostics->items[i]->record = record->declaration.qualified;
        resolver->diagnostics->items[i]->field = field == NULL ? NULL : field->name.text;
    }
}

static void resolve_declaration(struct resolver *resolver, struct declaration *declaration) {
    void *whole = declaration;
    size_t first = resolver->diagnostics->count;
    if (declaration->kind == DECLARATION_ENUM) {
        resolve_enum_annotations(resolver, whole);
        resolve_enum(resolver, whole);
    } else if (declaration->kind == DECLARATION_RECORD) {
        resolve_record_annotations(resolver, whole);
        resolve_base(resolver, whole);
        name_record(resolver, first, whole, NULL);
    } else {
        resolve_extern(resolver, whole);
        resolve_extern_annotations(resolver, whole);
    }
    if (declaration->preamble.c_name != NULL) {
        declaration->c_name = declaration->preamble.c_name;
    }
}

static void resolve_record(struct resolver *resolver, struct record *record) {
    size_t first_of_record = resolver->diagnostics->count;
    if (record->base != NULL && record->base->final) {
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_BASE_FINAL, record->base_name.span,
                   "`%s` is final and cannot be extended", record->base_name.text);
        diagnostic_note(diagnostic, record->base->declaration.name.span, "it is declared here");
        diagnostic_help(diagnostic, "drop `@final` there, or extend another record");
    }
    name_record(resolver, first_of_record, record, NULL);
    for (size_t i = 0; i < record->field_count; i++) {
        size_t first = resolver->diagnostics->count;
        struct field *field = &record->fields[i];
        field->record = record;
        field->index = i;
        resolve_field_annotations(resolver, field);
        resolve_field(resolver, record, field);
        name_record(resolver, first, record, field);
    }
}

void resolve(struct mem *mem, struct program *program, struct diagnostics *diagnostics) {
    struct resolver resolver = {.mem = mem,
                                .diagnostics = diagnostics,
                                .program = program,
                                .declared = map_new(mem),
                                .offers_left = MAX_OFFERS};
    for (size_t i = program->file_count; i > 0; i--) {
        declare(&resolver, program->files[i - 1]);
    }
    for (size_t i = 0; i < program->file_count; i++) {
        find_imported_doubles(&resolver, program->files[i]);
        struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            resolve_declaration(&resolver, declaration);
        }
    }
    for (size_t i = 0; i < program->file_count; i++) {
        struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            if (declaration->kind == DECLARATION_RECORD) {
                resolve_record(&resolver, (struct record *)(void *)declaration);
            }
        }
    }
    resolve_order(&resolver);
}
