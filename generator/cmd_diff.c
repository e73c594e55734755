/* slotc diff: what has changed between two states of schemas, and what that breaks. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "breaks.h"
#include "diagnostic.h"
#include "driver.h"
#include "formats.h"
#include "locked.h"
#include "mem.h"
#include "repository.h"
#include "revision.h"
#include "text.h"

static bool print_whole(const struct breaks *breaks, FILE *to,
                        void print(const struct breaks *breaks, struct text *text)) {
    struct text text = {.mem = breaks->mem};
    print(breaks, &text);
    return fwrite(text_string(&text), 1, text.length, to) == text.length;
}

static bool print_text(const void *found, FILE *to) {
    return print_whole(found, to, breaks_text);
}

static bool print_json(const void *found, FILE *to) {
    return print_whole(found, to, breaks_json);
}

static bool print_jsonl(const void *found, FILE *to) {
    return print_whole(found, to, breaks_jsonl);
}

static bool print_markdown(const void *found, FILE *to) {
    return print_whole(found, to, breaks_markdown);
}

/* The formats of its own; the others are those of findings. To add one, add its row and name it in
 * choices.c. */
static const struct print_format own_formats[] = {
    {.name = "text", .for_people = true, .print_own = print_text},
    {.name = "json", .print_own = print_json},
    {.name = "jsonl", .print_own = print_jsonl},
    {.name = "markdown", .print_own = print_markdown},
};

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
        if (strcmp(sides->old, "-") == 0 && strcmp(sides->new, "-") == 0) {
            driver_fail("standard input cannot be both sides");
            return false;
        }
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

static enum exit_status compare(struct run *run, const struct sides *sides, struct formats *formats,
                                unsigned stopped) {
    enum exit_status status = EXIT_FINE;
    const char *error = NULL;
    const struct lock *old = locked_side(run, sides->old, sides->new, &status);
    if (old == NULL) {
        return status;
    }
    const struct lock *new = locked_side(run, sides->new, sides->old, &status);
    if (new == NULL) {
        return status;
    }
    const struct breaks *breaks = breaks_find(run->mem, old, new);
    breaks_report(breaks, stopped, run->diagnostics);
    run->diagnostics->repository = repository_find(run->mem);
    formats->found = breaks;
    if (!formats_print(run->mem, formats, run->diagnostics, "", driver_color(run, STDOUT_FILENO),
                       &error)) {
        return driver_fail("%s", error);
    }
    return (breaks->levels & stopped) == 0 ? EXIT_FINE : EXIT_SHORT;
}

/* `--kinds`: in those of its own formats that have a form for them. */
static enum exit_status list_kinds(struct run *run, const struct formats *formats) {
    static const struct {
        const char *format;
        void (*print)(struct mem *mem, struct text *text);
    } forms[] = {
        {"text", break_kinds_text},
        {"json", break_kinds_json},
        {"markdown", break_kinds_markdown},
    };
    const struct print_format *format = formats_on_output(formats);
    struct text text = {.mem = run->mem};
    for (size_t i = 0; format != NULL && i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i].format, format->name) == 0) {
            forms[i].print(run->mem, &text);
        }
    }
    if (formats->count > 1 || text.length == 0) {
        return driver_fail("`--kinds` lists them to standard output, as text, json or markdown");
    }
    return fwrite(text.bytes, 1, text.length, stdout) == text.length
               ? EXIT_FINE
               : driver_fail("cannot write to standard output");
}

enum exit_status cmd_diff(struct run *run) {
    const struct options *options = run->options;
    struct formats formats = {.own = own_formats,
                              .own_count = sizeof own_formats / sizeof *own_formats};
    unsigned stopped = options->breaking == NULL ? 0 : break_levels_stopped(options->breaking);
    struct sides sides;
    const char *error = NULL;
    if (!formats_read(run->mem, &options->formats, &formats, &error)) {
        return driver_fail("%s", error);
    }
    if (options->list_kinds) {
        return list_kinds(run, &formats);
    }
    return choose_sides(run, &sides) ? compare(run, &sides, &formats, stopped) : EXIT_BROKEN;
}
