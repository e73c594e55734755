/* The bytes of one schema file, and places in it.
 *
 * A place is a span of bytes; lines and columns are worked out only where one is printed.
 * Lines and columns count from 1, columns in bytes. A byte-order mark at the start is
 * not among the bytes. */
#ifndef SLOTC_SOURCE_H
#define SLOTC_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

#define SOURCE_MAX_BYTES ((size_t)64 * 1024 * 1024)

struct source {
    const char *path; /* as messages show it */
    const char *real; /* the file's, without links; NULL where it is none */
    const char *stored; /* its path in the repository, of a file of a revision of that; else NULL */
    const char *bytes;
    size_t length;
    size_t skipped; /* bytes of a byte-order mark before the first */
    const uint32_t *lines; /* where each line starts */
    size_t line_count;
    size_t order; /* of loading: findings are sorted by it */
    bool named; /* on the command line, not only imported */
};

/* Bytes start to end (exclusive) of a source. */
struct span {
    const struct source *source;
    uint32_t start;
    uint32_t end;
};

struct position {
    uint32_t line;
    uint32_t column;
};

enum source_status {
    SOURCE_READ,
    SOURCE_UNREADABLE,
    SOURCE_TOO_LARGE,
};

/* Reads a file, or standard input where path is "-". On SOURCE_UNREADABLE *error says why; on
 * SOURCE_TOO_LARGE the source is there, but without bytes. */
enum source_status source_read(struct mem *mem, const char *path, struct source **source,
                               const char **error);

/* A source of bytes that are there already; they are not copied. */
struct source *source_from_bytes(struct mem *mem, const char *path, const char *bytes,
                                 size_t length);

struct position source_position(const struct source *source, uint32_t offset);

/* The bytes of a line, counted from 1, without its end. */
const char *source_line(const struct source *source, uint32_t line, size_t *length);

/* From the start of one span to the end of another in the same source. */
struct span span_join(struct span first, struct span last);

/* No bytes, right behind a span: where something is missing. */
struct span span_after(struct span span);

/* What goes with a span that is removed: its whole line where nothing else stands on it, or else
 * the blanks behind it. */
struct span span_with_line(struct span span);

#endif
