/* What was changed in a generated header, beside what slotc writes. */
#ifndef SLOTC_CHANGES_H
#define SLOTC_CHANGES_H

#include <stddef.h>
#include <stdint.h>

struct mem;

enum change_kind {
    CHANGE_FORMATTING, /* white space and comments only: of the whole header */
    CHANGE_LAYOUT, /* a struct, an assertion on it, or one of its constants */
    CHANGE_SIGNATURE, /* what callers see: a declaration, an enumerator, a macro, a directive */
    CHANGE_BODY, /* of a function or a table */
    CHANGE_ADDED,
    CHANGE_REMOVED,
    CHANGE_MOVED, /* it stands elsewhere; told only where nothing else is found */
};

struct change {
    enum change_kind kind;
    const char *name; /* of what was changed; NULL of the whole header */
    uint32_t line; /* in the header; 0 of what is no longer there */
};

struct changes {
    struct change *items; /* in the order of their lines, what was removed first */
    size_t count;
};

/* The words of a kind for programs ("layout") and for people ("a layout was changed"). */
const char *change_word(enum change_kind kind);

/* All that differs in what a compiler sees, or CHANGE_FORMATTING; nothing where the texts are the
 * same. */
struct changes changes_find(struct mem *mem, const char *present, size_t length, const char *wanted,
                            size_t wanted_length);

/* CHANGE_FORMATTING alone: where what differs is no text, as a byte-order mark. */
struct changes changes_of_format(struct mem *mem);

/* "3 changes" as one line each is for the caller; this is one: "the layout `R` was changed". */
const char *change_text(struct mem *mem, const struct change *change);

#endif
