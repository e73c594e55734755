/* slotc fmt: the one layout of each schema, in place. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "diff.h"
#include "driver.h"
#include "fmt.h"
#include "map.h"
#include "mem.h"
#include "output.h"
#include "source.h"
#include "text.h"

struct formatting {
    struct run *run;
    struct output *output;
    struct map *seen; /* real paths */
    size_t differing;
};

/* Whether the file was named before, by whatever path. */
static bool is_known(struct formatting *formatting, const char *path) {
    char *real = realpath(path, NULL);
    const char *key = real == NULL ? path : real;
    void **place = map_place(formatting->seen, key, strlen(key));
    bool known = *place != NULL;
    *place = formatting;
    free(real);
    return known;
}

/* Prints, lists or writes what a source should be. */
static bool deliver(struct formatting *formatting, const char *path, const struct source *source,
                    const struct text *wanted) {
    const struct options *options = formatting->run->options;
    const char *bytes = source->bytes - source->skipped;
    size_t length = source->length + source->skipped;
    bool differs =
        wanted->length != length || memcmp(text_string(wanted), bytes, wanted->length) != 0;
    bool is_input = strcmp(path, "-") == 0;
    formatting->differing += differs;
    if (options->diff) {
        struct text difference = {.mem = wanted->mem};
        struct diff_side is = {source->path, bytes, length};
        struct diff_side should = {source->path, text_string(wanted), wanted->length};
        (void)diff_unified(wanted->mem, is, should, &difference);
        fwrite(text_string(&difference), 1, difference.length, stdout);
    } else if (options->check && differs) {
        puts(source->path);
    } else if (!options->check && is_input) {
        fwrite(text_string(wanted), 1, wanted->length, stdout);
    } else if (!options->check && differs) {
        struct output_file *file = output_open(formatting->output, path);
        return file != NULL && output_write(file, text_string(wanted), wanted->length);
    }
    return true;
}

/* Messages live as long as the run, so what does not parse is parsed for them once more. */
static void report_faults(struct formatting *formatting, struct source *source, size_t order) {
    struct text ignored = {.mem = formatting->run->mem};
    source->order = order;
    (void)fmt(formatting->run->mem, source, formatting->run->diagnostics, &ignored);
}

static enum exit_status format(struct formatting *formatting, struct mem *mem, const char *path,
                               size_t order) {
    struct source *source = NULL;
    const char *error = "it is too large";
    if (source_read(formatting->run->mem, path, &source, &error) != SOURCE_READ) {
        return driver_fail("cannot read `%s`: %s", path, error);
    }
    struct text wanted = {.mem = mem};
    if (!fmt(mem, source, diagnostics_new(mem), &wanted)) {
        report_faults(formatting, source, order);
        return EXIT_FINE;
    }
    return deliver(formatting, path, source, &wanted)
               ? EXIT_FINE
               : driver_fail("%s", output_error(formatting->output));
}

static void discard(void *output) {
    output_discard(output);
}

static enum exit_status format_all(struct formatting *formatting, const struct paths *files) {
    struct run *run = formatting->run;
    struct mem *mem = mem_child(run->mem);
    enum exit_status status = EXIT_FINE;
    for (size_t i = 0; i < files->count && status == EXIT_FINE; i++) {
        if (!is_known(formatting, files->items[i])) {
            mem_clear(mem);
            status = format(formatting, mem, files->items[i], i);
        }
    }
    mem_free(mem);
    if (status == EXIT_FINE && !output_commit(formatting->output)) {
        status = driver_fail("%s", output_error(formatting->output));
    }
    return status;
}

enum exit_status cmd_fmt(struct run *run) {
    const struct options *options = run->options;
    struct inputs inputs = {0};
    const char *error = NULL;
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc fmt FILES…");
    }
    if (!inputs_expand(run->mem, &options->arguments, &inputs, &error)) {
        return driver_fail("%s", error);
    }
    if (inputs.files.count == 0) {
        return driver_fail("there is no schema, `*.slots`, below `%s`", inputs.folders.items[0]);
    }
    run->diagnostics = diagnostics_new(run->mem); /* severities of rules are not its matter */
    struct formatting formatting = {
        .run = run, .output = output_new(run->mem), .seen = map_new(run->mem)};
    mem_before_exhaustion(run->mem, discard, formatting.output);
    enum exit_status status = format_all(&formatting, &inputs.files);
    output_discard(formatting.output);
    mem_before_exhaustion(run->mem, NULL, NULL);
    diagnostics_finish(run->diagnostics);
    bool failed = diagnostics_failed(run->diagnostics);
    if (failed) {
        driver_print_errors(run);
    }
    bool drifted = (options->check || options->diff) && formatting.differing > 0;
    return status == EXIT_FINE && (failed || drifted) ? EXIT_SHORT : status;
}
