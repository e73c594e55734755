/* A suite for each file with findings. Where there are none, a test that passed: viewers take no
 * tests at all for a failure. */
#include <inttypes.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_words.h"
#include "mem.h"
#include "xml.h"

static void print_finding(const struct diagnostics *diagnostics, FILE *to,
                          const struct diagnostic *diagnostic) {
    struct mem *mem = diagnostics->mem;
    const char *path = finding_path(diagnostics, diagnostic->span.source);
    struct position place = finding_position(diagnostic->span.source, diagnostic->span.start);
    const char *rule = diagnostic->rule->name;
    const char *severity = severity_name(diagnostic->severity);
    const char *body = mem_format(mem, "%s:%" PRIu32 ":%" PRIu32 ": %s: %s", path, place.line,
                                  place.column, severity, finding_lines(diagnostics, diagnostic));
    fprintf(to,
            "    <testcase name=\"%s (line %" PRIu32 ", column %" PRIu32 ")\" classname=\"%s\">\n"
            "      <failure message=\"%s\" type=\"%s\">%s</failure>\n"
            "    </testcase>\n",
            rule, place.line, place.column, xml_attribute(mem, path),
            xml_attribute(mem, diagnostic->message), severity, xml_content(mem, body));
}

/* The findings of a file, from index on; gives the index behind them. */
static size_t print_suite(const struct diagnostics *diagnostics, FILE *to, size_t index) {
    const struct source *source = diagnostics->items[index]->span.source;
    size_t end = index;
    while (end < diagnostics->count && diagnostics->items[end]->span.source == source) {
        end++;
    }
    fprintf(to, "  <testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
            xml_attribute(diagnostics->mem, finding_path(diagnostics, source)), end - index,
            end - index);
    for (size_t i = index; i < end; i++) {
        print_finding(diagnostics, to, diagnostics->items[i]);
    }
    fputs("  </testsuite>\n", to);
    return end;
}

bool print_junit(const struct diagnostics *diagnostics, FILE *to, bool color) {
    size_t count = diagnostics->count;
    (void)color;
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"slotc\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
            count == 0 ? 1 : count, count);
    if (count == 0) {
        fputs("  <testsuite name=\"slotc\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
              "    <testcase name=\"no findings\" classname=\"slotc\"/>\n"
              "  </testsuite>\n",
              to);
    }
    for (size_t i = 0; i < count;) {
        i = print_suite(diagnostics, to, i);
    }
    fputs("</testsuites>\n", to);
    return ferror(to) == 0;
}
