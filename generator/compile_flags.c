#include "compile_flags.h"

#include <stdbool.h>
#include <string.h>

#include "mem.h"

enum value {
    VALUE_NONE, /* all of the word */
    VALUE_WORD, /* behind it, or the next word */
    VALUE_PATH,
};

struct kept {
    const char *prefix;
    enum value value;
};

static const struct kept rows[] = {
    {"-D", VALUE_WORD},
    {"-U", VALUE_WORD},
    {"-x", VALUE_WORD},
    {"-target", VALUE_WORD},
    {"-arch", VALUE_WORD},
    {"-imacros", VALUE_PATH},
    {"-include", VALUE_PATH},
    {"-iquote", VALUE_PATH},
    {"-isystem", VALUE_PATH},
    {"-idirafter", VALUE_PATH},
    {"-isysroot", VALUE_PATH},
    {"-I", VALUE_PATH},
    {"--sysroot", VALUE_PATH},
    {"--target=", VALUE_NONE},
    {"-std=", VALUE_NONE},
    {"-ansi", VALUE_NONE},
    {"-m", VALUE_NONE},
    {"-pthread", VALUE_NONE},
    {"-nostdinc", VALUE_NONE},
    {"-fshort-enums", VALUE_NONE},
    {"-fno-short-enums", VALUE_NONE},
    {"-fsigned-char", VALUE_NONE},
    {"-funsigned-char", VALUE_NONE},
    {"-fpack-struct", VALUE_NONE},
    {"-ffreestanding", VALUE_NONE},
    {"-fms-extensions", VALUE_NONE},
    {"-fgnu89-inline", VALUE_NONE},
};

static const struct kept *find_row(const char *word) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strncmp(word, rows[i].prefix, strlen(rows[i].prefix)) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static const char *resolve(struct mem *mem, const char *path, const char *folder) {
    return folder == NULL || path[0] == '/' ? path : mem_concat(mem, folder, "/", path, NULL);
}

/* "-Idir", "-I dir", "--sysroot=dir". True where it took the next word, too. */
static bool add_value(struct mem *mem, struct paths *flags, const struct kept *row,
                      const char *word, const char *next, const char *folder) {
    const char *value = word + strlen(row->prefix);
    bool is_apart = value[0] == '\0';
    const char *equals = value[0] == '=' ? "=" : "";
    if (is_apart && next == NULL) {
        return false;
    }
    value = is_apart ? next : value + strlen(equals);
    value = row->value == VALUE_PATH ? resolve(mem, value, folder) : value;
    if (is_apart) {
        paths_add(mem, flags, row->prefix);
        paths_add(mem, flags, value);
    } else {
        paths_add(mem, flags, mem_concat(mem, row->prefix, equals, value, NULL));
    }
    return is_apart;
}

struct paths compile_flags_keep(struct mem *mem, const struct paths *words, const char *folder) {
    struct paths flags = {0};
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        const struct kept *row = find_row(word);
        const char *next = i + 1 < words->count ? words->items[i + 1] : NULL;
        if (row != NULL && row->value == VALUE_NONE) {
            paths_add(mem, &flags, word);
        } else if (row != NULL) {
            i += add_value(mem, &flags, row, word, next, folder) ? 1 : 0;
        } else if (strcmp(word, "-o") == 0 || strcmp(word, "-MF") == 0 ||
                   strcmp(word, "-MT") == 0 || strcmp(word, "-MQ") == 0) {
            i++;
        }
    }
    return flags;
}

/* How many words from this one on choose C++: "-xc++", "-std=gnu++17", or "-x" and "c++". */
static size_t cpp_words(const struct paths *flags, size_t at) {
    const char *word = flags->items[at];
    bool is_whole = strncmp(word, "-xc++", 5) == 0 || strncmp(word, "-std=c++", 8) == 0 ||
                    strncmp(word, "-std=gnu++", 10) == 0;
    bool is_apart = strcmp(word, "-x") == 0 && at + 1 < flags->count &&
                    strncmp(flags->items[at + 1], "c++", 3) == 0;
    return is_whole ? 1 : is_apart ? 2 : 0;
}

bool compile_flags_name_cpp(const struct paths *flags) {
    size_t at = 0;
    while (at < flags->count && cpp_words(flags, at) == 0) {
        at++;
    }
    return at < flags->count;
}

struct paths compile_flags_without_cpp(struct mem *mem, const struct paths *flags) {
    struct paths rest = {0};
    for (size_t i = 0; i < flags->count; i++) {
        size_t words = cpp_words(flags, i);
        if (words == 0) {
            paths_add(mem, &rest, flags->items[i]);
        } else {
            i += words - 1;
        }
    }
    return rest;
}
