#include "driver.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "allow.h"
#include "chain.h"
#include "clang_externs.h"
#include "diagnostic.h"
#include "diagnostic_print.h"
#include "layout.h"
#include "load.h"
#include "mem.h"
#include "options.h"
#include "resolve.h"
#include "rules.h"
#include "source.h"

enum exit_status driver_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("slotc: error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return EXIT_BROKEN;
}

bool driver_color(const struct run *run, int file) {
    const char *when = run->options->color;
    if (when != NULL && strcmp(when, "auto") != 0) {
        return strcmp(when, "always") == 0;
    }
    const char *no_color = getenv("NO_COLOR");
    return (no_color == NULL || no_color[0] == '\0') && isatty(file) != 0;
}

enum exit_status driver_check(struct run *run) {
    struct inputs inputs = {.include = run->options->include};
    const char *error = NULL;
    if (!inputs_expand(run->mem, &run->options->arguments, &inputs, &error)) {
        return driver_fail("%s", error);
    }
    if (inputs.files.count == 0) {
        return driver_fail("there is no schema, `*.slots`, below `%s`", inputs.folders.items[0]);
    }
    return driver_check_inputs(run, &inputs);
}

/* Where the findings of the stages behind the parser go: nobody reads those of half a text. */
static struct diagnostics *findings_of(const struct run *run) {
    return run->is_readable ? run->diagnostics : diagnostics_new(run->mem);
}

bool driver_resolve(struct run *run, const struct inputs *inputs, const char **error) {
    struct mem *mem = run->mem;
    run->tree = load(mem, inputs, run->diagnostics, error);
    if (run->tree == NULL) {
        return false;
    }
    run->program = run->tree;
    run->check = mem_alloc(mem, sizeof *run->check);
    *run->check =
        (struct check){.mem = mem, .diagnostics = run->diagnostics, .program = run->program};
    allow_drop(run->check);
    run->is_readable = !diagnostics_failed(run->diagnostics);
    if (run->is_readable || run->recovers) {
        resolve(mem, run->tree, findings_of(run));
    }
    return true;
}

bool driver_lay_out(struct run *run, const struct inputs *inputs, const char **error) {
    struct mem *mem = run->mem;
    struct diagnostics *findings = findings_of(run);
    if (!run->is_readable && !run->recovers) {
        return true;
    }
    const struct extern_request request = {&run->options->extern_targets, &inputs->include};
    if (run->is_readable) {
        run->headers = clang_externs(mem, run->program, &request, findings, error);
        if (run->headers == NULL) {
            return false;
        }
    }
    run->chains = chains_new(mem, run->program);
    run->layouts = layout_program(mem, run->program, run->chains, findings);
    return true;
}

void driver_apply_rules(struct run *run) {
    if (run->is_readable) {
        run->check->chains = run->chains;
        run->check->layouts = run->layouts;
        rules_check(run->check);
    }
    diagnostics_finish(run->diagnostics);
}

enum exit_status driver_check_inputs(struct run *run, const struct inputs *inputs) {
    const char *error = NULL;
    if (!driver_resolve(run, inputs, &error) || !driver_lay_out(run, inputs, &error)) {
        return driver_fail("%s", error);
    }
    driver_apply_rules(run);
    return EXIT_FINE;
}

struct paths driver_sources(const struct run *run) {
    const struct program *program = run->program;
    struct paths sources = {0};
    for (size_t i = 0; i < program->file_count; i++) {
        paths_add(run->mem, &sources, program->files[i]->source->path);
    }
    for (size_t i = 0; i < program->file_count && run->headers != NULL; i++) {
        paths_add_all(run->mem, &sources, &run->headers[i]);
    }
    if (run->options->config != NULL) {
        paths_add(run->mem, &sources, run->options->config);
    }
    return sources;
}

bool driver_spares(const char *output, const struct paths *sources) {
    struct stat written;
    struct stat read;
    if (stat(output, &written) != 0 || !S_ISREG(written.st_mode)) {
        return true;
    }
    for (size_t i = 0; i < sources->count; i++) {
        if (stat(sources->items[i], &read) == 0 && read.st_dev == written.st_dev &&
            read.st_ino == written.st_ino) {
            driver_fail("`%s` is read in this run, and would be overwritten: give another path for "
                        "what is written",
                        output);
            return false;
        }
    }
    return true;
}

void driver_print_errors(struct run *run) {
    diagnostics_keep_errors(run->diagnostics);
    (void)print_text(run->diagnostics, stderr, driver_color(run, STDERR_FILENO));
}

enum exit_status driver_check_or_print(struct run *run) {
    run->diagnostics->are_errors_alone = true;
    enum exit_status status = driver_check(run);
    if (status != EXIT_FINE || !diagnostics_failed(run->diagnostics)) {
        return status;
    }
    driver_print_errors(run);
    return EXIT_SHORT;
}
