/* The sizes of a document's extern types as libclang has found them: while the text is broken, and
 * nobody asks libclang, they are taken to be what they were. */
#ifndef SLOTC_LSP_EXTERNS_H
#define SLOTC_LSP_EXTERNS_H

struct lsp_externs;
struct program;

/* NULL is none. */
void lsp_externs_free(struct lsp_externs *externs);

/* The sizes in a program that has been laid out; frees those of before. */
struct lsp_externs *lsp_externs_keep(struct lsp_externs *before, const struct program *program);

/* Gives a program's types, which have none, the sizes that are known. */
void lsp_externs_give(const struct lsp_externs *externs, const struct program *program);

#endif
