/* From a name to where it is declared, and to where it is used. */
#include <string.h>
#include <unistd.h>

#include "ast.h"
#include "folders.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_requests.h"
#include "lsp_subject.h"
#include "lsp_uri.h"
#include "mem.h"

static json_t *start_of(struct mem *mem, const char *uri) {
    return json_pack("{s:o,s:{s:{s:i,s:i},s:{s:i,s:i}}}", "uri", lsp_string(mem, uri), "range",
                     "start", "line", 0, "character", 0, "end", "line", 0, "character", 0);
}

/* The header of an extern type, beside the schema or in a folder of -I. */
static json_t *header_of(const struct lsp_analysis *analysis, struct mem *mem,
                         const struct lsp_subject *subject) {
    const char *opened = subject->declaration->file->opened;
    const char *name = subject->word == NULL ? "" : subject->word;
    const struct paths *include = &analysis->options.include;
    size_t length = folders_length(opened);
    const char *path = mem_concat(mem, mem_copy(mem, opened, length), name, NULL);
    for (size_t i = 0; access(path, R_OK) != 0; i++) {
        if (i == include->count || name[0] == '\0') {
            return NULL;
        }
        path = mem_concat(mem, include->items[i], "/", name, NULL);
    }
    const char *real = load_real_path(mem, path);
    return real == NULL ? NULL : start_of(mem, lsp_path_uri(mem, real));
}

json_t *lsp_definition(struct lsp_request *request) {
    struct lsp_subject subject;
    struct lsp_analysis *analysis = lsp_asked_subject(request, &subject);
    switch (subject.kind) {
    case SUBJECT_DECLARATION:
    case SUBJECT_FIELD:
    case SUBJECT_ENUMERATOR:
        return lsp_location(analysis, lsp_subject_declared(&subject));
    case SUBJECT_IMPORT:
        return subject.import->file == NULL
                   ? NULL
                   : start_of(request->mem,
                              lsp_view_of(analysis, subject.import->file->source)->uri);
    case SUBJECT_HEADER:
        return header_of(analysis, request->mem, &subject);
    case SUBJECT_NOTHING:
    case SUBJECT_PACKAGE:
    case SUBJECT_TYPE:
    case SUBJECT_ANNOTATION:
    case SUBJECT_RULE:
    case SUBJECT_WORD:
        break;
    }
    return NULL;
}

/* The places of one thing that are being listed. */
struct listing {
    struct lsp_analysis *analysis;
    struct lsp_subject wanted;
    bool with_declaration;
    bool highlights; /* or locations */
    json_t *list;
};

static void add_place(void *context, const struct lsp_subject *subject) {
    struct listing *listing = context;
    if (!lsp_subject_is_same(subject, &listing->wanted) ||
        (subject->declares && !listing->with_declaration)) {
        return;
    }
    if (listing->highlights) {
        json_array_append_new(listing->list, json_pack("{s:o,s:i}", "range",
                                                       lsp_range(listing->analysis, subject->span),
                                                       "kind", subject->declares ? 3 : 2));
    } else {
        json_array_append_new(listing->list, lsp_location(listing->analysis, subject->span));
    }
}

json_t *lsp_references(struct lsp_request *request) {
    size_t offset = 0;
    struct lsp_document *document = lsp_asked_place(request, &offset);
    if (document == NULL) {
        return NULL;
    }
    struct lsp_wish wish = {.files = lsp_all_files(request->mem, request->lsp, document)};
    struct lsp_analysis *analysis = lsp_analyse(request->lsp, &wish);
    const struct file *file = lsp_analysis_file(analysis);
    struct listing listing = {
        .analysis = analysis,
        .with_declaration =
            lsp_json_is_true(lsp_json_at(request->params, "context", "includeDeclaration", NULL)),
        .list = json_array(),
    };
    if (file != NULL) {
        listing.wanted = lsp_subject_at(request->mem, file, offset);
        for (size_t i = 0; i < analysis->run.program->file_count; i++) {
            lsp_subjects(analysis->run.program->files[i], add_place, &listing);
        }
    }
    lsp_analysis_free(analysis);
    return listing.list;
}

json_t *lsp_highlight(struct lsp_request *request) {
    struct listing listing = {.with_declaration = true, .highlights = true};
    listing.analysis = lsp_asked_subject(request, &listing.wanted);
    if (listing.wanted.kind == SUBJECT_NOTHING) {
        return NULL;
    }
    listing.list = json_array();
    lsp_subjects(lsp_analysis_file(listing.analysis), add_place, &listing);
    return listing.list;
}
