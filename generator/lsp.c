#include "lsp.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ast.h"
#include "driver.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_json.h"
#include "lsp_methods.h"
#include "mem.h"

/* So many messages are read before the first of them is answered: among them may be the word that
 * nobody wants the answer any more. */
#define MOST_AHEAD 64

json_t *lsp_fail(struct lsp_request *request, enum lsp_error code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    request->error = mem_vformat(request->mem, format, arguments);
    va_end(arguments);
    request->code = code;
    return NULL;
}

/* The message is taken over. */
static void send(struct lsp *lsp, json_t *message) {
    json_object_set_new(message, "jsonrpc", json_string("2.0"));
    char *bytes = json_dumps(message, JSON_COMPACT);
    if (bytes == NULL || !lsp_frame_write(lsp->out, bytes, strlen(bytes))) {
        lsp->is_broken = true;
    }
    free(bytes);
    json_decref(message);
}

void lsp_notify(struct lsp *lsp, const char *method, json_t *params) {
    send(lsp, json_pack("{s:s,s:o}", "method", method, "params", params));
}

void lsp_request_client(struct lsp *lsp, const char *method, json_t *params) {
    send(lsp, json_pack("{s:s,s:s,s:o}", "id", method, "method", method, "params", params));
}

void lsp_show(struct lsp *lsp, const char *message) {
    struct mem *mem = mem_new();
    json_t *notice = lsp_string(mem, message);
    mem_free(mem);
    if (!json_equal(notice, lsp->notice)) {
        lsp_notify(lsp, "window/showMessage", json_pack("{s:i,s:O}", "type", 1, "message", notice));
    }
    json_decref(lsp->notice);
    lsp->notice = notice;
}

struct lsp_document *lsp_asked_document(struct lsp_request *request) {
    const char *uri = lsp_json_string(lsp_json_at(request->params, "textDocument", "uri", NULL));
    struct lsp_document *document = uri == NULL ? NULL : lsp_document_find(request->lsp, uri);
    if (uri == NULL) {
        lsp_fail(request, LSP_INVALID_PARAMS, "the request names no document");
    } else if (document == NULL) {
        lsp_fail(request, LSP_INVALID_PARAMS, "`%s` is not open", uri);
    }
    return document;
}

/* A position of a document, in its source. */
static size_t offset_of(const struct lsp *lsp, const struct lsp_document *document,
                        const struct source *source, const json_t *position) {
    size_t offset = lsp_offset(&document->text, lsp->encoding, lsp_json_position(position));
    size_t shift = source == NULL ? 0 : source->skipped;
    offset = offset > shift ? offset - shift : 0;
    return source == NULL || offset < source->length ? offset : source->length;
}

struct lsp_document *lsp_asked_place(struct lsp_request *request, size_t *offset) {
    struct lsp_document *document = lsp_asked_document(request);
    if (document == NULL) {
        return NULL;
    }
    const struct file *file = lsp_analysis_file(lsp_document_names(request->lsp, document));
    *offset = offset_of(request->lsp, document, file == NULL ? NULL : file->source,
                        lsp_json_at(request->params, "position", NULL));
    return document;
}

struct span lsp_asked_range(const struct lsp_request *request, const struct lsp_document *document,
                            const struct source *source) {
    const json_t *range = lsp_json_at(request->params, "range", NULL);
    return (struct span){
        source,
        (uint32_t)offset_of(request->lsp, document, source, lsp_json_at(range, "start", NULL)),
        (uint32_t)offset_of(request->lsp, document, source, lsp_json_at(range, "end", NULL))};
}

static void answer(struct lsp *lsp, const json_t *id, const struct lsp_request *request,
                   json_t *result) {
    json_t *message = json_object();
    json_object_set_new(message, "id", id == NULL ? json_null() : json_deep_copy(id));
    if (request->code == 0) {
        json_object_set_new(message, "result", result == NULL ? json_null() : result);
    } else {
        json_decref(result);
        json_object_set_new(message, "error",
                            json_pack("{s:i,s:o}", "code", request->code, "message",
                                      lsp_string(request->mem, request->error)));
    }
    send(lsp, message);
}

/* What a message cannot be answered with at this time; false where it can. */
static bool refuse(struct lsp_request *request, const struct lsp_method *row, const char *method) {
    enum lsp_state state = request->lsp->state;
    bool is_start = strcmp(method, "initialize") == 0;
    if (state == LSP_NEW && !is_start) {
        lsp_fail(request, LSP_NOT_INITIALIZED, "`initialize` comes first");
    } else if (state == LSP_SHUT_DOWN) {
        lsp_fail(request, LSP_INVALID_REQUEST, "nothing but `exit` follows `shutdown`");
    } else if (state == LSP_RUNNING && is_start) {
        lsp_fail(request, LSP_INVALID_REQUEST, "`initialize` comes once");
    } else if (row == NULL || row->is_notification) {
        lsp_fail(request, LSP_METHOD_NOT_FOUND, "there is no request `%s`", method);
    }
    return request->code != 0;
}

