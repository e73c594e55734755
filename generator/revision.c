#include "revision.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
    struct paths modules; /* submodules */
    struct git_objects *objects; /* NULL until one is read */
};

bool revision_is_one(const char *argument) {
    return strncmp(argument, PREFIX, strlen(PREFIX)) == 0;
}

/* The `:` before the path of a revision, or NULL; one in braces is part of its name, as in
 * `HEAD@{2026-01-01 10:00}`. */
static const char *find_colon(const char *name) {
    size_t depth = 0;
    for (; *name != '\0' && (*name != ':' || depth > 0); name++) {
        depth += *name == '{';
        depth -= *name == '}' && depth > 0;
    }
    return *name == '\0' ? NULL : name;
}

bool revision_has_path(const char *argument) {
    return find_colon(argument + strlen(PREFIX)) != NULL;
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
        const char *type = at + strcspn(at, " ");
        if (id != NULL && id < tab && strncmp(type, " commit ", 8) == 0) {
            paths_add(revision->mem, &revision->modules, tab + 1);
        } else if (id != NULL && id < tab && strncmp(type, " blob ", 6) == 0) {
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

/* What a link of the tree leads to, the rest of a path behind it; NULL of what is not in the tree.
 */
static const char *follow_link(struct revision *revision, const struct entry *link,
                               const char *rest) {
    struct mem *mem = revision->mem;
    const char *error = NULL;
    size_t length = 0;
    const char *target = read_entry(revision, link, &length, &error);
    const char *slash = strrchr(link->path, '/');
    size_t above = slash == NULL ? 0 : (size_t)(slash - link->path) + 1;
    const char *folder = mem_concat(mem, revision->top, mem_copy(mem, link->path, above), NULL);
    return target == NULL ? NULL
                          : in_tree(revision, mem_concat(mem, target[0] == '/' ? "" : folder,
                                                         target, rest, NULL));
}

/* A path of the tree with its links followed, those to folders on the way to it, too; NULL where
 * they have no end, or lead out of the tree. */
static const char *follow_links(struct revision *revision, const char *path) {
    int links = 0;
    for (size_t length = 0; path != NULL && path[length] != '\0';) {
        length += path[length] == '/';
        length += strcspn(path + length, "/");
        const struct entry *entry = map_get(revision->files, path, length);
        if (entry != NULL && entry->is_link) {
            path = links++ < LINKS_MOST ? follow_link(revision, entry, path + length) : NULL;
            length = 0;
        }
    }
    return path;
}

/* The entry at a path of the tree, links followed; NULL without one. */
static const struct entry *find_entry(struct revision *revision, const char *path) {
    const char *there = follow_links(revision, path);
    return there == NULL ? NULL : map_get(revision->files, there, strlen(there));
}

/* The folder at a path of the tree, links followed; NULL without one. */
static const char *find_folder(struct revision *revision, const char *path) {
    const char *there = follow_links(revision, path);
    bool exists = there != NULL && map_get(revision->folders, there, strlen(there)) != NULL;
    return exists ? there : NULL;
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
    const char *real = entry == NULL ? find_folder(revision, there) : entry->path;
    if (real == NULL) {
        errno = ENOENT;
        return NULL;
    }
    return mem_concat(revision->mem, revision->top, real, NULL);
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
    const char *colon = find_colon(name);
    *revision = (struct revision){
        .store = {.real = store_real, .read = store_read, .shown = store_shown},
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

/* The submodule that a path of the tree is in, or is; NULL of one in none. */
static const char *module_of(const struct revision *revision, const char *path) {
    for (size_t i = 0; i < revision->modules.count; i++) {
        const char *module = revision->modules.items[i];
        size_t length = strlen(module);
        if (strncmp(path, module, length) == 0 && (path[length] == '/' || path[length] == '\0')) {
            return module;
        }
    }
    return NULL;
}

/* Below a folder, `/` behind its name; hidden files and folders are passed over, as in the file
 * system. */
static bool is_shown_below(const char *path, const char *folder) {
    size_t above = strlen(folder);
    return strncmp(path, folder, above) == 0 && path[above] != '.' &&
           strstr(path + above, "/.") == NULL;
}

static bool is_schema_below(const char *path, const char *folder) {
    static const char ending[] = ".slots";
    size_t length = strlen(path);
    return is_shown_below(path, folder) && length - strlen(folder) > sizeof ending - 1 &&
           strcmp(path + length - (sizeof ending - 1), ending) == 0;
}

/* All schemas below a folder, and below those that links lead to from there: each once. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void add_schemas(struct revision *revision, const char *folder, struct map *seen,
                        struct inputs *inputs) {
    struct mem *mem = revision->mem;
    const char *start = folder[0] == '\0' ? "" : mem_concat(mem, folder, "/", NULL);
    void **place = map_place(seen, folder, strlen(folder));
    if (*place != NULL) {
        return;
    }
    *place = revision;
    for (size_t i = 0; i < revision->count; i++) {
        const struct entry *entry = &revision->entries[i];
        const char *there = entry->is_link && is_shown_below(entry->path, start)
                                ? find_folder(revision, entry->path)
                                : NULL;
        if (there != NULL) {
            add_schemas(revision, there, seen, inputs);
        } else if (is_schema_below(entry->path, start) &&
                   (!entry->is_link || find_entry(revision, entry->path) != NULL)) {
            paths_add(mem, &inputs->files, mem_concat(mem, revision->top, entry->path, NULL));
        }
    }
}

/* The submodule below a folder of the tree that has schemas in the working tree, or NULL. */
static const char *module_with_schemas(const struct revision *revision, const char *folder) {
    struct mem *mem = revision->mem;
    const char *start = folder[0] == '\0' ? "" : mem_concat(mem, folder, "/", NULL);
    for (size_t i = 0; i < revision->modules.count; i++) {
        const char *module = revision->modules.items[i];
        struct inputs inputs = {0};
        struct paths arguments = {0};
        struct stat status;
        const char *ignored = NULL;
        const char *path = mem_concat(mem, revision->top, module, NULL);
        paths_add(mem, &arguments, path);
        if (is_shown_below(module, start) && stat(path, &status) == 0 &&
            inputs_expand(mem, &arguments, &inputs, &ignored) && inputs.files.count > 0) {
            return module;
        }
    }
    return NULL;
}

/* The path as a program sees it. One behind `git:REV:` is from the top, unless it says otherwise,
 * as git has it. */
static const char *shown_of(const struct revision *revision, const char *path) {
    const char *stored = revision->path;
    if (stored == NULL && revision_is_one(path)) {
        stored = find_colon(path + strlen(PREFIX)) + 1;
    }
    if (stored == NULL) {
        return path;
    }
    bool is_relative = strncmp(stored, "./", 2) == 0 || strncmp(stored, "../", 3) == 0;
    return is_relative || stored[0] == '/' ? stored
                                           : mem_concat(revision->mem, revision->top, stored, NULL);
}

/* The path in the tree, of a link from outside, too; NULL where it is not in it. */
static const char *find_in_tree(struct revision *revision, const char *path) {
    const char *there = in_tree(revision, path);
    const char *real = there == NULL ? real_outside(revision->mem, path) : NULL;
    return real == NULL ? there : in_tree(revision, real);
}

bool revision_expand(struct revision *revision, const char *path, bool beside_revision,
                     struct inputs *inputs, const char **error) {
    struct mem *mem = revision->mem;
    bool is_own = revision->path != NULL;
    path = shown_of(revision, path);
    const char *there = find_in_tree(revision, path);
    inputs->store = &revision->store;
    if (there != NULL && find_entry(revision, there) != NULL) {
        paths_add(mem, &inputs->files, mem_concat(mem, revision->top, there, NULL));
        return true;
    }
    const char *folder = there == NULL ? NULL : find_folder(revision, there);
    const char *module = NULL;
    if (folder == NULL && there != NULL) {
        module = module_of(revision, there);
    } else if (folder != NULL && !beside_revision) {
        module = module_with_schemas(revision, folder);
    }
    if (module != NULL) {
        *error = mem_format(mem,
                            "`%s` is a submodule, whose revisions are in its own repository: "
                            "compare its schemas there, and other folders here, by name",
                            module);
        return false;
    }
    if (folder != NULL) {
        paths_add(mem, &inputs->folders, mem_concat(mem, revision->top, folder, NULL));
        add_schemas(revision, folder, map_new(mem), inputs);
        return true;
    }
    *error = mem_format(mem, "there is no `%s` in the revision `%s`",
                        is_own ? revision->path : path, revision->name);
    return there != NULL && !is_own;
}
