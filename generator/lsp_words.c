#include "lsp_words.h"

#include <inttypes.h>
#include <string.h>

#include "annotations.h"
#include "mem.h"
#include "text.h"
#include "types.h"

static const struct lsp_word keywords[] = {
    {"package", "the package that the names of this file are in: `package telemetry;`"},
    {"import", "makes the declarations of another schema known here: `import \"base.slots\";`"},
    {"extern", "a type that a C header declares: "
               "`extern \"struct vec3\" from \"vec3.h\" as Vec3;`"},
    {"from", "the C header that declares an extern type"},
    {"as", "the name of an extern type in schemas"},
    {"enum", "names for numbers: `enum Unit : u8 { celsius, kelvin }`"},
    {"record", "a struct with typed functions: `record Name : Base slots { … }`"},
    {"slots", "fixed cells and nothing else: a struct"},
    {"dict", "typed cells that can be deleted, and a dict for any other attribute at run time"},
    {"true", "the `bool` that is 1"},
    {"false", "the `bool` that is 0"},
};

static const struct lsp_word annotations[] = {
    {"align", "the struct's alignment, a power of two up to 4096"},
    {"allow", "silences one rule here; the reason is required"},
    {"c_name", "the C name, where the schema's own is taken"},
    {"count", "the expected number of live instances: reports multiply by it, lint uses it"},
    {"deprecated", "travels to the C attribute, with what to use instead"},
    {"final", "may not be extended"},
    {"hot", "placed in the first cache line where that costs no size"},
    {"max_size", "generation fails when an instance is larger, and says which field to blame"},
    {"offset", "pinned to this byte of the whole record; overlap or misalignment is an error"},
    {"open_tail", "children in the same file may use its tail padding"},
    {"order", "`packed` sorts own slots for the least padding, `declared` keeps them as written"},
    {"persistent", "its bytes outlive the program: no pointers, no dict"},
    {"readonly", "no setter; `init_with` alone sets it"},
    {"size", "the extern type's size, instead of asking libclang for it"},
};

/* What types mean that have no size of their own. */
static const struct lsp_word types[] = {
    {"bits", "an unsigned number of N bits, 1 to 64; those of one record share storage units"},
    {"char", "text of at most N - 1 bytes and its NUL; raw bytes are `u8[N]`"},
    {"ref", "a pointer to a record, which is not owned"},
    {"str", "owned text, NUL-terminated UTF-8 or NULL: setting it copies, `fini` frees it"},
};

#define COUNT(words) (sizeof(words) / sizeof *(words))

static const char *find(const struct lsp_word *words, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return words[i].meaning;
        }
    }
    return NULL;
}

const struct lsp_word *lsp_keyword_at(size_t index) {
    return index < COUNT(keywords) ? &keywords[index] : NULL;
}

const struct lsp_word *lsp_annotation_word_at(size_t index) {
    return index < COUNT(annotations) ? &annotations[index] : NULL;
}

const char *lsp_keyword_meaning(const char *word) {
    return find(keywords, COUNT(keywords), word);
}

const char *lsp_annotation_meaning(struct mem *mem, const char *name) {
    struct annotation_words words;
    for (size_t i = 0; annotation_words_at(i, &words); i++) {
        if (strcmp(words.name, name) == 0) {
            const char *meaning = find(annotations, COUNT(annotations), name);
            return mem_format(mem, "on %s: %s", words.where, meaning == NULL ? "" : meaning);
        }
    }
    return NULL;
}

/* "8 bytes, `double` in C; a default is a number" */
const char *lsp_type_meaning(struct mem *mem, const char *word) {
    const struct type *type = type_find(word);
    const char *meaning = find(types, COUNT(types), word);
    struct text text = {.mem = mem};
    if (meaning != NULL || type == NULL) {
        return meaning;
    }
    text_format(&text, "%" PRIu64 " byte%s", type->measure.size[WIDTH_64],
                type->measure.size[WIDTH_64] == 1 ? "" : "s");
    if (type->c_type != NULL) {
        text_format(&text, ", `%s` in C", type->c_type);
    }
    if (type->takes != NULL) {
        text_format(&text, "; a default is %s", type->takes);
    }
    return text_string(&text);
}
