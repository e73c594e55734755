#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ini.h>

#include "mem.h"
#include "options.h"
#include "parts.h"
#include "source.h"
#include "suggest.h"

#define FILE_NAME "slotc.ini"
#define MAX_FOLDERS 64

struct reader {
    struct mem *mem;
    struct options *options;
    const char *folder; /* of the file, with its `/`, or "" */
    const char *message; /* what is wrong with the line being read */
};

static bool exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

/* "a/b/" of "a/b/c.slots"; "" where there is no folder in it. */
static const char *folder_of(struct mem *mem, const char *path) {
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        return mem_concat(mem, path, "/", NULL);
    }
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : mem_copy(mem, path, (size_t)(slash + 1 - path));
}

/* The folder's configuration, or that of the nearest folder above it, as far as the repository
 * goes. */
static const char *find(struct mem *mem, const char *folder) {
    for (int i = 0; i < MAX_FOLDERS; i++) {
        const char *path = mem_concat(mem, folder, FILE_NAME, NULL);
        if (exists(path)) {
            return path;
        }
        char *real = realpath(folder[0] == '\0' ? "." : folder, NULL);
        bool is_top =
            real == NULL || strcmp(real, "/") == 0 || exists(mem_concat(mem, folder, ".git", NULL));
        free(real);
        if (is_top) {
            return NULL;
        }
        folder = mem_concat(mem, folder, "../", NULL);
    }
    return NULL;
}

/* What follows `lint` in the name of a section; NULL where it is another section. */
static const char *pattern_of(const char *section) {
    return strncmp(section, "lint", 4) == 0 && (section[4] == '\0' || section[4] == ' ')
               ? section + 4 + strspn(section + 4, " ")
               : NULL;
}

/* The folder of the configuration, without links, with its `/`. */
static const char *real_folder(struct reader *reader) {
    char *real = realpath(reader->folder[0] == '\0' ? "." : reader->folder, NULL);
    const char *root = mem_concat(reader->mem, real == NULL ? "" : real, "/", NULL);
    free(real);
    return root;
}

/* Limits a choice to the files that fit a pattern; a folder stands for all below it. */
static void limit_to(struct reader *reader, struct severity_choice *choice, const char *pattern) {
    size_t length = strlen(pattern);
    if (length > 0) {
        choice->root = real_folder(reader);
        choice->pattern =
            mem_concat(reader->mem, pattern, pattern[length - 1] == '/' ? "*" : "", NULL);
    }
}

/* A line of [lint]: a set, or the severity of a rule. */
static bool read_severity(struct reader *reader, const char *pattern, const char *rule,
                          const char *word) {
    static const char *const words[] = {
        [SEVERITY_OFF] = "off",
        [SEVERITY_NOTE] = "note",
        [SEVERITY_WARNING] = "warn",
        [SEVERITY_ERROR] = "error",
    };
    struct severity_choice choice = {.config = reader->options->config};
    limit_to(reader, &choice, pattern);
    if (strcmp(rule, "set") == 0) {
        choice.set = mem_string(reader->mem, word);
        options_add_severity(reader->mem, reader->options, choice);
        return true;
    }
    choice.rule = mem_string(reader->mem, rule);
    for (; choice.severity <= SEVERITY_ERROR; choice.severity++) {
        if (strcmp(words[choice.severity], word) == 0) {
            options_add_severity(reader->mem, reader->options, choice);
            return true;
        }
    }
    reader->message =
        mem_format(reader->mem, "`%s` is no severity; there are error, warn, note and off", word);
    return false;
}

/* What stands between the commas of a list. */
static struct paths read_list(struct mem *mem, const char *list) {
    struct paths items = {0};
    for (const char *at = list; *at != '\0';) {
        at += strspn(at, ", \t");
        size_t length = strcspn(at, ",");
        size_t end = length;
        while (end > 0 && (at[end - 1] == ' ' || at[end - 1] == '\t')) {
            end--;
        }
        if (end > 0) {
            paths_add(mem, &items, mem_copy(mem, at, end));
        }
        at += length;
    }
    return items;
}

