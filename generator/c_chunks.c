#include "c_chunks.h"

#include <string.h>

#include "map.h"
#include "mem.h"

struct cutter {
    struct mem *mem;
    const struct c_token *tokens;
    size_t count;
    struct c_chunks *chunks;
};

static bool is_at(const struct cutter *cutter, size_t at, const char *text) {
    return at < cutter->count && c_token_is(&cutter->tokens[at], text);
}

static bool is_word(const struct cutter *cutter, size_t at) {
    return at < cutter->count && cutter->tokens[at].kind == C_WORD;
}

static const char *text_of(const struct cutter *cutter, size_t at) {
    const struct c_token *token = &cutter->tokens[at];
    return mem_copy(cutter->mem, token->bytes, token->length);
}

/* Behind the directive that begins here. */
static size_t behind_directive(const struct cutter *cutter, size_t at) {
    while (at < cutter->count && cutter->tokens[at].kind != C_DIRECTIVE_END) {
        at++;
    }
    return at < cutter->count ? at + 1 : at;
}

/* Behind the bracket that closes the one here; the end where nothing does. */
static size_t behind_bracket(const struct cutter *cutter, size_t at) {
    size_t depth = 0;
    do {
        const struct c_token *token = &cutter->tokens[at];
        bool is_mark = token->kind == C_MARK && token->length == 1;
        if (token->kind == C_DIRECTIVE) {
            at = behind_directive(cutter, at);
            continue;
        }
        depth += is_mark && strchr("({[", token->bytes[0]) != NULL;
        depth -= is_mark && strchr(")}]", token->bytes[0]) != NULL;
        at++;
    } while (at < cutter->count && depth > 0);
    return at;
}

