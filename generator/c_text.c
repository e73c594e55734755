#include "c_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/* The length of an invisible character that turns the direction of the text behind it (compilers
 * warn of them: a line would read otherwise than it is), or 0. */
static size_t direction_mark(const char *at) {
    const unsigned char *bytes = (const unsigned char *)at;
    if (bytes[0] == 0xd8 && bytes[1] == 0x9c) {
        return 2;
    }
    if (bytes[0] != 0xe2) {
        return 0;
    }
    bool is_mark = bytes[1] == 0x80 && (bytes[2] == 0x8e || bytes[2] == 0x8f);
    bool embeds = bytes[1] == 0x80 && bytes[2] >= 0xaa && bytes[2] <= 0xae;
    bool isolates = bytes[1] == 0x81 && bytes[2] >= 0xa6 && bytes[2] <= 0xa9;
    return is_mark || embeds || isolates ? 3 : 0;
}

const char *c_comment(struct mem *mem, const char *text) {
    struct text out = {.mem = mem};
    char before = '\0';
    for (const char *at = text; *at != '\0';) {
        size_t mark = direction_mark(at);
        unsigned char byte = (unsigned char)*at;
        bool joins = (before == '*' && byte == '/') || (before == '/' && byte == '*') ||
                     (before == '?' && byte == '?');
        bool ends_line = byte == '\\' && at[1] == '\0';
        if (mark > 0) {
            at += mark;
            continue;
        }
        if (joins) {
            text_add(&out, " ", 1);
        }
        bool is_control = byte < ' ' || byte == 0x7f;
        before = *at;
        if (is_control) {
            before = ' ';
        } else if (ends_line) {
            before = '/';
        }
        text_add(&out, &before, 1);
        at++;
    }
    return text_string(&out);
}

static bool is_plain(unsigned char byte) {
    return byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\' && byte != '?';
}

/* Octal escapes have three digits at the most, so no byte behind one joins it. */
const char *c_string(struct mem *mem, const char *bytes, size_t length) {
    struct text out = {.mem = mem};
    text_add(&out, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        if (is_plain((unsigned char)bytes[i])) {
            text_add(&out, bytes + i, 1);
        } else {
            text_format(&out, "\\%03o", (unsigned)(unsigned char)bytes[i]);
        }
    }
    text_add(&out, "\"", 1);
    return text_string(&out);
}

/* FNV-1a. */
static uint32_t hash_of(const char *text) {
    uint32_t hash = UINT32_C(0x811c9dc5);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT32_C(0x01000193);
    }
    return hash;
}

/* Paths of small letters, digits and `_` stay apart by themselves; others get a hash. */
const char *c_path_name(struct mem *mem, const char *path) {
    char *name = mem_string(mem, path);
    bool is_plain_path = true;
    char *dot = strrchr(name, '.');
    for (char *at = name; *at != '\0'; at++) {
        bool is_kept = islower((unsigned char)*at) || isdigit((unsigned char)*at) || *at == '_';
        is_plain_path = is_plain_path && (is_kept || at == dot);
        if (!isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80) {
            *at = '_';
        }
    }
    return is_plain_path ? name : mem_format(mem, "%s_%08" PRIx32, name, hash_of(path));
}

const char *c_guard(struct mem *mem, const char *path) {
    char *guard = mem_format(mem, "SLOTC_%s_H", c_path_name(mem, path));
    for (char *at = guard; *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return guard;
}
