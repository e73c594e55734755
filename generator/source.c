#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

static void index_lines(struct mem *mem, struct source *source) {
    size_t count = 1;
    const char *end = source->bytes + source->length;
    for (const char *at = source->bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;
         at++) {
        count++;
    }
    uint32_t *lines = mem_alloc(mem, count * sizeof *lines);
    size_t line = 1;
    for (const char *at = source->bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;
         at++) {
        lines[line++] = (uint32_t)(at + 1 - source->bytes);
    }
    source->lines = lines;
    source->line_count = count;
}

struct source *source_from_bytes(struct mem *mem, const char *path, const char *bytes,
                                 size_t length) {
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    struct source *source = mem_alloc(mem, sizeof *source);
    if (length >= 3 && memcmp(bytes, byte_order_mark, 3) == 0) {
        source->skipped = 3;
        bytes += source->skipped;
        length -= source->skipped;
    }
    source->path = mem_string(mem, path);
    source->bytes = bytes;
    source->length = length;
    index_lines(mem, source);
    return source;
}

/* Everything that can be read, up to one byte more than a source may have. */
static char *read_all(struct mem *mem, int file, size_t *length) {
    struct stat status;
    size_t capacity = (size_t)64 * 1024;
    if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return NULL;
    }
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        capacity = (size_t)status.st_size + 1;
    }
    if (capacity > SOURCE_MAX_BYTES + 1) {
        capacity = SOURCE_MAX_BYTES + 1;
    }
    char *bytes = mem_alloc(mem, capacity);
    *length = 0;
    for (;;) {
        ssize_t got = read(file, bytes + *length, capacity - *length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return NULL;
        }
        *length += (size_t)got;
        if (got == 0 || *length > SOURCE_MAX_BYTES) {
            return bytes;
        }
        if (*length == capacity) {
            char *larger = mem_alloc(mem, 2 * capacity);
            memcpy(larger, bytes, *length);
            bytes = larger;
            capacity *= 2;
        }
    }
}

enum source_status source_read(struct mem *mem, const char *path, struct source **source,
                               const char **error) {
    bool standard_input = strcmp(path, "-") == 0;
    int file = standard_input ? STDIN_FILENO : open(path, O_RDONLY);
    if (file < 0) {
        *error = mem_string(mem, strerror(errno));
        return SOURCE_UNREADABLE;
    }
    size_t length = 0;
    char *bytes = read_all(mem, file, &length);
    int reason = errno;
    if (!standard_input) {
        close(file);
    }
    if (bytes == NULL) {
        *error = mem_string(mem, strerror(reason));
        return SOURCE_UNREADABLE;
    }
    bool too_large = length > SOURCE_MAX_BYTES;
    const char *shown = standard_input ? "<stdin>" : path;
    *source = source_from_bytes(mem, shown, bytes, too_large ? 0 : length);
    return too_large ? SOURCE_TOO_LARGE : SOURCE_READ;
}

struct position source_position(const struct source *source, uint32_t offset) {
    size_t low = 0;
    size_t high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (struct position){(uint32_t)low + 1, offset - source->lines[low] + 1};
}

const char *source_line(const struct source *source, uint32_t line, size_t *length) {
    const char *start = source->bytes + source->lines[line - 1];
    size_t end = line < source->line_count ? source->lines[line] - 1 : source->length;
    *length = (size_t)(source->bytes + end - start);
    if (*length > 0 && start[*length - 1] == '\r') {
        --*length;
    }
    return start;
}

struct span span_join(struct span first, struct span last) {
    return (struct span){first.source, first.start, last.end};
}

struct span span_after(struct span span) {
    return (struct span){span.source, span.end, span.end};
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

struct span span_with_line(struct span span) {
    const char *bytes = span.source->bytes;
    const uint32_t length = (uint32_t)span.source->length;
    uint32_t start = span.start;
    while (start > 0 && is_blank(bytes[start - 1])) {
        start--;
    }
    while (span.end < length && is_blank(bytes[span.end])) {
        span.end++;
    }
    uint32_t end = span.end;
    end += end + 1 < length && bytes[end] == '\r' && bytes[end + 1] == '\n';
    if ((start == 0 || bytes[start - 1] == '\n') && (end == length || bytes[end] == '\n')) {
        span.start = start;
        span.end = end + (end < length);
    }
    return span;
}
