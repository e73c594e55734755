/* The support headers beside the headers that slotc verify looks at: what this slotc brings, byte
 * for byte. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd_verify.h"
#include "folders.h"
#include "map.h"
#include "mem.h"
#include "source.h"
#include "templates.h"

#define SUPPORT_START "slots_"
#define INCLUDE "\n#include \"" SUPPORT_START

bool support_find(const char *path, const char **bytes, size_t *length) {
    const char *name = path + folders_length(path);
    return strncmp(name, SUPPORT_START, strlen(SUPPORT_START)) == 0 &&
           templates_find(NULL, name, bytes, length);
}

void support_compare(struct mem *mem, struct verified *verified, const struct source *source,
                     const char *own, size_t length) {
    if (source->skipped == 0 && source->length == length &&
        memcmp(source->bytes, own, length) == 0) {
        verified->state = "fresh";
        return;
    }
    verified->state = "edited";
    verified->trouble = "is not the support header that this slotc brings: generate it again";
    verified->changes = changes_find(mem, source->bytes, source->length, own, length);
    if (verified->changes.count == 0) {
        verified->changes = changes_of_format(mem);
    }
}

bool verify_is_first(struct verify_run *verify, const char *path) {
    struct mem *mem = verify->run->mem;
    errno = 0;
    char *real = realpath(path, NULL);
    if (real == NULL && errno == ENOMEM) {
        mem_exhausted(mem);
    }
    const char *key = mem_string(mem, real == NULL ? path : real);
    free(real);
    void **place = map_place(verify->seen, key, strlen(key));
    bool is_first = *place == NULL;
    *place = verify;
    return is_first;
}

/* The first of that name, as a compiler looks for it; one that is nowhere is none. Each is read
 * once in a run, however many headers include it. */
static void check_support(struct verify_run *verify, const struct paths *folders,
                          const char *name) {
    const char *own = NULL;
    size_t length = 0;
    if (!support_find(name, &own, &length)) {
        return;
    }
    struct mem *mem = verify->run->mem;
    for (size_t i = 0; i < folders->count; i++) {
        const char *folder = folders->items[i];
        struct source *source = NULL;
        const char *error = NULL;
        bool is_here = strcmp(folder, ".") == 0;
        bool has_slash = folder[strlen(folder) - 1] == '/';
        const char *path =
            mem_concat(mem, is_here ? "" : folder, is_here || has_slash ? "" : "/", name, NULL);
        if (access(path, R_OK) != 0) {
            continue;
        }
        struct verified verified = {.path = path};
        if (verify_is_first(verify, path) &&
            source_read(mem, path, &source, &error) == SOURCE_READ) {
            support_compare(mem, &verified, source, own, length);
        }
        if (verified.trouble != NULL) {
            *verify_add(verify, path) = verified;
        }
        return;
    }
}

static void add_names(struct mem *mem, struct map *seen, const char *text, struct paths *names) {
    while ((text = strstr(text, INCLUDE)) != NULL) {
        const char *name = text + strlen(INCLUDE) - strlen(SUPPORT_START);
        size_t length = strcspn(name, "\"\n");
        void **place = map_place(seen, name, length);
        if (*place == NULL) {
            *place = seen;
            paths_add(mem, names, mem_copy(mem, name, length));
        }
        text = name + length;
    }
}

void verify_supports(struct verify_run *verify, const struct paths *folders, const char *bytes,
                     size_t length) {
    struct mem *mem = verify->run->mem;
    struct paths names = {0};
    struct map *seen = map_new(mem);
    add_names(mem, seen, mem_copy(mem, bytes, length), &names);
    for (size_t i = 0; i < names.count; i++) {
        const char *own = NULL;
        if (support_find(names.items[i], &own, &length)) {
            check_support(verify, folders, names.items[i]);
            add_names(mem, seen, own, &names); /* they include one another */
        }
    }
}
