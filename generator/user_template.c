#include "user_template.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "map.h"
#include "mem.h"
#include "suggest.h"
#include "templates.h"
#include "text.h"

#define ENDING ".mustache"

/* None runs for ever or fills the memory: a thousand times what the largest schemas take. */
#define MOST_STEPS (UINT64_C(1) << 30)
#define MOST_BYTES ((size_t)1 << 30)

/* Of the language, and the functions that a module offers. */
static const char *const python_words[] = {
    "False",   "None",     "True",     "and",        "as",       "assert", "async",  "await",
    "break",   "class",    "continue", "def",        "del",      "elif",   "else",   "except",
    "finally", "for",      "from",     "global",     "if",       "import", "in",     "is",
    "lambda",  "nonlocal", "not",      "or",         "pass",     "raise",  "return", "try",
    "while",   "with",     "yield",    "is_present", "get_bits", NULL,
};

static const struct shipped_template shipped[] = {
    {"ctypes", "render_ctypes.py", "c", python_words, "Python: the records as ctypes structures"},
    {"dot", "render_chains.dot", "html", NULL,
     "Graphviz: the chains of records, with storage and bytes"},
    {"markdown", "render_reference.md", "markdown", NULL,
     "Markdown: a reference of enums and records"},
    {"numpy", "render_numpy.py", "c", python_words, "Python: the records as NumPy dtypes"},
};

const struct shipped_template *shipped_template_at(size_t index) {
    return index < sizeof shipped / sizeof *shipped ? &shipped[index] : NULL;
}

static bool ends_so(const char *name) {
    size_t length = strlen(name);
    size_t ending = strlen(ENDING);
    return length > ending && strcmp(name + length - ending, ENDING) == 0;
}

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

/* Reads a file that is there; notes that it was. */
static struct source *read_file(struct user_template *template, const char *path) {
    struct source *source = NULL;
    const char *error = NULL;
    enum source_status status = source_read(template->mem, path, &source, &error);
    if (status != SOURCE_READ) {
        template->error =
            mem_format(template->mem, "cannot read `%s`: %s", path,
                       status == SOURCE_TOO_LARGE ? "it is larger than 64 MiB" : error);
        return NULL;
    }
    paths_add(template->mem, &template->paths, path);
    return source;
}

/* A partial is NAME.mustache beside the template. */
static bool find_partial(void *context, const char *name, const char **bytes, size_t *length) {
    struct user_template *template = context;
    const char *path =
        mem_concat(template->mem, template->folder, name, ends_so(name) ? "" : ENDING, NULL);
    if (template->error != NULL || template->shipped != NULL || !is_file(path)) {
        return false;
    }
    struct source *source = read_file(template, path);
    if (source == NULL) {
        return false;
    }
    *map_place(template->partials, mem_string(template->mem, name), strlen(name)) = source;
    *bytes = source->bytes;
    *length = source->length;
    return true;
}

/* A path has a slash or a dot in it; anything else is the name of one that comes with slotc. */
static bool find_shipped(struct user_template *template, const char *name) {
    struct suggestion suggestion = suggest_for(name);
    struct text names = {.mem = template->mem};
    for (size_t i = 0; shipped_template_at(i) != NULL; i++) {
        if (strcmp(shipped[i].name, name) == 0) {
            template->shipped = &shipped[i];
            return true;
        }
        suggest_offer(&suggestion, shipped[i].name);
        text_format(&names, "%s%s", i == 0 ? "" : ", ", shipped[i].name);
    }
    template->error =
        suggestion.nearest != NULL
            ? mem_format(template->mem, "there is no template `%s`; did you mean `%s`?", name,
                         suggestion.nearest)
            : mem_format(template->mem,
                         "there is no template `%s`; there are %s, and files: write `./%s` for one",
                         name, text_string(&names), name);
    return false;
}

static const char *folder_of(struct mem *mem, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : mem_copy(mem, path, (size_t)(slash - path) + 1);
}

static bool open_source(struct user_template *template, const char *name) {
    struct mem *mem = template->mem;
    if (strpbrk(name, "/.") != NULL) {
        template->folder = folder_of(mem, name);
        template->source = read_file(template, name);
        return template->source != NULL;
    }
    const char *bytes = NULL;
    size_t length = 0;
    if (!find_shipped(template, name) ||
        !templates_find(NULL, template->shipped->file, &bytes, &length)) {
        return false;
    }
    template->source = source_from_bytes(mem, template->shipped->name, bytes, length);
    return true;
}

bool user_template_open(struct mem *mem, struct value_keys *keys, const char *name,
                        template_escape *escape, struct user_template *template) {
    *template = (struct user_template){.mem = mem, .folder = "", .partials = map_new(mem)};
    template->set = template_set_new(mem, keys, find_partial, template);
    if (!open_source(template, name)) {
        return false;
    }
    template_escape *own =
        template->shipped == NULL ? NULL : template_escape_find(template->shipped->escape);
    template_escape *otherwise = own == NULL ? template_escape_html : own;
    template_set_escape(template->set, escape == NULL ? otherwise : escape);
    template_set_strict(template->set, MOST_STEPS, MOST_BYTES);
    const char *error = NULL;
    template->template =
        template_compile(template->set, template->source->bytes, template->source->length, &error);
    return template->template != NULL;
}

struct span user_template_span(const struct user_template *template,
                               const struct template_fault *fault) {
    const struct source *source =
        fault->name == NULL ? template->source
                            : map_get(template->partials, fault->name, strlen(fault->name));
    return (struct span){source, (uint32_t)fault->position,
                         (uint32_t)(fault->position + fault->length)};
}
