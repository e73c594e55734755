/* Messages as they come and go: a head that says how many bytes follow (`Content-Length: 12`), an
 * empty line, and the bytes. */
#ifndef SLOTC_LSP_FRAME_H
#define SLOTC_LSP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct mem;

/* The largest schema, each byte of which is an escape of six. */
#define LSP_MAX_MESSAGE ((size_t)400 * 1024 * 1024)
#define LSP_MAX_HEAD ((size_t)8 * 1024)

struct lsp_frames {
    int file;
    struct mem *mem; /* of the bytes below */
    char *bytes; /* read, and not yet taken */
    size_t length;
    size_t capacity;
    size_t taken; /* of those that were read */
};

enum lsp_frame_status {
    FRAME_READ,
    FRAME_END, /* of the input, between two messages */
    FRAME_BROKEN, /* nobody knows where the next one starts; *error says why */
};

/* Start with: struct lsp_frames frames = {.file = STDIN_FILENO}; */

/* Waits for a message and gives its bytes, which are there until the next call. */
enum lsp_frame_status lsp_frame_read(struct lsp_frames *frames, const char **bytes, size_t *length,
                                     const char **error);

/* Whether some of the next message is there already, or the end of the input. */
bool lsp_frame_waits(const struct lsp_frames *frames);

void lsp_frames_free(struct lsp_frames *frames);

/* False where it does not get out. */
bool lsp_frame_write(FILE *to, const char *bytes, size_t length);

#endif
