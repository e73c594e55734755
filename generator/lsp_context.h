/* What could be written at a place: found from the tokens before it alone, so that it works in a
 * text that is broken, as it is while somebody writes. */
#ifndef SLOTC_LSP_CONTEXT_H
#define SLOTC_LSP_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

struct mem;

enum lsp_expects {
    EXPECTS_NOTHING,
    EXPECTS_DECLARATION, /* a keyword that begins one */
    EXPECTS_ANNOTATED, /* `record` or `enum` */
    EXPECTS_STORAGE, /* behind a record's name; may be preceded by `:` and a base */
    EXPECTS_DICT, /* behind `slots +` */
    EXPECTS_BASE,
    EXPECTS_INTEGER_TYPE,
    EXPECTS_TYPE,
    EXPECTS_RECORD, /* behind `ref` */
    EXPECTS_VALUE, /* of a type */
    EXPECTS_FROM,
    EXPECTS_AS,
    EXPECTS_ANNOTATION,
    EXPECTS_ORDER, /* the value of @order */
    EXPECTS_IMPORT_PATH,
    EXPECTS_RULE, /* in the quotes of an @allow */
    EXPECTS_DIRECTIVE, /* behind `// slotc:` */
    EXPECTS_DIRECTIVE_RULE, /* behind `// slotc:allow` */
};

struct lsp_context {
    enum lsp_expects expects;
    uint32_t start; /* of the word or string that the place is in, within its quotes */
    uint32_t end; /* the place itself where it is in none */
    unsigned targets; /* of an annotation: enum annotation_target */
    const char *package; /* that is written before a name, or NULL */
    const char *type; /* of the value that is expected, with its package */
};

struct lsp_context lsp_context_at(struct mem *mem, const struct source *source, uint32_t offset);

#endif
