/* slotc audit: C code that goes round the accessors of records. */
#include <string.h>

#include "audit.h"
#include "clang_library.h"
#include "cmd_findings.h"
#include "compile_commands.h"
#include "compile_flags.h"
#include "diagnostic.h"
#include "driver.h"
#include "mem.h"
#include "options.h"

/* The sources, and how each is compiled. */
struct sources {
    struct compile_command *items;
    size_t count;
};

static void add_source(struct mem *mem, struct sources *sources, const char *path,
                       struct paths flags) {
    sources->items = mem_grow(mem, sources->items, sources->count, sizeof *sources->items);
    sources->items[sources->count++] = (struct compile_command){path, flags};
}

/* Flags behind `--` come last, so that they may say otherwise. */
static struct paths join(struct mem *mem, const struct paths *flags, const struct paths *more) {
    struct paths all = {0};
    paths_add_all(mem, &all, flags);
    paths_add_all(mem, &all, more);
    return all;
}

static bool find_sources(struct run *run, struct sources *sources, const char **error) {
    const struct options *options = run->options;
    struct paths flags = compile_flags_keep(run->mem, &options->flags, NULL);
    struct compile_commands commands = {0};
    if (options->compile_commands != NULL &&
        !compile_commands_read(run->mem, options->compile_commands, &commands, error)) {
        return false;
    }
    for (size_t i = 0; i < options->arguments.count; i++) {
        const char *path = options->arguments.items[i];
        if (strcmp(path, "-") == 0) {
            *error = "a source is a file, since what it includes lies beside it";
            return false;
        }
        const struct compile_command *command = compile_commands_find(run->mem, &commands, path);
        if (command == NULL && options->compile_commands != NULL) {
            *error =
                mem_format(run->mem, "`%s` does not compile `%s`", options->compile_commands, path);
            return false;
        }
        add_source(run->mem, sources, path,
                   command == NULL ? flags : join(run->mem, &command->flags, &flags));
    }
    for (size_t i = 0; i < commands.count && options->arguments.count == 0; i++) {
        add_source(run->mem, sources, commands.items[i].path,
                   join(run->mem, &commands.items[i].flags, &flags));
    }
    return true;
}

static const char *summary_of(struct mem *mem, const struct diagnostics *diagnostics,
                              size_t sources) {
    return mem_format(mem, "%zu finding%s in %zu source%s\n", diagnostics->count,
                      diagnostics->count == 1 ? "" : "s", sources, sources == 1 ? "" : "s");
}

static enum exit_status audit_all(struct run *run, const struct sources *sources) {
    struct clang_search search = {0};
    const struct clang *clang = clang_open(run->mem, &search);
    if (clang == NULL) {
        return driver_fail("%s", clang_missing(run->mem, &search));
    }
    struct audit *audit = audit_new(run->mem, clang, run->diagnostics);
    for (size_t i = 0; i < sources->count; i++) {
        const char *error = NULL;
        if (!audit_source(audit, sources->items[i].path, &sources->items[i].flags, &error)) {
            return driver_fail("%s", error);
        }
    }
    audit_finish(audit);
    diagnostics_finish(run->diagnostics);
    return EXIT_FINE;
}

enum exit_status cmd_audit(struct run *run) {
    struct findings_wish wish;
    struct sources sources = {0};
    const char *error = NULL;
    enum exit_status status = findings_read_options(run, &wish);
    if (status != EXIT_FINE) {
        return status;
    }
    if (run->options->list_rules) {
        return findings_list_rules(run, &wish, true);
    }
    if (run->options->arguments.count == 0 && run->options->compile_commands == NULL) {
        return driver_fail("no source given; usage: slotc audit SOURCES… [-- FLAGS…], or "
                           "slotc audit -p compile_commands.json");
    }
    if (!find_sources(run, &sources, &error)) {
        return driver_fail("%s", error);
    }
    status = audit_all(run, &sources);
    if (status != EXIT_FINE) {
        return status;
    }
    return findings_print(run, &wish, summary_of(run->mem, run->diagnostics, sources.count));
}
