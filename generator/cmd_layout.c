/* slotc layout: where the members of each record lie, and what they cost. */
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "layout_figures.h"
#include "layout_json.h"
#include "layout_rows.h"
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

static void print_record(const struct run *run, struct mem *mem, const struct record *record) {
    struct layout_rows rows = layout_rows(mem, run->layouts, record);
    struct layout_subject subject = {mem, run->chains, run->layouts, record, &rows};
    struct text text = {.mem = mem};
    layout_text(&text, &subject);
    fwrite(text_string(&text), 1, text.length, stdout);
}

/* File by file, in the order of the schema. */
static void print_records(const struct run *run, const bool *chosen) {
    const struct program *program = run->program;
    struct mem *mem = mem_child(run->mem);
    const char *between = "";
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            const struct record *record = (const struct record *)(const void *)declaration;
            if (declaration->kind == DECLARATION_RECORD && chosen[record->index]) {
                mem_clear(mem);
                fputs(between, stdout);
                print_record(run, mem, record);
                between = "\n";
            }
        }
    }
    mem_free(mem);
}

static enum exit_status print_json(const struct run *run, const bool *chosen) {
    const struct model_json json = {
        .model = model_new(run->mem, run->program, run->chains, run->layouts, PARTS_DEFAULT),
        .chosen = chosen,
        .extend = layout_json_extend,
    };
    return model_json_print(&json) ? EXIT_FINE : driver_fail("cannot write to standard output");
}

static enum exit_status refuse_format(const char *format) {
    static const char *const planned[] = {"html", "svg"};
    for (size_t i = 0; i < sizeof planned / sizeof *planned; i++) {
        if (strcmp(planned[i], format) == 0) {
            return driver_fail("the format `%s` is not supported yet", format);
        }
    }
    return driver_fail("unknown format `%s`; there are text and json", format);
}

enum exit_status cmd_layout(struct run *run) {
    const struct options *options = run->options;
    const char *format = options->format == NULL ? "text" : options->format;
    bool is_json = strcmp(format, "json") == 0;
    if (!is_json && strcmp(format, "text") != 0) {
        return refuse_format(format);
    }
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc layout FILES… [RECORD…]");
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    const bool *chosen = choose_all(run);
    if (chosen == NULL) {
        return EXIT_BROKEN;
    }
    if (is_json) {
        return print_json(run, chosen);
    }
    print_records(run, chosen);
    return EXIT_FINE;
}
