#include "options.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "mem.h"
#include "source.h"
#include "suggest.h"
#include "words.h"

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_LIST,
    OPTION_SEVERITY,
    OPTION_SET,
};

#define GEN 1U
#define LINT 2U
#define MODEL 4U
#define LAYOUT 16U
#define REPORT 32U
#define TRACE 64U
#define DOCTOR 128U
#define AUDIT 256U
#define VERIFY 512U
#define IMPORT 1024U
#define EXPLAIN 2048U
#define FMT 4096U
#define DIFF 8192U
#define LOCK 16384U
#define LSP 131072U
#define ALL ~0U
#define SCHEMAS                                                                                    \
    (ALL & ~TRACE & ~DOCTOR & ~AUDIT & ~IMPORT & ~EXPLAIN & ~FMT) /* what reads schemas */

struct option {
    const char *name; /* "-o", "--check" */
    const char *value; /* what it takes, for help; NULL for a flag */
    const char *help;
    unsigned commands;
    enum option_kind kind;
    size_t place; /* in struct options */
    enum severity severity; /* of OPTION_SEVERITY */
};

#define PLACE(member) offsetof(struct options, member)

static const struct option rows[] = {
    {"-o", "DIR", "write the headers into DIR", GEN, OPTION_TEXT, PLACE(out), SEVERITY_OFF},
    {"-I", "DIR", "look for imports and C headers in DIR, too, and name outputs relative to it",
     SCHEMAS, OPTION_LIST, PLACE(include), SEVERITY_OFF},
    {"--target", "TRIPLE",
     "ask for extern types on this target, of each pointer width; without one, on this machine",
     GEN | LINT | MODEL | REPORT | DIFF | LOCK | LSP, OPTION_LIST, PLACE(extern_targets),
     SEVERITY_OFF},
    {"-o", "FILE", "write the schema to FILE instead of standard output", IMPORT, OPTION_TEXT,
     PLACE(out), SEVERITY_OFF},
    {"-I", "DIR", "look for included headers in DIR, too", IMPORT, OPTION_LIST, PLACE(include),
     SEVERITY_OFF},
    {"-p", "PATH", "take the compiler's flags from PATH, a compile_commands.json or its folder",
     IMPORT, OPTION_TEXT, PLACE(compile_commands), SEVERITY_OFF},
    {"--target", "TRIPLE", "lay out for that target instead of this machine", IMPORT, OPTION_TEXT,
     PLACE(target), SEVERITY_OFF},
    {"--package", "NAME", "put the schema into that package", IMPORT, OPTION_TEXT, PLACE(package),
     SEVERITY_OFF},
    {"--extern", "HEADER",
     "keep what the language has no words for as types of HEADER, as #include has it (`a.h`, "
     "`<a.h>`), instead of bytes",
     IMPORT, OPTION_TEXT, PLACE(extern_header), SEVERITY_OFF},
    {"--all", NULL, "import the structs of included headers, too", IMPORT, OPTION_FLAG, PLACE(all),
     SEVERITY_OFF},
    {"--target", "TRIPLE", "check layouts for TRIPLE, not for the usual twelve", VERIFY,
     OPTION_LIST, PLACE(targets), SEVERITY_OFF},
    {"--stdout", NULL, "print the headers instead of writing them", GEN, OPTION_FLAG,
     PLACE(to_stdout), SEVERITY_OFF},
    {"--check", NULL, "write nothing; print what differs on disk, and exit 1 if anything does", GEN,
     OPTION_FLAG, PLACE(check), SEVERITY_OFF},
    {"--check", NULL,
     "write nothing; print the paths of schemas that would change, and exit 1 if any would", FMT,
     OPTION_FLAG, PLACE(check), SEVERITY_OFF},
    {"--diff", NULL,
     "write nothing; print what would change, as diff -u does, and exit 1 if anything would", FMT,
     OPTION_FLAG, PLACE(diff), SEVERITY_OFF},
    {"--print-outputs", NULL,
     "print the paths of the files that would be written, and write nothing", GEN, OPTION_FLAG,
     PLACE(print_outputs), SEVERITY_OFF},
    {"--impl", "FILE", "write FILE, a C file that holds the bodies of all headers of this run", GEN,
     OPTION_TEXT, PLACE(impl), SEVERITY_OFF},
    {"--with", "PARTS",
     "generate these parts, too: pool (pools, handles, vectors), measure (report.c, which measures "
     "what records take in the program), or what --without left out",
     GEN | VERIFY, OPTION_LIST, PLACE(with), SEVERITY_OFF},
    {"--without", "PARTS",
     "leave these parts out: names, reflect, value, heap, format, sizes, trace", GEN | VERIFY,
     OPTION_LIST, PLACE(without), SEVERITY_OFF},
    {"-MD", NULL, "write a depfile beside each header: OUTPUT.d", GEN, OPTION_FLAG,
     PLACE(write_depfile), SEVERITY_OFF},
    {"-MF", "FILE", "write one depfile, FILE, for all headers", GEN, OPTION_TEXT, PLACE(depfile),
     SEVERITY_OFF},
    {"-MT", "TARGET", "name TARGET in the depfile instead of the header", GEN, OPTION_LIST,
     PLACE(depfile_targets), SEVERITY_OFF},
    {"-MP", NULL, "add an empty rule for each import, so that a deleted one breaks no build", GEN,
     OPTION_FLAG, PLACE(phony), SEVERITY_OFF},
    {"--format", "FORMAT", "print text (the default) or json", DOCTOR | VERIFY, OPTION_TEXT,
     PLACE(format), SEVERITY_OFF},
    {"--format", "FORMAT", "print text (the default), markdown or json", EXPLAIN, OPTION_TEXT,
     PLACE(format), SEVERITY_OFF},
    {"--format", "FORMAT", "print text (the default), json, svg or html", LAYOUT, OPTION_TEXT,
     PLACE(format), SEVERITY_OFF},
    {"--target", "TRIPLE",
     "show one pointer width, that of x86_64-linux-gnu, armv7-none-eabi or another target, and "
     "its sizes of extern types; without it text and pictures have both widths, and what json "
     "adds is for 64-bit pointers",
     LAYOUT, OPTION_TEXT, PLACE(target), SEVERITY_OFF},
    {"--format", "FORMAT", "print text (the default), json or html", REPORT, OPTION_TEXT,
     PLACE(format), SEVERITY_OFF},
    {"--format", "FORMAT",
     "print text (the default), json, folded (stacks for flame graphs), dhat (for valgrind's "
     "viewer) "
     "or html",
     TRACE, OPTION_TEXT, PLACE(format), SEVERITY_OFF},
    {"--format", "NAME[=FILE]",
     "print text (the default), json, jsonl, sarif, github, gitlab, junit or checkstyle, or write "
     "it to FILE; may be given several times",
     LINT | AUDIT, OPTION_LIST, PLACE(formats), SEVERITY_OFF},
    {"--max-findings", "NUMBER",
     "print at most NUMBER findings and count the rest, 0 for no limit; without it, 1000 of a file",
     LINT | AUDIT, OPTION_TEXT, PLACE(max_findings), SEVERITY_OFF},
    {"-Werror", NULL, "warnings are errors", LINT | AUDIT, OPTION_FLAG, PLACE(warnings_are_errors),
     SEVERITY_OFF},
    {"--exit-zero", NULL, "exit 0 even where there are errors; 2 remains 2", LINT | AUDIT,
     OPTION_FLAG, PLACE(exit_zero), SEVERITY_OFF},
    {"--format", "NAME[=FILE]",
     "print text (the default), json, jsonl, markdown (a table for a comment on a pull request), "
     "sarif, github, gitlab, junit or checkstyle, or write it to FILE; may be given several times",
     DIFF, OPTION_LIST, PLACE(formats), SEVERITY_OFF},
    {"--kinds", NULL, "list the kinds of changes, and what each breaks, as text, json or markdown",
     DIFF, OPTION_FLAG, PLACE(list_kinds), SEVERITY_OFF},
    {"--breaking", "LEVEL",
     "exit 1 where something breaks: data (bytes that are stored or shared), abi (that, or objects "
     "built before), source (those, or C code), or dict (attributes by name)",
     DIFF, OPTION_TEXT, PLACE(breaking), SEVERITY_OFF},
    {"-o", "FILE", "write to FILE instead of slots.lock; `-` is standard output", LOCK, OPTION_TEXT,
     PLACE(out), SEVERITY_OFF},
    {"-p", "PATH",
     "take each source's flags from PATH, a compile_commands.json or its folder; without sources, "
     "take all that are in it",
     AUDIT, OPTION_TEXT, PLACE(compile_commands), SEVERITY_OFF},
    {"--compare", "OLD", "print what has changed since OLD, an older snapshot", TRACE, OPTION_TEXT,
     PLACE(compare), SEVERITY_OFF},
    {"--by", "WHAT", "group by line (the default), file or class", TRACE, OPTION_TEXT, PLACE(by),
     SEVERITY_OFF},
    {"--top", "NUMBER",
     "show so many groups one by one, 0 for all: as text 10, as html 100, as json all", TRACE,
     OPTION_TEXT, PLACE(top), SEVERITY_OFF},
    {"--include", "PATTERN", "count files that fit, with `*` and `?`, alone", TRACE, OPTION_LIST,
     PLACE(files), SEVERITY_OFF},
    {"--exclude", "PATTERN", "do not count files that fit", TRACE, OPTION_LIST,
     PLACE(without_files), SEVERITY_OFF},
    {"--class", "NAME", "count what belongs to classes of that name, or pattern, alone", TRACE,
     OPTION_LIST, PLACE(classes), SEVERITY_OFF},
    {"--set", "SET", "begin with these rules: minimal, default or strict", GEN | LINT | LSP,
     OPTION_SET, 0, SEVERITY_OFF},
    {"--error", "RULE", "findings of RULE are errors", GEN | LINT | LSP | AUDIT, OPTION_SEVERITY, 0,
     SEVERITY_ERROR},
    {"--warn", "RULE", "findings of RULE are warnings", GEN | LINT | LSP | AUDIT, OPTION_SEVERITY,
     0, SEVERITY_WARNING},
    {"--note", "RULE", "findings of RULE are notes", GEN | LINT | LSP | AUDIT, OPTION_SEVERITY, 0,
     SEVERITY_NOTE},
    {"--off", "RULE", "findings of RULE are not reported", GEN | LINT | LSP | AUDIT,
     OPTION_SEVERITY, 0, SEVERITY_OFF},
    {"--fix", NULL, "mend what has an exact answer that changes no layout; print what is left",
     LINT, OPTION_FLAG, PLACE(fix), SEVERITY_OFF},
    {"--unsafe-fixes", NULL, "with --fix or --diff: mend what changes layouts, too", LINT,
     OPTION_FLAG, PLACE(unsafe_fixes), SEVERITY_OFF},
    {"--add-allows", "REASON",
     "silence everything that is found and can be silenced, where it stands, for REASON", LINT,
     OPTION_TEXT, PLACE(allow_reason), SEVERITY_OFF},
    {"--diff", NULL,
     "write nothing; print what --fix or --add-allows would change, and exit 1 if anything would",
     LINT, OPTION_FLAG, PLACE(diff), SEVERITY_OFF},
    {"--rules", NULL, "list every rule and error", LINT | AUDIT, OPTION_FLAG, PLACE(list_rules),
     SEVERITY_OFF},
    {"--color", "WHEN", "colour messages: always, never or auto (the default)", ALL, OPTION_TEXT,
     PLACE(color), SEVERITY_OFF},
    {"--no-config", NULL, "ignore slotc.ini", ALL, OPTION_FLAG, PLACE(no_config), SEVERITY_OFF},
    {"--help", NULL, "print this help", ALL, OPTION_FLAG, PLACE(help), SEVERITY_OFF},
    {"--version", NULL, "print the version", ALL, OPTION_FLAG, PLACE(version), SEVERITY_OFF},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
#define MAX_RESPONSE_DEPTH 16

struct reader {
    struct mem *mem;
    struct options *options;
    struct paths words; /* response files put in */
    const char **error;
};

/* Response files within response files, MAX_RESPONSE_DEPTH of them at the most. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static bool add_word(struct reader *reader, const char *word, int depth) {
    if (word[0] != '@' || word[1] == '\0') {
        paths_add(reader->mem, &reader->words, word);
        return true;
    }
    struct source *source = NULL;
    const char *reason = "it is too large";
    if (depth > MAX_RESPONSE_DEPTH) {
        *reader->error = mem_format(reader->mem, "response files nest more than %d deep at `%s`",
                                    MAX_RESPONSE_DEPTH, word);
        return false;
    }
    if (source_read(reader->mem, word + 1, &source, &reason) != SOURCE_READ) {
        *reader->error =
            mem_format(reader->mem, "cannot read the response file `%s`: %s", word + 1, reason);
        return false;
    }
    struct paths inner = {0};
    words_split(reader->mem, source->bytes, source->length, &inner);
    for (size_t i = 0; i < inner.count; i++) {
        if (!add_word(reader, inner.items[i], depth + 1)) {
            return false;
        }
    }
    return true;
}

/* The row of that name: the command's own where it has one, since what an option takes may differ
 * between commands. */
static const struct option *find_option(const struct command *command, const char *word,
                                        size_t length) {
    const struct option *found = NULL;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strlen(rows[i].name) == length && strncmp(rows[i].name, word, length) == 0) {
            bool is_own = command != NULL && (rows[i].commands & command->bit) != 0;
            found = found == NULL || is_own ? &rows[i] : found;
        }
    }
    return found;
}

