/* slotc layout: where the members of each record lie, and what they cost. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "layout_figures.h"
#include "layout_html.h"
#include "layout_json.h"
#include "layout_rows.h"
#include "layout_svg.h"
#include "layout_target.h"
#include "layout_text.h"
#include "mem.h"
#include "model.h"
#include "model_json.h"
#include "options.h"
#include "suggest.h"
#include "text.h"

/* Whether the user has named a record so: by its own name, or with its package. */
static bool is_called(const struct record *record, const char *name) {
    return strcmp(record->declaration.name.text, name) == 0 ||
           strcmp(record->declaration.qualified, name) == 0;
}

/* Marks the records of that name, of named files and of those that they import. */
static bool choose(const struct program *program, const char *name, bool *chosen) {
    struct suggestion suggestion = suggest_for(name);
    bool found = false;
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        chosen[i] = chosen[i] || is_called(record, name);
        found = found || is_called(record, name);
        suggest_offer(&suggestion, record->declaration.name.text);
        suggest_offer(&suggestion, record->declaration.qualified);
    }
    if (!found && suggestion.nearest != NULL) {
        driver_fail("there is no record `%s`; did you mean `%s`?", name, suggestion.nearest);
    } else if (!found) {
        driver_fail("there is no record `%s` in these schemas", name);
    }
    return found;
}

/* By index, the records that the user asks for: those named, or all of the files named. */
static bool *choose_all(const struct run *run) {
    const struct program *program = run->program;
    const struct paths *names = &run->options->records;
    bool *chosen = mem_alloc(run->mem, program->record_count * sizeof *chosen);
    for (size_t i = 0; names->count == 0 && i < program->record_count; i++) {
        chosen[i] = program->records[i]->declaration.file->source->named;
    }
    bool good = true;
    for (size_t i = 0; i < names->count; i++) {
        good = choose(program, names->items[i], chosen) && good;
    }
    return good ? chosen : NULL;
}

/* What is asked of a run, and what a format has done so far. */
struct printing {
    const struct run *run;
    const bool *chosen;
    bool only_one; /* of the pointer widths: */
    enum width only;
    struct layout_canvas canvas; /* of all pictures */
    struct layout_canvas drawn;
    bool is_first;
};

/* Does something with a record; what it adds to text is printed. */
typedef void record_printer(struct printing *printing, struct text *text,
                            const struct layout_subject *subject);

static void flush(struct text *text) {
    fwrite(text_string(text), 1, text->length, stdout);
}

/* Every record that is chosen, file by file, in the order of the schema. */
static void print_records(struct printing *printing, record_printer *print) {
    const struct run *run = printing->run;
    const struct program *program = run->program;
    struct mem *mem = mem_child(run->mem);
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            const struct record *record = (const struct record *)(const void *)declaration;
            if (declaration->kind != DECLARATION_RECORD || !printing->chosen[record->index]) {
                continue;
            }
            mem_clear(mem);
            struct layout_rows rows = layout_rows(mem, run->layouts, record);
            struct layout_subject subject = {
                .mem = mem,
                .chains = run->chains,
                .layouts = run->layouts,
                .record = record,
                .rows = &rows,
                .only_one = printing->only_one,
                .only = printing->only,
            };
            struct text text = {.mem = mem};
            print(printing, &text, &subject);
            flush(&text);
            printing->is_first = false;
        }
    }
    mem_free(mem);
}

static void add_text(struct printing *printing, struct text *text,
                     const struct layout_subject *subject) {
    text_add_string(text, printing->is_first ? "" : "\n");
    layout_text(text, subject);
}

static enum exit_status print_text(struct printing *printing) {
    print_records(printing, add_text);
    return EXIT_FINE;
}

static void extend(struct mem *mem, const struct model *model, const struct record *record,
                   json_t *object) {
    layout_json_extend(mem, model, record, WIDTH_64, object);
}

static void extend_narrow(struct mem *mem, const struct model *model, const struct record *record,
                          json_t *object) {
    layout_json_extend(mem, model, record, WIDTH_32, object);
}

static enum exit_status print_json(struct printing *printing) {
    const struct run *run = printing->run;
    const struct model_json json = {
        .model = model_new(run->mem, run->program, run->chains, run->layouts, PARTS_DEFAULT),
        .chosen = printing->chosen,
        .extend = printing->only == WIDTH_32 ? extend_narrow : extend,
    };
    model_json_print(&json);
    return EXIT_FINE;
}

static void measure_picture(struct printing *printing, struct text *text,
                            const struct layout_subject *subject) {
    (void)text;
    layout_svg_measure(&printing->canvas, subject);
}

static void add_picture(struct printing *printing, struct text *text,
                        const struct layout_subject *subject) {
    layout_svg_add(text, &printing->drawn, subject);
}

static enum exit_status print_svg(struct printing *printing) {
    struct text open = {.mem = printing->run->mem};
    struct text close = {.mem = printing->run->mem};
    print_records(printing, measure_picture);
    layout_svg_open(&open, &printing->canvas);
    flush(&open);
    print_records(printing, add_picture);
    layout_svg_close(&close);
    flush(&close);
    return EXIT_FINE;
}

static void add_section(struct printing *printing, struct text *text,
                        const struct layout_subject *subject) {
    (void)printing;
    layout_html_add(text, subject);
}

static bool chooses_none(const struct printing *printing) {
    bool none = true;
    for (size_t i = 0; i < printing->run->program->record_count && none; i++) {
        none = !printing->chosen[i];
    }
    return none;
}

static enum exit_status print_html(struct printing *printing) {
    struct text open = {.mem = printing->run->mem};
    struct text close = {.mem = printing->run->mem};
    layout_html_open(&open, chooses_none(printing));
    flush(&open);
    print_records(printing, add_section);
    layout_html_close(&close);
    flush(&close);
    return EXIT_FINE;
}

/* To add a format, add its row and name it in the row of `--format` in options.c. */
static const struct {
    const char *name;
    enum exit_status (*print)(struct printing *printing);
} formats[] = {
    {"text", print_text},
    {"json", print_json},
    {"svg", print_svg},
    {"html", print_html},
};

static bool choose_width(struct printing *printing) {
    const char *target = printing->run->options->target;
    if (target == NULL) {
        return true;
    }
    printing->only_one = true;
    if (layout_target_width(target, &printing->only)) {
        return true;
    }
    driver_fail("unknown target `%s`; a target begins with its processor, as `x86_64-linux-gnu` or "
                "`armv7-none-eabi` do: there are %s",
                target, layout_target_names(printing->run->mem));
    return false;
}

/* The sizes of extern types are asked for the target that is shown, and for no other. */
static const struct options *with_target(struct mem *mem, const struct options *options) {
    if (options->target == NULL) {
        return options;
    }
    struct options *changed = mem_alloc(mem, sizeof *changed);
    *changed = *options;
    changed->extern_targets = (struct paths){0};
    paths_add(mem, &changed->extern_targets, options->target);
    return changed;
}

enum exit_status cmd_layout(struct run *run) {
    const struct options *options = run->options;
    const char *name = options->format == NULL ? "text" : options->format;
    struct printing printing = {.run = run, .is_first = true};
    size_t format = 0;
    while (strcmp(formats[format].name, name) != 0) {
        format++;
        assert(format < sizeof formats / sizeof *formats);
    }
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc layout FILES… [RECORD…]");
    }
    if (!choose_width(&printing)) {
        return EXIT_BROKEN;
    }
    run->options = with_target(run->mem, options);
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    printing.chosen = choose_all(run);
    return printing.chosen == NULL ? EXIT_BROKEN : formats[format].print(&printing);
}
