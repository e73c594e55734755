/* A new name for what schemas declare, wherever it is used. */
#include <string.h>

#include "ast.h"
#include "diagnostic.h"
#include "fix.h"
#include "lex.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_requests.h"
#include "lsp_subject.h"
#include "map.h"
#include "mem.h"
#include "types.h"

#define NAME_MAX_BYTES 128

/* What is wrong with a thing that is to have a new name, or NULL. */
static const char *refusal(const struct lsp_subject *subject) {
    switch (subject->kind) {
    case SUBJECT_DECLARATION:
    case SUBJECT_FIELD:
    case SUBJECT_ENUMERATOR:
        return NULL;
    case SUBJECT_TYPE:
    case SUBJECT_ANNOTATION:
    case SUBJECT_RULE:
    case SUBJECT_WORD:
        return "it is a word of the language";
    case SUBJECT_IMPORT:
    case SUBJECT_HEADER:
        return "it is the path of a file";
    case SUBJECT_PACKAGE:
        return "a package is named in every file that is in it: change it there";
    case SUBJECT_NOTHING:
        break;
    }
    return "there is no name here";
}

json_t *lsp_prepare_rename(struct lsp_request *request) {
    struct lsp_subject subject;
    struct lsp_analysis *analysis = lsp_asked_subject(request, &subject);
    if (analysis == NULL) {
        return NULL;
    }
    if (refusal(&subject) != NULL) {
        return lsp_fail(request, LSP_REQUEST_FAILED, "this cannot be renamed: %s",
                        refusal(&subject));
    }
    struct span span = subject.span;
    const char *name =
        mem_copy(request->mem, span.source->bytes + span.start, span.end - span.start);
    return json_pack("{s:o,s:o}", "range", lsp_range(analysis, span), "placeholder",
                     lsp_string(request->mem, name));
}

static bool is_identifier(const char *name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const char *at = name;
    while (*at != '\0' && (strchr(letters, *at) != NULL || (at > name && lex_digit(*at) < 10))) {
        at++;
    }
    return at > name && *at == '\0';
}

/* What is wrong with a name by itself, or NULL. */
static const char *name_fault(const char *name, const struct lsp_subject *subject) {
    if (!is_identifier(name)) {
        return "a name is ASCII letters, digits and `_`, no digit first";
    }
    if (strlen(name) > NAME_MAX_BYTES) {
        return "a name has at most 128 bytes";
    }
    return subject->kind == SUBJECT_DECLARATION && type_is_word(name)
               ? "it is a word of the language, and names no declaration"
               : NULL;
}

/* The uses of one thing, as edits. */
struct renaming {
    struct mem *mem;
    struct lsp_subject wanted;
    const char *name;
    struct edit *edits;
    struct edit **last;
};

static void add_edit(void *context, const struct lsp_subject *subject) {
    struct renaming *renaming = context;
    if (lsp_subject_is_same(subject, &renaming->wanted)) {
        struct edit *edit = mem_alloc(renaming->mem, sizeof *edit);
        edit->span = subject->span;
        edit->text = renaming->name;
        *renaming->last = edit;
        renaming->last = &edit->next;
    }
}

static bool is_edited(const struct edit *edits, const struct file *file) {
    const struct edit *at = edits;
    while (at != NULL && at->span.source != file->source) {
        at = at->next;
    }
    return at != NULL;
}

static bool imports_one(const struct file *file, const bool *reached) {
    for (const struct import *at = file->imports; at != NULL; at = at->next) {
        if (at->file != NULL && reached[at->file->source->order]) {
            return true;
        }
    }
    return false;
}

/* Files whose meaning may change: those that are edited, and all that reach one by imports, for
 * fields are inherited and names in C shared along those. */
static struct paths concerned(struct mem *mem, const struct program *program,
                              const struct edit *edits, const char **broken) {
    struct paths files = {0};
    bool *reached = mem_alloc(mem, program->file_count * sizeof *reached);
    for (size_t i = 0; i < program->file_count; i++) {
        reached[i] = is_edited(edits, program->files[i]);
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < program->file_count; i++) {
            if (!reached[i] && imports_one(program->files[i], reached)) {
                reached[i] = more = true;
            }
        }
    }
    for (size_t i = 0; i < program->file_count; i++) {
        const struct file *file = program->files[i];
        if (reached[i] && !file->parsed) {
            *broken = file->source->path;
        }
        if (reached[i]) {
            paths_add(mem, &files, file->opened);
        }
    }
    return files;
}

/* The files as they would be. */
static const struct lsp_draft *drafts_of(struct mem *mem, const struct edit *edits) {
    struct fixes fixes = {.mem = mem};
    const struct lsp_draft *drafts = NULL;
    for (const struct edit *at = edits; at != NULL; at = at->next) {
        struct edit *one = mem_alloc(mem, sizeof *one);
        *one = (struct edit){at->span, at->text, NULL};
        fix_add(&fixes, one, 1);
    }
    fix_apply(&fixes);
    for (size_t i = 0; i < fixes.text_count; i++) {
        struct lsp_draft *draft = mem_alloc(mem, sizeof *draft);
        *draft = (struct lsp_draft){fixes.texts[i].source->real, fixes.texts[i].bytes,
                                    fixes.texts[i].length, drafts};
        drafts = draft;
    }
    return drafts;
}

/* What each name stands for, by the numbers of what is declared. */
struct bindings {
    struct mem *mem;
    struct map *numbers; /* struct number *, by the address of what is declared */
    size_t declared;
    size_t *items;
    size_t count;
};

struct number {
    const void *address;
    size_t number;
};

