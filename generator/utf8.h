/* Whether bytes are UTF-8 text, and what to do where they are not. */
#ifndef SLOTC_UTF8_H
#define SLOTC_UTF8_H

#include <stddef.h>

struct mem;

/* U+FFFD, which stands for what cannot be shown. */
#define UTF8_REPLACEMENT "\xef\xbf\xbd"

/* The length of the UTF-8 sequence at bytes, of which there is at least one; 0 where it is none
 * (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF). */
size_t utf8_length(const unsigned char *bytes, size_t left);

/* The string itself where it is UTF-8; else a copy with U+FFFD for each byte that is none. */
const char *utf8_repaired(struct mem *mem, const char *string);

#endif
