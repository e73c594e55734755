/* One run of slotc: what it was asked, and what each stage made of it. */
#ifndef SLOTC_DRIVER_H
#define SLOTC_DRIVER_H

#include <stdbool.h>

#include "options.h"

struct chains;
struct check;
struct diagnostics;
struct inputs;
struct layouts;
struct mem;
struct paths;
struct program;

struct run {
    struct mem *mem;
    const struct options *options;
    struct diagnostics *diagnostics;
    const struct program *program;
    const struct paths *headers; /* of C that were read for extern types, by the schema's order */
    const struct chains *chains;
    const struct layouts *layouts;
    /* Of a text that is still being written: what is known of it behind an error of the parser is
     * resolved and laid out all the same, and what that finds is not reported. Extern types are
     * not measured then. */
    bool recovers;

    /* From stage to stage */
    struct program *tree;
    struct check *check;
    bool is_readable; /* without an error of the parser */
};

/* The stages up to the checks: reads the schemas and finds all that is wrong with them. Gives
 * EXIT_BROKEN, with a message printed, where a file can't be read; otherwise EXIT_FINE, and the
 * findings are in run->diagnostics. */
enum exit_status driver_check(struct run *run);

/* The same of these inputs, whatever the arguments are. */
enum exit_status driver_check_inputs(struct run *run, const struct inputs *inputs);

/* The same, stage by stage; false with *error instead of a message. */
bool driver_resolve(struct run *run, const struct inputs *inputs, const char **error);
bool driver_lay_out(struct run *run, const struct inputs *inputs, const char **error);
void driver_apply_rules(struct run *run);

/* driver_check, and the findings printed to standard error; EXIT_SHORT where there are errors. */
enum exit_status driver_check_or_print(struct run *run);

/* Prints the errors among the findings to standard error. */
void driver_print_errors(struct run *run);

/* Every file that was read: the schemas and what they import, C headers, the configuration. */
struct paths driver_sources(const struct run *run);

/* Whether a file that is to be written is none of those that were read; a message is printed where
 * it is one, whatever the two paths, for an output over its own input would be lost work. */
bool driver_spares(const char *output, const struct paths *sources);

/* The subcommands. */
enum exit_status cmd_audit(struct run *run);
enum exit_status cmd_diff(struct run *run);
enum exit_status cmd_doctor(struct run *run);
enum exit_status cmd_explain(struct run *run);
enum exit_status cmd_fmt(struct run *run);
enum exit_status cmd_gen(struct run *run);
enum exit_status cmd_import(struct run *run);
enum exit_status cmd_init(struct run *run);
enum exit_status cmd_layout(struct run *run);
enum exit_status cmd_lint(struct run *run);
enum exit_status cmd_lock(struct run *run);
enum exit_status cmd_lsp(struct run *run);
enum exit_status cmd_model(struct run *run);
enum exit_status cmd_render(struct run *run);
enum exit_status cmd_report(struct run *run);
enum exit_status cmd_trace(struct run *run);
enum exit_status cmd_verify(struct run *run);
enum exit_status cmd_help(struct run *run);

/* "slotc: error: …" to standard error; gives EXIT_BROKEN. */
enum exit_status driver_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whether messages on that stream are coloured. */
bool driver_color(const struct run *run, int file);

#endif
