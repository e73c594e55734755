/* slotc init: the first files of a project that uses slotc. Nothing that is there is changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "driver.h"
#include "mem.h"
#include "page.h"
#include "reserved.h"
#include "source.h"
#include "text.h"
#include "types.h"
#include "words.h"
#include "write_all.h"

#define MOST_FILES 8
#define LONGEST_NAME 32
#define ATTRIBUTES ".gitattributes"

/* A build system: to add one, add its row and its templates. */
struct build {
    const char *name;
    const char *files[3]; /* that tell it, the first one is written where there is none */
    const char *starter; /* the template of that */
    const char *snippet; /* a file that the user's own includes */
    const char *snippet_template;
    const char *addition; /* the template of what the user adds */
    const char *next; /* what to type, NAME stands for the program */
};

static const struct build builds[] = {
    {"cmake",
     {"CMakeLists.txt"},
     "init_CMakeLists.txt",
     "slots.cmake",
     "init_slots.cmake",
     "init_add_cmake.txt",
     "cmake -B build && cmake --build build"},
    {"meson",
     {"meson.build"},
     "init_meson.build",
     "schemas/meson.build",
     "init_slots.meson",
     "init_add_meson.txt",
     "meson setup build && meson compile -C build"},
    {"make",
     {"Makefile", "GNUmakefile", "makefile"},
     "init_Makefile",
     "slots.mk",
     "init_slots.mk",
     "init_add_make.txt",
     "make"},
    {"ninja",
     {"build.ninja"},
     "init_build.ninja",
     "slots.ninja",
     "init_slots.ninja",
     "init_add_ninja.txt",
     "ninja"},
    {"none", {NULL}, NULL, NULL, NULL, NULL, "slotc gen schemas -o generated"},
};

#define BUILD_COUNT (sizeof builds / sizeof *builds)

struct init {
    struct run *run;
    struct mem *mem;
    struct page page;
    struct value values;
    const char *folder; /* with its `/`, or "" */
    const char *name; /* of package, schema and program */
    const struct build *build;
    const char *present; /* the build system's own file that is there, or NULL */
    bool has_schemas; /* of the user's own, which the first program knows nothing of */
    struct whole files[MOST_FILES]; /* to be written */
    size_t count;
};

static const char *in_folder(const struct init *init, const char *path) {
    return mem_concat(init->mem, init->folder, path, NULL);
}

static bool exists(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0;
}

/* Adds a file, unless there is one of its path. */
static void add_file(struct init *init, const char *path, const char *template) {
    const char *full = in_folder(init, path);
    if (exists(full)) {
        printf("kept   %s: it is there already\n", full);
        return;
    }
    struct text *text = mem_alloc(init->mem, sizeof *text);
    *text = (struct text){.mem = init->mem};
    page_fill(&init->page, template, &init->values, text);
    init->files[init->count++] = (struct whole){full, text};
}

/* Words of the language, of C and of slotc name no package. */
static bool is_usable(const char *name) {
    static const char *const words[] = {"enum",    "extern", "false", "import", "package",
                                        "record",  "slots",  "slotc", "true",   "generated",
                                        "schemas", "src",    "build", "clean"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], name) == 0) {
            return false;
        }
    }
    return strspn(name, "0123456789_") == 0 && !reserved_word(name) && !reserved_global(name) &&
           !type_is_word(name);
}

/* The folder's name as one in a schema: "my-app 2" is my_app_2. */
static const char *name_of(struct mem *mem, const char *folder) {
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char *real = realpath(folder[0] == '\0' ? "." : folder, NULL);
    const char *path = real == NULL ? mem_string(mem, folder) : mem_string(mem, real);
    free(real);
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/') {
        end--;
    }
    size_t start = end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    size_t length = end - start > LONGEST_NAME ? LONGEST_NAME : end - start;
    char *name = mem_copy(mem, path + start, length);
    for (char *at = name; *at != '\0'; at++) {
        const char *capital = strchr(capitals, *at);
        if (capital != NULL) {
            *at = plain[capital - capitals];
        } else if (strchr(plain, *at) == NULL) {
            *at = '_';
        }
    }
    return is_usable(name) && strstr(name, "__") == NULL ? name : "app";
}

static const char *file_of(const struct init *init, const struct build *build) {
    for (size_t i = 0; i < sizeof build->files / sizeof *build->files; i++) {
        if (build->files[i] != NULL && exists(in_folder(init, build->files[i]))) {
            return build->files[i];
        }
    }
    return NULL;
}

/* Whether an earlier run has written what a build file includes. */
static bool has_snippet(const struct init *init, const struct build *build) {
    return build->snippet != NULL && exists(in_folder(init, build->snippet));
}

/* The one that is asked for, of the words that options.c takes; else the first whose file is there,
 * or that an earlier run was for; else none. */
static void choose_build(struct init *init) {
    const char *wanted = init->run->options->build;
    for (size_t i = 0; i < BUILD_COUNT && init->build == NULL; i++) {
        const char *present = file_of(init, &builds[i]);
        bool is_last = i + 1 == BUILD_COUNT;
        bool fits =
            wanted == NULL ? present != NULL || is_last : strcmp(builds[i].name, wanted) == 0;
        init->build = fits ? &builds[i] : NULL;
        init->present = fits ? present : NULL;
    }
    for (size_t i = 0; i < BUILD_COUNT && wanted == NULL && init->present == NULL; i++) {
        if (has_snippet(init, &builds[i])) {
            init->build = &builds[i];
            return;
        }
    }
}

