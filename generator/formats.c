#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_print.h"
#include "load.h"
#include "mem.h"
#include "output.h"
#include "text.h"

static const struct print_format formats_known[] = {
    {.name = "text", .print = print_text, .for_people = true},
    {.name = "json", .print = print_json},
    {.name = "jsonl", .print = print_jsonl},
    {.name = "sarif", .print = print_sarif},
    {.name = "github", .print = print_github},
    {.name = "gitlab", .print = print_gitlab},
    {.name = "junit", .print = print_junit},
    {.name = "checkstyle", .print = print_checkstyle},
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

static const struct print_format *find_own(const struct formats *formats, const char *name) {
    for (size_t i = 0; i < formats->own_count; i++) {
        if (strcmp(formats->own[i].name, name) == 0) {
            return &formats->own[i];
        }
    }
    return NULL;
}

/* "text, json and sarif". */
static const char *list_names(struct mem *mem, const struct formats *formats) {
    struct text names = {.mem = mem};
    for (size_t i = 0; i < formats->own_count; i++) {
        text_format(&names, "%s%s", i == 0 ? "" : ", ", formats->own[i].name);
    }
    for (size_t i = 0; print_format_at(i) != NULL; i++) {
        const char *before = print_format_at(i + 1) == NULL ? " and " : ", ";
        const char *name = print_format_at(i)->name;
        if (find_own(formats, name) == NULL) {
            text_format(&names, "%s%s", names.length == 0 ? "" : before, name);
        }
    }
    return text_string(&names);
}

static bool add_choice(struct mem *mem, struct formats *formats, const char *word,
                       const char **error) {
    const char *equals = strchr(word, '=');
    const char *name = equals == NULL ? word : mem_copy(mem, word, (size_t)(equals - word));
    const char *path = equals == NULL || strcmp(equals, "=-") == 0 ? NULL : equals + 1;
    const struct print_format *own = find_own(formats, name);
    const struct print_format *format = own != NULL ? own : print_format_find(name);
    const struct print_format *on_output = formats_on_output(formats);
    if (format == NULL) {
        *error =
            mem_format(mem, "unknown format `%s`; there are %s", name, list_names(mem, formats));
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

static bool print_to(const struct formats *formats, const struct print_format *format,
                     const struct diagnostics *diagnostics, const char *summary, FILE *to,
                     bool color) {
    if (format->print_own != NULL) {
        return format->print_own(formats->found, to);
    }
    bool written = format->print(diagnostics, to, color);
    return written && (!format->for_people || fputs(summary, to) >= 0);
}

static bool write_file(struct output *output, const struct formats *formats,
                       const struct format_choice *choice, const struct diagnostics *diagnostics,
                       const char *summary) {
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&bytes, &length);
    bool printed =
        memory != NULL && print_to(formats, choice->format, diagnostics, summary, memory, false);
    if (memory == NULL || fclose(memory) != 0 || !printed) {
        mem_exhausted(diagnostics->mem);
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
        written = choice->path == NULL || write_file(output, formats, choice, diagnostics, summary);
    }
    written = written && output_commit(output);
    *error = output_error(output);
    output_discard(output);
    if (!written) {
        return false;
    }
    const struct print_format *format = formats_on_output(formats);
    if (format != NULL && !print_to(formats, format, diagnostics, summary, stdout, color)) {
        *error = "cannot write to standard output";
        return false;
    }
    if (format == NULL || !format->for_people) {
        print_rests(diagnostics, stderr);
    }
    return true;
}
