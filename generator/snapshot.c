/* The bodies of the run-time part's functions are compiled here. */
#define SLOTS_IMPLEMENTATION
#include "snapshot.h"

#include "diagnostic.h"
#include "mem.h"
#include "source.h"

slots_snapshot *snapshot_read(struct mem *mem, const char *path, struct diagnostics *diagnostics,
                              const char **error) {
    struct source *source = NULL;
    enum source_status status = source_read(mem, path, &source, error);
    if (status == SOURCE_UNREADABLE) {
        return NULL;
    }
    source->named = true;
    if (status == SOURCE_TOO_LARGE) {
        diagnostic_help(report(diagnostics, ERROR_LIMIT, (struct span){source, 0, 0},
                               "the snapshot is larger than %zu MiB", SOURCE_MAX_BYTES >> 20),
                        "is it a snapshot at all? one has a line for each place and class");
        return NULL;
    }
    slots_snapshot *snapshot = NULL;
    size_t line = 0;
    slots_status parsed = slots_trace_parse(source->bytes, source->length, &snapshot, &line);
    if (parsed == SLOTS_NO_MEMORY) {
        mem_exhausted(mem);
    }
    if (parsed != SLOTS_OK) {
        snapshot_report_fault(source, line, diagnostics);
        return NULL;
    }
    return snapshot;
}