/* Folders, seen from the configuration's own folder. */
static bool read_include(struct reader *reader, const char *list) {
    struct paths folders = read_list(reader->mem, list);
    for (size_t i = 0; i < folders.count; i++) {
        const char *folder = folders.items[i];
        paths_add(reader->mem, &reader->options->include,
                  folder[0] == '/' ? folder
                                   : mem_concat(reader->mem, reader->folder, folder, NULL));
    }
    return true;
}

/* Those of the command line count instead. */
static bool read_targets(struct reader *reader, const char *list) {
    if (reader->options->extern_targets.count == 0) {
        reader->options->extern_targets = read_list(reader->mem, list);
    }
    return true;
}

/* Parts of the generated code, the lists of several lines together; what is wrong with one is said
 * of its line. */
static bool read_parts(struct reader *reader, const char *list, bool wanted) {
    struct options *options = reader->options;
    struct paths names = read_list(reader->mem, list);
    unsigned parts = 0;
    for (size_t i = 0; i < names.count; i++) {
        if (!parts_choose(reader->mem, names.items[i], wanted, &parts, &reader->message)) {
            return false;
        }
        paths_add(reader->mem, wanted ? &options->config_with : &options->config_without,
                  names.items[i]);
    }
    return true;
}

/* A line of [gen]. */
static bool read_gen(struct reader *reader, const char *name, const char *value) {
    if (strcmp(name, "include") == 0) {
        return read_include(reader, value);
    }
    if (strcmp(name, "targets") == 0) {
        return read_targets(reader, value);
    }
    if (strcmp(name, "with") == 0 || strcmp(name, "without") == 0) {
        return read_parts(reader, value, strcmp(name, "with") == 0);
    }
    reader->message = mem_format(
        reader->mem, "[gen] has no `%s`; it has `include`, `targets`, `with` and `without`", name);
    return false;
}

static int read_line(void *context, const char *section, const char *name, const char *value) {
    struct reader *reader = context;
    if (reader->message != NULL) {
        return 0; /* the parser goes on, and reports the first line */
    }
    if (pattern_of(section) != NULL) {
        return read_severity(reader, pattern_of(section), name, value);
    }
    if (strcmp(section, "gen") == 0) {
        return read_gen(reader, name, value);
    }
    reader->message =
        mem_format(reader->mem, "there is no section [%s]; there are [lint] and [gen]", section);
    return 0;
}

bool config_read(struct mem *mem, struct options *options, const char **error) {
    const char *first = options->arguments.count == 0 ? "" : options->arguments.items[0];
    const char *folder = folder_of(mem, first);
    const char *path = options->no_config ? NULL : find(mem, folder);
    if (path == NULL) {
        return true;
    }
    struct source *source = NULL;
    const char *reason = "it is too large";
    if (source_read(mem, path, &source, &reason) != SOURCE_READ) {
        *error = mem_format(mem, "cannot read `%s`: %s", path, reason);
        return false;
    }
    /* The command line's choices come last, so that they win. */
    struct options *given = mem_alloc(mem, sizeof *given);
    *given = *options;
    options->given = given;
    options->severities = NULL;
    options->severity_count = 0;
    options->config = path;
    struct reader reader = {.mem = mem, .options = options, .folder = folder_of(mem, path)};
    int line = ini_parse_string(mem_copy(mem, source->bytes, source->length), read_line, &reader);
    if (line != 0) {
        *error =
            mem_format(mem, "%s:%d: %s", path, line,
                       reader.message == NULL ? "this is neither a [section] nor `name = value`"
                                              : reader.message);
        return false;
    }
    for (size_t i = 0; i < given->severity_count; i++) {
        options_add_severity(mem, options, given->severities[i]);
    }
    return true;
}
