/* Whether all that a header includes is as slotc wrote it: else targets that lay slotc's structs
 * out alike may still be told apart. */
#include <string.h>

#include "digest.h"
#include "lines.h"
#include "map.h"
#include "mem.h"
#include "source.h"
#include "templates.h"
#include "verify.h"

#define INCLUDE "#include \""
#define INCLUDE_SYSTEM "#include <"

struct search {
    struct mem *mem;
    const struct paths *folders;
    struct map *seen; /* names */
};

/* False where a header of the system is among them, which may be another for each target. */
static bool add_includes(struct search *search, const char *bytes, size_t length,
                         struct paths *names) {
    const char *at = bytes;
    struct line line;
    while (lines_next(&at, bytes + length, &line)) {
        if (line_begins(&line, INCLUDE_SYSTEM)) {
            return false;
        }
        const char *name = line.bytes + strlen(INCLUDE);
        size_t rest = line.length - strlen(INCLUDE);
        const char *end = line_begins(&line, INCLUDE) ? memchr(name, '"', rest) : NULL;
        if (end == NULL) {
            continue;
        }
        name = mem_copy(search->mem, name, (size_t)(end - name));
        void **place = map_place(search->seen, name, strlen(name));
        if (*place == NULL) {
            *place = search->seen;
            paths_add(search->mem, names, name);
        }
    }
    return true;
}

/* A file of that name in any of the folders. Slotc has support headers itself; any other that is in
 * none of them is the system's, and may be another for each target. */
static bool fits(struct search *search, const char *name, struct paths *names) {
    const char *own = NULL;
    size_t own_length = 0;
    bool is_support = templates_find(NULL, name, &own, &own_length);
    bool is_known = is_support;
    for (size_t i = 0; i < search->folders->count; i++) {
        struct source *source = NULL;
        const char *error = NULL;
        const char *path = mem_concat(search->mem, search->folders->items[i], "/", name, NULL);
        if (source_read(search->mem, path, &source, &error) != SOURCE_READ) {
            continue;
        }
        bool is_own = is_support && source->length == own_length &&
                      memcmp(source->bytes, own, own_length) == 0;
        if (!is_own && (is_support || source->skipped > 0 ||
                        !digest_fits(search->mem, source->bytes, source->length))) {
            return false;
        }
        is_known = true;
        if (!is_support && !add_includes(search, source->bytes, source->length, names)) {
            return false;
        }
    }
    return is_known;
}

bool verify_includes_fit(struct mem *mem, const struct paths *folders, const char *bytes,
                         size_t length) {
    struct mem *scratch = mem_child(mem);
    struct search search = {scratch, folders, map_new(scratch)};
    struct paths names = {0};
    bool all_fit = add_includes(&search, bytes, length, &names);
    for (size_t i = 0; i < names.count && all_fit; i++) {
        all_fit = fits(&search, names.items[i], &names);
    }
    mem_free(scratch);
    return all_fit;
}
