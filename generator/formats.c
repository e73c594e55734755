#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "diagnostic_formats.h"
#include "diagnostic_print.h"
#include "load.h"
#include "mem.h"
#include "output.h"
#include "text.h"

static const struct print_format formats_known[] = {
    {"text", print_text, true},      {"json", print_json, false},
    {"jsonl", print_jsonl, false},   {"sarif", print_sarif, false},
    {"github", print_github, false}, {"gitlab", print_gitlab, false},
    {"junit", print_junit, false},   {"checkstyle", print_checkstyle, false},
};

const struct print_format *print_format_at(size_t index) {
    return index < sizeof formats_known / sizeof *formats_known ? &formats_known[index] : NULL;
}

const struct print_format *print_format_find(const char *name) {
    for (size_t i = 0; print_format_at(i) != NULL; i++) {
        if (strcmp(formats_known[i].name, name) == 0) {
            return &formats_known[i];
        }
    }
    return NULL;
}

/* "text, json and sarif". */
static const char *list_names(struct mem *mem) {
    struct text names = {.mem = mem};
    for (size_t i = 0; print_format_at(i) != NULL; i++) {
        const char *before = print_format_at(i + 1) == NULL ? " and " : ", ";
        text_add_string(&names, i == 0 ? "" : before);
        text_add_string(&names, print_format_at(i)->name);
    }
    return text_string(&names);
}

static bool add_choice(struct mem *mem, struct formats *formats, const char *word,
                       const char **error) {
    const char *equals = strchr(word, '=');
    const char *name = equals == NULL ? word : mem_copy(mem, word, (size_t)(equals - word));
    const char *path = equals == NULL || strcmp(equals, "=-") == 0 ? NULL : equals + 1;
    const struct print_format *format = print_format_find(name);
    const struct print_format *on_output = formats_on_output(formats);
    if (format == NULL) {
        *error = mem_format(mem, "unknown format `%s`; there are %s", name, list_names(mem));
    } else if (path != NULL && path[0] == '\0') {
        *error = mem_format(mem, "`--format %s` names no file; write `%s` for standard output",
                            word, name);
    } else if (path == NULL && on_output != NULL) {
        *error = mem_format(mem,
                            "two formats, `%s` and `%s`, go to standard output; give one of them a "
                            "file: `--format %s=FILE`",
                            on_output->name, name, name);
    }
    formats->items = mem_grow(mem, formats->items, formats->count, sizeof *formats->items);
    formats->items[formats->count++] = (struct format_choice){format, path};
    return *error == NULL;
}

bool formats_read(struct mem *mem, const struct paths *words, struct formats *formats,
                  const char **error) {
    *error = NULL;
    for (size_t i = 0; i < words->count; i++) {
        if (!add_choice(mem, formats, words->items[i], error)) {
            return false;
        }
    }
    return words->count > 0 || add_choice(mem, formats, "text", error);
}

const struct print_format *formats_on_output(const struct formats *formats) {
    for (size_t i = 0; i < formats->count; i++) {
        if (formats->items[i].path == NULL) {
            return formats->items[i].format;
        }
    }
    return NULL;
}

static bool print_to(const struct print_format *format, const struct diagnostics *diagnostics,
                     const char *summary, FILE *to, bool color) {
    bool written = format->print(diagnostics, to, color);
    return written && (!format->for_people || fputs(summary, to) >= 0);
}

static bool write_file(struct mem *mem, struct output *output, const struct format_choice *choice,
                       const struct diagnostics *diagnostics, const char *summary) {
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&bytes, &length);
    bool printed = memory != NULL && print_to(choice->format, diagnostics, summary, memory, false);
    if (memory == NULL || fclose(memory) != 0 || !printed) {
        mem_exhausted(mem);
    }
    struct output_file *file = output_open(output, choice->path);
    bool written = file != NULL && output_write(file, bytes, length);
    free(bytes);
    return written;
}

bool formats_print(struct mem *mem, const struct formats *formats,
                   const struct diagnostics *diagnostics, const char *summary, bool color,
                   const char **error) {
    struct output *output = output_new(mem);
    bool written = true;
    for (size_t i = 0; i < formats->count && written; i++) {
        const struct format_choice *choice = &formats->items[i];
        written = choice->path == NULL || write_file(mem, output, choice, diagnostics, summary);
    }
    written = written && output_commit(output);
    *error = output_error(output);
    output_discard(output);
    if (!written) {
        return false;
    }
    const struct print_format *format = formats_on_output(formats);
    if (format != NULL && !print_to(format, diagnostics, summary, stdout, color)) {
        *error = "cannot write to standard output";
        return false;
    }
    if (format == NULL || !format->for_people) {
        print_rests(diagnostics, stderr);
    }
    return true;
}
