/* Lays damaged schemas out, and checks that what still parses keeps its tokens and comments and
 * does not change when it is laid out again:
 *
 *     fuzz_fmt [rounds] [seed]
 *
 * The first fault is printed, with the text, and ends the run with status 1. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/fmt_whole.h"

static const char *const pieces[] = {
    "/* c */",
    "// c\n",
    "/// d\n",
    "//// e\n",
    "///\n",
    "/* d\n e */",
    "/*\n * f\n */",
    "\n",
    "\n\n\n",
    " ",
    "\t",
    "\r\n",
    ",",
    ";",
    "{",
    "}",
    "@final ",
    "a",
    "1",
    "\"s\"",
    "?",
    "[2]",
    "= 1",
    "-",
    ":",
    "+ dict",
    "slots",
    "/",
    "\xc3",
    "\xc3\xa4",
    "record R { }",
    "x: u8;",
};

#define PIECE_COUNT (sizeof pieces / sizeof *pieces)
#define HARMLESS 12 /* pieces, white space and comments */

static uint64_t state;

static size_t chance(size_t limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % limit);
}

/* Puts pieces in, most of them between tokens, and now and then takes bytes out. */
static void damage(struct mem *mem, struct text *text) {
    size_t changes = 1 + chance(chance(4) == 0 ? 40 : 4);
    bool harmless = chance(4) != 0;
    for (size_t i = 0; i < changes; i++) {
        struct text changed = {.mem = mem};
        size_t at = chance(text->length + 1);
        size_t gone = harmless || chance(2) == 0 ? 0 : chance(4);
        const char *piece = pieces[chance(harmless ? HARMLESS : PIECE_COUNT)];
        while (harmless && at < text->length && strchr(" \n;{},", text->bytes[at]) == NULL) {
            at++;
        }
        gone = gone < text->length - at ? gone : text->length - at;
        text_add(&changed, text->bytes, at);
        text_add_string(&changed, piece);
        text_add(&changed, text->bytes + at + gone, text->length - at - gone);
        *text = changed;
    }
}

int main(int count, char **arguments) {
    unsigned long rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 20000;
    uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
    struct mem *mem = mem_new();
    unsigned long parsed_count = 0;
    for (unsigned long i = 0; i < rounds; i++) {
        mem_clear(mem);
        state = (seed * UINT64_C(1000003) + i + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
        struct text text = {.mem = mem};
        text_add_string(&text, fmt_sample);
        damage(mem, &text);
        struct text out;
        bool parsed = false;
        const char *fault = fmt_fault(mem, text.bytes, text.length, &out, &parsed);
        parsed_count += parsed;
        if (fault != NULL) {
            printf("fuzz_fmt: seed %" PRIu64 ", round %lu: %s\n%s\n====\n%s", seed, i, fault,
                   text.bytes, text_string(&out));
            mem_free(mem);
            return 1;
        }
    }
    mem_free(mem);
    printf("fuzz_fmt: %lu of %lu laid out, without a fault\n", parsed_count, rounds);
    return parsed_count > rounds / 8 ? 0 : 1;
}
