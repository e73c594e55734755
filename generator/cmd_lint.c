/* slotc lint: every check; the findings are its result. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "diagnostic.h"
#include "diagnostic_print.h"
#include "driver.h"
#include "options.h"
#include "rules_print.h"

static void print_summary(const struct diagnostics *diagnostics) {
    size_t counts[SEVERITY_ERROR + 1] = {0};
    for (size_t i = 0; i < diagnostics->count; i++) {
        counts[diagnostics->items[i]->severity]++;
    }
    if (diagnostics->count == 0) {
        return;
    }
    const char *before = "";
    for (enum severity severity = SEVERITY_ERROR; severity > SEVERITY_OFF; severity--) {
        if (counts[severity] > 0) {
            printf("%s%zu %s%s", before, counts[severity], severity_name(severity),
                   counts[severity] == 1 ? "" : "s");
            before = ", ";
        }
    }
    putchar('\n');
}

enum exit_status cmd_lint(struct run *run) {
    const char *name = run->options->format == NULL ? "text" : run->options->format;
    const struct print_format *format = print_format_find(name);
    if (format == NULL) {
        return driver_fail("unknown format `%s`; there are text, json and sarif", name);
    }
    if (run->options->list_rules) {
        rules_print(run->diagnostics, false, strcmp(name, "json") == 0);
        return EXIT_FINE;
    }
    if (run->options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc lint FILES…");
    }
    enum exit_status status = driver_check(run);
    if (status != EXIT_FINE) {
        return status;
    }
    if (!format->print(run->diagnostics, stdout, driver_color(run, STDOUT_FILENO))) {
        return driver_fail("cannot write to standard output");
    }
    if (strcmp(name, "text") == 0) {
        print_summary(run->diagnostics);
    }
    return diagnostics_failed(run->diagnostics) ? EXIT_SHORT : EXIT_FINE;
}
