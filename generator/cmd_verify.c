/* slotc verify: generated headers and schemas beside what libclang makes of them. */
#include "cmd_verify.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "clang_library.h"
#include "folders.h"
#include "map.h"
#include "mem.h"
#include "model.h"
#include "options.h"
#include "parallel.h"
#include "parts.h"
#include "render.h"
#include "text.h"

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* The headers below a folder; its schemas are found where they are read. */
static bool add_folder(struct verify_run *verify, const char *path, const char **error) {
    struct mem *mem = verify->run->mem;
    size_t before = verify->headers.count;
    struct paths schemas = {0};
    if (!inputs_find(mem, path, ".slots.h", &verify->headers, error) ||
        !inputs_find(mem, path, ".slots", &schemas, error)) {
        return false;
    }
    if (schemas.count > 0) {
        paths_add(mem, &verify->schemas, path);
    } else if (verify->headers.count == before) {
        *error = mem_format(mem, "there is no schema and no generated header below `%s`", path);
        return false;
    }
    return true;
}

/* Two ways to one header are one header, by the first of them. */
static void drop_doubles(struct verify_run *verify) {
    struct paths *headers = &verify->headers;
    size_t count = 0;
    for (size_t i = 0; i < headers->count; i++) {
        if (verify_is_first(verify, headers->items[i])) {
            headers->items[count++] = headers->items[i];
        }
    }
    headers->count = count;
}

/* What each argument stands for: a header, a schema, or a folder of both. */
static bool sort_arguments(struct verify_run *verify, const char **error) {
    struct mem *mem = verify->run->mem;
    const struct paths *arguments = &verify->run->options->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        const char *path = arguments->items[i];
        struct stat status = {0};
        if (strcmp(path, "-") != 0 && stat(path, &status) != 0) {
            *error = mem_format(mem, "cannot read `%s`: %s", path, strerror(errno));
            return false;
        }
        if (S_ISDIR(status.st_mode)) {
            if (!add_folder(verify, path, error)) {
                return false;
            }
            continue;
        }
        paths_add(mem, ends_with(path, ".h") ? &verify->headers : &verify->schemas, path);
    }
    drop_doubles(verify);
    return true;
}

struct verified *verify_add(struct verify_run *verify, const char *path) {
    verify->files =
        mem_grow(verify->run->mem, verify->files, verify->file_count, sizeof *verify->files);
    struct verified *file = &verify->files[verify->file_count++];
    *file = (struct verified){.path = path};
    return file;
}

static bool to_text(void *context, const char *bytes, size_t length) {
    text_add(context, bytes, length);
    return true;
}

/* The schemas' own stages: what is wrong with them is told. */
static void check_schemas(struct verify_run *verify) {
    struct options *options = mem_alloc(verify->run->mem, sizeof *options);
    *options = *verify->run->options;
    options->arguments = verify->schemas;
    verify->schema_run = *verify->run;
    verify->schema_run.options = options;
    verify->schema_status = driver_check_or_print(&verify->schema_run);
}

/* Headers of extern types are looked for beside the schemas, too. */
static void add_folders(struct mem *mem, const struct run *run, struct paths *folders) {
    for (size_t i = 0; i < run->program->file_count; i++) {
        const char *path = run->program->files[i]->source->path;
        size_t length = folders_length(path);
        paths_add(mem, folders, length == 0 ? "." : mem_copy(mem, path, length));
    }
    for (size_t i = 0; i < run->options->include.count; i++) {
        paths_add(mem, folders, run->options->include.items[i]);
    }
}

/* Their structs, beside libclang's. */
static void lay_out_schemas(struct verify_run *verify) {
    struct mem *mem = verify->run->mem;
    const struct run *run = &verify->schema_run;
    for (size_t i = 0; i < run->program->file_count; i++) {
        verify->schema_count += run->program->files[i]->source->named;
    }
    if (verify->clang == NULL) {
        return;
    }
    struct renderer *renderer =
        renderer_new(mem, model_new(mem, run->program, run->chains, run->layouts, 0));
    struct text text = {.mem = mem};
    render_structs(renderer, to_text, &text);
    renderer_free(renderer);
    struct verify_subject subject = {
        .text = {.path = "schemas.h",
                 .bytes = text_string(&text),
                 .length = text.length,
                 .is_own = true,
                 .as_written = !verify_asks_externs(run->program)},
        .program = run->program,
        .layouts = run->layouts,
    };
    add_folders(mem, run, &subject.text.folders);
    struct verification verification = verification_new(mem, verify->clang, &verify->targets);
    verify_layouts(&verification, &subject);
    struct verified *verified = verify_add(verify, verify->schemas.items[0]);
    verified->differences = verification.differences;
    verified->unchecked = verification.unchecked;
}

/* Loads libclang and looks at the targets. Without libclang there are none. */
static void find_clang(struct verify_run *verify) {
    struct mem *mem = verify->clang_mem;
    struct clang_search search;
    verify->clang = clang_open(mem, &search);
    if (verify->clang == NULL) {
        verify->missing = clang_missing(mem, &search);
    } else {
        (void)verify_targets_find(mem, verify->clang, &verify->run->options->targets,
                                  &verify->targets, &verify->target_error);
    }
}

/* What takes long, and does not need one another. */
static void prepare(void *context, size_t index) {
    struct verify_run *verify = context;
    if (index == 0) {
        find_clang(verify);
    } else if (index > 1) {
        header_examine(verify->header_list, index - 2);
    } else if (verify->schemas.count > 0) {
        check_schemas(verify);
    }
}

static enum exit_status finish(const struct verify_run *verify) {
    (verify->is_json ? verify_print_json : verify_print_text)(verify);
    if (verify->broken) {
        return EXIT_BROKEN;
    }
    if (!verify_is_clean(verify)) {
        return EXIT_SHORT;
    }
    return verify->missing == NULL ? EXIT_FINE
                                   : driver_fail("no layout was checked: %s", verify->missing);
}

static enum exit_status verify_all(struct verify_run *verify) {
    parallel_run(2 + verify->headers.count, prepare, verify);
    if (verify->target_error != NULL) {
        return driver_fail("%s", verify->target_error);
    }
    if (verify->schemas.count > 0) {
        if (verify->schema_status != EXIT_FINE) {
            return verify->schema_status;
        }
        lay_out_schemas(verify);
    }
    for (size_t i = 0; i < verify->headers.count; i++) {
        header_finish(verify->header_list, i);
    }
    return finish(verify);
}

enum exit_status cmd_verify(struct run *run) {
    const char *format = run->options->format == NULL ? "text" : run->options->format;
    bool is_json = strcmp(format, "json") == 0;
    if (run->options->arguments.count == 0) {
        return driver_fail("no header and no schema given; usage: slotc verify HEADERS…");
    }
    struct verify_run verify = {.run = run, .is_json = is_json, .seen = map_new(run->mem)};
    const char *error = NULL;
    if (!sort_arguments(&verify, &error)) {
        return driver_fail("%s", error);
    }
    if (!options_parts(run->mem, run->options, &verify.parts, &error)) {
        return driver_fail("%s", error);
    }
    verify.clang_mem = mem_child(run->mem);
    verify.header_list = headers_new(&verify);
    enum exit_status status = verify_all(&verify);
    headers_free(verify.header_list, verify.headers.count);
    mem_free(verify.clang_mem);
    return status;
}
