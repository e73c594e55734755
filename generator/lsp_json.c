#include "lsp_json.h"

#include <stdarg.h>
#include <string.h>

#include "lex.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

/* Deeper values are no message. */
#define FLAGS (JSON_ALLOW_NUL | JSON_DECODE_ANY)

/* The code unit that `\uXXXX` at the start of some bytes spells; 0 where it is none. */
static unsigned unit_at(const char *at, size_t left) {
    unsigned unit = 0;
    if (left < 6 || at[0] != '\\' || at[1] != 'u') {
        return 0;
    }
    for (size_t i = 2; i < 6; i++) {
        unsigned digit = lex_digit((unsigned char)at[i]);
        if (digit > 15) {
            return 0;
        }
        unit = 16 * unit + digit;
    }
    return unit;
}

static bool is_high(unsigned unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(unsigned unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

/* Adds the escape or character at the start of some bytes, or U+FFFD; gives how long it is. */
static size_t add_repaired(struct text *text, const char *at, size_t left) {
    unsigned unit = unit_at(at, left);
    size_t length = 1;
    bool is_good = true;
    if (unit != 0) {
        bool is_pair = is_high(unit) && is_low(unit_at(at + 6, left - 6));
        length = is_pair ? 12 : 6;
        is_good = is_pair || (!is_high(unit) && !is_low(unit));
    } else if (at[0] == '\\' && left > 1) {
        length = 2;
    } else {
        length = utf8_length((const unsigned char *)at, left);
        is_good = length > 0;
        length = is_good ? length : 1;
    }
    text_add(text, is_good ? at : UTF8_REPLACEMENT, is_good ? length : strlen(UTF8_REPLACEMENT));
    return length;
}

json_t *lsp_json_read(struct mem *mem, const char *bytes, size_t length) {
    json_t *value = json_loadb(bytes, length, FLAGS, NULL);
    if (value != NULL) {
        return value;
    }
    struct text text = {.mem = mem};
    text_reserve(&text, length + 1);
    for (size_t at = 0; at < length;) {
        at += add_repaired(&text, bytes + at, length - at);
    }
    return json_loadb(text_string(&text), text.length, FLAGS, NULL);
}

const json_t *lsp_json_at(const json_t *value, ...) {
    va_list keys;
    va_start(keys, value);
    for (const char *key = va_arg(keys, const char *); key != NULL && value != NULL;
         key = va_arg(keys, const char *)) {
        value = json_object_get(value, key);
    }
    va_end(keys);
    return value;
}

const char *lsp_json_string(const json_t *value) {
    const char *string = json_string_value(value);
    return string != NULL && strlen(string) == json_string_length(value) ? string : NULL;
}

bool lsp_json_is_true(const json_t *value) {
    return json_is_true(value);
}

static size_t size_of(const json_t *value) {
    json_int_t number = json_integer_value(value);
    return number > 0 ? (size_t)number : 0;
}

struct lsp_position lsp_json_position(const json_t *value) {
    return (struct lsp_position){size_of(lsp_json_at(value, "line", NULL)),
                                 size_of(lsp_json_at(value, "character", NULL))};
}

json_t *lsp_string(struct mem *mem, const char *string) {
    return json_string(utf8_repaired(mem, string));
}
