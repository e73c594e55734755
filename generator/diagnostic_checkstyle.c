#include <inttypes.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_words.h"
#include "xml.h"

static const char *const severities[] = {
    [SEVERITY_OFF] = "ignore",
    [SEVERITY_NOTE] = "info",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static void print_finding(struct mem *mem, FILE *to, const struct diagnostic *diagnostic) {
    struct position place = finding_position(diagnostic->span.source, diagnostic->span.start);
    fprintf(to,
            "    <error line=\"%" PRIu32 "\" column=\"%" PRIu32 "\" severity=\"%s\" "
            "message=\"%s\" source=\"slotc.%s\"/>\n",
            place.line, place.column, severities[diagnostic->severity],
            xml_attribute(mem, finding_line(mem, diagnostic)), diagnostic->rule->name);
}

/* They are sorted by file. */
bool print_checkstyle(const struct diagnostics *diagnostics, FILE *to, bool color) {
    struct mem *mem = diagnostics->mem;
    const struct source *source = NULL;
    (void)color;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n", to);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = diagnostics->items[i];
        if (diagnostic->span.source != source) {
            fputs(source == NULL ? "" : "  </file>\n", to);
            source = diagnostic->span.source;
            fprintf(to, "  <file name=\"%s\">\n",
                    xml_attribute(mem, finding_path(diagnostics, source)));
        }
        print_finding(mem, to, diagnostic);
    }
    fputs(source == NULL ? "" : "  </file>\n", to);
    fputs("</checkstyle>\n", to);
    return ferror(to) == 0;
}
