/* Names that were read from a file, written so that an output can hold them: what it cannot hold
 * becomes `\x` and two hexadecimal digits, as in the tracer's files. */
#ifndef SLOTC_SHOWN_H
#define SLOTC_SHOWN_H

struct mem;

/* What cannot stand in an output, to be added up. */
enum shown_as {
    SHOWN_LINE = 1, /* the bytes below 32, and 127: on a terminal they are no text */
    SHOWN_UNICODE = 2, /* bytes that are no UTF-8 */
    SHOWN_XML = 4, /* U+FFFE and U+FFFF */
    SHOWN_FRAME = 8, /* the semicolon, which stands between frames */
};

/* The name itself where it can stand as it is. */
const char *shown(struct mem *mem, const char *name, unsigned as);

#endif
