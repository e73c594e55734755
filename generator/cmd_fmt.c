/* slotc fmt: the one layout of each schema, in place. Whatever is written is written when all is
 * laid out, so that no failure leaves some of the files changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "diff.h"
#include "driver.h"
#include "fmt.h"
#include "interrupt.h"
#include "map.h"
#include "mem.h"
#include "output.h"
#include "source.h"
#include "text.h"

/* A schema, and what it should be. */
struct formatted {
    const char *path; /* as it was given, "-" for standard input */
    const struct source *source;
    const char *bytes;
    size_t length;
};

struct formatting {
    struct run *run;
    struct map *seen; /* real paths */
    struct formatted *items; /* what differs, and standard input */
    size_t count;
};

/* Whether the file was named before, by whatever path. */
static bool is_known(struct formatting *formatting, const char *path) {
    char *real = realpath(path, NULL);
    const char *key = mem_string(formatting->run->mem, real == NULL ? path : real);
    void **place = map_place(formatting->seen, key, strlen(key));
    bool known = *place != NULL;
    *place = formatting;
    free(real);
    return known;
}

static bool is_input(const struct formatted *item) {
    return strcmp(item->path, "-") == 0;
}

/* The bytes of the file, a byte-order mark included. */
static struct diff_side present(const struct source *source) {
    return (struct diff_side){source->path, source->bytes - source->skipped,
                              source->length + source->skipped};
}

static bool differs(const struct formatted *item) {
    struct diff_side is = present(item->source);
    return is.length != item->length || memcmp(is.bytes, item->bytes, is.length) != 0;
}

static void keep(struct formatting *formatting, struct formatted item) {
    struct mem *mem = formatting->run->mem;
    if (is_input(&item) || differs(&item)) {
        item.bytes = mem_copy(mem, item.bytes, item.length);
        formatting->items = mem_grow(mem, formatting->items, formatting->count, sizeof item);
        formatting->items[formatting->count++] = item;
    }
}

/* Lays one schema out, in an arena of its own: only what has to be written stays. */
static void format(struct formatting *formatting, struct mem *mem, const char *path,
                   const struct source *source) {
    struct run *run = formatting->run;
    struct text wanted = {.mem = mem};
    if (fmt(mem, source, diagnostics_new(mem), &wanted)) {
        keep(formatting, (struct formatted){path, source, text_string(&wanted), wanted.length});
        return;
    }
    /* Messages have to live as long as the run. */
    struct text ignored = {.mem = run->mem};
    (void)fmt(run->mem, source, run->diagnostics, &ignored);
}

static bool read_and_format(struct formatting *formatting, const struct paths *files) {
    struct run *run = formatting->run;
    struct mem *mem = mem_child(run->mem);
    bool good = true;
    for (size_t i = 0; i < files->count && good; i++) {
        const char *path = files->items[i];
        if (is_known(formatting, path)) {
            continue;
        }
        struct source *source = NULL;
        const char *error = NULL;
        enum source_status status = source_read(run->mem, path, &source, &error);
        if (status == SOURCE_UNREADABLE) {
            driver_fail("cannot read `%s`: %s", path, error);
            good = false;
            continue;
        }
        source->order = i;
        if (status == SOURCE_TOO_LARGE) {
            load_too_large(source, run->diagnostics);
        } else {
            mem_clear(mem);
            format(formatting, mem, path, source);
        }
    }
    mem_free(mem);
    return good;
}

static void print_difference(struct formatting *formatting, const struct formatted *item) {
    struct mem *mem = formatting->run->mem;
    struct text difference = {.mem = mem};
    struct diff_side should = {item->source->path, item->bytes, item->length};
    if (diff_unified(mem, present(item->source), should, &difference)) {
        fwrite(text_string(&difference), 1, difference.length, stdout);
    }
}

/* Says what differs; EXIT_SHORT where anything does. */
static enum exit_status print_drift(struct formatting *formatting) {
    enum exit_status status = EXIT_FINE;
    for (size_t i = 0; i < formatting->count; i++) {
        const struct formatted *item = &formatting->items[i];
        if (!differs(item)) {
            continue;
        }
        status = EXIT_SHORT;
        if (formatting->run->options->diff) {
            print_difference(formatting, item);
        } else {
            puts(item->source->path);
        }
    }
    return status;
}

static void discard(void *output) {
    output_discard(output);
}

static bool write_files(struct formatting *formatting, struct output *output) {
    bool good = true;
    for (size_t i = 0; i < formatting->count && good && !interrupt_waits(); i++) {
        const struct formatted *item = &formatting->items[i];
        if (!is_input(item)) {
            struct output_file *file = output_reopen(output, item->path);
            good = file != NULL && output_write(file, item->bytes, item->length);
        }
    }
    return good && !interrupt_waits() && output_commit(output);
}

static enum exit_status write_all(struct formatting *formatting) {
    struct mem *mem = formatting->run->mem;
    sigset_t before;
    interrupt_hold(&before);
    struct output *output = output_new(mem);
    mem_before_exhaustion(mem, discard, output);
    bool good = write_files(formatting, output);
    enum exit_status status =
        good || interrupt_waits() ? EXIT_FINE : driver_fail("%s", output_error(output));
    output_discard(output);
    mem_before_exhaustion(mem, NULL, NULL);
    interrupt_release(&before);
    for (size_t i = 0; i < formatting->count; i++) {
        const struct formatted *item = &formatting->items[i];
        fwrite(item->bytes, 1, is_input(item) ? item->length : 0, stdout);
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
    struct formatting formatting = {.run = run, .seen = map_new(run->mem)};
    if (!read_and_format(&formatting, &inputs.files)) {
        return EXIT_BROKEN;
    }
    bool writes = !options->check && !options->diff;
    enum exit_status status = writes ? write_all(&formatting) : print_drift(&formatting);
    diagnostics_finish(run->diagnostics);
    if (!diagnostics_failed(run->diagnostics)) {
        return status;
    }
    driver_print_errors(run);
    return status == EXIT_BROKEN ? status : EXIT_SHORT;
}
