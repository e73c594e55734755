#include "options.h"

#include "choices.h"
#include "option.h"
#include "parts.h"

#define GEN 1U
#define LINT 2U
#define MODEL 4U
#define HELP 8U
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
#define INIT 32768U
#define RENDER 65536U
#define LSP 131072U
#define ALL ~0U
/* What reads schemas. */
#define SCHEMAS (ALL & ~HELP & ~TRACE & ~DOCTOR & ~AUDIT & ~IMPORT & ~EXPLAIN & ~FMT & ~INIT)

#define PLACE(member) offsetof(struct options, member)

/* The values of an option, where the program has no other table of them. */
#define WORDS(list)                                                                                \
    &(const struct choices) {                                                                      \
        .words = (list)                                                                            \
    }

static const struct choice plain_words[] = {{"text", "the default"}, {"json", NULL}, {NULL, NULL}};
static const struct choice page_words[] = {
    {"text", "the default"}, {"markdown", NULL}, {"json", NULL}, {NULL, NULL}};
static const struct choice layout_words[] = {
    {"text", "the default"}, {"json", NULL}, {"svg", NULL}, {"html", NULL}, {NULL, NULL}};
static const struct choice report_words[] = {
    {"text", "the default"}, {"json", NULL}, {"html", NULL}, {NULL, NULL}};
static const struct choice trace_words[] = {
    {"text", "the default"},           {"json", NULL}, {"folded", "stacks for flame graphs"},
    {"dhat", "for valgrind's viewer"}, {"html", NULL}, {NULL, NULL}};
static const struct choice help_words[] = {{"text", "the default"}, {"mdoc", "a man page"},
                                           {"bash", "completions"}, {"zsh", "completions"},
                                           {"fish", "completions"}, {NULL, NULL}};
static const struct choice level_words[] = {{"data", "bytes that are stored or shared"},
                                            {"abi", "that, or objects built before"},
                                            {"source", "those, or C code"},
                                            {"dict", "attributes by name"},
                                            {NULL, NULL}};
static const struct choice grouping_words[] = {
    {"line", "the default"}, {"file", NULL}, {"class", NULL}, {NULL, NULL}};
static const struct choice color_words[] = {
    {"always", NULL}, {"never", NULL}, {"auto", "the default"}, {NULL, NULL}};

static const struct choice escape_words[] = {{"html", "as Mustache has it"},
                                             {"none", NULL},
                                             {"c", NULL},
                                             {"json", NULL},
                                             {"markdown", NULL},
                                             {NULL, NULL}};
static const struct choice build_words[] = {{"cmake", NULL}, {"meson", NULL}, {"make", NULL},
                                            {"ninja", NULL}, {"none", NULL},  {NULL, NULL}};

