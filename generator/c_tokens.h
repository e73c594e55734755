/* C text as tokens: enough to tell an edit that changes the code from one that does not. All of a
 * text is seen, on both sides of every #if; text that is no C at all gives tokens, too. */
#ifndef SLOTC_C_TOKENS_H
#define SLOTC_C_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;

enum c_token_kind {
    C_WORD, /* identifiers, keywords, numbers */
    C_STRING, /* characters, too */
    C_MARK, /* one or more characters that belong together: "->", "{" */
    C_DIRECTIVE, /* the `#` that begins one */
    C_DIRECTIVE_END, /* the end of its line; no bytes */
};

struct c_token {
    enum c_token_kind kind;
    const char *bytes;
    uint32_t length;
    uint32_t line; /* counted from 1 */
};

struct c_tokens {
    struct c_token *items;
    size_t count;
};

/* Comments and white space are left out. The text must live as long as the tokens. */
struct c_tokens c_tokens_of(struct mem *mem, const char *bytes, size_t length);

bool c_token_is(const struct c_token *token, const char *text);

/* The same kind and bytes. */
bool c_token_equals(const struct c_token *left, const struct c_token *right);

#endif
