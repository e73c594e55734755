/* What the names in a schema stand for: what hover, definitions, references and new names are
 * about. */
#ifndef SLOTC_LSP_SUBJECT_H
#define SLOTC_LSP_SUBJECT_H

#include <stdbool.h>

#include "ast.h"

struct lsp_analysis;
struct lsp_request;
struct rule;

enum lsp_subject_kind {
    SUBJECT_NOTHING,
    SUBJECT_DECLARATION, /* a record, an enum or an extern type */
    SUBJECT_FIELD,
    SUBJECT_ENUMERATOR,
    SUBJECT_IMPORT, /* the path of one */
    SUBJECT_HEADER, /* the path of an extern type's */
    SUBJECT_PACKAGE,
    SUBJECT_TYPE, /* of the language: its word */
    SUBJECT_ANNOTATION, /* its name */
    SUBJECT_RULE, /* or a group of them, in an @allow or a directive */
    SUBJECT_WORD, /* a keyword */
};

struct lsp_subject {
    enum lsp_subject_kind kind;
    struct span span; /* of the name, without the package before it */
    bool declares; /* it stands where it is declared */
    const struct declaration *declaration; /* or the one that has the field or enumerator */
    const struct field *field;
    const struct enumerator *enumerator;
    const struct import *import;
    const char *word; /* as it is written, of a kind without a node */
};

typedef void lsp_subject_visitor(void *context, const struct lsp_subject *subject);

/* Calls visit with everything that is named in a file, but for keywords. */
void lsp_subjects(const struct file *file, lsp_subject_visitor visit, void *context);

/* What stands at an offset or ends there; of kind SUBJECT_NOTHING where it is nothing. */
struct lsp_subject lsp_subject_at(struct mem *mem, const struct file *file, size_t offset);

/* What stands at the place that is asked about, and the document's own analysis; NULL where the
 * document is not open, which is an error of the request. */
struct lsp_analysis *lsp_asked_subject(struct lsp_request *request, struct lsp_subject *subject);

/* Whether both are of one thing that the schemas declare. */
bool lsp_subject_is_same(const struct lsp_subject *a, const struct lsp_subject *b);

/* The place where it is declared; of what the schemas do not declare, its own. */
struct span lsp_subject_declared(const struct lsp_subject *subject);

#endif
