#include "revision.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "git.h"
#include "load.h"
#include "map.h"
#include "mem.h"
#include "repository.h"
#include "text.h"

#define PREFIX "git:"
#define LINKS_MOST 16

/* A file of the revision's tree. */
struct entry {
    const char *path; /* from the top */
    const char *id;
    bool is_link;
};

struct revision {
    struct store store; /* comes first */
    struct mem *mem;
    const char *name; /* as the user has it */
    const char *path; /* behind it, or NULL */
    const char *top; /* the folder of the working tree that the tree is of, ending in `/` */
    struct entry *entries;
    size_t count;
    struct map *files; /* entries by path */
    struct map *folders; /* their paths, without the last `/` */
    struct git_objects *objects; /* NULL until one is read */
};

bool revision_is_one(const char *argument) {
    return strncmp(argument, PREFIX, strlen(PREFIX)) == 0;
}

bool revision_has_path(const char *argument) {
    return strchr(argument + strlen(PREFIX), ':') != NULL;
}

/* The line that git prints. */
static bool ask(struct mem *mem, const char *const *arguments, const char **line,
                const char **error) {
    struct text text = {.mem = mem};
    if (!git_run(mem, arguments, &text, error)) {
        return false;
    }
    *line = mem_copy(mem, text_string(&text), strcspn(text_string(&text), "\n"));
    return true;
}

/* The current folder in its one spelling, which is git's, too. */
static const char *current_folder(struct mem *mem) {
    char *folder = realpath(".", NULL);
    const char *copy = folder == NULL ? "/" : mem_string(mem, folder);
    free(folder);
    return copy;
}

static bool find_top(struct revision *revision, const char **error) {
    static const char *const arguments[] = {"rev-parse", "--show-toplevel", NULL};
    static const char *const bare[] = {"rev-parse", "--is-bare-repository", NULL};
    struct mem *mem = revision->mem;
    const char *top = NULL;
    const char *ignored = NULL;
    if (!ask(mem, arguments, &top, error)) {
        const char *answer = NULL;
        if (!ask(mem, bare, &answer, &ignored) || strcmp(answer, "true") != 0) {
            return false;
        }
        top = current_folder(mem);
    }
    revision->top = strcmp(top, "/") == 0 ? top : mem_concat(mem, top, "/", NULL);
    return true;
}

static bool is_shallow(struct mem *mem) {
    static const char *const arguments[] = {"rev-parse", "--is-shallow-repository", NULL};
    const char *answer = NULL;
    const char *ignored = NULL;
    return ask(mem, arguments, &answer, &ignored) && strcmp(answer, "true") == 0;
}

/* The tree of the revision. */
static bool find_tree(struct revision *revision, const char **tree, const char **error) {
    struct mem *mem = revision->mem;
    const char *name = mem_concat(mem, revision->name, "^{tree}", NULL);
    const char *const arguments[] = {"rev-parse", "--verify", "--quiet", name, NULL};
    const char *ignored = NULL;
    if (revision->name[0] == '\0') {
        *error = "it names no revision; `git:HEAD` is the newest one";
        return false;
    }
    if (revision->name[0] != '-' && ask(mem, arguments, tree, &ignored)) {
        return true;
    }
    *error = mem_format(
        mem, "there is no revision `%s` in this repository%s", revision->name,
        is_shallow(mem)
            ? ", whose clone is shallow: older revisions are not in it; `git fetch --unshallow` "
              "gets them all, `git fetch --deepen=50` some (in CI, fetch-depth says how many)"
            : "; `git log --oneline` lists those that there are");
    return false;
}

static void add_folders(struct revision *revision, const char *path) {
    size_t length = strlen(path);
    while (length > 0) {
        length--;
        if (path[length] == '/') {
            const char *folder = mem_copy(revision->mem, path, length);
            void **place = map_place(revision->folders, folder, length);
            if (*place != NULL) {
                return;
            }
            *place = revision;
        }
    }
}

