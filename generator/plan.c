#include "plan.h"

#include <ctype.h>
#include <string.h>

#include "map.h"
#include "mem.h"

static void add(struct mem *mem, struct plan *plan, struct artifact artifact) {
    plan->artifacts = mem_grow(mem, plan->artifacts, plan->count, sizeof artifact);
    plan->artifacts[plan->count++] = artifact;
}

static const char *in_folder(struct mem *mem, const char *folder, const char *name) {
    size_t length = strlen(folder);
    bool has_slash = length > 0 && folder[length - 1] == '/';
    return mem_format(mem, has_slash ? "%s%s" : "%s/%s", folder, name);
}

/* File systems that fold letter case would make one file of two such names. */
static const char *folded(struct mem *mem, const char *name) {
    char *copy = mem_string(mem, name);
    for (char *at = copy; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    return copy;
}

/* What a comment, a string or an #include of the header could not hold. */
static const char *unspeakable(const char *relative) {
    static const char *const parts[] = {"\"", "\\", "*/", "/*", "??"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(relative, parts[i]) != NULL) {
            return parts[i];
        }
    }
    for (; *relative != '\0'; relative++) {
        if (iscntrl((unsigned char)*relative)) {
            return "a control character";
        }
    }
    return NULL;
}

static void add_support(struct mem *mem, const struct plan_request *request, const char *name,
                        struct plan *plan) {
    add(mem, plan,
        (struct artifact){ARTIFACT_SUPPORT, in_folder(mem, request->folder, name), name, NULL});
}

static bool add_header(struct mem *mem, const struct plan_request *request, struct map *seen,
                       const struct file *file, struct plan *plan, const char **error) {
    const char *name = mem_format(mem, "%s.h", file->relative);
    const char *key = folded(mem, name);
    if (unspeakable(file->relative) != NULL) {
        *error = mem_format(mem,
                            "`%s` cannot name a header: C comments and #include cannot hold `%s`; "
                            "rename it, or give a folder below that",
                            file->relative, unspeakable(file->relative));
        return false;
    }
    void **place = map_place(seen, key, strlen(key));
    if (*place != NULL) {
        const struct file *first = *place;
        *error = mem_format(mem,
                            "`%s` and `%s` would both be written to `%s`: give the folder that "
                            "holds them, or name it with -I, so that their paths tell them apart",
                            first->source->path, file->source->path, name);
        return false;
    }
    union {
        const struct file *file;
        void *value;
    } known = {.file = file};
    *place = known.value;
    add(mem, plan,
        (struct artifact){ARTIFACT_HEADER, in_folder(mem, request->folder, name), name, file});
    return true;
}

/* Where the path leads by its words alone: a/./b and a//b are a/b. */
static const char *shortest(struct mem *mem, const char *path) {
    char *copy = mem_string(mem, path);
    char *to = copy;
    while (*path != '\0') {
        bool starts = to == copy || to[-1] == '/';
        if (starts && path[0] == '.' && path[1] == '/') {
            path += 2;
        } else if (to > copy && starts && path[0] == '/') {
            path++;
        } else {
            *to++ = *path++;
        }
    }
    *to = '\0';
    return folded(mem, copy);
}

/* The C file of --impl has a path of the user's, which may be one of ours. */
static bool add_impl(struct mem *mem, const struct plan_request *request, struct plan *plan,
                     const char **error) {
    const char *path = shortest(mem, request->impl);
    for (size_t i = 0; i < plan->count; i++) {
        if (strcmp(shortest(mem, plan->artifacts[i].path), path) == 0) {
            *error = mem_format(mem,
                                "`--impl %s` and `%s`, which is written too, are one file: give "
                                "another path",
                                request->impl, plan->artifacts[i].path);
            return false;
        }
    }
    add(mem, plan, (struct artifact){ARTIFACT_IMPL, request->impl, request->impl, NULL});
    return true;
}

static void add_measure(struct mem *mem, const struct plan_request *request, struct plan *plan) {
    const char *name = "report.c";
    add_support(mem, request, "slots_measure.h", plan);
    add_support(mem, request, "slots_report.h", plan);
    add(mem, plan,
        (struct artifact){ARTIFACT_REPORT, in_folder(mem, request->folder, name), name, NULL});
}

bool plan_make(struct mem *mem, const struct plan_request *request, struct plan *plan,
               const char **error) {
    struct map *seen = map_new(mem);
    for (size_t i = 0; i < request->program->file_count; i++) {
        const struct file *file = request->program->files[i];
        if (file->source->named && !add_header(mem, request, seen, file, plan, error)) {
            return false;
        }
    }
    add_support(mem, request, "slots_core.h", plan);
    if (request->needs_dict) {
        add_support(mem, request, "slots_dict.h", plan);
    }
    if (request->needs_pool) {
        add_support(mem, request, "slots_pool.h", plan);
    }
    if (request->needs_trace) {
        add_support(mem, request, "slots_snapshot.h", plan);
        add_support(mem, request, "slots_trace.h", plan);
    }
    if (request->needs_measure) {
        add_measure(mem, request, plan);
    }
    return request->impl == NULL || add_impl(mem, request, plan, error);
}
