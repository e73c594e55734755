/* slotc diff: what has changed between two states of schemas, and what that breaks. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "breaks.h"
#include "diagnostic.h"
#include "diagnostic_print.h"
#include "driver.h"
#include "locked.h"
#include "mem.h"
#include "revision.h"
#include "text.h"

/* The formats of its own; the others are those of findings. To add one, add its row and name it in
 * the row of `--format` in options.c. */
static const struct breaks_format formats[] = {
    {"text", breaks_text},
    {"json", breaks_json},
    {"markdown", breaks_markdown},
};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

static const struct breaks_format *find_format(const char *name) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

/* What is compared with what, where the user names one side or none: with what is committed. */
struct sides {
    const char *old;
    const char *new;
};

static bool choose_sides(struct run *run, struct sides *sides) {
    const struct paths *arguments = &run->options->arguments;
    const char *first = arguments->count > 0 ? arguments->items[0] : ".";
    if (arguments->count > 2) {
        driver_fail("`slotc diff` compares two sides, OLD and NEW, not %zu", arguments->count);
        return false;
    }
    if (arguments->count == 2) {
        *sides = (struct sides){first, arguments->items[1]};
    } else if (revision_is_one(first) && revision_has_path(first)) {
        driver_fail("what is `%s` compared with? usage: slotc diff OLD NEW", first);
        return false;
    } else if (revision_is_one(first) || locked_is_file(run->mem, first)) {
        *sides = (struct sides){first, "."};
    } else {
        *sides = (struct sides){"git:HEAD", first};
    }
    return true;
}

/* The path that a revision without one has. */
static const char *beside(struct mem *mem, const char *other) {
    bool is_schema =
        strcmp(other, "-") != 0 && !revision_is_one(other) && !locked_is_file(mem, other);
    return is_schema ? other : ".";
}

static bool print(const struct run *run, const struct breaks *breaks, const char *name,
                  unsigned stopped) {
    const struct breaks_format *own = find_format(name);
    if (own != NULL) {
        struct text text = {.mem = run->mem};
        own->print(breaks, &text);
        return fwrite(text_string(&text), 1, text.length, stdout) == text.length;
    }
    breaks_report(breaks, stopped, run->diagnostics);
    return print_format_find(name)->print(run->diagnostics, stdout,
                                          driver_color(run, STDOUT_FILENO));
}

enum exit_status cmd_diff(struct run *run) {
    const struct options *options = run->options;
    const char *format = options->format == NULL ? "text" : options->format;
    unsigned stopped = options->breaking == NULL ? 0 : break_levels_stopped(options->breaking);
    struct sides sides;
    enum exit_status status = EXIT_FINE;
    if (options->breaking != NULL && stopped == 0) {
        return driver_fail("`--breaking` takes source, abi, data or dict, not `%s`",
                           options->breaking);
    }
    if (find_format(format) == NULL && print_format_find(format) == NULL) {
        return driver_fail("unknown format `%s`; `slotc help diff` lists them", format);
    }
    if (!choose_sides(run, &sides)) {
        return EXIT_BROKEN;
    }
    const struct lock *old = locked_side(run, sides.old, beside(run->mem, sides.new), &status);
    if (old == NULL) {
        return status;
    }
    const struct lock *new = locked_side(run, sides.new, beside(run->mem, sides.old), &status);
    if (new == NULL) {
        return status;
    }
    const struct breaks *breaks = breaks_find(run->mem, old, new);
    if (!print(run, breaks, format, stopped)) {
        return driver_fail("cannot write to standard output");
    }
    return (breaks->levels & stopped) == 0 ? EXIT_FINE : EXIT_SHORT;
}
