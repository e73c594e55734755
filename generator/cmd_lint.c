/* slotc lint: every check; the findings are its result. */
#include "cmd_findings.h"
#include "cmd_lint_mend.h"
#include "driver.h"
#include "options.h"

enum exit_status cmd_lint(struct run *run) {
    const struct options *options = run->options;
    struct findings_wish wish;
    enum exit_status status = findings_read_options(run, &wish);
    if (status != EXIT_FINE) {
        return status;
    }
    if (options->list_rules) {
        return findings_list_rules(run, &wish, false);
    }
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc lint FILES…");
    }
    if (options->fix || options->unsafe_fixes || options->diff || options->allow_reason != NULL) {
        return cmd_lint_mend(run, &wish);
    }
    status = driver_check(run);
    if (status != EXIT_FINE) {
        return status;
    }
    return findings_print(run, &wish, findings_summary(run->mem, run->diagnostics));
}
