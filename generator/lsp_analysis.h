/* What is known of some schemas at one moment: the stages of a run over the documents that are open
 * and the files that are not, in an arena of its own. */
#ifndef SLOTC_LSP_ANALYSIS_H
#define SLOTC_LSP_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "driver.h"
#include "load.h"
#include "lsp_position.h"
#include "options.h"

struct edit;
struct lsp;
struct lsp_document;
struct lsp_externs;
struct map;
struct program;
struct source;

/* A text that a file would have. */
struct lsp_draft {
    const char *real;
    const char *bytes; /* with its byte-order mark */
    size_t length;
    const struct lsp_draft *next;
};

/* How far an analysis goes: a document's is for everything, and findings; names alone are for
 * references. */
enum lsp_extent {
    LSP_NAMES,
    LSP_RULES,
};

struct lsp_wish {
    struct paths files; /* the first one says whose slotc.ini counts for rules */
    const struct lsp_draft *drafts; /* count more than what is open */
    enum lsp_extent extent;
    struct lsp_externs **externs; /* the document's; NULL where none are kept */
};

/* A file as the editor sees it. */
struct lsp_view {
    struct lsp_text text;
    size_t
        shift; /* bytes of a byte-order mark before the source's first, where the editor sees it */
    const char *uri;
    const struct lsp_document *document; /* or NULL */
};

struct lsp_analysis {
    struct store store; /* first */
    struct lsp *lsp;
    struct mem *mem;
    struct options options;
    struct run run; /* without a program where it failed */
    const struct lsp_draft *drafts;
    struct map *includes; /* struct paths *, by the folder whose files they count for */
    struct lsp_view **views; /* by the order of the sources */
};

/* Always gives one. Where it cannot be made (slotc.ini is wrong), the user is told. */
struct lsp_analysis *lsp_analyse(struct lsp *lsp, const struct lsp_wish *wish);

/* NULL is none. */
void lsp_analysis_free(struct lsp_analysis *analysis);
bool lsp_analysis_has_read(const struct lsp_analysis *analysis, const char *real);

/* The file that the first of the wished paths is; NULL where the analysis failed. */
const struct file *lsp_analysis_file(const struct lsp_analysis *analysis);

/* The schemas that are open and those below the folders of the workspace; the document first. */
struct paths lsp_all_files(struct mem *mem, const struct lsp *lsp,
                           const struct lsp_document *document);

const struct lsp_view *lsp_view_of(struct lsp_analysis *analysis, const struct source *source);

/* Places as messages have them. */
json_t *lsp_range(struct lsp_analysis *analysis, struct span span);
json_t *lsp_location(struct lsp_analysis *analysis, struct span span);

/* A text edit, and the edits of several files as the editor wants them. */
json_t *lsp_text_edit(struct lsp_analysis *analysis, struct span span, const char *text);
json_t *lsp_workspace_edit(struct lsp_analysis *analysis, const struct edit *edits);

#endif
