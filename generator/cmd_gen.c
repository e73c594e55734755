/* slotc gen: checks the schemas, then writes, prints or compares what the plan says. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "chain.h"
#include "dependencies.h"
#include "diff.h"
#include "digest.h"
#include "driver.h"
#include "interrupt.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "model.h"
#include "options.h"
#include "output.h"
#include "parts.h"
#include "plan.h"
#include "refresh.h"
#include "render.h"
#include "source.h"
#include "stale.h"
#include "text.h"

struct gen {
    struct run *run;
    struct plan plan;
    struct renderer *renderer;
};

static bool to_text(void *context, const char *bytes, size_t length) {
    text_add(context, bytes, length);
    return true;
}

static bool to_file(void *context, const char *bytes, size_t length) {
    return output_write(context, bytes, length);
}

/* A whole artifact as text, its digest in place. */
static struct text artifact_text(struct gen *gen, const struct artifact *artifact) {
    struct text text = {.mem = gen->run->mem};
    struct render_digests digests;
    render_artifact(gen->renderer, &gen->plan, artifact, to_text, &text, &digests);
    if (artifact->kind == ARTIFACT_HEADER) {
        memcpy(text.bytes + digests.places.schema, digests.schema, DIGEST_LENGTH);
        memcpy(text.bytes + digests.places.text, digests.text, DIGEST_LENGTH);
    }
    return text;
}

static enum exit_status print_headers(struct gen *gen) {
    for (size_t i = 0; i < gen->plan.count; i++) {
        if (gen->plan.artifacts[i].kind == ARTIFACT_HEADER) {
            struct text text = artifact_text(gen, &gen->plan.artifacts[i]);
            fwrite(text_string(&text), 1, text.length, stdout);
        }
    }
    return EXIT_FINE;
}

static enum exit_status print_outputs(const struct gen *gen) {
    for (size_t i = 0; i < gen->plan.count; i++) {
        puts(gen->plan.artifacts[i].path);
    }
    return EXIT_FINE;
}

/* Equal, but for a carriage return at the end of each line. */
static bool has_other_line_ends(const struct source *present, const char *wanted) {
    for (size_t i = 0; i < present->length; i++) {
        bool is_return =
            present->bytes[i] == '\r' && i + 1 < present->length && present->bytes[i + 1] == '\n';
        if (!is_return && present->bytes[i] != *wanted++) {
            return false;
        }
    }
    return *wanted == '\0' && present->skipped == 0;
}

/* Why a file on disk is not what it should be. */
static const char *why_stale(struct gen *gen, const struct artifact *artifact,
                             const struct source *present, const char *wanted) {
    static const char *const reasons[] = {
        [DRIFT_EDITED] = "was edited by hand: change the schema instead",
        [DRIFT_SCHEMA] = "is older than its schema",
        [DRIFT_OPTIONS] = "was made with other options, or by another version of slotc",
    };
    if (present == NULL) {
        return "is missing";
    }
    if (has_other_line_ends(present, wanted)) {
        return mem_format(gen->run->mem,
                          "has line ends of CRLF: keep git from changing them with `*%s -text` in "
                          ".gitattributes",
                          strrchr(artifact->path, '.'));
    }
    if (present->skipped > 0) {
        return reasons[DRIFT_EDITED];
    }
    if (artifact->kind == ARTIFACT_REPORT || artifact->kind == ARTIFACT_IMPL) {
        return "is not what slotc writes of these schemas, in this order, with these options";
    }
    if (artifact->kind != ARTIFACT_HEADER) {
        return "is not what this version of slotc writes";
    }
    return reasons[digest_drift(gen->run->mem, present->bytes, present->length, wanted)];
}

/* Prints how a file on disk differs from what it should be, and why; true where it does. */
static bool differs(struct gen *gen, const struct artifact *artifact) {
    struct mem *mem = gen->run->mem;
    struct text wanted = artifact_text(gen, artifact);
    struct source *present = NULL;
    const char *error = NULL;
    bool is_there = source_read(mem, artifact->path, &present, &error) == SOURCE_READ;
    struct text difference = {.mem = mem};
    struct diff_side is = {is_there ? artifact->path : "/dev/null",
                           is_there ? present->bytes - present->skipped : "",
                           is_there ? present->length + present->skipped : 0};
    struct diff_side should = {artifact->path, text_string(&wanted), wanted.length};
    if (!diff_unified(mem, is, should, &difference)) {
        return false;
    }
    fwrite(text_string(&difference), 1, difference.length, stdout);
    fprintf(stderr, "slotc: `%s` %s\n", artifact->path,
            why_stale(gen, artifact, is_there ? present : NULL, text_string(&wanted)));
    return true;
}