void options_add_severity(struct mem *mem, struct options *options, struct severity_choice choice) {
    options->severities =
        mem_grow(mem, options->severities, options->severity_count, sizeof *options->severities);
    options->severities[options->severity_count++] = choice;
}

static void store(struct reader *reader, const struct option *option, const char *value) {
    struct options *options = reader->options;
    void *place = (char *)options + option->place;
    if (option->kind == OPTION_FLAG) {
        *(bool *)place = true;
    } else if (option->kind == OPTION_TEXT) {
        *(const char **)place = value;
    } else if (option->kind == OPTION_LIST) {
        paths_add(reader->mem, place, value);
    } else if (option->kind == OPTION_SET) {
        options_add_severity(reader->mem, options, (struct severity_choice){.set = value});
    } else {
        options_add_severity(reader->mem, options,
                             (struct severity_choice){.rule = value, .severity = option->severity});
    }
}

static bool unknown_option(struct reader *reader, const char *word, size_t length) {
    const char *name = mem_copy(reader->mem, word, length);
    const struct command *command = reader->options->command;
    unsigned commands = command == NULL ? ALL : command->bit;
    struct suggestion suggestion = suggest_for(name);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].commands & commands) != 0) {
            suggest_offer(&suggestion, rows[i].name);
        }
    }
    *reader->error =
        suggestion.nearest == NULL
            ? mem_format(reader->mem, "unknown option `%s`; `slotc --help` lists them", name)
            : mem_format(reader->mem, "unknown option `%s`; did you mean `%s`?", name,
                         suggestion.nearest);
    return false;
}

