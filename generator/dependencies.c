#include "dependencies.h"

#include "depfile.h"
#include "driver.h"
#include "load.h"
#include "options.h"

bool dependencies_wanted(const struct options *options) {
    return options->write_depfile || options->depfile != NULL;
}

bool dependencies_agree(const struct options *options) {
    bool describes = options->phony || options->depfile_targets.count > 0;
    if (describes && !dependencies_wanted(options)) {
        driver_fail("`-MT` and `-MP` say what a depfile holds: add `-MD` or `-MF FILE`");
        return false;
    }
    return true;
}

void dependencies_add(const struct options *options, const char *output,
                      const struct paths *sources, struct text *out) {
    const struct paths *targets = &options->depfile_targets;
    if (targets->count > 0) {
        depfile_rule_verbatim(out, targets->items, targets->count, sources->items, sources->count);
    } else {
        depfile_rule(out, &output, 1, sources->items, sources->count);
    }
    if (options->phony) {
        depfile_phony(out, sources->items, sources->count);
    }
}
