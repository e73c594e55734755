#include "compile_commands.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "compile_flags.h"
#include "map.h"
#include "mem.h"
#include "words.h"

static const char *file_in(struct mem *mem, const char *path) {
    struct stat status;
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return is_folder ? mem_concat(mem, path, "/compile_commands.json", NULL) : path;
}

/* A path as it is known wherever it is named from; as it is where there is no such file. */
static const char *real_path(struct mem *mem, const char *path) {
    char *real = realpath(path, NULL);
    const char *kept = real == NULL ? path : mem_string(mem, real);
    free(real);
    return kept;
}

/* The folder to put before relative paths: none where the compiler runs where slotc does. */
static const char *folder_of(struct mem *mem, const json_t *entry) {
    const char *folder = json_string_value(json_object_get(entry, "directory"));
    if (folder == NULL || strcmp(real_path(mem, folder), real_path(mem, ".")) == 0) {
        return NULL;
    }
    return mem_string(mem, folder);
}

/* "arguments" is a list, "command" a line as a shell takes it; the compiler comes first. */
static struct paths words_of(struct mem *mem, const json_t *entry) {
    struct paths words = {0};
    const json_t *list = json_object_get(entry, "arguments");
    const char *line = json_string_value(json_object_get(entry, "command"));
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(list, index, item) {
        const char *word = json_string_value(item);
        if (word != NULL) {
            paths_add(mem, &words, mem_string(mem, word));
        }
    }
    if (list == NULL && line != NULL) {
        words_split(mem, line, strlen(line), &words);
    }
    return words;
}

static bool add_entry(struct mem *mem, const json_t *entry, struct map *known,
                      struct compile_commands *commands) {
    const char *path = json_string_value(json_object_get(entry, "file"));
    if (path == NULL) {
        return false;
    }
    const char *folder = folder_of(mem, entry);
    path = folder == NULL || path[0] == '/' ? mem_string(mem, path)
                                            : mem_concat(mem, folder, "/", path, NULL);
    const char *real = real_path(mem, path);
    if (map_get(known, real, strlen(real)) != NULL) {
        return true;
    }
    struct paths words = words_of(mem, entry);
    commands->items = mem_grow(mem, commands->items, commands->count, sizeof *commands->items);
    commands->items[commands->count++] =
        (struct compile_command){path, compile_flags_keep(mem, &words, folder)};
    *map_place(known, real, strlen(real)) = commands;
    return true;
}

bool compile_commands_read(struct mem *mem, const char *path, struct compile_commands *commands,
                           const char **error) {
    const char *file = file_in(mem, path);
    json_error_t wrong;
    json_t *list = json_load_file(file, 0, &wrong);
    struct map *known = map_new(mem);
    *commands = (struct compile_commands){0};
    if (list == NULL) {
        *error = access(file, R_OK) != 0
                     ? mem_format(mem,
                                  "cannot read `%s`; CMake writes it with "
                                  "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson by itself",
                                  file)
                     : mem_format(mem, "%s:%d:%d: %s", file, wrong.line, wrong.column, wrong.text);
        return false;
    }
    bool is_list = json_is_array(list);
    size_t index = 0;
    json_t *entry = NULL;
    json_array_foreach(list, index, entry) {
        is_list = add_entry(mem, entry, known, commands) && is_list;
    }
    json_decref(list);
    if (!is_list) {
        *error =
            mem_format(mem, "`%s` is no list of compile commands, each with its \"file\"", file);
    }
    return is_list;
}

const struct compile_command *
compile_commands_find(struct mem *mem, const struct compile_commands *commands, const char *path) {
    const char *real = real_path(mem, path);
    for (size_t i = 0; i < commands->count; i++) {
        if (strcmp(real_path(mem, commands->items[i].path), real) == 0) {
            return &commands->items[i];
        }
    }
    return NULL;
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

/* How well a source fits a file: 3 it is that one, 2 it has its name, 1 its folder, 0 neither. */
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

const struct compile_command *
compile_commands_near(struct mem *mem, const struct compile_commands *commands, const char *path) {
    const struct compile_command *best = NULL;
    int best_fitness = -1;
    const char *real = real_path(mem, path);
    for (size_t i = 0; i < commands->count; i++) {
        int fits = fitness(real_path(mem, commands->items[i].path), real);
        if (fits > best_fitness) {
            best = &commands->items[i];
            best_fitness = fits;
        }
    }
    return best;
}
