/* What completion offers: the words, and the names that can be seen from a document, or could be
 * by an import. */
#ifndef SLOTC_LSP_CANDIDATES_H
#define SLOTC_LSP_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "ast.h"

struct lsp;
struct lsp_analysis;
struct lsp_document;
struct mem;

/* Of the protocol's kinds. */
enum candidate_kind {
    CANDIDATE_PROPERTY = 10,
    CANDIDATE_ENUM = 13,
    CANDIDATE_KEYWORD = 14,
    CANDIDATE_FILE = 17,
    CANDIDATE_FOLDER = 19,
    CANDIDATE_ENUM_MEMBER = 20,
    CANDIDATE_STRUCT = 22,
    CANDIDATE_TYPE = 25,
};

struct candidate {
    const char *label;
    const char *text; /* that is put in; NULL of the label itself */
    enum candidate_kind kind;
    const char *detail; /* or NULL */
    const char *docs; /* or NULL */
    const char *import; /* the path that has to be imported for it, or NULL */
    bool deprecated;
};

typedef void candidate_visitor(void *context, const struct candidate *candidate);

/* Declarations of some kinds, a set of bits 1 << kind: those of the document, of what it imports,
 * and of other schemas in the workspace. package, where there is one, is written before the name.
 */
struct candidate_wish {
    struct lsp *lsp;
    struct mem *mem;
    const struct lsp_document *document;
    struct lsp_analysis *analysis; /* of the document */
    unsigned kinds;
    const char *package;
    bool is_base; /* none that is final */
    const struct declaration *own; /* that is being written, and left out; or NULL */
};

void lsp_candidates(const struct candidate_wish *wish, candidate_visitor visit, void *context);

/* The enum of that name that can be seen from a file, or NULL. */
const struct enumeration *lsp_enum_named(const struct file *file, const char *name);

/* Schemas and folders that an import can name, which begins so. */
void lsp_candidate_paths(const struct candidate_wish *wish, const char *begin,
                         candidate_visitor visit, void *context);

#endif
