#include "driver.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "allow.h"
#include "chain.h"
#include "clang_externs.h"
#include "diagnostic.h"
#include "diagnostic_print.h"
#include "layout.h"
#include "load.h"
#include "options.h"
#include "resolve.h"
#include "rules.h"

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

enum exit_status driver_check_inputs(struct run *run, const struct inputs *inputs) {
    struct mem *mem = run->mem;
    const char *error = NULL;
    struct program *program = load(mem, inputs, run->diagnostics, &error);
    if (program == NULL) {
        return driver_fail("%s", error);
    }
    run->program = program;
    struct check check = {.mem = mem, .diagnostics = run->diagnostics, .program = program};
    allow_drop(&check);
    if (!diagnostics_failed(run->diagnostics)) {
        resolve(mem, program, run->diagnostics);
        run->headers = clang_externs(
            mem, program, &(struct extern_request){&run->options->extern_targets, &inputs->include},
            run->diagnostics, &error);
        if (run->headers == NULL) {
            return driver_fail("%s", error);
        }
        run->chains = chains_new(mem, program);
        run->layouts = layout_program(mem, program, run->chains, run->diagnostics);
        check.chains = run->chains;
        check.layouts = run->layouts;
        rules_check(&check);
    }
    diagnostics_finish(run->diagnostics);
    return EXIT_FINE;
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
