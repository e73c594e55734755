#include "lsp_document.h"

#include <errno.h>
#include <string.h>

#include "ast.h"
#include "load.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_externs.h"
#include "lsp_uri.h"
#include "mem.h"

const char *lsp_real_path(struct mem *mem, const char *path) {
    const char *real = load_real_path(mem, path);
    const char *slash = strrchr(path, '/');
    if (real != NULL || slash == NULL || path[0] != '/') {
        return real;
    }
    const char *folder = load_real_path(mem, mem_copy(mem, path, (size_t)(slash + 1 - path)));
    const char *between = folder != NULL && strcmp(folder, "/") == 0 ? "" : "/";
    return folder == NULL ? NULL : mem_concat(mem, folder, between, slash + 1, NULL);
}

static void set_text(struct lsp_document *document, struct mem *mem, const char *bytes,
                     size_t length) {
    mem_free(document->text_mem);
    document->text_mem = mem;
    document->text = lsp_text_of(mem, bytes, length);
}

struct lsp_document *lsp_document_open(struct lsp *lsp, const char *uri, json_int_t version,
                                       const char *bytes, size_t length) {
    struct mem *mem = mem_new();
    struct lsp_document *document = mem_alloc(mem, sizeof *document);
    document->mem = mem;
    document->uri = mem_string(mem, uri);
    document->version = version;
    document->path = lsp_path_tidy(mem, lsp_uri_path(mem, document->uri));
    if (strcmp(document->path, "-") == 0) {
        document->path = "./-"; /* "-" is standard input to the loader */
    }
    const char *real = lsp_uri_is_file(uri) ? lsp_real_path(mem, document->path) : document->path;
    document->real = real == NULL ? document->path : real;
    struct mem *text_mem = mem_new();
    set_text(document, text_mem, mem_copy(text_mem, bytes, length), length);
    document->next = lsp->documents;
    lsp->documents = document;
    return document;
}

void lsp_document_close(struct lsp *lsp, struct lsp_document *document) {
    struct lsp_document **at = &lsp->documents;
    while (*at != document) {
        at = &(*at)->next;
    }
    *at = document->next;
    lsp_analysis_free(document->analysis);
    lsp_analysis_free(document->names);
    lsp_externs_free(document->externs);
    mem_free(document->text_mem);
    mem_free(document->mem);
}

struct lsp_document *lsp_document_find(const struct lsp *lsp, const char *uri) {
    struct lsp_document *at = lsp->documents;
    while (at != NULL && strcmp(at->uri, uri) != 0) {
        at = at->next;
    }
    return at;
}

struct lsp_document *lsp_document_of(const struct lsp *lsp, const char *real) {
    struct lsp_document *at = lsp->documents;
    while (at != NULL && strcmp(at->real, real) != 0) {
        at = at->next;
    }
    return at;
}

void lsp_document_splice(struct lsp_document *document, size_t start, size_t end, const char *bytes,
                         size_t length) {
    const struct lsp_text *old = &document->text;
    struct mem *mem = mem_new();
    size_t rest = old->length - end;
    char *spliced = mem_alloc(mem, start + length + rest + 1);
    memcpy(spliced, old->bytes, start);
    memcpy(spliced + start, bytes, length);
    memcpy(spliced + start + length, old->bytes + end, rest);
    set_text(document, mem, spliced, start + length + rest);
}

static void forget(struct lsp_document *document) {
    lsp_analysis_free(document->analysis);
    lsp_analysis_free(document->names);
    document->analysis = NULL;
    document->names = NULL;
    document->is_published = false;
}

void lsp_document_changed(struct lsp *lsp, struct lsp_document *document) {
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        if (at == document || lsp_analysis_has_read(at->analysis, document->real) ||
            lsp_analysis_has_read(at->names, document->real)) {
            forget(at);
        }
    }
}

void lsp_documents_forget(struct lsp *lsp) {
    lsp_analysis_free(lsp->index);
    lsp->index = NULL;
    for (struct lsp_document *at = lsp->documents; at != NULL; at = at->next) {
        forget(at);
    }
}

struct lsp_analysis *lsp_index(struct lsp *lsp) {
    if (lsp->index == NULL) {
        struct mem *mem = mem_new();
        struct lsp_wish wish = {.files = lsp_all_files(mem, lsp, NULL), .extent = LSP_NAMES};
        lsp->index = wish.files.count == 0 ? NULL : lsp_analyse(lsp, &wish);
        mem_free(mem);
    }
    return lsp->index;
}

struct lsp_analysis *lsp_document_analysis(struct lsp *lsp, struct lsp_document *document) {
    if (document->analysis == NULL) {
        struct lsp_wish wish = {.extent = LSP_RULES, .externs = &document->externs};
        const char *path = document->path;
        wish.files = (struct paths){&path, 1};
        document->analysis = lsp_analyse(lsp, &wish);
    }
    return document->analysis;
}

struct lsp_analysis *lsp_document_names(struct lsp *lsp, struct lsp_document *document) {
    if (document->analysis == NULL && document->names == NULL) {
        const char *path = document->path;
        struct lsp_wish wish = {.files = {&path, 1}, .extent = LSP_NAMES};
        document->names = lsp_analyse(lsp, &wish);
    }
    return document->analysis != NULL ? document->analysis : document->names;
}
