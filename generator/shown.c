#include "shown.h"

#include <stdbool.h>
#include <string.h>

#include "mem.h"
#include "text.h"
#include "utf8.h"

/* A control character past ASCII, the end of a line, or one that turns the direction of text round:
 * what a terminal or a page would obey instead of showing it. */
static bool is_obeyed(const char *at, size_t length) {
    const unsigned char *byte = (const unsigned char *)at;
    if (length == 2) {
        return byte[0] == 0xc2 && byte[1] < 0xa0;
    }
    if (length != 3 || byte[0] != 0xe2) {
        return false;
    }
    return (byte[1] == 0x80 &&
            (byte[2] == 0x8e || byte[2] == 0x8f || (byte[2] >= 0xa8 && byte[2] <= 0xae))) ||
           (byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9);
}

static bool fits(const char *at, size_t length, unsigned as) {
    const unsigned char byte = (unsigned char)*at;
    if (length == 0) {
        return (as & SHOWN_UNICODE) == 0;
    }
    if (byte < ' ' || byte == 0x7f || is_obeyed(at, length)) {
        return (as & SHOWN_LINE) == 0;
    }
    if (byte == ';') {
        return (as & SHOWN_FRAME) == 0;
    }
    return (as & SHOWN_XML) == 0 ||
           (strncmp(at, "\xef\xbf\xbe", 3) != 0 && strncmp(at, "\xef\xbf\xbf", 3) != 0);
}

/* Most names are fine: those are not copied. */
static bool all_fits(const char *name, unsigned as) {
    for (const char *end = name + strlen(name); name < end;) {
        const size_t length = utf8_length((const unsigned char *)name, (size_t)(end - name));
        if (!fits(name, length, as)) {
            return false;
        }
        name += length == 0 ? 1 : length;
    }
    return true;
}

const char *shown(struct mem *mem, const char *name, unsigned as) {
    if (all_fits(name, as)) {
        return name;
    }
    struct text text = {.mem = mem};
    for (const char *end = name + strlen(name); name < end;) {
        size_t length = utf8_length((const unsigned char *)name, (size_t)(end - name));
        const bool as_it_is = fits(name, length, as);
        for (length = length == 0 ? 1 : length; length > 0; length--, name++) {
            if (as_it_is) {
                text_add(&text, name, 1);
            } else {
                text_format(&text, "\\x%02x", (unsigned)(unsigned char)*name);
            }
        }
    }
    return text_string(&text);
}
