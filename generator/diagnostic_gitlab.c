/* The part of Code Climate's report that GitLab reads. It tells new findings from old ones by their
 * fingerprints. */
#include <jansson.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_words.h"
#include "utf8.h"

static const char *const severities[] = {
    [SEVERITY_OFF] = "info",
    [SEVERITY_NOTE] = "info",
    [SEVERITY_WARNING] = "minor",
    [SEVERITY_ERROR] = "major",
};

static json_t *finding_of(const struct diagnostics *diagnostics,
                          const struct diagnostic *diagnostic, const char *fingerprint) {
    struct mem *mem = diagnostics->mem;
    struct span span = diagnostic->span;
    struct position start = source_position(span.source, span.start);
    struct position end = source_position(span.source, span.end);
    const char *path = finding_path(diagnostics, span.source);
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:{s:I, s:I}}}", "description",
                     utf8_repaired(mem, finding_line(mem, diagnostic)), "check_name",
                     diagnostic->rule->name, "fingerprint", fingerprint, "severity",
                     severities[diagnostic->severity], "location", "path", utf8_repaired(mem, path),
                     "lines", "begin", (json_int_t)start.line, "end", (json_int_t)end.line);
}

bool print_gitlab(const struct diagnostics *diagnostics, FILE *to, bool color) {
    const char *const *fingerprints = finding_fingerprints(diagnostics);
    json_t *findings = json_array();
    (void)color;
    for (size_t i = 0; i < diagnostics->count; i++) {
        json_array_append_new(findings,
                              finding_of(diagnostics, diagnostics->items[i], fingerprints[i]));
    }
    bool written = json_dumpf(findings, to, JSON_INDENT(2)) == 0 && fputc('\n', to) != EOF;
    json_decref(findings);
    return written;
}
