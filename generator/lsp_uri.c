#include "lsp_uri.h"

#include <string.h>
#include <strings.h>

#include "lex.h"
#include "mem.h"
#include "text.h"

static const char scheme[] = "file://";

bool lsp_uri_is_file(const char *uri) {
    return strncasecmp(uri, scheme, sizeof scheme - 1) == 0;
}

/* What `%41` stands for; -1 where it is no escape, or of a NUL, which no path has. */
static int escaped(const char *at) {
    unsigned high = at[0] == '%' ? lex_digit((unsigned char)at[1]) : 16;
    unsigned low = high < 16 ? lex_digit((unsigned char)at[2]) : 16;
    return high < 16 && low < 16 && (high != 0 || low != 0) ? (int)(16 * high + low) : -1;
}

const char *lsp_uri_path(struct mem *mem, const char *uri) {
    if (!lsp_uri_is_file(uri)) {
        return uri;
    }
    struct text path = {.mem = mem};
    const char *at = uri + sizeof scheme - 1;
    at = at[0] == '/' ? at : at + strcspn(at, "/"); /* behind the name of a host */
    for (; *at != '\0' && *at != '?' && *at != '#'; at++) {
        int byte = escaped(at);
        char letter = (char)byte;
        text_add(&path, byte < 0 ? at : &letter, 1);
        at += byte < 0 ? 0 : 2;
    }
    return path.length == 0 ? "/" : text_string(&path);
}

static bool is_plain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || (letter != '\0' && strchr("/-._~", letter) != NULL);
}

const char *lsp_path_uri(struct mem *mem, const char *path) {
    if (path[0] != '/') {
        return path;
    }
    struct text uri = {.mem = mem};
    text_add_string(&uri, scheme);
    for (const char *at = path; *at != '\0'; at++) {
        if (is_plain(*at)) {
            text_add(&uri, at, 1);
        } else {
            text_format(&uri, "%%%02X", (unsigned)(unsigned char)*at);
        }
    }
    return text_string(&uri);
}

const char *lsp_path_tidy(struct mem *mem, const char *path) {
    if (path[0] != '/') {
        return path;
    }
    struct text tidy = {.mem = mem};
    for (const char *at = path; *at != '\0';) {
        at += strspn(at, "/");
        size_t length = strcspn(at, "/");
        bool is_up = length == 2 && strncmp(at, "..", 2) == 0;
        bool is_here = length == 0 || (length == 1 && at[0] == '.');
        if (is_up) {
            while (tidy.length > 0 && tidy.bytes[--tidy.length] != '/') {
            }
        } else if (!is_here) {
            text_add(&tidy, "/", 1);
            text_add(&tidy, at, length);
        }
        at += length;
    }
    return tidy.length == 0 ? "/" : mem_copy(mem, tidy.bytes, tidy.length);
}
