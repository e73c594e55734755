#include "utf8.h"

#include <string.h>

#include "text.h"

/* What the first byte of a UTF-8 sequence says of its length; 0 where none starts with it. */
static size_t length_of_lead(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t utf8_length(const unsigned char *bytes, size_t left) {
    unsigned char lead = bytes[0];
    size_t length = length_of_lead(lead);
    if (length == 0 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    if ((lead == 0xe0 && bytes[1] < 0xa0) || (lead == 0xed && bytes[1] > 0x9f) ||
        (lead == 0xf0 && bytes[1] < 0x90) || (lead == 0xf4 && bytes[1] > 0x8f)) {
        return 0;
    }
    return length;
}

const char *utf8_repaired(struct mem *mem, const char *string) {
    struct text repaired = {.mem = mem};
    size_t left = strlen(string);
    const char *copied = string; /* up to here */
    for (const char *at = string; left > 0;) {
        size_t length = utf8_length((const unsigned char *)at, left);
        if (length == 0) {
            text_add(&repaired, copied, (size_t)(at - copied));
            text_add_string(&repaired, UTF8_REPLACEMENT);
            copied = at + 1;
        }
        length = length == 0 ? 1 : length;
        at += length;
        left -= length;
    }
    if (copied == string) {
        return string;
    }
    text_add_string(&repaired, copied);
    return text_string(&repaired);
}
