#include "cmd_findings.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "diagnostic.h"
#include "diagnostic_print.h"
#include "driver.h"
#include "repository.h"
#include "rules_print.h"
#include "text.h"

static bool read_number(const char *word, size_t *number) {
    *number = 0;
    for (const char *at = word; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || *number > UINT32_MAX) {
            return false;
        }
        *number = *number * 10 + (size_t)(*at - '0');
    }
    return true;
}

enum exit_status findings_read_options(struct run *run, struct findings_wish *wish) {
    const struct options *options = run->options;
    const char *error = NULL;
    *wish = (struct findings_wish){.of_a_file = MAX_FINDINGS_OF_A_FILE};
    if (!formats_read(run->mem, &options->formats, &wish->formats, &error)) {
        return driver_fail("%s", error);
    }
    if (options->max_findings != NULL) {
        wish->of_a_file = 0;
        if (!read_number(options->max_findings, &wish->of_all)) {
            return driver_fail("`--max-findings` takes a number, or 0 for no limit, not `%s`",
                               options->max_findings);
        }
    }
    return EXIT_FINE;
}

enum exit_status findings_list_rules(struct run *run, const struct findings_wish *wish,
                                     bool of_audit) {
    const struct print_format *format = formats_on_output(&wish->formats);
    bool as_json = format != NULL && strcmp(format->name, "json") == 0;
    if (wish->formats.count > 1 || format == NULL || !(as_json || format->for_people)) {
        return driver_fail("`--rules` lists them to standard output, as text or json");
    }
    rules_print(run->diagnostics, of_audit, as_json);
    return EXIT_FINE;
}

const char *findings_summary(struct mem *mem, const struct diagnostics *diagnostics) {
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

static bool spares_sources(const struct run *run, const struct formats *formats) {
    struct paths sources = run->program == NULL ? run->options->arguments : driver_sources(run);
    for (size_t i = 0; i < formats->count; i++) {
        if (formats->items[i].path != NULL && !driver_spares(formats->items[i].path, &sources)) {
            return false;
        }
    }
    return true;
}

enum exit_status findings_print(struct run *run, const struct findings_wish *wish,
                                const char *summary) {
    struct diagnostics *diagnostics = run->diagnostics;
    const char *error = NULL;
    if (!spares_sources(run, &wish->formats)) {
        return EXIT_BROKEN;
    }
    diagnostics_limit(diagnostics, wish->of_a_file, wish->of_all);
    diagnostics->repository = repository_find(run->mem);
    if (!formats_print(run->mem, &wish->formats, diagnostics, summary,
                       driver_color(run, wish->formats.to_error ? STDERR_FILENO : STDOUT_FILENO),
                       &error)) {
        return driver_fail("%s", error);
    }
    return diagnostics_failed(diagnostics) && !run->options->exit_zero ? EXIT_SHORT : EXIT_FINE;
}
