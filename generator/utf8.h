/* Whether bytes are UTF-8 text. */
#ifndef SLOTC_UTF8_H
#define SLOTC_UTF8_H

#include <stddef.h>

/* The length of the UTF-8 sequence at bytes, of which there is at least one; 0 where it is none
 * (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF). */
size_t utf8_length(const unsigned char *bytes, size_t left);

#endif
