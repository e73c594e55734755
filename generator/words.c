#include "words.h"

#include <stdbool.h>
#include <string.h>

#include "load.h"
#include "mem.h"

void words_split(struct mem *mem, const char *bytes, size_t length, struct paths *words) {
    const char *at = bytes;
    const char *end = at + length;
    while (at < end) {
        char *word = mem_alloc(mem, (size_t)(end - at) + 1);
        size_t used = 0;
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
                word[used++] = *at;
            }
        }
        if (any) {
            paths_add(mem, words, mem_copy(mem, word, used));
        }
        at++;
    }
}