static enum exit_status check_outputs(struct gen *gen) {
    size_t stale = 0;
    for (size_t i = 0; i < gen->plan.count; i++) {
        stale += differs(gen, &gen->plan.artifacts[i]);
    }
    size_t lost = stale_print(gen->run, &gen->plan, stderr);
    if (stale > 0) {
        refresh_print(gen->run->options, stderr);
    }
    return stale + lost > 0 ? EXIT_SHORT : EXIT_FINE;
}

/* Each path once: two schemas may have read one header. */
static void add_headers(struct mem *mem, const struct paths *headers, struct map *seen,
                        struct paths *sources) {
    for (size_t i = 0; i < headers->count; i++) {
        const char *path = headers->items[i];
        void **place = map_place(seen, path, strlen(path));
        if (*place == NULL) {
            *place = seen;
            paths_add(mem, sources, path);
        }
    }
}

/* What a file was made from: a header from its schema and all that the schema imports, the C files
 * from all schemas; and the C headers of their extern types. Each once. */
static void list_sources(const struct run *run, const struct artifact *artifact,
                         struct paths *sources) {
    const struct program *program = run->program;
    struct mem *mem = run->mem;
    bool *seen = mem_alloc(mem, program->file_count * sizeof *seen);
    const struct file **queue = mem_alloc(mem, program->file_count * sizeof(struct file *));
    size_t count = 0;
    for (size_t i = 0; i < program->file_count; i++) {
        const struct file *file = program->files[i];
        bool is_wanted = artifact->file == NULL ? file->source->named : artifact->file == file;
        if (is_wanted) {
            queue[count++] = file;
            seen[file->source->order] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        paths_add(mem, sources, queue[i]->source->path);
        for (const struct import *import = queue[i]->imports; import != NULL;
             import = import->next) {
            if (!seen[import->file->source->order]) {
                seen[import->file->source->order] = true;
                queue[count++] = import->file;
            }
        }
    }
    struct map *read = map_new(mem);
    for (size_t i = 0; i < count; i++) {
        add_headers(mem, &run->headers[queue[i]->source->order], read, sources);
    }
}

static void add_rule(const struct gen *gen, const struct artifact *artifact, struct text *out) {
    const struct options *options = gen->run->options;
    struct paths sources = {0};
    list_sources(gen->run, artifact, &sources);
    if (options->config != NULL) {
        paths_add(gen->run->mem, &sources, options->config);
    }
    dependencies_add(options, artifact->path, &sources, out);
}

static bool write_text(struct output *output, const char *path, const struct text *text) {
    struct output_file *file = output_open(output, path);
    return file != NULL && output_write(file, text_string(text), text->length);
}

/* Whether a file gets a rule: one depfile has one for all but support headers; the C file of --impl
 * has no depfile of its own, since its compiler writes one. */
static bool has_rule(const struct artifact *artifact, bool in_one) {
    return artifact->kind == ARTIFACT_HEADER || artifact->kind == ARTIFACT_REPORT ||
           (artifact->kind == ARTIFACT_IMPL && in_one);
}

/* One depfile for all such files with -MF, in one rule where -MT names its target; else one beside
 * each. */
static bool write_depfiles(const struct gen *gen, struct output *output) {
    const struct options *options = gen->run->options;
    struct text all = {.mem = gen->run->mem};
    if (!options->write_depfile && options->depfile == NULL) {
        return true;
    }
    if (options->depfile != NULL && options->depfile_targets.count > 0) {
        /* Of several rules for one target CMake would keep the last. */
        add_rule(gen, &(struct artifact){.kind = ARTIFACT_IMPL}, &all);
        return write_text(output, options->depfile, &all);
    }
    for (size_t i = 0; i < gen->plan.count; i++) {
        const struct artifact *artifact = &gen->plan.artifacts[i];
        if (!has_rule(artifact, options->depfile != NULL)) {
            continue;
        }
        add_rule(gen, artifact, &all);
        const char *path = mem_format(gen->run->mem, "%s.d", artifact->path);
        if (options->depfile == NULL && !write_text(output, path, &all)) {
            return false;
        }
        all.length = options->depfile == NULL ? 0 : all.length;
    }
    return options->depfile == NULL || write_text(output, options->depfile, &all);
}

static bool write_artifact(struct gen *gen, struct output *output,
                           const struct artifact *artifact) {
    struct output_file *file = output_open(output, artifact->path);
    struct render_digests digests;
    return file != NULL &&
           render_artifact(gen->renderer, &gen->plan, artifact, to_file, file, &digests) &&
           (artifact->kind != ARTIFACT_HEADER ||
            (output_patch(file, digests.places.schema, digests.schema, DIGEST_LENGTH) &&
             output_patch(file, digests.places.text, digests.text, DIGEST_LENGTH)));
}

static void discard(void *output) {
    output_discard(output);
}

/* Whether there is something at the path that slotc has not written. */
static bool is_foreign(const char *path) {
    static const char ours[] = "/* Code generated by slotc";
    char head[sizeof ours] = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return errno != ENOENT && errno != ENOTDIR;
    }
    size_t length = fread(head, 1, sizeof head - 1, file);
    fclose(file);
    return length > 0 && strcmp(head, ours) != 0;
}

