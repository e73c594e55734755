/* Prints made-up findings in any format, for tests/formats.py: words, paths and excerpts that are
 * hard to carry, notes in another file, and edits in two.
 *
 *     findings FORMAT [COUNT]    10 at the most differ */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../generator/diagnostic.h"
#include "../../generator/formats.h"
#include "../../generator/mem.h"
#include "../../generator/repository.h"
#include "../../generator/rules.h"
#include "../../generator/source.h"

#define HARD "100% <of> & \"it\", 'so': a\nb\r\tc \x01\xff\xef\xbf\xbf 字ü ]]> --> ::end"

static struct source *add_source(struct mem *mem, const char *path, const char *bytes,
                                 size_t order) {
    struct source *source = source_from_bytes(mem, path, bytes, strlen(bytes));
    source->order = order;
    source->named = true;
    return source;
}

static void add_finding(struct diagnostics *diagnostics, const struct source *source,
                        const struct source *other, enum severity severity, uint32_t start) {
    struct span span = {source, start, start + 3};
    struct diagnostic *diagnostic =
        report_rule(diagnostics, rules_find("slot-redeclared"), severity, span, HARD);
    diagnostic->record = "a.b.Record";
    diagnostic_note(diagnostic, (struct span){other, 3, 8}, "%s", HARD);
    diagnostic_note(diagnostic, (struct span){source, 0, 6}, "second");
    diagnostic_help(diagnostic, "%s", HARD);
    diagnostic_edit(diagnostic, span, HARD);
    diagnostic_edit(diagnostic, (struct span){source, 0, 0}, "// \n");
    diagnostic_edit(diagnostic, (struct span){other, 3, 3}, "");
}

int main(int count, char **arguments) {
    struct mem *mem = mem_new();
    struct diagnostics *diagnostics = diagnostics_new(mem);
    const struct print_format *format =
        count < 2 || count > 3 ? NULL : print_format_find(arguments[1]);
    long wanted = count == 3 ? strtol(arguments[2], NULL, 10) : 4;
    if (format == NULL) {
        fputs("usage: findings FORMAT [COUNT]\n", stderr);
        return 2;
    }
    const struct source *sources[] = {
        add_source(mem, "hä, <a&b>%25 \"q':.slots", "record 字ü <&> % \n\t\xff\x02 ]]> x\n\n", 0),
        add_source(mem, "../b\xff\n/./c.slots", "\n\n\nabcdefghijklmnopqrstuvwxyz", 1),
    };
    diagnostics->repository = repository_at(mem, "/repository", "/repository/here");
    for (uint32_t i = 0; i < wanted; i++) {
        add_finding(diagnostics, sources[i % 2], sources[1 - i % 2],
                    (enum severity)(SEVERITY_ERROR - i % 3), 19 + i / 2 % 5);
    }
    diagnostics_finish(diagnostics);
    bool printed = format->print(diagnostics, stdout, false) && fflush(stdout) == 0;
    mem_free(mem);
    return printed ? 0 : 1;
}