static const void *address_of(const struct lsp_subject *subject) {
    return subject->enumerator != NULL ? (const void *)subject->enumerator
           : subject->field != NULL    ? (const void *)subject->field
                                       : (const void *)subject->declaration;
}

static void number_declared(void *context, const struct lsp_subject *subject) {
    struct bindings *bindings = context;
    if (subject->declares) {
        struct number *number = mem_alloc(bindings->mem, sizeof *number);
        *number = (struct number){address_of(subject), ++bindings->declared};
        *map_place(bindings->numbers, (const char *)&number->address, sizeof number->address) =
            number;
    }
}

static void add_binding(void *context, const struct lsp_subject *subject) {
    struct bindings *bindings = context;
    const void *address = address_of(subject);
    const struct number *number =
        map_get(bindings->numbers, (const char *)&address, sizeof address);
    if (number != NULL) {
        bindings->items =
            mem_grow(bindings->mem, bindings->items, bindings->count, sizeof *bindings->items);
        bindings->items[bindings->count++] = number->number;
    }
}

static struct bindings bindings_of(struct mem *mem, const struct program *program) {
    struct bindings bindings = {.mem = mem, .numbers = map_new(mem)};
    for (size_t i = 0; i < program->file_count; i++) {
        lsp_subjects(program->files[i], number_declared, &bindings);
    }
    for (size_t i = 0; i < program->file_count; i++) {
        lsp_subjects(program->files[i], add_binding, &bindings);
    }
    return bindings;
}

static bool means_the_same(struct mem *mem, const struct program *before,
                           const struct program *after) {
    struct bindings a = bindings_of(mem, before);
    struct bindings b = bindings_of(mem, after);
    return a.count == b.count &&
           (a.count == 0 || memcmp(a.items, b.items, a.count * sizeof *a.items) == 0);
}

/* How many findings are of the rule of one, on its line. */
static size_t count_like(const struct diagnostics *findings, const struct diagnostic *finding) {
    uint32_t line = source_position(finding->span.source, finding->span.start).line;
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct diagnostic *at = findings->items[i];
        count += at->rule == finding->rule &&
                 at->span.source->order == finding->span.source->order &&
                 source_position(at->span.source, at->span.start).line == line;
    }
    return count;
}

/* What an error says that the new name would bring, or NULL. */
static const char *new_error(const struct diagnostics *before, const struct diagnostics *after) {
    for (size_t i = 0; i < after->count; i++) {
        const struct diagnostic *finding = after->items[i];
        if (finding->severity == SEVERITY_ERROR &&
            count_like(after, finding) > count_like(before, finding)) {
            return finding->message;
        }
    }
    return NULL;
}

/* Why the name cannot be, or NULL: the schemas are checked with it and without it. */
static const char *collision(struct lsp_request *request, const struct program *program,
                             const struct edit *edits) {
    struct mem *mem = request->mem;
    const char *broken = NULL;
    struct lsp_wish wish = {.files = concerned(mem, program, edits, &broken), .extent = LSP_RULES};
    if (broken != NULL) {
        return mem_format(mem, "`%s` has errors, and may use the name where it cannot be read",
                          broken);
    }
    struct lsp_analysis *before = lsp_analyse(request->lsp, &wish);
    wish.drafts = drafts_of(mem, edits);
    struct lsp_analysis *after = lsp_analyse(request->lsp, &wish);
    const char *fault = NULL;
    if (before->run.program == NULL || after->run.program == NULL) {
        fault = "the schemas cannot be read";
    } else {
        fault = new_error(before->run.diagnostics, after->run.diagnostics);
    }
    if (fault == NULL && !means_the_same(mem, before->run.program, after->run.program)) {
        fault = "some uses of this name or of another would mean something else";
    }
    fault = fault == NULL ? NULL : mem_string(mem, fault);
    lsp_analysis_free(before);
    lsp_analysis_free(after);
    return fault;
}

static json_t *rename_in(struct lsp_request *request, struct lsp_analysis *analysis,
                         size_t offset) {
    const char *name = lsp_json_string(lsp_json_at(request->params, "newName", NULL));
    const struct file *file = lsp_analysis_file(analysis);
    struct renaming renaming = {.mem = request->mem, .name = name};
    renaming.last = &renaming.edits;
    if (file == NULL || name == NULL) {
        return lsp_fail(request, LSP_INVALID_PARAMS, "there is no new name");
    }
    renaming.wanted = lsp_subject_at(request->mem, file, offset);
    if (refusal(&renaming.wanted) != NULL) {
        return lsp_fail(request, LSP_REQUEST_FAILED, "this cannot be renamed: %s",
                        refusal(&renaming.wanted));
    }
    const char *fault = name_fault(name, &renaming.wanted);
    if (fault == NULL) {
        for (size_t i = 0; i < analysis->run.program->file_count; i++) {
            lsp_subjects(analysis->run.program->files[i], add_edit, &renaming);
        }
        fault = collision(request, analysis->run.program, renaming.edits);
    }
    if (fault != NULL) {
        return lsp_fail(request, LSP_REQUEST_FAILED, "it cannot be called `%s`: %s", name, fault);
    }
    return lsp_workspace_edit(analysis, renaming.edits);
}

json_t *lsp_rename(struct lsp_request *request) {
    size_t offset = 0;
    struct lsp_document *document = lsp_asked_place(request, &offset);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_wish wish = {.files = lsp_all_files(request->mem, request->lsp, document)};
    struct lsp_analysis *analysis = lsp_analyse(request->lsp, &wish);
    json_t *result = rename_in(request, analysis, offset);
    lsp_analysis_free(analysis);
    return result;
}
