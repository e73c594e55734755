/* The documents that are open, as the editor has them. */
#ifndef SLOTC_LSP_DOCUMENT_H
#define SLOTC_LSP_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lsp_position.h"

struct lsp;
struct lsp_analysis;
struct lsp_externs;
struct mem;

struct lsp_document {
    struct mem *mem; /* of all but the text and the analysis */
    const char *uri; /* as the editor writes it */
    const char *path;
    const char *real; /* that it is known by: see struct store */
    json_int_t version;
    struct mem *text_mem;
    struct lsp_text text; /* with its byte-order mark, if it has one */
    struct lsp_analysis *analysis; /* NULL where it has to be made again */
    struct lsp_analysis *names; /* the same as far as names go, where that is enough; or NULL */
    struct lsp_externs *externs; /* of the last text without a syntax error, or NULL */
    bool is_published; /* what the analysis finds */
    struct lsp_document *next;
};

/* The path that a file is known by, there or not; NULL, with errno, where not even its folder is
 * there. */
const char *lsp_real_path(struct mem *mem, const char *path);

struct lsp_document *lsp_document_open(struct lsp *lsp, const char *uri, json_int_t version,
                                       const char *bytes, size_t length);
void lsp_document_close(struct lsp *lsp, struct lsp_document *document);
struct lsp_document *lsp_document_find(const struct lsp *lsp, const char *uri);

/* The open document of a file, by its real path, or NULL. */
struct lsp_document *lsp_document_of(const struct lsp *lsp, const char *real);

/* The bytes from start to end become others; or the whole text does. */
void lsp_document_splice(struct lsp_document *document, size_t start, size_t end, const char *bytes,
                         size_t length);

/* Its own analysis and those that have read it are of no use any more; or all are. */
void lsp_document_changed(struct lsp *lsp, struct lsp_document *document);
void lsp_documents_forget(struct lsp *lsp);

/* What the schemas below the folders of the workspace declare, for completion: made when it is
 * asked for, and again once a file has changed. NULL where there are none. */
struct lsp_analysis *lsp_index(struct lsp *lsp);

/* What is known of a document as it is. */
struct lsp_analysis *lsp_document_analysis(struct lsp *lsp, struct lsp_document *document);

/* The same, perhaps without layouts and findings: for what is wanted while somebody types. */
struct lsp_analysis *lsp_document_names(struct lsp *lsp, struct lsp_document *document);

#endif
