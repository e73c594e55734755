#include "words.h"

#include <stdbool.h>
#include <string.h>

#include "mem.h"

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
