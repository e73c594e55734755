#include "cmd_lint_mend.h"

#include <stdio.h>
#include <string.h>

#include "adopt.h"
#include "cmd_findings.h"
#include "diagnostic.h"
#include "diff.h"
#include "driver.h"
#include "fix.h"
#include "interrupt.h"
#include "load.h"
#include "map.h"
#include "mem.h"
#include "output.h"
#include "source.h"
#include "text.h"

/* A chain has at most 64 records, and each round mends one of them: this is for edits that would go
 * round in circles. */
#define MAX_ROUNDS 100

/* A file's bytes, with its byte-order mark. */
struct draft {
    const char *bytes;
    size_t length;
};

struct mending {
    struct store store; /* first: gives the drafts of files that have one */
    struct run *run;
    struct map *drafts; /* struct draft *, by real path */
    const struct program *first; /* as the files are on disk */
    size_t findings; /* that edits were put in for */
    size_t changed; /* files */
    struct output *output;
};

static const char *real_path(struct store *store, const char *path) {
    const struct mending *mending = (const struct mending *)(const void *)store;
    return strcmp(path, "-") == 0 ? path : load_real_path(mending->run->mem, path);
}

static const char *shown_path(const struct store *store, const char *path) {
    (void)store;
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

static const char *real_of(const struct source *source) {
    return source->real == NULL ? "-" : source->real;
}

static enum source_status read_draft(struct store *store, const char *path, struct source **source,
                                     const char **error) {
    const struct mending *mending = (const struct mending *)(const void *)store;
    const char *real = real_path(store, path);
    const struct draft *draft = real == NULL ? NULL : map_get(mending->drafts, real, strlen(real));
    if (draft == NULL) {
        return source_read(mending->run->mem, path, source, error);
    }
    *source =
        source_from_bytes(mending->run->mem, shown_path(store, path), draft->bytes, draft->length);
    return SOURCE_READ;
}

static void put_draft(struct mending *mending, const struct source *source, const char *bytes,
                      size_t length) {
    struct draft *draft = mem_alloc(mending->run->mem, sizeof *draft);
    *draft = (struct draft){bytes, length};
    *map_place(mending->drafts, real_of(source), strlen(real_of(source))) = draft;
}

/* Every file is read once. One that is too large has no bytes here. */
static void keep_texts(struct mending *mending, const struct program *program) {
    for (size_t i = 0; i < program->file_count; i++) {
        const struct source *source = program->files[i]->source;
        size_t length = source->length + source->skipped;
        const char *bytes = source->bytes == NULL ? "" : source->bytes - source->skipped;
        if (length > 0) {
            put_draft(mending, source, bytes, length);
        }
    }
}

static void find_fixes(const struct mending *mending, struct fixes *fixes) {
    const struct options *options = mending->run->options;
    if (options->allow_reason != NULL) {
        adopt_findings(fixes, mending->run->program, mending->run->diagnostics,
                       options->allow_reason);
    } else {
        fix_add_findings(fixes, mending->run->diagnostics,
                         options->unsafe_fixes ? FIX_LAYOUT : FIX_SAFE);
    }
    fix_apply(fixes);
}

static void put_text(struct mending *mending, struct fix_text text) {
    struct fix_text kept = fix_keep_layout(mending->run->mem, text);
    put_draft(mending, kept.source, kept.bytes, kept.length);
}

/* One round; *done where nothing was changed, or it would have broken a schema. */
static enum exit_status mend(struct mending *mending, const struct inputs *inputs, bool *done) {
    struct run *run = mending->run;
    struct run before = *run;
    struct fixes fixes = {.mem = run->mem};
    find_fixes(mending, &fixes);
    *done = fixes.findings == 0;
    if (*done) {
        return EXIT_FINE;
    }
    for (size_t i = 0; i < fixes.text_count; i++) {
        put_text(mending, fixes.texts[i]);
    }
    run->diagnostics = diagnostics_again(before.diagnostics);
    enum exit_status status = driver_check_inputs(run, inputs);
    *done = status != EXIT_FINE;
    bool is_fix = run->options->allow_reason == NULL;
    if (status == EXIT_FINE && is_fix &&
        fix_count_broken(run->diagnostics) > fix_count_broken(before.diagnostics)) {
        *run = before;
        keep_texts(mending, run->program);
        *done = true;
        return EXIT_FINE;
    }
    mending->findings += fixes.findings;
    return status;
}

static enum exit_status mend_all(struct mending *mending) {
    struct run *run = mending->run;
    struct inputs inputs = {.include = run->options->include, .store = &mending->store};
    const char *error = NULL;
    if (!inputs_expand(run->mem, &run->options->arguments, &inputs, &error)) {
        return driver_fail("%s", error);
    }
    if (inputs.files.count == 0) {
        return driver_fail("there is no schema, `*.slots`, below `%s`", inputs.folders.items[0]);
    }
    enum exit_status status = driver_check_inputs(run, &inputs);
    bool done = status != EXIT_FINE;
    if (!done) {
        mending->first = run->program;
        keep_texts(mending, run->program);
    }
    for (int round = 0; !done && round < MAX_ROUNDS; round++) {
        status = mend(mending, &inputs, &done);
    }
    return status;
}

static struct draft bytes_of(const struct source *source) {
    return (struct draft){source->bytes - source->skipped, source->length + source->skipped};
}

static bool equal(struct draft a, struct draft b) {
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

/* What a file of the first run has become; false where it is as it was. */
static bool find_change(const struct mending *mending, const struct file *file,
                        struct draft *draft) {
    const char *real = real_of(file->source);
    const struct draft *found = map_get(mending->drafts, real, strlen(real));
    if (found != NULL) {
        *draft = *found;
    }
    return found != NULL && file->source->named && !equal(*draft, bytes_of(file->source));
}

static void print_difference(const struct mending *mending, const struct file *file,
                             struct draft draft) {
    struct text difference = {.mem = mending->run->mem};
    struct draft old = bytes_of(file->source);
    struct diff_side is = {file->source->path, old.bytes, old.length};
    struct diff_side should = {file->source->path, draft.bytes, draft.length};
    (void)diff_unified(mending->run->mem, is, should, &difference);
    fwrite(text_string(&difference), 1, difference.length, stdout);
}

static bool write_draft(const struct mending *mending, const struct file *file,
                        struct draft draft) {
    struct output_file *output = output_reopen(mending->output, file->opened);
    return output != NULL && output_write(output, draft.bytes, draft.length);
}

/* Whether the file on disk is what was read. */
static bool is_as_read(const struct mending *mending, const struct file *file) {
    struct source *now = NULL;
    const char *error = NULL;
    return source_read(mending->run->mem, file->opened, &now, &error) == SOURCE_READ &&
           equal(bytes_of(now), bytes_of(file->source));
}

/* The first changed file that somebody else has changed meanwhile, or NULL. */
static const struct file *find_other_change(const struct mending *mending) {
    struct draft draft;
    for (size_t i = 0; i < mending->first->file_count; i++) {
        const struct file *file = mending->first->files[i];
        if (file->source->real != NULL && find_change(mending, file, &draft) &&
            !is_as_read(mending, file)) {
            return file;
        }
    }
    return NULL;
}

static enum exit_status commit(const struct mending *mending) {
    const struct file *other = find_other_change(mending);
    if (interrupt_waits()) {
        return EXIT_FINE;
    }
    if (other != NULL) {
        return driver_fail("`%s` was changed meanwhile; nothing is written: run it again",
                           other->opened);
    }
    return output_commit(mending->output) ? EXIT_FINE
                                          : driver_fail("%s", output_error(mending->output));
}

/* Delivers what has changed: to disk, to standard output, or as a difference. */
static enum exit_status deliver(struct mending *mending) {
    bool is_good = true;
    for (size_t i = 0; i < mending->first->file_count && is_good; i++) {
        const struct file *file = mending->first->files[i];
        struct draft draft = bytes_of(file->source);
        bool is_input = file->source->real == NULL;
        bool changed = find_change(mending, file, &draft);
        mending->changed += changed;
        if (mending->run->options->diff) {
            if (changed) {
                print_difference(mending, file, draft);
            }
        } else if (is_input) {
            fwrite(draft.bytes, 1, draft.length, stdout);
        } else if (changed) {
            is_good = write_draft(mending, file, draft);
        }
    }
    return is_good ? commit(mending) : driver_fail("%s", output_error(mending->output));
}

static void discard(void *output) {
    output_discard(output);
}

static enum exit_status deliver_safely(struct mending *mending) {
    struct mem *mem = mending->run->mem;
    sigset_t before;
    interrupt_hold(&before);
    mending->output = output_new(mem);
    mem_before_exhaustion(mem, discard, mending->output);
    enum exit_status status = deliver(mending);
    output_discard(mending->output);
    mem_before_exhaustion(mem, NULL, NULL);
    interrupt_release(&before);
    return status;
}

/* "1 warning", then "fixed 3 findings in 2 files". */
static const char *summary_of(const struct mending *mending) {
    struct mem *mem = mending->run->mem;
    const char *summary = findings_summary(mem, mending->run->diagnostics);
    if (mending->findings == 0) {
        return summary;
    }
    return mem_format(mem, "%s%s %zu finding%s in %zu file%s\n", summary,
                      mending->run->options->allow_reason == NULL ? "fixed" : "allowed",
                      mending->findings, mending->findings == 1 ? "" : "s", mending->changed,
                      mending->changed == 1 ? "" : "s");
}

/* Options of which one makes another senseless are refused rather than ignored. */
static bool modes_agree(const struct options *options) {
    const char *fault = options->allow_reason == NULL ? NULL : adopt_fault(options->allow_reason);
    if (options->fix && options->allow_reason != NULL) {
        driver_fail("`--fix` and `--add-allows` exclude each other: mend first, then allow what is "
                    "left");
    } else if (options->unsafe_fixes && !options->fix &&
               (!options->diff || options->allow_reason != NULL)) {
        driver_fail("`--unsafe-fixes` says which fixes: add `--fix`, or `--diff` to see them");
    } else if (options->diff && options->formats.count > 0) {
        driver_fail("`--diff` prints a difference instead of findings: leave out `--format`");
    } else if (fault != NULL) {
        driver_fail("`--add-allows` takes a reason that %s", fault);
    } else {
        return true;
    }
    return false;
}

static bool reads_input(const struct mending *mending) {
    for (size_t i = 0; i < mending->first->file_count; i++) {
        if (mending->first->files[i]->source->real == NULL) {
            return true;
        }
    }
    return false;
}

enum exit_status cmd_lint_mend(struct run *run, struct findings_wish *wish) {
    struct mending mending = {
        .store = {.real = real_path, .read = read_draft, .shown = shown_path},
        .run = run,
        .drafts = map_new(run->mem),
    };
    if (!modes_agree(run->options)) {
        return EXIT_BROKEN;
    }
    enum exit_status status = mend_all(&mending);
    status = status == EXIT_FINE ? deliver_safely(&mending) : status;
    if (status != EXIT_FINE) {
        return status;
    }
    if (run->options->diff) {
        bool failed = diagnostics_failed(run->diagnostics);
        driver_print_errors(run);
        return (failed || mending.changed > 0) && !run->options->exit_zero ? EXIT_SHORT : EXIT_FINE;
    }
    wish->formats.to_error = reads_input(&mending);
    return findings_print(run, wish, summary_of(&mending));
}
