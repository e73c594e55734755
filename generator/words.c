#include "words.h"

#include <stdbool.h>
#include <string.h>

#include "mem.h"
#include "text.h"

void words_split(struct mem *mem, const char *bytes, size_t length, struct paths *words) {
    const char *at = bytes;
    const char *end = bytes + length;
    char *word = mem_alloc(mem, length + 1);
    while (at < end) {
        size_t count = 0;
        char quote = '\0';
        bool any = false;
        for (; at < end && (quote != '\0' || strchr(" \t\r\n", *at) == NULL); at++) {
            any = true;
            if (quote == '\0' && (*at == '"' || *at == '\'')) {
                quote = *at;
            } else if (*at == quote && quote != '\0') {
                quote = '\0';
            } else {
                at += *at == '\\' && quote != '\'' && at + 1 < end;
                word[count++] = *at;
            }
        }
        if (any) {
            paths_add(mem, words, mem_copy(mem, word, count));
        }
        at++;
    }
}

const char *words_quoted(struct mem *mem, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./@%+=:,-";
    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        return word;
    }
    struct text quoted = {.mem = mem};
    text_add_string(&quoted, "'");
    for (; *word != '\0'; word++) {
        text_add(&quoted, *word == '\'' ? "'\\''" : word, *word == '\'' ? 4 : 1);
    }
    text_add_string(&quoted, "'");
    return text_string(&quoted);
}
