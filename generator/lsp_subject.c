#include "lsp_subject.h"

#include <string.h>

#include "diagnostic.h"
#include "directive.h"
#include "lex.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "mem.h"
#include "types.h"

struct walk {
    lsp_subject_visitor *visit;
    void *context;
};

static void meet(const struct walk *walk, const struct lsp_subject *subject) {
    walk->visit(walk->context, subject);
}

/* The span of a name without the package before it: what is behind the last dot ends where the
 * whole ends. */
static struct span own_span(const struct name *name) {
    const char *dot = strrchr(name->text, '.');
    struct span span = name->span;
    span.start = dot == NULL ? span.start : span.end - (uint32_t)strlen(dot + 1);
    return span;
}

static void meet_word(const struct walk *walk, enum lsp_subject_kind kind, struct span span,
                      const char *word) {
    meet(walk, &(struct lsp_subject){.kind = kind, .span = span, .word = word});
}

static void meet_use(const struct walk *walk, const struct name *name,
                     const struct declaration *declaration) {
    if (declaration != NULL) {
        meet(walk, &(struct lsp_subject){.kind = SUBJECT_DECLARATION,
                                         .span = own_span(name),
                                         .declaration = declaration});
    }
}

static void walk_preamble(const struct walk *walk, const struct preamble *preamble) {
    for (const struct annotation *at = preamble->annotations; at != NULL; at = at->next) {
        meet_word(walk, SUBJECT_ANNOTATION, at->name.span, at->name.text);
        if (strcmp(at->name.text, "allow") == 0 && at->argument_count > 0 &&
            at->arguments[0].kind == LITERAL_STRING) {
            meet_word(walk, SUBJECT_RULE, at->arguments[0].span, at->arguments[0].text);
        }
    }
}

static void walk_type(const struct walk *walk, const struct type_use *use) {
    const struct declaration *declaration = use->record != NULL ? &use->record->declaration
                                            : use->enumeration != NULL
                                                ? &use->enumeration->declaration
                                            : use->foreign != NULL ? &use->foreign->declaration
                                                                   : NULL;
    bool is_ref = use->target.text != NULL;
    if (is_ref || declaration == NULL) {
        meet_word(walk, SUBJECT_TYPE, use->name.span, use->name.text);
    }
    if (is_ref || declaration != NULL) {
        meet_use(walk, is_ref ? &use->target : &use->name, declaration);
    }
}

static void walk_field(const struct walk *walk, const struct record *record,
                       const struct field *field) {
    walk_preamble(walk, &field->preamble);
    meet(walk, &(struct lsp_subject){.kind = SUBJECT_FIELD,
                                     .span = field->name.span,
                                     .declares = true,
                                     .declaration = &record->declaration,
                                     .field = field});
    walk_type(walk, &field->type);
    if (field->initial_enumerator != NULL && field->type.enumeration != NULL) {
        meet(walk, &(struct lsp_subject){.kind = SUBJECT_ENUMERATOR,
                                         .span = field->initial->span,
                                         .declaration = &field->type.enumeration->declaration,
                                         .enumerator = field->initial_enumerator});
    }
}

static void walk_enum(const struct walk *walk, const struct enumeration *enumeration) {
    if (enumeration->storage.text != NULL) {
        meet_word(walk, SUBJECT_TYPE, enumeration->storage.span, enumeration->storage.text);
    }
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct enumerator *enumerator = &enumeration->enumerators[i];
        walk_preamble(walk, &enumerator->preamble);
        meet(walk, &(struct lsp_subject){.kind = SUBJECT_ENUMERATOR,
                                         .span = enumerator->name.span,
                                         .declares = true,
                                         .declaration = &enumeration->declaration,
                                         .enumerator = enumerator});
    }
}

static void walk_declaration(const struct walk *walk, const struct declaration *declaration) {
    const void *whole = declaration;
    walk_preamble(walk, &declaration->preamble);
    meet(walk, &(struct lsp_subject){.kind = SUBJECT_DECLARATION,
                                     .span = declaration->name.span,
                                     .declares = true,
                                     .declaration = declaration});
    if (declaration->kind == DECLARATION_ENUM) {
        walk_enum(walk, whole);
    } else if (declaration->kind == DECLARATION_EXTERN) {
        const struct extern_type *type = whole;
        meet(walk, &(struct lsp_subject){.kind = SUBJECT_HEADER,
                                         .span = type->header.span,
                                         .declaration = declaration,
                                         .word = type->header.text});
    } else {
        const struct record *record = whole;
        if (record->base != NULL) {
            meet_use(walk, &record->base_name, &record->base->declaration);
        }
        for (size_t i = 0; i < record->field_count; i++) {
            walk_field(walk, record, &record->fields[i]);
        }
    }
}

