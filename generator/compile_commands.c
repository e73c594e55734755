#include "compile_commands.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "load.h"
#include "mem.h"
#include "source.h"
#include "words.h"

/* The real path where there is one: two ways to a file are one file. */
static const char *real_path(struct mem *mem, const char *path) {
    char *real = realpath(path, NULL);
    const char *copy = mem_string(mem, real == NULL ? path : real);
    free(real);
    return copy;
}

static size_t folder_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path);
}

/* How long a path is without what its name ends in: "src/a" of "src/a.h". */
static size_t stem_length(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot == NULL || dot < path + folder_length(path) ? strlen(path) : (size_t)(dot - path);
}

/* How well an entry's file fits another: 3 itself, 2 of its name, 1 of its folder, 0 any. */
static int fitness(const char *source, const char *file) {
    size_t stem = stem_length(file);
    size_t folder = folder_length(file);
    if (strcmp(source, file) == 0) {
        return 3;
    }
    if (stem_length(source) == stem && strncmp(source, file, stem) == 0) {
        return 2;
    }
    return folder_length(source) == folder && strncmp(source, file, folder) == 0;
}

static const char *string_of(const json_t *entry, const char *key) {
    const char *string = json_string_value(json_object_get(entry, key));
    return string == NULL ? "" : string;
}

/* An entry's file from its folder. */
static const char *source_of(struct mem *mem, const json_t *entry) {
    const char *file = string_of(entry, "file");
    const char *folder = string_of(entry, "directory");
    return real_path(mem, file[0] == '/' ? file : mem_concat(mem, folder, "/", file, NULL));
}

static const json_t *best_entry(struct mem *mem, const json_t *database, const char *file) {
    const json_t *best = NULL;
    int best_fitness = -1;
    const char *real = real_path(mem, file);
    for (size_t i = 0; i < json_array_size(database); i++) {
        const json_t *entry = json_array_get(database, i);
        int fits = json_is_object(entry) ? fitness(source_of(mem, entry), real) : -1;
        if (fits > best_fitness) {
            best = entry;
            best_fitness = fits;
        }
    }
    return best;
}

static struct paths words_of(struct mem *mem, const json_t *entry) {
    struct paths words = {0};
    const json_t *arguments = json_object_get(entry, "arguments");
    for (size_t i = 0; i < json_array_size(arguments); i++) {
        const char *word = json_string_value(json_array_get(arguments, i));
        if (word != NULL) {
            paths_add(mem, &words, mem_string(mem, word));
        }
    }
    if (words.count == 0) {
        const char *command = string_of(entry, "command");
        words_split(mem, command, strlen(command), &words);
    }
    return words;
}

/* What says where output goes rather than how the text is read; *more words belong to it. */
static bool is_about_output(const char *word, size_t *more) {
    static const char *const alone[] = {"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG"};
    static const char *const pairs[] = {"-o", "-MF", "-MT", "-MQ"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        if (strcmp(word, alone[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strncmp(word, pairs[i], strlen(pairs[i])) == 0) {
            *more = word[strlen(pairs[i])] == '\0';
            return true;
        }
    }
    return false;
}

/* A path that a flag has, from the database's folder; one that is not there may be looked for
 * elsewhere. */
static const char *from_folder(struct mem *mem, const char *folder, const char *path) {
    const char *whole = mem_concat(mem, folder, "/", path, NULL);
    return path[0] != '/' && folder[0] != '\0' && access(whole, F_OK) == 0 ? whole : path;
}

/* Flags that have a path: behind them, or in the next word. */
static const char *path_flag(const char *word) {
    static const char *const names[] = {"-I",         "-iquote",  "-isystem",  "-idirafter",
                                        "-include",   "-imacros", "-isysroot", "-iframework",
                                        "--sysroot=", "-F",       "--sysroot"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncmp(word, names[i], strlen(names[i])) == 0) {
            return names[i];
        }
    }
    return NULL;
}

static void add_flags(struct mem *mem, const json_t *entry, struct paths *flags) {
    struct paths words = words_of(mem, entry);
    const char *file = string_of(entry, "file");
    const char *folder = string_of(entry, "directory");
    for (size_t i = 1; i < words.count; i++) {
        const char *word = words.items[i];
        const char *name = path_flag(word);
        size_t more = 0;
        if (is_about_output(word, &more)) {
            i += more;
        } else if (name != NULL && strcmp(word, name) == 0 && i + 1 < words.count) {
            paths_add(mem, flags, word);
            paths_add(mem, flags, from_folder(mem, folder, words.items[++i]));
        } else if (name != NULL) {
            const char *path = from_folder(mem, folder, word + strlen(name));
            paths_add(mem, flags, mem_concat(mem, name, path, NULL));
        } else if (strcmp(word, file) != 0 && strcmp(word, "--") != 0) {
            paths_add(mem, flags, word);
        }
    }
}

/* NULL, with *error, where it cannot be read. */
static json_t *read_database(struct mem *mem, const char *path, const char **error) {
    struct source *source = NULL;
    const char *reason = "it is too large";
    if (source_read(mem, path, &source, &reason) != SOURCE_READ) {
        *error = mem_format(mem, "cannot read the compilation database `%s`: %s", path, reason);
        return NULL;
    }
    json_error_t wrong;
    json_t *database = json_loadb(source->bytes, source->length, 0, &wrong);
    if (database == NULL) {
        *error = mem_format(mem, "`%s` is no compilation database: line %d: %s", path, wrong.line,
                            wrong.text);
    }
    return database;
}

bool compile_commands_flags(struct mem *mem, const char *path, const char *file,
                            struct paths *flags, const char **error) {
    struct stat status;
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    const char *name = is_folder ? mem_concat(mem, path, "/compile_commands.json", NULL) : path;
    *error = NULL;
    json_t *database = read_database(mem, name, error);
    const json_t *entry = best_entry(mem, database, file);
    if (entry != NULL) {
        add_flags(mem, entry, flags);
    } else if (*error == NULL) {
        *error = mem_format(mem, "`%s` is no compilation database: it has no entry", name);
    }
    json_decref(database);
    return *error == NULL;
}
