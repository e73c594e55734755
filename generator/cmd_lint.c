/* slotc lint: every check; the findings are its result. */
#include "cmd_findings.h"
#include "diagnostic.h"
#include "driver.h"
#include "options.h"
#include "text.h"

/* "2 errors, 1 warning", of all that was found, printed or not; "" of nothing. */
static const char *summary_of(struct mem *mem, const struct diagnostics *diagnostics) {
    struct text summary = {.mem = mem};
    size_t counts[SEVERITY_ERROR + 1] = {0};
    for (size_t i = 0; i < diagnostics->count; i++) {
        counts[diagnostics->items[i]->severity]++;
    }
    if (diagnostics->count == 0) {
        return "";
    }
    for (enum severity severity = SEVERITY_ERROR; severity > SEVERITY_OFF; severity--) {
        if (counts[severity] > 0) {
            text_format(&summary, "%s%zu %s%s", summary.length == 0 ? "" : ", ", counts[severity],
                        severity_name(severity), counts[severity] == 1 ? "" : "s");
        }
    }
    text_add_string(&summary, "\n");
    return text_string(&summary);
}

enum exit_status cmd_lint(struct run *run) {
    struct findings_wish wish;
    enum exit_status status = findings_read_options(run, &wish);
    if (status != EXIT_FINE) {
        return status;
    }
    if (run->options->list_rules) {
        return findings_list_rules(run, &wish, false);
    }
    if (run->options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc lint FILES…");
    }
    status = driver_check(run);
    if (status != EXIT_FINE) {
        return status;
    }
    return findings_print(run, &wish, summary_of(run->mem, run->diagnostics));
}