/* The value that an option takes: the one in its word, or the next word. */
static bool read_value(struct reader *reader, const struct option *option, const char **value,
                       size_t *at) {
    const char *wrong = NULL;
    if (option->value == NULL) {
        wrong = *value == NULL ? NULL : "takes no value";
    } else if (*value == NULL && *at + 1 == reader->words.count) {
        wrong = "needs a value";
    } else {
        *value = *value == NULL ? reader->words.items[++*at] : *value;
        wrong = (*value)[0] == '\0' ? "has an empty value" : NULL;
    }
    if (wrong == NULL) {
        return true;
    }
    const char *form = option->value == NULL
                           ? ""
                           : mem_concat(reader->mem, ": ", option->name, " ", option->value, NULL);
    *reader->error = mem_format(reader->mem, "`%s` %s%s", option->name, wrong, form);
    return false;
}

/* One option, with its value behind `=`, behind the letter (`-Idir`), or in the next word. */
static bool read_option(struct reader *reader, size_t *at) {
    const char *word = reader->words.items[*at];
    const char *equals = strchr(word, '=');
    bool is_long = word[1] == '-';
    size_t length = is_long && equals != NULL ? (size_t)(equals - word) : strlen(word);
    const struct command *command = reader->options->command;
    const struct option *option = find_option(command, word, length);
    const char *value = is_long && equals != NULL ? equals + 1 : NULL;
    if (option == NULL && !is_long && strlen(word) > 2) {
        option = find_option(command, word, 2);
        value = option != NULL && option->value != NULL ? word + 2 : NULL;
        option = value == NULL ? NULL : option;
    }
    if (option == NULL) {
        return unknown_option(reader, word, length);
    }
    if (!read_value(reader, option, &value, at)) {
        return false;
    }
    if (command != NULL && (option->commands & command->bit) == 0) {
        *reader->error =
            mem_format(reader->mem, "`slotc %s` has no option `%s`; `slotc help %s` lists its own",
                       command->name, option->name, command->name);
        return false;
    }
    store(reader, option, value);
    return true;
}

