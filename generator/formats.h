/* The formats of findings, one table, and where each goes that was asked for: `--format NAME` to
 * standard output, `--format NAME=FILE` to a file. */
#ifndef SLOTC_FORMATS_H
#define SLOTC_FORMATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct diagnostics;
struct mem;
struct paths;

struct print_format {
    const char *name;
    /* False where it could not be written; what stdio notes itself may go unnoticed here. */
    bool (*print)(const struct diagnostics *diagnostics, FILE *to, bool color);
    bool for_people; /* it says what was left out, and ends with a summary */
    /* Of a format that one command has for itself: prints what that has found otherwise than as
     * findings, in place of print. */
    bool (*print_own)(const void *found, FILE *to);
};

/* The format of that name, or NULL. */
const struct print_format *print_format_find(const char *name);

/* Every format by index; NULL past the last. */
const struct print_format *print_format_at(size_t index);

struct format_choice {
    const struct print_format *format;
    const char *path; /* NULL of standard output */
};

struct formats {
    struct format_choice *items;
    size_t count;
    const struct print_format *own; /* a command's, which come before those that all have */
    size_t own_count;
    const void *found; /* what they print */
};

/* Reads the values of `--format`; text where there are none. The command's own formats are there
 * already. False with *error where they are wrong. */
bool formats_read(struct mem *mem, const struct paths *words, struct formats *formats,
                  const char **error);

/* What goes to standard output, or NULL. */
const struct print_format *formats_on_output(const struct formats *formats);

/* Prints the findings, and behind those for people the summary, in every format. Files are written
 * all or, with *error, none of them, and nothing printed; color is of standard output. */
bool formats_print(struct mem *mem, const struct formats *formats,
                   const struct diagnostics *diagnostics, const char *summary, bool color,
                   const char **error);

#endif