/* Whether a message that was read behind the request takes it back. */
static bool is_cancelled(const struct lsp *lsp, const json_t *id) {
    size_t index = 0;
    const json_t *message = NULL;
    json_array_foreach(lsp->queue, index, message) {
        const char *method = lsp_json_string(lsp_json_at(message, "method", NULL));
        if (method != NULL && strcmp(method, "$/cancelRequest") == 0 &&
            json_equal(lsp_json_at(message, "params", "id", NULL), id)) {
            return true;
        }
    }
    return false;
}

static void handle_request(struct lsp_request *request, const struct lsp_method *row,
                           const char *method, const json_t *id) {
    json_t *result = NULL;
    if (is_cancelled(request->lsp, id)) {
        lsp_fail(request, LSP_CANCELLED, "it was taken back");
    } else if (!refuse(request, row, method)) {
        result = row->answer(request);
    }
    answer(request->lsp, id, request, result);
}

static void handle_notification(struct lsp_request *request, const struct lsp_method *row,
                                const char *method) {
    struct lsp *lsp = request->lsp;
    if (strcmp(method, "exit") == 0) {
        lsp->has_exited = true;
    } else if (row != NULL && row->is_notification && lsp->state == LSP_RUNNING) {
        json_decref(row->answer(request));
    }
}

/* A message without a method is an answer to one of ours, which asks for none. */
static void handle(struct lsp *lsp, const json_t *message) {
    struct lsp_request request = {.lsp = lsp, .mem = mem_new()};
    const char *method = lsp_json_string(lsp_json_at(message, "method", NULL));
    const json_t *id = lsp_json_at(message, "id", NULL);
    const struct lsp_method *row = method == NULL ? NULL : lsp_method_find(method);
    request.params = lsp_json_at(message, "params", NULL);
    if (method != NULL && id != NULL) {
        handle_request(&request, row, method, id);
    } else if (method != NULL) {
        handle_notification(&request, row, method);
    } else if (!json_is_object(message) || (lsp_json_at(message, "result", NULL) == NULL &&
                                            lsp_json_at(message, "error", NULL) == NULL)) {
        lsp_fail(&request, LSP_INVALID_REQUEST, "a message is an object with a method");
        answer(lsp, id, &request, NULL);
    }
    mem_free(request.mem);
}

/* Waits for a message, and puts it at the end of the queue. */
static void read_message(struct lsp *lsp) {
    const char *bytes = NULL;
    size_t length = 0;
    const char *error = NULL;
    enum lsp_frame_status status = lsp_frame_read(&lsp->frames, &bytes, &length, &error);
    if (status == FRAME_END) {
        lsp->input_ended = true;
        return;
    }
    if (status == FRAME_BROKEN) {
        driver_fail("%s", error);
        lsp->is_broken = true;
        return;
    }
    struct lsp_request request = {.lsp = lsp, .mem = mem_new()};
    json_t *message = lsp_json_read(request.mem, bytes, length);
    if (message == NULL) {
        lsp_fail(&request, LSP_PARSE_ERROR, "a message is no JSON");
        answer(lsp, NULL, &request, NULL);
    } else {
        json_array_append_new(lsp->queue, message);
    }
    mem_free(request.mem);
}

static bool goes_on(const struct lsp *lsp) {
    return !lsp->has_exited && !lsp->is_broken && !lsp->input_ended;
}

/* Reads what is there, at the least one message; when none is, there is time for findings. */
static void read_ahead(struct lsp *lsp) {
    while (goes_on(lsp) && json_array_size(lsp->queue) < MOST_AHEAD) {
        if (!lsp_frame_waits(&lsp->frames)) {
            if (json_array_size(lsp->queue) > 0) {
                return;
            }
            lsp_publish(lsp);
        }
        read_message(lsp);
    }
}

static void serve(struct lsp *lsp) {
    while (goes_on(lsp)) {
        read_ahead(lsp);
        while (json_array_size(lsp->queue) > 0 && !lsp->has_exited) {
            json_t *message = json_incref(json_array_get(lsp->queue, 0));
            json_array_remove(lsp->queue, 0);
            handle(lsp, message);
            json_decref(message);
            while (goes_on(lsp) && json_array_size(lsp->queue) < MOST_AHEAD &&
                   lsp_frame_waits(&lsp->frames)) {
                read_message(lsp);
            }
        }
    }
}

int lsp_serve(const struct options *options) {
    struct lsp lsp = {.options = options,
                      .out = stdout,
                      .frames = {.file = STDIN_FILENO},
                      .folders = json_array(),
                      .queue = json_array(),
                      .published = json_object()};
    serve(&lsp);
    lsp_documents_forget(&lsp);
    while (lsp.documents != NULL) {
        lsp_document_close(&lsp, lsp.documents);
    }
    json_decref(lsp.folders);
    json_decref(lsp.queue);
    json_decref(lsp.published);
    json_decref(lsp.notice);
    lsp_frames_free(&lsp.frames);
    if (lsp.is_broken) {
        return EXIT_BROKEN;
    }
    return lsp.has_exited && lsp.state == LSP_SHUT_DOWN ? EXIT_FINE : EXIT_SHORT;
}