/* Rows of `git ls-tree -z`: MODE TYPE ID TAB PATH NUL. */
static void read_rows(struct revision *revision, const char *at, const char *end) {
    while (at < end) {
        size_t length = strlen(at);
        const char *tab = memchr(at, '\t', length);
        const char *id = tab == NULL ? NULL : strchr(at, ' ');
        id = id == NULL ? NULL : strchr(id + 1, ' ');
        if (id != NULL && id < tab && strncmp(at + strcspn(at, " "), " blob ", 6) == 0) {
            revision->entries = mem_grow(revision->mem, revision->entries, revision->count,
                                         sizeof *revision->entries);
            revision->entries[revision->count++] = (struct entry){
                .path = tab + 1,
                .id = mem_copy(revision->mem, id + 1, (size_t)(tab - id - 1)),
                .is_link = strncmp(at, "120000", 6) == 0,
            };
        }
        at += length + 1;
    }
    for (size_t i = 0; i < revision->count; i++) {
        struct entry *entry = &revision->entries[i];
        *map_place(revision->files, entry->path, strlen(entry->path)) = entry;
        add_folders(revision, entry->path);
    }
    *map_place(revision->folders, "", 0) = revision;
}

/* Without `.`, `..` and doubled slashes. */
static const char *full_path(struct mem *mem, const char *path) {
    return plain_path(mem, path[0] == '/' ? path
                                          : mem_concat(mem, current_folder(mem), "/", path, NULL));
}

/* The path from the top, or NULL of what is not in the working tree. */
static const char *in_tree(const struct revision *revision, const char *path) {
    const char *plain = full_path(revision->mem, path);
    size_t length = strlen(revision->top);
    if (strncmp(plain, revision->top, length) == 0) {
        return plain + length;
    }
    return strlen(plain) + 1 == length && strncmp(plain, revision->top, length - 1) == 0 ? ""
                                                                                         : NULL;
}

static const char *read_entry(struct revision *revision, const struct entry *entry, size_t *length,
                              const char **error) {
    if (revision->objects == NULL) {
        revision->objects = git_objects_open(revision->mem, error);
    }
    return revision->objects == NULL
               ? NULL
               : git_objects_read(revision->objects, entry->id, SOURCE_MAX_BYTES, length, error);
}

/* The entry at a path of the tree, links followed; NULL without one. */
static const struct entry *find_entry(struct revision *revision, const char *path) {
    const char *error = NULL;
    const struct entry *entry = map_get(revision->files, path, strlen(path));
    for (int i = 0; entry != NULL && entry->is_link && i < LINKS_MOST; i++) {
        size_t length = 0;
        const char *target = read_entry(revision, entry, &length, &error);
        const char *slash = strrchr(entry->path, '/');
        const char *folder =
            slash == NULL ? ""
                          : mem_copy(revision->mem, entry->path, (size_t)(slash - entry->path) + 1);
        const char *there =
            target == NULL
                ? NULL
                : in_tree(revision, target[0] == '/' ? target
                                                     : mem_concat(revision->mem, revision->top,
                                                                  folder, target, NULL));
        entry = there == NULL ? NULL : map_get(revision->files, there, strlen(there));
    }
    return entry == NULL || entry->is_link ? NULL : entry;
}

static const char *real_outside(struct mem *mem, const char *path) {
    char *real = realpath(path, NULL);
    const char *copy = real == NULL ? NULL : mem_string(mem, real);
    free(real);
    return copy;
}

static const char *store_real(struct store *store, const char *path) {
    struct revision *revision = (struct revision *)(void *)store;
    const char *there = in_tree(revision, path);
    if (there == NULL) {
        return real_outside(revision->mem, path);
    }
    const struct entry *entry = find_entry(revision, there);
    if (entry == NULL && map_get(revision->folders, there, strlen(there)) == NULL) {
        errno = ENOENT;
        return NULL;
    }
    return mem_concat(revision->mem, revision->top, entry == NULL ? there : entry->path, NULL);
}

static const char *store_shown(const struct store *store, const char *path) {
    const struct revision *revision = (const struct revision *)(const void *)store;
    const char *there = in_tree(revision, path);
    return there == NULL ? path
                         : mem_concat(revision->mem, PREFIX, revision->name, ":", there, NULL);
}