static void add(struct cutter *cutter, struct c_chunk chunk) {
    struct c_chunks *chunks = cutter->chunks;
    uint64_t hash = (uint64_t)chunk.kind;
    for (size_t i = chunk.first; i < chunk.end; i++) {
        const struct c_token *token = &cutter->tokens[i];
        hash = (hash ^ map_hash(token->bytes, token->length)) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    chunk.hash = hash;
    chunk.line = cutter->tokens[chunk.first].line;
    chunks->items = mem_grow(cutter->mem, chunks->items, chunks->count, sizeof *chunks->items);
    chunks->items[chunks->count++] = chunk;
}

static size_t cut_directive(struct cutter *cutter, size_t first) {
    size_t end = behind_directive(cutter, first);
    bool is_macro = is_at(cutter, first + 1, "define") && is_word(cutter, first + 2);
    size_t word = is_macro ? first + 2 : first + 1;
    add(cutter, (struct c_chunk){
                    .kind = is_macro ? CHUNK_MACRO : CHUNK_DIRECTIVE,
                    .name = word < end && is_word(cutter, word) ? text_of(cutter, word) : "#",
                    .first = first,
                    .end = end,
                    .body = end,
                });
    return end;
}

/* What a declaration is made of, found in one pass over its file level. */
struct outline {
    size_t end;
    size_t brace; /* the first `{`, or end */
    size_t behind_brace; /* what follows the last `}` */
    size_t name; /* the word that it declares, or end */
    size_t call; /* the `(` of its parameters, or end */
    bool is_function; /* a body, no `;` */
};

/* Attributes and the like have parentheses, too, before those of the parameters. */
static bool names_function(const struct cutter *cutter, size_t word) {
    return is_word(cutter, word) && strncmp(cutter->tokens[word].bytes, "SLOTS_", 6) != 0 &&
           !is_at(cutter, word, "__attribute__") && !is_at(cutter, word, "__declspec");
}

/* A `(` at file level: the name before it, if it begins parameters. */
static void note_call(const struct cutter *cutter, size_t first, size_t at,
                      struct outline *outline) {
    size_t word = at > first && is_at(cutter, at - 1, "SLOTS_FUNCTION") ? at - 2 : at - 1;
    if (outline->call == SIZE_MAX && word > first && names_function(cutter, word)) {
        outline->call = at;
        outline->name = word;
    }
}

static struct outline outline_of(const struct cutter *cutter, size_t first) {
    struct outline outline = {.brace = SIZE_MAX, .name = SIZE_MAX, .call = SIZE_MAX};
    size_t at = first;
    while (at < cutter->count) {
        const struct c_token *token = &cutter->tokens[at];
        if (token->kind == C_DIRECTIVE) {
            at = behind_directive(cutter, at);
        } else if (c_token_is(token, ";")) {
            at++;
            break;
        } else if (c_token_is(token, "{")) {
            outline.is_function = outline.call != SIZE_MAX && is_at(cutter, at - 1, ")");
            outline.brace = outline.brace == SIZE_MAX ? at : outline.brace;
            at = behind_bracket(cutter, at);
            outline.behind_brace = at;
            if (outline.is_function) {
                break;
            }
        } else if (c_token_is(token, "(") || c_token_is(token, "[")) {
            if (c_token_is(token, "(") && outline.brace == SIZE_MAX) {
                note_call(cutter, first, at, &outline);
            }
            at = behind_bracket(cutter, at);
        } else {
            at++;
        }
    }
    outline.end = at;
    return outline;
}

/* The name of what is no function: behind the last `}`, before `=` or `[`, or the last word. */
static size_t find_name(const struct cutter *cutter, size_t first, const struct outline *outline,
                        bool is_type) {
    size_t from = is_type && outline->brace != SIZE_MAX ? outline->behind_brace : first;
    size_t name = SIZE_MAX;
    for (size_t i = from; i < outline->end; i++) {
        bool ends = is_at(cutter, i, "=") || is_at(cutter, i, "[") || is_at(cutter, i, "{") ||
                    (name != SIZE_MAX && is_type && is_at(cutter, i, "SLOTS_DEPRECATED"));
        if (ends) {
            break;
        }
        if (is_at(cutter, i, "(")) {
            i = behind_bracket(cutter, i) - 1;
        } else if (is_word(cutter, i)) {
            name = i;
        }
    }
    return name;
}

static bool has_word(const struct cutter *cutter, size_t first, size_t end, const char *word) {
    for (size_t i = first; i < end; i++) {
        if (is_at(cutter, i, word)) {
            return true;
        }
    }
    return false;
}

/* What a declaration with braces is, by the words before them. */
static enum c_chunk_kind kind_of(const struct cutter *cutter, size_t first,
                                 const struct outline *outline) {
    size_t head = outline->brace;
    if (outline->is_function) {
        return CHUNK_FUNCTION;
    }
    if (head == SIZE_MAX) {
        return CHUNK_DECLARATION;
    }
    if (has_word(cutter, first, head, "=")) {
        return CHUNK_TABLE;
    }
    if (has_word(cutter, first, head, "enum")) {
        return CHUNK_ENUM;
    }
    bool is_struct =
        has_word(cutter, first, head, "struct") || has_word(cutter, first, head, "union");
    return is_struct ? CHUNK_STRUCT : CHUNK_DECLARATION;
}

static size_t cut_declaration(struct cutter *cutter, size_t first) {
    struct outline outline = outline_of(cutter, first);
    enum c_chunk_kind kind = kind_of(cutter, first, &outline);
    bool is_type = kind == CHUNK_ENUM || kind == CHUNK_STRUCT;
    if (is_type || outline.call == SIZE_MAX) {
        outline.name = find_name(cutter, first, &outline, is_type);
    }
    bool has_body = outline.brace != SIZE_MAX && !is_type;
    add(cutter, (struct c_chunk){
                    .kind = kind,
                    .name = outline.name == SIZE_MAX ? "" : text_of(cutter, outline.name),
                    .first = first,
                    .end = outline.end,
                    .body = has_body ? outline.brace : outline.end,
                });
    return outline.end;
}

/* A macro's call stands by itself: its name, its arguments, if any, and a `;` behind assertions. */
static size_t cut_call(struct cutter *cutter, size_t first, size_t end) {
    end += is_at(cutter, end, ";");
    add(cutter, (struct c_chunk){.kind = CHUNK_CALL,
                                 .name = text_of(cutter, first),
                                 .first = first,
                                 .end = end,
                                 .body = end});
    return end;
}

/* `SLOTS_QUIET` has a line for itself. */
static bool is_macro_alone(const struct cutter *cutter, size_t at) {
    const struct c_token *token = &cutter->tokens[at];
    bool ends_line =
        at + 1 == cutter->count || token[1].kind == C_DIRECTIVE || token[1].line > token->line;
    return ends_line && token->length > 6 && strncmp(token->bytes, "SLOTS_", 6) == 0;
}

static size_t cut_one(struct cutter *cutter, size_t first) {
    if (cutter->tokens[first].kind == C_DIRECTIVE) {
        return cut_directive(cutter, first);
    }
    bool is_extern = is_at(cutter, first, "extern") && first + 2 < cutter->count &&
                     cutter->tokens[first + 1].kind == C_STRING && is_at(cutter, first + 2, "{");
    if (is_extern || !is_word(cutter, first)) {
        size_t end = first + (is_extern ? 3 : 1);
        add(cutter, (struct c_chunk){.kind = CHUNK_OTHER,
                                     .name = text_of(cutter, first),
                                     .first = first,
                                     .end = end,
                                     .body = end});
        return end;
    }
    if (is_macro_alone(cutter, first)) {
        return cut_call(cutter, first, first + 1);
    }
    if (is_at(cutter, first + 1, "(")) {
        size_t end = behind_bracket(cutter, first + 1);
        if (!is_at(cutter, end, "{") && !is_at(cutter, end, "=") && !is_word(cutter, end)) {
            return cut_call(cutter, first, end);
        }
        if (is_word(cutter, end) && cutter->tokens[end].line > cutter->tokens[end - 1].line) {
            return cut_call(cutter, first, end);
        }
    }
    return cut_declaration(cutter, first);
}

struct c_chunks c_chunks_of(struct mem *mem, const char *bytes, size_t length) {
    struct c_chunks chunks = {.tokens = c_tokens_of(mem, bytes, length)};
    struct cutter cutter = {mem, chunks.tokens.items, chunks.tokens.count, &chunks};
    size_t at = 0;
    while (at < cutter.count) {
        if (cutter.tokens[at].kind == C_DIRECTIVE_END) {
            at++;
        } else {
            at = cut_one(&cutter, at);
        }
    }
    return chunks;
}
