/* A header cut into what stands at file level, one chunk each: declarations, definitions and
 * directives, each with a name by which its counterpart in another version is found. */
#ifndef SLOTC_C_CHUNKS_H
#define SLOTC_C_CHUNKS_H

#include <stddef.h>
#include <stdint.h>

#include "c_tokens.h"

enum c_chunk_kind {
    CHUNK_DIRECTIVE, /* `#if` and its like */
    CHUNK_MACRO, /* a `#define` */
    CHUNK_STRUCT, /* or a union, with its members */
    CHUNK_ENUM,
    CHUNK_FUNCTION, /* with its body */
    CHUNK_TABLE, /* an object with its initialiser */
    CHUNK_DECLARATION, /* anything else that ends with `;` */
    CHUNK_CALL, /* of a macro, without `;` or as an assertion */
    CHUNK_OTHER, /* what fits nowhere: a brace alone */
};

struct c_chunk {
    enum c_chunk_kind kind;
    const char *name; /* "R_get_f"; of a directive its word, of a call the macro's name */
    size_t first; /* tokens first to end, exclusive */
    size_t end;
    size_t body; /* where the body or the initialiser begins; end where there is none */
    uint32_t line;
    uint64_t hash; /* of kind and tokens */
};

struct c_chunks {
    struct c_tokens tokens;
    struct c_chunk *items;
    size_t count;
};

struct c_chunks c_chunks_of(struct mem *mem, const char *bytes, size_t length);

#endif
