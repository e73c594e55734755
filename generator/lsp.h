/* The language server: reads messages, and answers each from what the texts are at that moment.
 *
 * What is open is as the editor has it, everything else as the file system has it (a struct store,
 * load.h). Each open document is analysed as `slotc lint FILE` would, by the same stages, when
 * something asks for it or no more input waits; the analysis has an arena of its own and is thrown
 * away as soon as a text that it has read changes. A schema of 5,000 lines takes some 10 ms, so
 * nothing is kept from the text before: every answer is about the text that is there, and positions
 * cannot be stale. While a text is broken, as it is most of the time while somebody types, the
 * parser goes on behind each error, and what it has read is resolved and laid out all the same
 * (struct run, `recovers`); where a record is not whole, its hover says so.
 *
 * References and names to change are looked for in all documents and in all schemas below the
 * workspace folders, which are read for that one request.
 *
 * To add a request, write its function and add its row to lsp_methods.c; what is declared
 * here is for those functions. */
#ifndef SLOTC_LSP_H
#define SLOTC_LSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <jansson.h>

#include "lsp_frame.h"
#include "lsp_position.h"
#include "source.h"

struct lsp_analysis;
struct lsp_document;
struct mem;
struct options;

enum lsp_state {
    LSP_NEW,
    LSP_RUNNING,
    LSP_SHUT_DOWN,
};

/* What the editor has said that it can do. */
struct lsp_client {
    bool shows_markdown;
    bool watches_files; /* where it is asked to */
    bool knows_related; /* places beside a finding */
    bool knows_tags;
    bool knows_versions; /* of documents in edits */
    bool nests_symbols;
    bool knows_actions; /* not commands alone */
    bool prefers_actions;
    bool prepares_renames; /* asks first what is renamed */
};

struct lsp {
    const struct options *options;
    FILE *out;
    struct lsp_frames frames;
    enum lsp_state state;
    enum lsp_encoding encoding;
    struct lsp_client client;
    struct lsp_document *documents;
    struct lsp_analysis *index; /* the names in the workspace, or NULL */
    json_t *folders; /* the paths of the workspace's */
    json_t *queue; /* messages that were read ahead */
    json_t *published; /* by address: the findings that the editor has */
    json_t *notice; /* the message that was shown last */
    bool input_ended;
    bool is_broken; /* the input makes no sense any more */
    bool has_exited;
};

/* A request or notification while it is answered. */
struct lsp_request {
    struct lsp *lsp;
    struct mem *mem; /* until it is answered */
    const json_t *params;
    int code; /* of an error, or 0 */
    const char *error;
};

enum lsp_error {
    LSP_PARSE_ERROR = -32700,
    LSP_INVALID_REQUEST = -32600,
    LSP_METHOD_NOT_FOUND = -32601,
    LSP_INVALID_PARAMS = -32602,
    LSP_NOT_INITIALIZED = -32002,
    LSP_REQUEST_FAILED = -32803,
    LSP_CANCELLED = -32800,
};

/* Answers until the editor says exit, or the input ends; gives what slotc exits with. */
int lsp_serve(const struct options *options);

/* The answer to a request that fails: gives NULL. */
json_t *lsp_fail(struct lsp_request *request, enum lsp_error code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sends a notification; params are taken over. */
void lsp_notify(struct lsp *lsp, const char *method, json_t *params);

/* Asks the editor for something; what it answers is not read. */
void lsp_request_client(struct lsp *lsp, const char *method, json_t *params);

/* Shows a message to the user, unless it is the one that was shown last. */
void lsp_show(struct lsp *lsp, const char *message);

/* The document that params name, and the place in it: in bytes of its source. NULL where it is not
 * open, which is an error of the request. */
struct lsp_document *lsp_asked_document(struct lsp_request *request);
struct lsp_document *lsp_asked_place(struct lsp_request *request, size_t *offset);

/* The range that params ask about, in a document's source. */
struct span lsp_asked_range(const struct lsp_request *request, const struct lsp_document *document,
                            const struct source *source);

/* lsp_start.c */
json_t *lsp_initialize(struct lsp_request *request);
json_t *lsp_initialized(struct lsp_request *request);
json_t *lsp_shutdown(struct lsp_request *request);
json_t *lsp_change_folders(struct lsp_request *request);

/* lsp_sync.c */
json_t *lsp_did_open(struct lsp_request *request);
json_t *lsp_did_change(struct lsp_request *request);
json_t *lsp_did_save(struct lsp_request *request);
json_t *lsp_did_close(struct lsp_request *request);
json_t *lsp_did_change_files(struct lsp_request *request);
json_t *lsp_own_text(struct lsp_request *request);

/* lsp_publish.c: sends what is found in the documents that have changed, as long as no input
 * waits. */
void lsp_publish(struct lsp *lsp);

#endif
