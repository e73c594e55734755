/* slotc report: slots and a dict side by side, in bytes, with advice. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "options.h"
#include "report.h"
#include "report_html.h"
#include "report_json.h"
#include "report_text.h"
#include "text.h"

/* To add a format, add its row and name it in the row of `--format` in options.c. */
static const struct {
    const char *name;
    void (*print)(struct text *text, const struct report *report);
} formats[] = {
    {"text", report_text},
    {"json", report_json},
    {"html", report_html},
};

enum exit_status cmd_report(struct run *run) {
    const struct options *options = run->options;
    const char *name = options->format == NULL ? "text" : options->format;
    size_t format = 0;
    while (strcmp(formats[format].name, name) != 0) {
        format++;
        assert(format < sizeof formats / sizeof *formats);
    }
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc report FILES…");
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    struct report report = report_new(run->mem, run->program, run->chains, run->layouts);
    struct text text = {.mem = run->mem};
    formats[format].print(&text, &report);
    fwrite(text_string(&text), 1, text.length, stdout);
    return EXIT_FINE;
}