/* A file that was read must not be lost to an option whose path was forgotten, nor one of the
 * user's that is called report.c. */
static bool spares_others(const struct run *run, const struct plan *plan) {
    const struct options *options = run->options;
    struct paths sources = driver_sources(run);
    if ((options->depfile != NULL && !driver_spares(options->depfile, &sources)) ||
        (options->impl != NULL && !driver_spares(options->impl, &sources))) {
        return false;
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct artifact *artifact = &plan->artifacts[i];
        if (artifact->kind == ARTIFACT_REPORT && is_foreign(artifact->path)) {
            driver_fail("`%s` is there, and slotc did not write it: rename it, or give another "
                        "folder for the headers",
                        artifact->path);
            return false;
        }
    }
    return true;
}

static enum exit_status write_outputs(struct gen *gen) {
    sigset_t before;
    if (!spares_others(gen->run, &gen->plan)) {
        return EXIT_BROKEN;
    }
    interrupt_hold(&before);
    struct output *output = output_new(gen->run->mem);
    mem_before_exhaustion(gen->run->mem, discard, output);
    bool good = true;
    for (size_t i = 0; i < gen->plan.count && good && !interrupt_waits(); i++) {
        good = write_artifact(gen, output, &gen->plan.artifacts[i]);
    }
    good = good && write_depfiles(gen, output) && !interrupt_waits() && output_commit(output);
    enum exit_status status =
        good || interrupt_waits() ? EXIT_FINE : driver_fail("%s", output_error(output));
    output_discard(output);
    mem_before_exhaustion(gen->run->mem, NULL, NULL);
    interrupt_release(&before);
    return status;
}

static bool any_dict(const struct run *run) {
    for (size_t i = 0; i < run->program->record_count; i++) {
        if (layout_of(run->layouts, run->program->records[i])->has_dict) {
            return true;
        }
    }
    return false;
}

static enum exit_status generate(struct gen *gen) {
    const struct options *options = gen->run->options;
    if (options->print_outputs) {
        return print_outputs(gen);
    }
    if (options->to_stdout) {
        return print_headers(gen);
    }
    return options->check ? check_outputs(gen) : write_outputs(gen);
}

/* Options of which one makes another senseless are refused rather than ignored. */
static bool modes_agree(const struct options *options) {
    if (options->to_stdout + options->check + options->print_outputs > 1) {
        driver_fail("`--stdout`, `--check` and `--print-outputs` exclude each other");
        return false;
    }
    if (options->to_stdout && dependencies_wanted(options)) {
        driver_fail("a depfile (`-MD`, `-MF`) is written with the headers only");
        return false;
    }
    return dependencies_agree(options);
}

enum exit_status cmd_gen(struct run *run) {
    const struct options *options = run->options;
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc gen FILES… -o DIR");
    }
    if (options->out == NULL && !options->to_stdout) {
        return driver_fail(
            "no folder for the headers given: add `-o DIR`, or `--stdout` to print them");
    }
    if (!modes_agree(options)) {
        return EXIT_BROKEN;
    }
    unsigned parts = 0;
    const char *error = NULL;
    if (!options_parts(run->mem, options, &parts, &error)) {
        return driver_fail("%s", error);
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    struct gen gen = {.run = run};
    struct plan_request request = {
        .program = run->program,
        .folder = options->out == NULL ? "." : options->out,
        .impl = options->impl,
        .needs_dict = any_dict(run),
        .needs_pool = (parts & PART_POOL) != 0,
        .needs_measure = (parts & PART_MEASURE) != 0,
        .needs_trace = (parts & PART_TRACE) != 0,
    };
    if (!plan_make(run->mem, &request, &gen.plan, &error)) {
        return driver_fail("%s", error);
    }
    gen.renderer =
        renderer_new(run->mem, model_new(run->mem, run->program, run->chains, run->layouts, parts));
    enum exit_status result = generate(&gen);
    renderer_free(gen.renderer);
    return result;
}
