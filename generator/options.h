/* The command line: a table of options (option.h) that the parser, `--help`, man pages and
 * completions read, and a table of subcommands. To add an option, add its row and its place in
 * struct options; to add a command, its row in main.c, and its prose, templates/man/NAME.mdoc. */
#ifndef SLOTC_OPTIONS_H
#define SLOTC_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "load.h"
#include "rule.h"

struct mem;
struct run;

/* What slotc exits with. */
enum exit_status {
    EXIT_FINE = 0,
    EXIT_SHORT = 1, /* the input fell short */
    EXIT_BROKEN = 2, /* wrong usage, or the machine failed */
};

/* `--error RULE`, `--set SET` and lines of slotc.ini, in the order given. */
struct severity_choice {
    const char *rule; /* or a group of them; NULL where a set is chosen */
    enum severity severity;
    const char *set;
    const char *root; /* of the files that it is about alone, with their pattern; or NULL */
    const char *pattern;
    const char *config; /* the slotc.ini that says so, NULL of an option */
};

struct options {
    const struct command *command;
    struct paths arguments; /* schemas and folders, or what the command takes */
    struct paths records; /* of a command that takes them */
    struct paths flags; /* behind `--`, of a command that takes a compiler's */

    struct paths include;
    const char *out;
    const char *impl;
    const char *format;
    struct paths formats; /* NAME or NAME=FILE, of a command whose result is findings */
    const char *max_findings;
    const char *target;
    const char *color;
    const char *depfile;
    struct paths depfile_targets;
    const char *template; /* a file, or the name of one that comes with slotc */
    const char *escape;
    bool with_imports;
    bool list_templates;
    const char *build;
    struct paths with; /* lists of parts */
    struct paths without;
    struct paths config_with; /* those of slotc.ini, which come before them */
    struct paths config_without;
    const char *package;
    const char *extern_header;
    const char *compile_commands;
    bool all;
    struct paths targets; /* triples */
    struct paths extern_targets; /* those that extern types are asked for */
    const char *compare;
    const char *breaking;
    const char *by;
    const char *top;
    struct paths files; /* patterns */
    struct paths without_files;
    struct paths classes;
    bool to_stdout;
    bool check;
    bool diff;
    bool print_outputs;
    bool write_depfile;
    bool phony;
    bool list_rules;
    bool fix;
    bool unsafe_fixes;
    const char *allow_reason; /* of --add-allows */
    bool list_kinds;
    bool warnings_are_errors;
    bool exit_zero;
    bool stdio; /* of a server, and always so */
    bool no_config;
    bool help;
    bool version;
    const char *config; /* the path of the slotc.ini that was read, or NULL */
    const struct options *given; /* with the command line's words alone; NULL without such a file */
    struct severity_choice *severities;
    size_t severity_count;
};

enum command_trait {
    COMMAND_TAKES_RECORDS = 1, /* besides the schemas */
    COMMAND_TAKES_FLAGS = 2, /* a compiler's, behind `--` */
    COMMAND_NEEDS_NO_CONFIG = 4, /* or reads it itself: a server does for each document */
};

struct command {
    const char *name;
    unsigned bit; /* in the rows of the options that it takes */
    const char *usage;
    const char *summary;
    enum exit_status (*run)(struct run *run);
    unsigned traits; /* of enum command_trait */
};

/* Reads the arguments, response files included, into options. False with *error where they are
 * wrong. The command is NULL where none is named. */
bool options_parse(struct mem *mem, int count, char **arguments, struct options *options,
                   const char **error);

void options_add_severity(struct mem *mem, struct options *options, struct severity_choice choice);

/* The parts that slotc.ini and then the command line choose: of each, what is left out before what
 * is there after all. False with *error where there is none of a name. */
bool options_parts(struct mem *mem, const struct options *options, unsigned *parts,
                   const char **error);

const struct command *command_find(const char *name);

/* Every command by index; NULL past the last. */
const struct command *command_at(size_t index);

/* What `--help` prints: of one command, or of all where it is NULL. */
void options_print_help(struct mem *mem, FILE *to, const struct command *command);

#endif
