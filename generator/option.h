/* The table of options. The parser, `--help`, the man pages and the completions read it. */
#ifndef SLOTC_OPTION_H
#define SLOTC_OPTION_H

#include <stdbool.h>
#include <stddef.h>

struct choices;
struct command;
struct mem;

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_LIST,
    OPTION_SET,
    OPTION_OFF, /* severities, in their order */
    OPTION_NOTE,
    OPTION_WARN,
    OPTION_ERROR,
};

struct option {
    const char *name; /* "-o", "--check" */
    const char *value; /* what it takes, for help; NULL for a flag. Known to completions.c */
    const char *help; /* {values} stands for the choices */
    unsigned commands;
    enum option_kind kind;
    size_t place; /* in struct options */
    const struct choices *choices; /* NULL where the values cannot be listed */
};

/* Every row by index; NULL past the last. */
const struct option *option_at(size_t index);

/* A command's own rows by index; NULL past the last. */
const struct option *option_of(const struct command *command, size_t index);

/* The help with the choices in it, each between two quotes; without quotes to go there, with the
 * word for the value instead of them. */
const char *option_help(struct mem *mem, const struct option *option, const char *quote);

/* Whether several of them may be given. */
bool option_repeats(const struct option *option);

#endif
