/* slotc: reads the command line and runs one subcommand. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "config.h"
#include "diagnostic.h"
#include "driver.h"
#include "mem.h"
#include "options.h"
#include "severities.h"
#include "version.h"

static const struct command commands[] = {
    {"gen", 1U, "FILES… -o DIR [OPTIONS]", "check schemas and write a C header for each", cmd_gen,
     0},
    {"lint", 2U, "FILES… [OPTIONS]", "report everything that is wrong with schemas", cmd_lint, 0},
    {"explain", 2048U, "[RULE…] [OPTIONS]",
     "say what a rule finds, why that is bad, and what to write instead", cmd_explain, 0},
    {"fmt", 4096U, "FILES… [OPTIONS]", "lay the text of schemas out in the one way, in place",
     cmd_fmt, 0},
    {"layout", 16U, "FILES… [RECORD…] [OPTIONS]",
     "print where each field of a record lies, and what a dict would cost", cmd_layout,
     COMMAND_TAKES_RECORDS},
    {"model", 4U, "FILES… [OPTIONS]", "print the resolved schemas as JSON: what templates see",
     cmd_model, 0},
    {"render", 65536U, "--template TEMPLATE FILES… [OPTIONS]",
     "fill a Mustache template of yours from the same model", cmd_render, 0},
    {"diff", 8192U, "[OLD] [NEW] [OPTIONS]",
     "print what has changed between two states of schemas, and what that breaks", cmd_diff, 0},
    {"lock", 16384U, "FILES… [OPTIONS]",
     "write down the layouts of schemas, as an OLD for diff that needs no git", cmd_lock, 0},
    {"report", 32U, "FILES… [OPTIONS]",
     "print what slots and a dict cost side by side, and advise on both", cmd_report, 0},
    {"trace", 64U, "FILE [--compare OLD] [OPTIONS]",
     "print which lines of a program hold its memory, or what has changed since", cmd_trace, 0},
    {"verify", 512U, "HEADERS… [OPTIONS]",
     "check layouts with libclang for many targets, and find headers that were edited", cmd_verify,
     0},
    {"import", 1024U, "HEADER.h [STRUCT…] [OPTIONS] [-- FLAGS…]",
     "print a schema that has the structs of a C header, laid out alike", cmd_import,
     COMMAND_TAKES_FLAGS},
    {"audit", 256U, "SOURCES… [OPTIONS] [-- FLAGS…]",
     "find C code that goes round the accessors of records", cmd_audit, COMMAND_TAKES_FLAGS},
    {"init", 32768U, "[DIR] [OPTIONS]",
     "write the first schema of a project, and what its build needs", cmd_init, 0},
    {"doctor", 128U, "[OPTIONS]", "say which libclang and targets there are, and what is missing",
     cmd_doctor, 0},
    {"lsp", 131072U, "[OPTIONS]", "serve editors: a language server on standard input and output",
     cmd_lsp, COMMAND_NEEDS_NO_CONFIG},
    {"help", 8U, "[COMMAND] [OPTIONS]", "print help on a command", cmd_help,
     COMMAND_NEEDS_NO_CONFIG},
};

const struct command *command_at(size_t index) {
    return index < sizeof commands / sizeof *commands ? &commands[index] : NULL;
}

const struct command *command_find(const char *name) {
    for (size_t i = 0; command_at(i) != NULL; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static enum exit_status dispatch(struct mem *mem, struct options *options) {
    if (options->version) {
        puts("slotc " SLOTC_VERSION);
        return EXIT_FINE;
    }
    if (options->help) {
        options_print_help(mem, stdout, options->command);
        return EXIT_FINE;
    }
    if (options->command == NULL) {
        options_print_help(mem, stderr, NULL);
        return EXIT_BROKEN;
    }
    const char *error = NULL;
    bool needs_config = (options->command->traits & COMMAND_NEEDS_NO_CONFIG) == 0;
    if (needs_config && !config_read(mem, options, &error)) {
        return driver_fail("%s", error);
    }
    struct run run = {.mem = mem, .options = options, .diagnostics = diagnostics_new(mem)};
    run.diagnostics->warnings_are_errors = options->warnings_are_errors;
    if (!severities_apply(mem, options, run.diagnostics, &error)) {
        return driver_fail("%s", error);
    }
    return options->command->run(&run);
}

/* A result that did not get out whole is no result. */
static enum exit_status flush_output(enum exit_status status) {
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        return driver_fail("cannot write to standard output: %s",
                           errno == 0 ? "it failed earlier" : strerror(errno));
    }
    return status;
}

int main(int count, char **arguments) {
    /* A file that may not grow further is an error to report like any other. */
    signal(SIGXFSZ, SIG_IGN);
    json_set_alloc_funcs(mem_heap, free);
    struct mem *mem = mem_new();
    struct options options = {0};
    const char *error = NULL;
    enum exit_status status = EXIT_BROKEN;
    if (options_parse(mem, count, arguments, &options, &error)) {
        status = dispatch(mem, &options);
    } else {
        driver_fail("%s", error);
    }
    status = flush_output(status);
    mem_free(mem);
    return (int)status;
}
