#include "lsp_frame.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "mem.h"

#define STEP ((size_t)64 * 1024)

static const char length_field[] = "Content-Length:";

/* Room for more, in an arena of its own: what was taken stays behind in the old one. */
static void make_room(struct lsp_frames *frames, size_t wanted) {
    size_t left = frames->length - frames->taken;
    if (frames->mem != NULL && frames->capacity - frames->length >= wanted) {
        return;
    }
    size_t capacity = 2 * left + wanted;
    struct mem *mem = mem_new();
    char *bytes = mem_alloc(mem, capacity);
    if (left > 0) {
        memcpy(bytes, frames->bytes + frames->taken, left);
    }
    mem_free(frames->mem);
    *frames = (struct lsp_frames){frames->file, mem, bytes, left, capacity, 0};
}

/* Reads some bytes more; false at the end of the input, or with *error. */
static bool read_more(struct lsp_frames *frames, const char **error) {
    make_room(frames, STEP);
    ssize_t got = 0;
    do {
        got = read(frames->file, frames->bytes + frames->length, frames->capacity - frames->length);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        *error = "standard input cannot be read";
        return false;
    }
    frames->length += (size_t)got;
    return got > 0;
}

/* The bytes of a head with its empty line, from those that are there; 0 where it is not whole. */
static size_t head_length(const char *bytes, size_t length) {
    for (size_t at = 0; at < length; at++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (end == NULL) {
            return 0;
        }
        size_t line = (size_t)(end - bytes) - at;
        at += line;
        if (line == 0 || (line == 1 && bytes[at - 1] == '\r')) {
            return at + 1;
        }
    }
    return 0;
}

/* The number behind `Content-Length:`; false where it is none. */
static bool read_number(const char *at, const char *end, size_t *number) {
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    size_t digits = 0;
    for (*number = 0; at < end && *at >= '0' && *at <= '9'; at++, digits++) {
        *number = *number > LSP_MAX_MESSAGE ? *number : 10 * *number + (size_t)(*at - '0');
    }
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r')) {
        at++;
    }
    return digits > 0 && at == end;
}

/* What a head says of its message's length; false with *error. */
static bool read_head(const char *bytes, size_t length, size_t *number, const char **error) {
    const char *end = bytes + length;
    bool found = false;
    for (const char *at = bytes; at < end;) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t name = sizeof length_field - 1;
        if ((size_t)(line_end - at) >= name && strncasecmp(at, length_field, name) == 0) {
            if (!read_number(at + name, line_end, number)) {
                *error = "a message's Content-Length is no number";
                return false;
            }
            found = true;
        }
        at = line_end + 1;
    }
    if (!found) {
        *error = "a message without Content-Length";
    } else if (*number > LSP_MAX_MESSAGE) {
        *error = "a message is larger than 400 MiB";
        found = false;
    }
    return found;
}

/* Reads on until a head is whole. */
static enum lsp_frame_status wait_for_head(struct lsp_frames *frames, size_t *length,
                                           const char **error) {
    for (;;) {
        size_t left = frames->length - frames->taken;
        *length = left == 0 ? 0 : head_length(frames->bytes + frames->taken, left);
        if (*length > LSP_MAX_HEAD || (*length == 0 && left > LSP_MAX_HEAD)) {
            *error = "the head of a message is larger than 8 KiB";
            return FRAME_BROKEN;
        }
        if (*length > 0) {
            return FRAME_READ;
        }
        if (!read_more(frames, error)) {
            bool is_end = left == 0 && *error == NULL;
            *error = *error == NULL ? "the input ends within a message" : *error;
            return is_end ? FRAME_END : FRAME_BROKEN;
        }
    }
}

enum lsp_frame_status lsp_frame_read(struct lsp_frames *frames, const char **bytes, size_t *length,
                                     const char **error) {
    size_t head = 0;
    *error = NULL;
    enum lsp_frame_status status = wait_for_head(frames, &head, error);
    if (status != FRAME_READ) {
        return status;
    }
    if (!read_head(frames->bytes + frames->taken, head, length, error)) {
        return FRAME_BROKEN;
    }
    frames->taken += head;
    while (frames->length - frames->taken < *length) {
        if (!read_more(frames, error)) {
            *error = *error == NULL ? "the input ends within a message" : *error;
            return FRAME_BROKEN;
        }
    }
    *bytes = frames->bytes + frames->taken;
    frames->taken += *length;
    return FRAME_READ;
}

bool lsp_frame_waits(const struct lsp_frames *frames) {
    struct pollfd poll_input = {.fd = frames->file, .events = POLLIN};
    return frames->length > frames->taken || poll(&poll_input, 1, 0) != 0;
}

void lsp_frames_free(struct lsp_frames *frames) {
    mem_free(frames->mem);
    frames->mem = NULL;
}

bool lsp_frame_write(FILE *to, const char *bytes, size_t length) {
    fprintf(to, "%s %zu\r\n\r\n", length_field, length);
    fwrite(bytes, 1, length, to);
    return fflush(to) == 0;
}
