/* `::error file=a.slots,line=1,col=2::message`: a line of a job's log that begins so is a command.
 * What ends a line, a property or their list is escaped. */
#include <inttypes.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_words.h"
#include "text.h"
#include "utf8.h"

static const char *const commands[] = {
    [SEVERITY_OFF] = "debug",
    [SEVERITY_NOTE] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static bool ends_property(char byte) {
    return byte == ':' || byte == ',';
}

static const char *escape(struct mem *mem, const char *string, bool is_property) {
    struct text escaped = {.mem = mem};
    for (const char *at = utf8_repaired(mem, string); *at != '\0'; at++) {
        if (*at == '%' || *at == '\r' || *at == '\n' || (is_property && ends_property(*at))) {
            text_format(&escaped, "%%%02X", (unsigned)*at);
        } else {
            text_add(&escaped, at, 1);
        }
    }
    return text_string(&escaped);
}

bool print_github(const struct diagnostics *diagnostics, FILE *to, bool color) {
    struct mem *mem = diagnostics->mem;
    (void)color;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = diagnostics->items[i];
        const struct source *source = diagnostic->span.source;
        struct position start = finding_position(source, diagnostic->span.start);
        struct position end = finding_position(source, diagnostic->span.end);
        fprintf(to,
                "::%s file=%s,line=%" PRIu32 ",col=%" PRIu32 ",endLine=%" PRIu32
                ",endColumn=%" PRIu32 ",title=%s::%s\n",
                commands[diagnostic->severity],
                escape(mem, finding_path(diagnostics, source), true), start.line, start.column,
                end.line, end.column, escape(mem, diagnostic->rule->name, true),
                escape(mem, finding_lines(diagnostics, diagnostic), false));
    }
    return ferror(to) == 0;
}
