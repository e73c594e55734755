#include "lsp_candidates.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "folders.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_folders.h"
#include "lsp_uri.h"
#include "mem.h"
#include "text.h"

struct search {
    const struct candidate_wish *wish;
    candidate_visitor *visit;
    void *context;
};

static bool is_in_package(const struct file *file, const char *package) {
    return file->package.text != NULL && strcmp(file->package.text, package) == 0;
}

static void offer(const struct search *search, const struct declaration *declaration,
                  const char *import) {
    static const enum candidate_kind kinds[] = {[DECLARATION_ENUM] = CANDIDATE_ENUM,
                                                [DECLARATION_EXTERN] = CANDIDATE_TYPE,
                                                [DECLARATION_RECORD] = CANDIDATE_STRUCT};
    const struct candidate_wish *wish = search->wish;
    const struct record *record = (const struct record *)(const void *)declaration;
    bool is_record = declaration->kind == DECLARATION_RECORD;
    if ((wish->kinds >> declaration->kind & 1) == 0 || declaration == wish->own ||
        (wish->is_base && record->final) ||
        (wish->package != NULL && !is_in_package(declaration->file, wish->package))) {
        return;
    }
    const char *detail = import == NULL ? NULL : mem_concat(wish->mem, "import ", import, NULL);
    if (detail == NULL && is_record && record->base_name.text != NULL) {
        detail = mem_concat(wish->mem, ": ", record->base_name.text, NULL);
    }
    search->visit(search->context,
                  &(struct candidate){.label = declaration->name.text,
                                      .kind = kinds[declaration->kind],
                                      .detail = detail,
                                      .docs = declaration->preamble.docs,
                                      .import = import,
                                      .deprecated = declaration->preamble.deprecated != NULL});
}

static void offer_file(const struct search *search, const struct file *file, const char *import) {
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        offer(search, at, import);
    }
}

/* Whether a file is the document's or one that it imports. */
static bool is_visible(const struct file *from, const char *real) {
    if (strcmp(from->source->real, real) == 0) {
        return true;
    }
    for (const struct import *at = from->imports; at != NULL; at = at->next) {
        if (at->file != NULL && strcmp(at->file->source->real, real) == 0) {
            return true;
        }
    }
    return false;
}

/* A path as seen from the folder of another. */
static const char *seen_from(struct mem *mem, const char *from, const char *path) {
    size_t common = 0;
    struct text seen = {.mem = mem};
    for (size_t i = 0; from[i] != '\0' && from[i] == path[i]; i++) {
        common = from[i] == '/' ? i + 1 : common;
    }
    for (const char *at = from + common; (at = strchr(at, '/')) != NULL; at++) {
        text_add_string(&seen, "../");
    }
    text_add_string(&seen, path + common);
    return text_string(&seen);
}

/* What an import of the file would say: its path in a folder of -I, else from the document's. */
static const char *import_path(const struct candidate_wish *wish, const char *path) {
    const struct paths *include = &wish->analysis->options.include;
    const char *beside = seen_from(wish->mem, wish->document->path, path);
    for (size_t i = 0; i < include->count && strncmp(beside, "../", 3) == 0; i++) {
        const char *real = load_real_path(wish->mem, include->items[i]);
        size_t length = real == NULL ? 0 : strlen(real);
        if (length > 0 && strncmp(path, real, length) == 0 && path[length] == '/') {
            return path + length + 1;
        }
    }
    return beside;
}

/* Files of the workspace that are neither open nor seen. */
static void offer_others(const struct search *search, const struct file *from) {
    const struct candidate_wish *wish = search->wish;
    struct lsp_analysis *index = lsp_index(wish->lsp);
    const struct program *program = index == NULL ? NULL : index->run.program;
    for (size_t i = 0; program != NULL && i < program->file_count; i++) {
        const struct file *file = program->files[i];
        const char *real = file->source->real;
        if (!is_visible(from, real) && lsp_document_of(wish->lsp, real) == NULL) {
            offer_file(search, file, import_path(wish, lsp_path_tidy(wish->mem, file->opened)));
        }
    }
    for (struct lsp_document *at = wish->lsp->documents; at != NULL; at = at->next) {
        const struct file *file = at == wish->document || at->path[0] != '/'
                                      ? NULL
                                      : lsp_analysis_file(lsp_document_names(wish->lsp, at));
        if (file != NULL && !is_visible(from, at->real)) {
            offer_file(search, file, import_path(wish, at->path));
        }
    }
}

void lsp_candidates(const struct candidate_wish *wish, candidate_visitor visit, void *context) {
    const struct search search = {wish, visit, context};
    const struct file *from = lsp_analysis_file(wish->analysis);
    offer_file(&search, from, NULL);
    for (const struct import *at = from->imports; at != NULL; at = at->next) {
        if (at->file != NULL && at->file != from) {
            offer_file(&search, at->file, NULL);
        }
    }
    if (wish->document->path[0] == '/') {
        offer_others(&search, from);
    }
}

static const struct enumeration *enum_in(const struct file *file, const char *name) {
    for (const struct declaration *at = file->declarations; at != NULL; at = at->next) {
        if (at->kind == DECLARATION_ENUM && strcmp(at->name.text, name) == 0) {
            return (const struct enumeration *)(const void *)at;
        }
    }
    return NULL;
}

const struct enumeration *lsp_enum_named(const struct file *file, const char *name) {
    const char *dot = strrchr(name, '.');
    name = dot == NULL ? name : dot + 1;
    const struct enumeration *found = enum_in(file, name);
    for (const struct import *at = file->imports; at != NULL && found == NULL; at = at->next) {
        found = at->file == NULL ? NULL : enum_in(at->file, name);
    }
    return found;
}

/* What is in a folder. */
static void offer_folder(const struct search *search, const char *folder) {
    const struct candidate_wish *wish = search->wish;
    DIR *directory = opendir(folder);
    const struct dirent *entry = NULL;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *path = mem_concat(wish->mem, folder, entry->d_name, NULL);
        struct stat status;
        if (entry->d_name[0] == '.' || stat(path, &status) != 0 ||
            strcmp(path, wish->document->path) == 0) {
            continue;
        }
        const char *name = mem_string(wish->mem, entry->d_name);
        if (S_ISDIR(status.st_mode)) {
            search->visit(search->context,
                          &(struct candidate){.label = mem_concat(wish->mem, name, "/", NULL),
                                              .kind = CANDIDATE_FOLDER});
        } else if (lsp_is_schema(name)) {
            search->visit(search->context,
                          &(struct candidate){.label = name, .kind = CANDIDATE_FILE});
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
}

void lsp_candidate_paths(const struct candidate_wish *wish, const char *begin,
                         candidate_visitor visit, void *context) {
    const struct search search = {wish, visit, context};
    struct mem *mem = wish->mem;
    const char *path = wish->document->path;
    const char *inner = mem_copy(mem, begin, folders_length(begin));
    offer_folder(&search, mem_concat(mem, mem_copy(mem, path, folders_length(path)), inner, NULL));
    const struct paths *include = &wish->analysis->options.include;
    for (size_t i = 0; i < include->count; i++) {
        offer_folder(&search, mem_concat(mem, include->items[i], "/", inner, NULL));
    }
}