static const struct option rows[] = {
    {"-o", "DIR", "write the headers into DIR", GEN, OPTION_TEXT, PLACE(out), NULL},
    {"-I", "DIR", "look for imports and C headers in DIR, too, and name outputs relative to it",
     SCHEMAS, OPTION_LIST, PLACE(include), NULL},
    {"--target", "TRIPLE",
     "ask for extern types on this target, of each pointer width; without one, on this machine",
     GEN | LINT | MODEL | REPORT | DIFF | LOCK | RENDER | LSP, OPTION_LIST, PLACE(extern_targets),
     &choices_targets},
    {"-o", "FILE", "write the schema to FILE instead of standard output", IMPORT, OPTION_TEXT,
     PLACE(out), NULL},
    {"-I", "DIR", "look for included headers in DIR, too", IMPORT, OPTION_LIST, PLACE(include),
     NULL},
    {"-p", "PATH", "take the compiler's flags from PATH, a compile_commands.json or its folder",
     IMPORT, OPTION_TEXT, PLACE(compile_commands), NULL},
    {"--target", "TRIPLE", "lay out for that target instead of this machine", IMPORT, OPTION_TEXT,
     PLACE(target), &choices_targets},
    {"--package", "NAME", "put the schema into that package", IMPORT, OPTION_TEXT, PLACE(package),
     NULL},
    {"--extern", "HEADER",
     "keep what the language has no words for as types of HEADER, as #include has it (`a.h`, "
     "`<a.h>`), instead of bytes",
     IMPORT, OPTION_TEXT, PLACE(extern_header), NULL},
    {"--all", NULL, "import the structs of included headers, too", IMPORT, OPTION_FLAG, PLACE(all),
     NULL},
    {"--target", "TRIPLE", "check layouts for TRIPLE, not for the usual twelve", VERIFY,
     OPTION_LIST, PLACE(targets), &choices_targets},
    {"--stdout", NULL, "print the headers instead of writing them", GEN, OPTION_FLAG,
     PLACE(to_stdout), NULL},
    {"--check", NULL, "write nothing; print what differs on disk, and exit 1 if anything does", GEN,
     OPTION_FLAG, PLACE(check), NULL},
    {"--check", NULL,
     "write nothing; print the paths of schemas that would change, and exit 1 if any would", FMT,
     OPTION_FLAG, PLACE(check), NULL},
    {"--diff", NULL,
     "write nothing; print what would change, as diff -u does, and exit 1 if anything would", FMT,
     OPTION_FLAG, PLACE(diff), NULL},
    {"--print-outputs", NULL,
     "print the paths of the files that would be written, and write nothing", GEN, OPTION_FLAG,
     PLACE(print_outputs), NULL},
    {"--impl", "FILE", "write FILE, a C file that holds the bodies of all headers of this run", GEN,
     OPTION_TEXT, PLACE(impl), NULL},
    {"--with", "PARTS", "generate these parts, too: {values}, or what --without left out",
     GEN | VERIFY, OPTION_LIST, PLACE(with), &choices_parts_with},
    {"--without", "PARTS", "leave these parts out: {values}", GEN | VERIFY, OPTION_LIST,
     PLACE(without), &choices_parts_without},
    {"--template", "TEMPLATE",
     "fill this Mustache template: a file, or the name of one that --list lists", RENDER,
     OPTION_TEXT, PLACE(template), NULL},
    {"-o", "FILE", "write to FILE instead of standard output", RENDER, OPTION_TEXT, PLACE(out),
     NULL},
    {"--escape", "WAY",
     "how a template's {{name}} is written: {values}; templates that come with slotc have their "
     "own way",
     RENDER, OPTION_TEXT, PLACE(escape), WORDS(escape_words)},
    {"--imports", NULL, "show the template the schemas that those named import, too", RENDER,
     OPTION_FLAG, PLACE(with_imports), NULL},
    {"--list", NULL, "list the templates that come with slotc", RENDER, OPTION_FLAG,
     PLACE(list_templates), NULL},
    {"--build", "SYSTEM",
     "write what this build system needs: {values}; without it, the one whose file is there", INIT,
     OPTION_TEXT, PLACE(build), WORDS(build_words)},
    {"-MD", NULL, "write a depfile beside each output: OUTPUT.d", GEN | RENDER, OPTION_FLAG,
     PLACE(write_depfile), NULL},
    {"-MF", "FILE", "write one depfile, FILE, for all outputs", GEN | RENDER, OPTION_TEXT,
     PLACE(depfile), NULL},
    {"-MT", "TARGET", "name TARGET in the depfile instead of the output", GEN | RENDER, OPTION_LIST,
     PLACE(depfile_targets), NULL},
    {"-MP", NULL,
     "add an empty rule for each schema and C header, so that a deleted one breaks no build",
     GEN | RENDER, OPTION_FLAG, PLACE(phony), NULL},
    {"--format", "FORMAT", "print {values}", DOCTOR | VERIFY, OPTION_TEXT, PLACE(format),
     WORDS(plain_words)},
    {"--format", "FORMAT", "print {values}", EXPLAIN, OPTION_TEXT, PLACE(format),
     WORDS(page_words)},
    {"--format", "FORMAT", "print {values}", LAYOUT, OPTION_TEXT, PLACE(format),
     WORDS(layout_words)},
    {"--target", "TRIPLE",
     "show one pointer width, that of x86_64-linux-gnu, armv7-none-eabi or another target, and its "
     "sizes of extern types; without it text and pictures have both widths, and what json adds is "
     "for 64-bit pointers",
     LAYOUT, OPTION_TEXT, PLACE(target), &choices_targets},
    {"--format", "FORMAT", "print {values}", REPORT, OPTION_TEXT, PLACE(format),
     WORDS(report_words)},
    {"--format", "FORMAT", "print {values}", TRACE, OPTION_TEXT, PLACE(format), WORDS(trace_words)},
    {"--format", "NAME[=FILE]", "print {values}, or write it to FILE; may be given several times",
     LINT | AUDIT, OPTION_LIST, PLACE(formats), &choices_formats},
    {"--max-findings", "NUMBER",
     "print at most NUMBER findings and count the rest, 0 for no limit; without it, 1000 of a file",
     LINT | AUDIT, OPTION_TEXT, PLACE(max_findings), NULL},
    {"-Werror", NULL, "warnings are errors", LINT | AUDIT, OPTION_FLAG, PLACE(warnings_are_errors),
     NULL},
    {"--exit-zero", NULL, "exit 0 even where there are errors; 2 remains 2", LINT | AUDIT,
     OPTION_FLAG, PLACE(exit_zero), NULL},
    {"--format", "NAME[=FILE]", "print {values}, or write it to FILE; may be given several times",
     DIFF, OPTION_LIST, PLACE(formats), &choices_diff_formats},
    {"--kinds", NULL, "list the kinds of changes, and what each breaks, as text, json or markdown",
     DIFF, OPTION_FLAG, PLACE(list_kinds), NULL},
    {"--breaking", "LEVEL", "exit 1 where something breaks: {values}", DIFF, OPTION_TEXT,
     PLACE(breaking), WORDS(level_words)},
    {"-o", "FILE", "write to FILE instead of slots.lock; `-` is standard output", LOCK, OPTION_TEXT,
     PLACE(out), NULL},
    {"-p", "PATH",
     "take each source's flags from PATH, a compile_commands.json or its folder; without sources, "
     "take all that are in it",
     AUDIT, OPTION_TEXT, PLACE(compile_commands), NULL},
    {"--compare", "OLD", "print what has changed since OLD, an older snapshot", TRACE, OPTION_TEXT,
     PLACE(compare), NULL},
    {"--by", "WHAT", "group by {values}", TRACE, OPTION_TEXT, PLACE(by), WORDS(grouping_words)},
    {"--top", "NUMBER",
     "show so many groups one by one, 0 for all: as text 10, as html 100, as json all", TRACE,
     OPTION_TEXT, PLACE(top), NULL},
    {"--include", "PATTERN", "count files that fit, with `*` and `?`, alone", TRACE, OPTION_LIST,
     PLACE(files), NULL},
    {"--exclude", "PATTERN", "do not count files that fit", TRACE, OPTION_LIST,
     PLACE(without_files), NULL},
    {"--class", "NAME", "count what belongs to classes of that name, or pattern, alone", TRACE,
     OPTION_LIST, PLACE(classes), NULL},
    {"--set", "SET", "begin with these rules: {values}", GEN | LINT | LSP, OPTION_SET, 0,
     &choices_sets},
    {"--error", "RULE", "findings of RULE are errors", GEN | LINT | LSP | AUDIT, OPTION_ERROR, 0,
     &choices_rules_set},
    {"--warn", "RULE", "findings of RULE are warnings", GEN | LINT | LSP | AUDIT, OPTION_WARN, 0,
     &choices_rules_set},
    {"--note", "RULE", "findings of RULE are notes", GEN | LINT | LSP | AUDIT, OPTION_NOTE, 0,
     &choices_rules_set},
    {"--off", "RULE", "findings of RULE are not reported", GEN | LINT | LSP | AUDIT, OPTION_OFF, 0,
     &choices_rules_set},
    {"--stdio", NULL, "talk on standard input and output, as it does anyway: editors may say so",
     LSP, OPTION_FLAG, PLACE(stdio), NULL},
    {"--fix", NULL, "mend what has an exact answer that changes no layout; print what is left",
     LINT, OPTION_FLAG, PLACE(fix), NULL},
    {"--unsafe-fixes", NULL, "with --fix or --diff: mend what changes layouts, too", LINT,
     OPTION_FLAG, PLACE(unsafe_fixes), NULL},
    {"--add-allows", "REASON",
     "silence everything that is found and can be silenced, where it stands, for REASON", LINT,
     OPTION_TEXT, PLACE(allow_reason), NULL},
    {"--diff", NULL,
     "write nothing; print what --fix or --add-allows would change, and exit 1 if anything would",
     LINT, OPTION_FLAG, PLACE(diff), NULL},
    {"--rules", NULL, "list every rule and error", LINT | AUDIT, OPTION_FLAG, PLACE(list_rules),
     NULL},
    {"--format", "FORMAT", "print {values}; completions are for all commands", HELP, OPTION_TEXT,
     PLACE(format), WORDS(help_words)},
    {"--color", "WHEN", "colour messages: {values}", ALL, OPTION_TEXT, PLACE(color),
     WORDS(color_words)},
    {"--no-config", NULL, "ignore slotc.ini", ALL, OPTION_FLAG, PLACE(no_config), NULL},
    {"--help", NULL, "print this help", ALL, OPTION_FLAG, PLACE(help), NULL},
    {"--version", NULL, "print the version", ALL, OPTION_FLAG, PLACE(version), NULL},
};

const struct option *option_at(size_t index) {
    return index < sizeof rows / sizeof *rows ? &rows[index] : NULL;
}

const struct option *option_of(const struct command *command, size_t index) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((rows[i].commands & command->bit) != 0 && index-- == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

bool option_repeats(const struct option *option) {
    return option->kind != OPTION_FLAG && option->kind != OPTION_TEXT;
}

static bool choose(struct mem *mem, const struct paths *lists, bool wanted, unsigned *parts,
                   const char **error) {
    for (size_t i = 0; i < lists->count; i++) {
        if (!parts_choose(mem, lists->items[i], wanted, parts, error)) {
            return false;
        }
    }
    return true;
}

bool options_parts(struct mem *mem, const struct options *options, unsigned *parts,
                   const char **error) {
    *parts = PARTS_DEFAULT;
    return choose(mem, &options->config_without, false, parts, error) &&
           choose(mem, &options->config_with, true, parts, error) &&
           choose(mem, &options->without, false, parts, error) &&
           choose(mem, &options->with, true, parts, error);
}