/* Puts the schema among those that builds name, by its path below the folder and without `.slots`.
 */
static void note_schema(struct init *init, struct value *schemas, const char *path) {
    struct value schema = value_object(init->mem);
    size_t length = strlen(path) - strlen(".slots");
    page_put(&init->page, &schema, "name", value_text(mem_copy(init->mem, path, length), length));
    value_append(init->mem, schemas, schema);
}

/* Schemas that are there already are what the user begins with. */
static void add_schema(struct init *init) {
    struct paths found = {0};
    const char *error = NULL;
    const char *folder = in_folder(init, "schemas");
    struct value schemas = value_list(init->mem);
    init->has_schemas = exists(folder) &&
                        inputs_find(init->mem, folder, ".slots", &found, &error) && found.count > 0;
    const char *path = mem_concat(init->mem, init->name, ".slots", NULL);
    for (size_t i = 0; init->has_schemas && i < found.count; i++) {
        note_schema(init, &schemas, found.items[i] + strlen(folder) + 1);
    }
    if (!init->has_schemas) {
        note_schema(init, &schemas, path);
    }
    page_put(&init->page, &init->values, "schemas", schemas);
    if (init->has_schemas) {
        printf("kept   %s: it has schemas already\n", folder);
    } else {
        add_file(init, mem_concat(init->mem, "schemas/", path, NULL), "init_schema.slots");
    }
}

static void add_config(struct init *init) {
    const char *config = init->run->options->config;
    if (config != NULL) {
        printf("kept   %s: it is there already\n", config);
        return;
    }
    add_file(init, "slotc.ini", "init_slotc.ini");
}

static void add_build(struct init *init) {
    if (init->build->snippet == NULL) {
        return;
    }
    add_file(init, init->build->snippet, init->build->snippet_template);
    if (init->present == NULL && !init->has_schemas) {
        add_file(init, init->build->files[0], init->build->starter);
        add_file(init, "src/main.c", "init_main.c");
    }
}

static void print_addition(const struct init *init, const char *file, const char *template) {
    struct text addition = {.mem = init->mem};
    page_fill(&init->page, template, &init->values, &addition);
    printf("\n%s %s add\n\n%s", exists(in_folder(init, file)) ? "To" : "To a new",
           in_folder(init, file), text_string(&addition));
}

/* Whether a .gitattributes that was kept says nothing of generated headers. */
static bool lacks_attributes(const struct init *init) {
    const char *path = in_folder(init, ATTRIBUTES);
    struct source *source = NULL;
    const char *error = NULL;
    return source_read(init->mem, path, &source, &error) == SOURCE_READ &&
           strstr(source->bytes, "generated/") == NULL;
}

static void print_next(const struct init *init) {
    const char *folder =
        init->run->options->arguments.count == 0 ? NULL : init->run->options->arguments.items[0];
    const char *file = init->present == NULL ? init->build->files[0] : init->present;
    bool is_users = init->present != NULL || init->has_schemas;
    if (lacks_attributes(init)) {
        print_addition(init, ATTRIBUTES, "init_add_gitattributes.txt");
    }
    if (is_users && init->build->addition != NULL) {
        print_addition(init, file, init->build->addition);
    }
    if (file != NULL && !exists(in_folder(init, file))) {
        return; /* it is the user's to write before anything else can be done */
    }
    fputs("\nThen: ", stdout);
    if (folder != NULL && strcmp(folder, ".") != 0) {
        printf("cd %s%s && ", folder[0] == '-' ? "./" : "", words_quoted(init->mem, folder));
    }
    puts(init->build->next);
}

static enum exit_status write_files(struct init *init) {
    enum exit_status status = write_all(init->mem, init->files, init->count);
    for (size_t i = 0; i < init->count && status == EXIT_FINE; i++) {
        printf("wrote  %s\n", init->files[i].path);
    }
    return status;
}

static const char *folder_of(const struct run *run) {
    const struct paths *arguments = &run->options->arguments;
    if (arguments->count == 0 || strcmp(arguments->items[0], ".") == 0) {
        return "";
    }
    const char *path = arguments->items[0];
    bool has_slash = path[strlen(path) - 1] == '/';
    return has_slash ? path : mem_concat(run->mem, path, "/", NULL);
}

enum exit_status cmd_init(struct run *run) {
    if (run->options->arguments.count > 1) {
        return driver_fail("one folder at a time; usage: slotc init [DIR]");
    }
    if (run->options->arguments.count == 1 && run->options->arguments.items[0][0] == '\0') {
        return driver_fail("the folder's name is empty; `slotc init` alone is for this folder");
    }
    struct init init = {.run = run, .mem = run->mem, .folder = folder_of(run)};
    init.page = page_new(run->mem);
    init.name = name_of(run->mem, init.folder);
    init.values = value_object(run->mem);
    page_put(&init.page, &init.values, "name", value_string(init.name));
    choose_build(&init);
    add_schema(&init);
    add_config(&init);
    add_file(&init, ATTRIBUTES, "init_gitattributes");
    add_build(&init);
    enum exit_status status = write_files(&init);
    if (status == EXIT_FINE) {
        print_next(&init);
    }
    return status;
}