/* Commands that are to come. */
static bool is_planned(const char *word) {
    static const char *const planned[] = {"init", "render"};
    for (size_t i = 0; i < sizeof planned / sizeof *planned; i++) {
        if (strcmp(planned[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static bool unknown_command(struct reader *reader, const char *word) {
    if (is_planned(word)) {
        *reader->error = mem_format(reader->mem, "`slotc %s` is not supported yet", word);
        return false;
    }
    struct suggestion suggestion = suggest_for(word);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        suggest_offer(&suggestion, command_at(i)->name);
    }
    *reader->error =
        suggestion.nearest == NULL
            ? mem_format(reader->mem, "unknown command `%s`; `slotc --help` lists them", word)
            : mem_format(reader->mem, "unknown command `%s`; did you mean `%s`?", word,
                         suggestion.nearest);
    return false;
}

static bool read_words(struct reader *reader) {
    bool options_ended = false;
    for (size_t i = 0; i < reader->words.count; i++) {
        const char *word = reader->words.items[i];
        const struct command *command = reader->options->command;
        bool is_option = !options_ended && word[0] == '-' && word[1] != '\0';
        if (options_ended && command != NULL && command->takes_flags) {
            paths_add(reader->mem, &reader->options->flags, word);
        } else if (is_option && strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (is_option) {
            if (!read_option(reader, &i)) {
                return false;
            }
        } else if (command == NULL) {
            reader->options->command = command_find(word);
            if (reader->options->command == NULL) {
                return unknown_command(reader, word);
            }
        } else {
            bool is_record = command->takes_records && inputs_name_record(word);
            paths_add(reader->mem,
                      is_record ? &reader->options->records : &reader->options->arguments, word);
        }
    }
    return true;
}

static bool check_color(struct reader *reader) {
    const char *when = reader->options->color;
    if (when == NULL || strcmp(when, "always") == 0 || strcmp(when, "never") == 0 ||
        strcmp(when, "auto") == 0) {
        return true;
    }
    *reader->error =
        mem_format(reader->mem, "`--color` takes always, never or auto, not `%s`", when);
    return false;
}

bool options_parse(struct mem *mem, int count, char **arguments, struct options *options,
                   const char **error) {
    struct reader reader = {.mem = mem, .options = options, .error = error};
    for (int i = 1; i < count; i++) {
        if (!add_word(&reader, arguments[i], 0)) {
            return false;
        }
    }
    return read_words(&reader) && check_color(&reader);
}

static void print_options(FILE *to, unsigned commands) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].commands & commands) != 0) {
            const char *value = rows[i].value == NULL ? "" : rows[i].value;
            int width = 20 - (int)strlen(rows[i].name);
            fprintf(to, "  %s %-*s %s\n", rows[i].name, width, value, rows[i].help);
        }
    }
}

void options_print_help(FILE *to, const struct command *command) {
    if (command != NULL) {
        fprintf(to, "usage: slotc %s %s\n\n%s.\n\noptions:\n", command->name, command->usage,
                command->summary);
        print_options(to, command->bit);
        return;
    }
    fputs(
        "usage: slotc COMMAND [OPTIONS] [FILES…]\n\n"
        "slotc generates C headers for slotted records from *.slots schemas, and refuses a chain\n"
        "of records in which one forgets its slots.\n\ncommands:\n",
        to);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        fprintf(to, "  %-10s %s\n", command_at(i)->name, command_at(i)->summary);
    }
    fputs("\nFILES are schemas, folders (every *.slots below them) or `-` for standard input; "
          "`@FILE` reads\n"
          "arguments from a file. `slotc help COMMAND` prints a command's options.\n\n"
          "exit status: 0 fine; 1 the input fell short; 2 wrong usage, or the machine failed\n",
          to);
}
