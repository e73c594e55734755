/* What the tokens of literals stand for. */
#include <stdlib.h>

#include "diagnostic.h"
#include "lex.h"
#include "mem.h"

/* More than the digits of any base. */
#define NO_DIGIT 36

unsigned lex_digit(int byte) {
    int letter = byte | 0x20;
    if (byte >= '0' && byte <= '9') {
        return (unsigned)(byte - '0');
    }
    return letter >= 'a' && letter <= 'z' ? (unsigned)(letter - 'a') + 10 : NO_DIGIT;
}

bool lex_integer(const struct source *source, struct token token, uint64_t *value) {
    const char *at = source->bytes + token.start;
    const char *end = source->bytes + token.end;
    unsigned base = 10;
    if (end - at > 2 && at[0] == '0') {
        base = (at[1] | 0x20) == 'x' ? 16 : 2;
        at += 2;
    }
    *value = 0;
    for (; at < end; at++) {
        if (*at == '_') {
            continue;
        }
        unsigned digit = lex_digit(*at);
        if (*value > (UINT64_MAX - digit) / base) {
            return false;
        }
        *value = *value * base + digit;
    }
    return true;
}

/* The token without its `_`. */
static const char *digits_of(struct mem *mem, const struct source *source, struct token token) {
    char *digits = mem_copy(mem, source->bytes + token.start, token.end - token.start);
    char *to = digits;
    for (const char *from = digits; *from != '\0'; from++) {
        if (*from != '_') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return digits;
}

static bool is_binary(const char *digits) {
    return digits[0] == '0' && (digits[1] | 0x20) == 'b';
}

static double binary_value(const char *digits) {
    double value = 0;
    for (const char *from = digits + 2; *from != '\0'; from++) {
        value = 2 * value + lex_digit(*from);
    }
    return value;
}

double lex_float(struct mem *mem, const struct source *source, struct token token) {
    const char *digits = digits_of(mem, source, token);
    return is_binary(digits) ? binary_value(digits) : strtod(digits, NULL);
}

float lex_single(struct mem *mem, const struct source *source, struct token token) {
    const char *digits = digits_of(mem, source, token);
    return is_binary(digits) ? (float)binary_value(digits) : strtof(digits, NULL);
}

/* The byte that an escape stands for, or -1; *at ends behind it. */
static int escaped_byte(const char *bytes, uint32_t *at, uint32_t end) {
    char mark = bytes[*at + 1];
    *at += 2;
    switch (mark) {
    case '\\':
    case '"':
        return mark;
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'x':
        if (*at + 2 <= end && lex_digit(bytes[*at]) < 16 && lex_digit(bytes[*at + 1]) < 16) {
            *at += 2;
            return (int)(lex_digit(bytes[*at - 2]) * 16 + lex_digit(bytes[*at - 1]));
        }
        return -1;
    default:
        return -1;
    }
}

const char *lex_string(struct mem *mem, const struct lexer *lexer, struct token token,
                       size_t *length) {
    const char *bytes = lexer->source->bytes;
    uint32_t end = token.end - 1;
    char *value = mem_alloc(mem, end - token.start);
    bool good = true;
    *length = 0;
    for (uint32_t at = token.start + 1; at < end;) {
        if (bytes[at] != '\\') {
            value[(*length)++] = bytes[at++];
            continue;
        }
        uint32_t start = at;
        int byte = escaped_byte(bytes, &at, end);
        if (byte < 0) {
            diagnostic_help(
                lex_malformed(lexer, start, at, "unknown escape in a string"),
                "there are `\\\\`, `\\\"`, `\\n`, `\\t` and `\\xHH` with two hexadecimal digits");
            good = false;
        } else {
            value[(*length)++] = (char)byte;
        }
    }
    value[*length] = '\0';
    return good ? value : NULL;
}