void lsp_subjects(const struct file *file, lsp_subject_visitor visit, void *context) {
    const struct walk walk = {visit, context};
    if (file->package.text != NULL) {
        meet_word(&walk, SUBJECT_PACKAGE, file->package.span, file->package.text);
    }
    for (const struct import *at = file->imports; at != NULL; at = at->next) {
        meet(&walk, &(struct lsp_subject){.kind = SUBJECT_IMPORT,
                                          .span = at->path.span,
                                          .import = at,
                                          .word = at->path.text});
    }
    for (const struct directive *at = file->directives; at != NULL; at = at->next) {
        if (at->rule.text != NULL) {
            meet_word(&walk, SUBJECT_RULE, at->rule.span, at->rule.text);
        }
    }
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        walk_declaration(&walk, at);
    }
}

struct search {
    size_t offset;
    struct lsp_subject found;
};

/* Of two that touch there, the one that begins there. */
static void compare(void *context, const struct lsp_subject *subject) {
    struct search *search = context;
    bool is_there = subject->span.start <= search->offset && search->offset <= subject->span.end;
    if (is_there &&
        (search->found.kind == SUBJECT_NOTHING || subject->span.start > search->found.span.start)) {
        search->found = *subject;
    }
}

/* The word at an offset, whatever it is. */
static struct lsp_subject word_at(struct mem *mem, const struct file *file, size_t offset) {
    struct lexer lexer = {.source = file->source, .diagnostics = diagnostics_new(mem)};
    struct token token = lex_next(&lexer);
    while (token.kind != TOKEN_END &&
           (token.end < offset || (token.end == offset && token.kind != TOKEN_NAME))) {
        token = lex_next(&lexer);
    }
    if (token.kind != TOKEN_NAME || token.start > offset) {
        return (struct lsp_subject){.kind = SUBJECT_NOTHING};
    }
    const char *bytes = file->source->bytes;
    return (struct lsp_subject){
        .kind = SUBJECT_WORD,
        .span = {file->source, token.start, token.end},
        .word = mem_copy(mem, bytes + token.start, token.end - token.start),
    };
}

struct lsp_subject lsp_subject_at(struct mem *mem, const struct file *file, size_t offset) {
    struct search search = {.offset = offset};
    lsp_subjects(file, compare, &search);
    return search.found.kind == SUBJECT_NOTHING ? word_at(mem, file, offset) : search.found;
}

bool lsp_subject_is_same(const struct lsp_subject *a, const struct lsp_subject *b) {
    return a->kind == b->kind && a->declaration == b->declaration && a->field == b->field &&
           a->enumerator == b->enumerator && a->declaration != NULL && a->kind != SUBJECT_HEADER;
}

struct span lsp_subject_declared(const struct lsp_subject *subject) {
    switch (subject->kind) {
    case SUBJECT_DECLARATION:
        return subject->declaration->name.span;
    case SUBJECT_FIELD:
        return subject->field->name.span;
    case SUBJECT_ENUMERATOR:
        return subject->enumerator->name.span;
    case SUBJECT_NOTHING:
    case SUBJECT_IMPORT:
    case SUBJECT_HEADER:
    case SUBJECT_PACKAGE:
    case SUBJECT_TYPE:
    case SUBJECT_ANNOTATION:
    case SUBJECT_RULE:
    case SUBJECT_WORD:
        break;
    }
    return subject->span;
}

struct lsp_analysis *lsp_asked_subject(struct lsp_request *request, struct lsp_subject *subject) {
    size_t offset = 0;
    struct lsp_document *document = lsp_asked_place(request, &offset);
    *subject = (struct lsp_subject){.kind = SUBJECT_NOTHING};
    if (document == NULL) {
        return NULL;
    }
    struct lsp_analysis *analysis = lsp_document_names(request->lsp, document);
    const struct file *file = lsp_analysis_file(analysis);
    if (file != NULL) {
        *subject = lsp_subject_at(request->mem, file, offset);
    }
    return analysis;
}
