/* What words of the language mean, in a sentence: for hover and completion. */
#ifndef SLOTC_LSP_WORDS_H
#define SLOTC_LSP_WORDS_H

#include <stddef.h>

struct mem;

struct lsp_word {
    const char *word;
    const char *meaning;
};

/* Those of the grammar, and those of annotations without their `@`; NULL past the last. */
const struct lsp_word *lsp_keyword_at(size_t index);
const struct lsp_word *lsp_annotation_word_at(size_t index);

/* The meaning of a keyword, of an annotation, or of a type of the language; NULL of what is none.
 */
const char *lsp_keyword_meaning(const char *word);
const char *lsp_annotation_meaning(struct mem *mem, const char *name);
const char *lsp_type_meaning(struct mem *mem, const char *word);

#endif
