/* slotc import: a C header's structs as a schema. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "clang_library.h"
#include "clang_parse.h"
#include "compile_commands.h"
#include "compile_flags.h"
#include "driver.h"
#include "import.h"
#include "mem.h"
#include "options.h"
#include "output.h"
#include "source.h"

/* Adds those of the compilation database for the header. */
static bool add_commands(struct run *run, const char *header, struct paths *flags) {
    struct compile_commands commands = {0};
    const char *path = run->options->compile_commands;
    const char *error = NULL;
    if (!compile_commands_read(run->mem, path, &commands, &error)) {
        driver_fail("%s", error);
        return false;
    }
    const struct compile_command *command = compile_commands_near(run->mem, &commands, header);
    if (command == NULL) {
        driver_fail("`%s` compiles nothing", path);
        return false;
    }
    /* A C header that a C++ source includes is still one. */
    struct paths kept = compile_flags_without_cpp(run->mem, &command->flags);
    paths_add_all(run->mem, flags, &kept);
    return true;
}

/* The flags that the header is parsed with: those of the database, of -I, and behind `--`. */
static bool find_flags(struct run *run, const char *header, struct paths *flags) {
    const struct options *options = run->options;
    /* Plain comments are documentation where they stand by a declaration. */
    paths_add(run->mem, flags, "-fparse-all-comments");
    if (options->compile_commands != NULL && !add_commands(run, header, flags)) {
        return false;
    }
    for (size_t i = 0; i < options->include.count; i++) {
        paths_add(run->mem, flags, mem_concat(run->mem, "-I", options->include.items[i], NULL));
    }
    struct paths kept = compile_flags_keep(run->mem, &options->flags, NULL);
    paths_add_all(run->mem, flags, &kept);
    if (compile_flags_name_cpp(&kept)) {
        driver_fail("headers are imported as C, not as C++");
        return false;
    }
    return true;
}

/* Standard input is called as a header is. */
static bool find_header(struct run *run, const char *header, struct clang_file *file) {
    struct source *source = NULL;
    const char *error = "it is too large";
    if (source_read(run->mem, header, &source, &error) != SOURCE_READ) {
        driver_fail("cannot read `%s`: %s", header, error);
        return false;
    }
    file->path = header;
    if (strcmp(header, "-") == 0) {
        *file = (struct clang_file){"stdin.h", source->bytes, source->length};
    }
    return true;
}

/* Names with dots between them. */
static bool is_package(const char *package) {
    bool starts = true;
    for (; *package != '\0'; package++) {
        bool is_letter = isalpha((unsigned char)*package) || *package == '_';
        bool is_good =
            is_letter || (!starts && (isdigit((unsigned char)*package) || *package == '.'));
        if (!is_good) {
            return false;
        }
        starts = *package == '.';
    }
    return !starts;
}

/* For another target there may be no headers of the system: then slotc's own few have to do. */
static bool parse(struct run *run, const struct clang *clang, struct clang_request *request,
                  struct clang_unit *unit, const char **error) {
    const char *ignored = NULL;
    if (clang_parse(run->mem, clang, request, unit, error)) {
        return true;
    }
    request->freestanding = true;
    return request->target != NULL && clang_parse(run->mem, clang, request, unit, &ignored);
}

static enum exit_status write_schema(struct run *run, const struct import_result *result) {
    const char *path = run->options->out;
    if (path == NULL) {
        fwrite(result->schema, 1, result->length, stdout);
        fflush(stdout); /* the summary stands behind it; what fails here is told at the end */
        return EXIT_FINE;
    }
    if (!driver_spares(path, &run->options->arguments)) {
        return EXIT_BROKEN;
    }
    struct output *output = output_new(run->mem);
    struct output_file *file = output_open(output, path);
    bool good =
        file != NULL && output_write(file, result->schema, result->length) && output_commit(output);
    enum exit_status status = good ? EXIT_FINE : driver_fail("%s", output_error(output));
    output_discard(output);
    return status;
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* Says what is left out and why; false where that was asked for by name. */
static bool print_skips(const struct import_result *result) {
    bool good = true;
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct import_skip *skip = &result->skips[i];
        fprintf(stderr, "%s: %s: `%s` is not imported: %s\n", skip->place,
                skip->asked ? "error" : "note", skip->words, skip->reason);
        good = good && !skip->asked;
    }
    return good;
}

static void print_summary(const struct import_result *result) {
    fprintf(stderr, "%zu record%s", result->record_count, plural(result->record_count));
    if (result->enum_count > 0) {
        fprintf(stderr, " and %zu enum%s", result->enum_count, plural(result->enum_count));
    }
    fputs(" imported", stderr);
    if (result->opaque_count > 0) {
        fprintf(stderr, ", %zu of %zu fields as bytes", result->opaque_count, result->field_count);
    }
    if (result->skip_count > 0) {
        fprintf(stderr, ", %zu left out", result->skip_count);
    }
    fputc('\n', stderr);
}

static enum exit_status import_parsed(struct run *run, const struct clang_unit *unit) {
    struct paths names = run->options->arguments;
    struct import_request request = {
        .header = strcmp(names.items[0], "-") == 0 ? "stdin.h" : names.items[0],
        .package = run->options->package,
        .extern_header = run->options->extern_header,
        .names = {names.items + 1, names.count - 1},
        .all = run->options->all,
    };
    struct import_result result;
    const char *error = NULL;
    if (!import_unit(run->mem, unit, &request, &result, &error)) {
        driver_fail("%s", error);
        return EXIT_SHORT;
    }
    if (!print_skips(&result)) {
        return EXIT_SHORT;
    }
    if (result.record_count + result.enum_count == 0) {
        driver_fail("nothing of `%s` could be imported", request.header);
        return EXIT_SHORT;
    }
    enum exit_status status = write_schema(run, &result);
    if (status == EXIT_FINE) {
        print_summary(&result);
    }
    return status;
}

enum exit_status cmd_import(struct run *run) {
    const struct options *options = run->options;
    if (options->arguments.count == 0) {
        return driver_fail("no header given; usage: slotc import HEADER.h [STRUCT…]");
    }
    if (options->package != NULL && !is_package(options->package)) {
        return driver_fail("`--package` takes names with dots between them, not `%s`",
                           options->package);
    }
    if (options->extern_header != NULL && strpbrk(options->extern_header, "\"\\\n") != NULL) {
        return driver_fail("`--extern` takes a header as #include has it, not `%s`",
                           options->extern_header);
    }
    const char *header = options->arguments.items[0];
    struct clang_request request = {
        .target = options->target,
        .options = CXTranslationUnit_SkipFunctionBodies,
    };
    if (!find_header(run, header, &request.main) || !find_flags(run, header, &request.flags)) {
        return EXIT_BROKEN;
    }
    struct clang_search search;
    const struct clang *clang = clang_open(run->mem, &search);
    if (clang == NULL) {
        return driver_fail("%s", clang_missing(run->mem, &search));
    }
    struct clang_unit unit;
    const char *error = NULL;
    if (!parse(run, clang, &request, &unit, &error)) {
        driver_fail("%s\n  help: libclang reads the header as a compiler does: give the flags that "
                    "it needs behind `--`, or with `-p`",
                    error);
        return EXIT_SHORT;
    }
    enum exit_status status = import_parsed(run, &unit);
    clang_unit_free(&unit);
    return status;
}
