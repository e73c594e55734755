#include "xml.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

/* How a byte is written; NULL where it stands for itself. */
static const char *escape_of(const char *at, bool in_attribute) {
    switch (*at) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\r':
        return "&#13;";
    case '\n':
        return in_attribute ? "&#10;" : NULL;
    case '\t':
        return in_attribute ? "&#9;" : NULL;
    default:
        return (unsigned char)*at < ' ' ? UTF8_REPLACEMENT : NULL;
    }
}

/* U+FFFE and U+FFFF: valid UTF-8, and in no XML. */
static bool is_noncharacter(const char *at) {
    return strncmp(at, "\xef\xbf\xbe", 3) == 0 || strncmp(at, "\xef\xbf\xbf", 3) == 0;
}

static const char *escape(struct mem *mem, const char *string, bool in_attribute) {
    struct text escaped = {.mem = mem};
    for (const char *at = utf8_repaired(mem, string); *at != '\0';) {
        bool is_odd = is_noncharacter(at);
        const char *escape = is_odd ? UTF8_REPLACEMENT : escape_of(at, in_attribute);
        if (escape == NULL) {
            text_add(&escaped, at, 1);
        } else {
            text_add_string(&escaped, escape);
        }
        at += is_odd ? 3 : 1;
    }
    return text_string(&escaped);
}

const char *xml_attribute(struct mem *mem, const char *string) {
    return escape(mem, string, true);
}

const char *xml_content(struct mem *mem, const char *string) {
    return escape(mem, string, false);
}
