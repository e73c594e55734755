/* What holds of any text that is laid out: the test and the fuzzer of fmt check it. */
#ifndef SLOTC_FMT_WHOLE_H
#define SLOTC_FMT_WHOLE_H

#include <stdbool.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/fmt.h"
#include "../../generator/lex.h"
#include "../../generator/mem.h"
#include "../../generator/source.h"
#include "../../generator/text.h"

/* Each production of the grammar, each kind of comment. */
static const char fmt_sample[] =
    "package a.b; import \"x.slots\"; // why\nimport \"y.slots\";\n\n/// A unit.\nenum Unit : u8 "
    "{ celsius, kelvin = -4, @deprecated(\"x\") pascal }\nenum Two { a, // one\n b, }\n"
    "@size(8) @align(4) extern \"struct vec3\" from \"vec3.h\" as Vec3;\n/* block\n * of stars */\n"
    "@max_size(64)\n@count(10_000)\nrecord Sensor : a.Base slots + dict { // open\n"
    "/// The number.\n id: u32;\n value: f64 = -0.5e3; // v\n unit: Unit = celsius; /* u */\n"
    "text: char[8] = \"a//b\\n\"; flags: bits[3]?;\n\n @hot @offset(0x8) next: ref a.Sensor;\n"
    "at: Vec3[4]?; }\nrecord Empty slots { }\n";

static inline void add_squeezed(struct text *out, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (strchr(" \t\r\n", bytes[i]) == NULL) {
            text_add(out, &bytes[i], 1);
        }
    }
}

/* Whether nothing but trivia and documentation is between there and a `}`. */
static inline bool is_before_brace(struct lexer lexer) {
    struct token token = lex_next(&lexer);
    while (token.kind == TOKEN_DOC) {
        token = lex_next(&lexer);
    }
    return token.kind == TOKEN_CLOSE_BRACE;
}

/* All tokens and comments in their order, without white space and without a `,` before a `}`. */
static inline struct text fmt_squeezed(struct mem *mem, const struct source *source) {
    struct lexer lexer = {.source = source, .diagnostics = diagnostics_new(mem)};
    struct text out = {.mem = mem};
    struct token token;
    do {
        token = lex_next(&lexer);
        const char *bytes = source->bytes;
        add_squeezed(&out, bytes + token.trivia, token.start - token.trivia);
        text_add(&out, "\n", 1);
        if (token.kind == TOKEN_DOC) {
            add_squeezed(&out, bytes + token.start, token.end - token.start);
        } else if (token.kind != TOKEN_COMMA || !is_before_brace(lexer)) {
            text_add(&out, bytes + token.start, token.end - token.start);
        } else {
            out.length--;
        }
    } while (token.kind != TOKEN_END);
    return out;
}

static inline bool fmt_equal(const struct text *left, const struct text *right) {
    return left->length == right->length &&
           memcmp(text_string(left), text_string(right), left->length) == 0;
}

/* The text laid out in *out, and what is wrong with that; NULL where nothing is, or where the text
 * does not parse (*parsed). */
static inline const char *fmt_fault(struct mem *mem, const char *bytes, size_t length,
                                    struct text *out, bool *parsed) {
    struct diagnostics *diagnostics = diagnostics_new(mem);
    const struct source *source = source_from_bytes(mem, "t.slots", bytes, length);
    *out = (struct text){.mem = mem};
    *parsed = fmt(mem, source, diagnostics, out);
    if (!*parsed) {
        return diagnostics->error_count == 0 ? "refused without a word"
               : out->length > 0             ? "refused, but laid out"
                                             : NULL;
    }
    struct text again = {.mem = mem};
    const struct source *laid = source_from_bytes(mem, "t.slots", text_string(out), out->length);
    if (!fmt(mem, laid, diagnostics, &again)) {
        return "what was laid out does not parse";
    }
    if (!fmt_equal(out, &again)) {
        return "laying it out again changes it";
    }
    struct text before = fmt_squeezed(mem, source);
    struct text after = fmt_squeezed(mem, laid);
    return fmt_equal(&before, &after) ? NULL : "a token or a comment is lost or elsewhere";
}

#endif
