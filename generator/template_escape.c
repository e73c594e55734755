#include "template_escape.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

void template_escape_html(struct text *out, const char *bytes, size_t length) {
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        const char *entity = NULL;
        switch (bytes[i]) {
        case '&':
            entity = "&amp;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        default:
            continue;
        }
        text_add(out, bytes + start, i - start);
        text_add_string(out, entity);
        start = i + 1;
    }
    text_add(out, bytes + start, length - start);
}

static void escape_nothing(struct text *out, const char *bytes, size_t length) {
    text_add(out, bytes, length);
}

/* As within a string; other control characters than a line feed are written so. */
__attribute__((format(printf, 4, 0))) static void
escape_string(struct text *out, const char *bytes, size_t length, const char *control) {
    for (size_t i = 0; i < length; i++) {
        unsigned byte = (unsigned char)bytes[i];
        if (byte == '\n') {
            text_add_string(out, "\\n");
        } else if (byte == '"' || byte == '\\') {
            text_format(out, "\\%c", (int)byte);
        } else if (byte < ' ' || byte == 0x7f) {
            text_format(out, control, byte);
        } else {
            text_add(out, bytes + i, 1);
        }
    }
}

/* Of C, C++, Python and most others: three octal digits are no more anywhere. */
static void escape_c(struct text *out, const char *bytes, size_t length) {
    escape_string(out, bytes, length, "\\%03o");
}

static void escape_json(struct text *out, const char *bytes, size_t length) {
    escape_string(out, bytes, length, "\\u%04x");
}

/* Within a line, and within a cell of a table: a line feed would end both. */
static void escape_markdown(struct text *out, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            text_add(out, " ", 1);
        } else if (bytes[i] != '\0' && strchr("\\`*_[]<>|#~&", bytes[i]) != NULL) {
            text_add(out, "\\", 1);
            text_add(out, bytes + i, 1);
        } else {
            text_add(out, bytes + i, 1);
        }
    }
}

static const struct {
    const char *name;
    template_escape *escape;
} rows[] = {
    {"html", template_escape_html}, {"none", escape_nothing},      {"c", escape_c},
    {"json", escape_json},          {"markdown", escape_markdown},
};

const char *template_escape_name(size_t index) {
    return index < sizeof rows / sizeof *rows ? rows[index].name : NULL;
}

template_escape *template_escape_find(const char *name) {
    for (size_t i = 0; template_escape_name(i) != NULL; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].escape;
        }
    }
    return NULL;
}
