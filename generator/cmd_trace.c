/* slotc trace: a snapshot of the tracer, or what has changed between two. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "diagnostic.h"
#include "driver.h"
#include "mem.h"
#include "options.h"
#include "snapshot.h"
#include "text.h"
#include "trace.h"
#include "trace_dhat.h"
#include "trace_folded.h"
#include "trace_html.h"
#include "trace_json.h"
#include "trace_text.h"

/* To add a format, add its row and name it in the row of `--format` in options.c. */
static const struct format {
    const char *name;
    void (*print)(struct text *text, const struct trace *trace);
    uint64_t top; /* groups, unless the user says how many */
    bool groups; /* takes --by and --top */
    bool compares; /* takes --compare */
    bool unchanged_too;
} formats[] = {
    {"text", trace_text, 10, true, true, false},    {"json", trace_json, 0, true, true, true},
    {"folded", trace_folded, 0, false, true, true}, {"dhat", trace_dhat, 0, false, false, true},
    {"html", trace_html, 100, true, true, false},
};

static const struct format *format_find(const char *name) {
    size_t format = 0;
    while (strcmp(formats[format].name, name) != 0) {
        format++;
        assert(format < sizeof formats / sizeof *formats);
    }
    return &formats[format];
}

static bool read_top(const char *word, uint64_t *top) {
    *top = 0;
    for (const char *at = word; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || *top > UINT32_MAX) {
            return false;
        }
        *top = *top * 10 + (uint64_t)(*at - '0');
    }
    return true;
}

/* The message of what is wrong with the options, or NULL. */
static const char *refusal(struct mem *mem, const struct options *options,
                           const struct format *format) {
    if (options->arguments.count != 1) {
        return options->arguments.count == 0
                   ? "no snapshot given; usage: slotc trace FILE [--compare OLD]"
                   : "more than one snapshot given; `--compare OLD` takes the older of two";
    }
    if (options->compare != NULL && strcmp(options->compare, "-") == 0 &&
        strcmp(options->arguments.items[0], "-") == 0) {
        return "standard input can be one of the two snapshots only";
    }
    if (options->compare != NULL && !format->compares) {
        return mem_format(mem, "`--format %s` shows one snapshot, and takes no `--compare`",
                          format->name);
    }
    if ((options->by != NULL || options->top != NULL) && !format->groups) {
        return mem_format(mem, "`--format %s` has all places and classes, and takes no `%s`",
                          format->name, options->by != NULL ? "--by" : "--top");
    }
    return NULL;
}

/* Fills in what the user asks for; the message of what is wrong, or NULL. */
static const char *read_wish(struct mem *mem, const struct options *options,
                             struct trace_wish *wish) {
    bool is_known = options->by == NULL || trace_by_find(options->by, &wish->by);
    assert(is_known);
    (void)is_known;
    if (options->top != NULL && !read_top(options->top, &wish->top)) {
        return mem_format(mem, "`--top` takes a number, or 0 for all, not `%s`", options->top);
    }
    wish->files = options->files.items;
    wish->file_count = options->files.count;
    wish->without_files = options->without_files.items;
    wish->without_count = options->without_files.count;
    wish->classes = options->classes.items;
    wish->class_count = options->classes.count;
    return NULL;
}

/* Reads a snapshot where there is a path; EXIT_FINE is kept where it is a good one. */
static slots_snapshot *read_one(struct run *run, const char *path, enum exit_status *status) {
    const char *error = NULL;
    slots_snapshot *snapshot =
        path == NULL ? NULL : snapshot_read(run->mem, path, run->diagnostics, &error);
    if (error != NULL) {
        *status = driver_fail("cannot read `%s`: %s", path, error);
    } else if (snapshot == NULL && path != NULL && *status == EXIT_FINE) {
        *status = EXIT_SHORT;
    }
    return snapshot;
}

/* "<stdin>", as messages have it */
static const char *shown_path(const char *path) {
    return path != NULL && strcmp(path, "-") == 0 ? "<stdin>" : path;
}

enum exit_status cmd_trace(struct run *run) {
    const struct options *options = run->options;
    const struct format *format = format_find(options->format == NULL ? "text" : options->format);
    const char *wrong = refusal(run->mem, options, format);
    if (wrong != NULL) {
        return driver_fail("%s", wrong);
    }
    struct trace_wish wish = {.top = format->top, .unchanged_too = format->unchanged_too};
    wrong = read_wish(run->mem, options, &wish);
    if (wrong != NULL) {
        return driver_fail("%s", wrong);
    }
    enum exit_status status = EXIT_FINE;
    slots_snapshot *old = read_one(run, options->compare, &status);
    slots_snapshot *snapshot = read_one(run, options->arguments.items[0], &status);
    if (status != EXIT_FINE) {
        slots_trace_snapshot_free(old);
        slots_trace_snapshot_free(snapshot);
        diagnostics_finish(run->diagnostics);
        driver_print_errors(run);
        return status;
    }
    struct trace trace = trace_new(run->mem, snapshot, old, &wish);
    trace.path = shown_path(options->arguments.items[0]);
    trace.old_path = shown_path(options->compare);
    struct text text = {.mem = run->mem};
    format->print(&text, &trace);
    fwrite(text_string(&text), 1, text.length, stdout);
    trace_free(&trace);
    return EXIT_FINE;
}