static enum source_status store_read(struct store *store, const char *path, struct source **source,
                                     const char **error) {
    struct revision *revision = (struct revision *)(void *)store;
    struct mem *mem = revision->mem;
    const char *there = in_tree(revision, path);
    if (there == NULL) {
        return source_read(mem, path, source, error);
    }
    const struct entry *entry = find_entry(revision, there);
    size_t length = 0;
    *error = "it is a folder";
    const char *bytes = entry == NULL ? NULL : read_entry(revision, entry, &length, error);
    if (bytes == NULL) {
        return SOURCE_UNREADABLE;
    }
    bool too_large = length > SOURCE_MAX_BYTES;
    *source = source_from_bytes(mem, store_shown(store, path), bytes, too_large ? 0 : length);
    (*source)->stored = mem_string(mem, there);
    return too_large ? SOURCE_TOO_LARGE : SOURCE_READ;
}

struct revision *revision_open(struct mem *mem, const char *argument, const char **error) {
    struct revision *revision = mem_alloc(mem, sizeof *revision);
    const char *name = argument + strlen(PREFIX);
    const char *colon = strchr(name, ':');
    *revision = (struct revision){
        .store = {store_real, store_read, store_shown},
        .mem = mem,
        .name = colon == NULL ? name : mem_copy(mem, name, (size_t)(colon - name)),
        .path = colon == NULL ? NULL : colon + 1,
        .files = map_new(mem),
        .folders = map_new(mem),
    };
    const char *tree = NULL;
    const char *reason = NULL;
    struct text rows = {.mem = mem};
    if (!find_top(revision, &reason) || !find_tree(revision, &tree, &reason)) {
        *error = mem_format(mem, "cannot read `%s`: %s", argument, reason);
        return NULL;
    }
    const char *const arguments[] = {"ls-tree", "-r", "-z", "--full-tree", tree, NULL};
    if (!git_run(mem, arguments, &rows, &reason)) {
        *error = mem_format(mem, "cannot read `%s`: %s", argument, reason);
        return NULL;
    }
    read_rows(revision, text_string(&rows), text_string(&rows) + rows.length);
    return revision;
}

void revision_close(struct revision *revision) {
    if (revision->objects != NULL) {
        git_objects_close(revision->objects);
        revision->objects = NULL;
    }
}

/* A schema below a folder, `/` behind its name; hidden files and folders are passed over, as in the
 * file system. */
static bool is_schema_below(const char *path, const char *folder) {
    static const char ending[] = ".slots";
    size_t length = strlen(path);
    size_t above = strlen(folder);
    if (strncmp(path, folder, above) != 0 || length - above <= sizeof ending - 1 ||
        strcmp(path + length - (sizeof ending - 1), ending) != 0) {
        return false;
    }
    return path[above] != '.' && strstr(path + above, "/.") == NULL;
}

bool revision_expand(struct revision *revision, const char *path, struct inputs *inputs,
                     const char **error) {
    struct mem *mem = revision->mem;
    bool is_own = revision->path != NULL;
    const char *stored = is_own                  ? revision->path
                         : revision_is_one(path) ? strchr(path + strlen(PREFIX), ':') + 1
                                                 : NULL;
    if (stored != NULL) { /* from the top, unless it says otherwise: as git has it */
        bool is_relative = strncmp(stored, "./", 2) == 0 || strncmp(stored, "../", 3) == 0;
        path =
            is_relative || stored[0] == '/' ? stored : mem_concat(mem, revision->top, stored, NULL);
    }
    const char *there = in_tree(revision, path);
    inputs->store = &revision->store;
    if (there != NULL && find_entry(revision, there) != NULL) {
        paths_add(mem, &inputs->files, mem_concat(mem, revision->top, there, NULL));
        return true;
    }
    if (there == NULL || map_get(revision->folders, there, strlen(there)) == NULL) {
        *error = mem_format(mem, "there is no `%s` in the revision `%s`",
                            is_own ? revision->path : path, revision->name);
        return there != NULL && !is_own;
    }
    const char *folder = there[0] == '\0' ? "" : mem_concat(mem, there, "/", NULL);
    paths_add(mem, &inputs->folders, mem_concat(mem, revision->top, there, NULL));
    for (size_t i = 0; i < revision->count; i++) {
        if (is_schema_below(revision->entries[i].path, folder)) {
            paths_add(mem, &inputs->files,
                      mem_concat(mem, revision->top, revision->entries[i].path, NULL));
        }
    }
    return true;
}
