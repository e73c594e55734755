#include "clang_externs.h"

#include <inttypes.h>
#include <string.h>

#include "clang_library.h"
#include "clang_parse.h"
#include "clang_probe.h"
#include "diagnostic.h"
#include "map.h"
#include "mem.h"
#include "text.h"

struct asker {
    struct mem *mem;
    const struct clang *clang;
    struct diagnostics *diagnostics;
    const struct extern_request *request;
    struct probe_target *targets;
    size_t target_count;
};

/* The types of one schema that libclang is asked about. */
struct question {
    struct probe probe;
    struct extern_type **types;
    struct probe_answer **answers; /* by the target's index, then the type's */
    struct probe_failure **failures; /* likewise; no words where there is none */
    struct probe_headers headers;
};

static bool is_asked(const struct declaration *declaration) {
    const struct extern_type *type = (const struct extern_type *)(const void *)declaration;
    return declaration->kind == DECLARATION_EXTERN && !type->stated && type->c_type != NULL &&
           type->include != NULL;
}

/* "a/b/" of "a/b/c.slots". */
static const char *folder_of(struct mem *mem, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : mem_copy(mem, path, (size_t)(slash + 1 - path));
}

static struct question question_of(const struct asker *asker, const struct file *file) {
    struct mem *mem = asker->mem;
    struct question question = {.headers = {.seen = map_new(mem)}};
    size_t count = 0;
    for (struct declaration *at = file->declarations; at != NULL; at = at->next) {
        if (is_asked(at)) {
            question.types = mem_grow(mem, question.types, count, sizeof *question.types);
            question.types[count++] = (struct extern_type *)(void *)at;
        }
    }
    question.probe = (struct probe){.folder = folder_of(mem, file->source->path),
                                    .include = asker->request->include,
                                    .types = (const struct extern_type *const *)question.types,
                                    .count = count};
    return question;
}

/* All in one parse, or else one by one, so that each is told of what is wrong with itself. */
static void ask(const struct asker *asker, struct question *question, size_t target) {
    struct mem *mem = asker->mem;
    struct probe probe = question->probe;
    struct probe_failure together;
    struct probe_answer *answers = mem_alloc(mem, probe.count * sizeof *answers);
    struct probe_failure *failures = mem_alloc(mem, probe.count * sizeof *failures);
    question->answers[target] = answers;
    question->failures[target] = failures;
    const struct probe_target *triple = &asker->targets[target];
    if (probe_ask(mem, &probe, triple, answers, &question->headers, &together)) {
        return;
    }
    bool good = true;
    for (size_t i = 0; i < probe.count; i++) {
        struct probe one = probe;
        one.types = &probe.types[i];
        one.count = 1;
        struct probe_failure failure;
        if (!probe_ask(mem, &one, triple, &answers[i], &question->headers, &failure)) {
            failures[i] = failure;
            good = false;
        }
    }
    if (good) {
        failures[0] = together; /* headers that cannot be included side by side */
    }
}

/* " for x86_64-linux-gnu and mips-linux-gnu": the targets that are marked; nothing where the user
 * named none. */
static const char *for_targets(const struct asker *asker, const bool *marked) {
    struct text text = {.mem = asker->mem};
    size_t left = 0;
    for (size_t i = 0; i < asker->target_count; i++) {
        left += marked[i];
    }
    const char *between = " for ";
    for (size_t i = 0; i < asker->target_count && asker->request->targets->count > 0; i++) {
        if (marked[i]) {
            text_add_string(&text, between);
            text_add_string(&text, asker->targets[i].triple);
            between = --left == 1 ? " and " : ", ";
        }
    }
    return text_string(&text);
}

static void report_header(const struct asker *asker, const struct extern_type *type,
                          const char *targets, const struct probe_failure *failure) {
    bool is_missing = clang_lacks_file(failure->words);
    struct diagnostic *diagnostic =
        report(asker->diagnostics, ERROR_EXTERN_UNRESOLVED, type->header.span,
               "cannot read `%s`%s: %s", type->header.text, targets, failure->words);
    if (!is_missing) {
        diagnostic_help(diagnostic, "a header of C that compiles by itself is needed; or state "
                                    "`@size` and `@align`, and none is read");
    } else if (asker->request->targets->count > 0) {
        diagnostic_help(diagnostic,
                        "it is looked for beside the schema and in each -I folder, and headers of "
                        "the system for this machine alone; or state `@size` and `@align`, and "
                        "none is read");
    } else {
        diagnostic_help(diagnostic, "it is looked for beside the schema and in each -I folder; or "
                                    "state `@size` and `@align`, and no header is read");
    }
}

static void report_type(const struct asker *asker, const struct extern_type *type,
                        const char *targets, const struct probe_failure *failure) {
    struct span span = type->spelling.span;
    if (failure->fault == FAULT_QUALIFIED) {
        diagnostic_help(report(asker->diagnostics, ERROR_EXTERN_UNRESOLVED, span,
                               "`%s` is const or volatile%s: no field of it could be set",
                               type->c_type, targets),
                        "name the type without that");
        return;
    }
    diagnostic_help(report(asker->diagnostics, ERROR_EXTERN_UNRESOLVED, span,
                           "a `%s` of `%s` cannot be held by value%s: %s", type->c_type,
                           type->header.text, targets, failure->words),
                    "name a type that the header defines whole, or a pointer to it");
}

/* Whether a type before it in the schema has the same trouble with the same header. */
static bool is_repeated(const struct question *question, size_t target, size_t index) {
    const struct probe_failure *failures = question->failures[target];
    for (size_t i = 0; i < index && failures[index].fault == FAULT_HEADER; i++) {
        bool same =
            failures[i].words != NULL && strcmp(failures[i].words, failures[index].words) == 0;
        if (same && strcmp(question->types[i]->include, question->types[index]->include) == 0) {
            return true;
        }
    }
    return false;
}

/* Reports the first failure of a type, with all targets that have one; false where there is none.
 */
static bool report_failure(const struct asker *asker, const struct question *question,
                           size_t index) {
    bool *failed = mem_alloc(asker->mem, asker->target_count * sizeof *failed);
    size_t first = asker->target_count;
    for (size_t i = asker->target_count; i-- > 0;) {
        failed[i] = question->failures[i][index].words != NULL;
        first = failed[i] ? i : first;
    }
    if (first == asker->target_count) {
        return false;
    }
    const struct probe_failure *failure = &question->failures[first][index];
    const char *targets = for_targets(asker, failed);
    if (failure->fault == FAULT_HEADER && !is_repeated(question, first, index)) {
        report_header(asker, question->types[index], targets, failure);
    } else if (failure->fault != FAULT_HEADER) {
        report_type(asker, question->types[index], targets, failure);
    }
    return true;
}

static bool is_same(const struct probe_answer *a, const struct probe_answer *b) {
    return a->size == b->size && a->align == b->align;
}

/* "12 bytes, aligned to 4, for A and B; 16 bytes, aligned to 8, for C": of one pointer width. */
static const char *differences(const struct asker *asker, const struct question *question,
                               size_t index, enum width width) {
    struct text text = {.mem = asker->mem};
    bool *told = mem_alloc(asker->mem, asker->target_count * sizeof *told);
    for (size_t i = 0; i < asker->target_count; i++) {
        const struct probe_answer *answer = &question->answers[i][index];
        bool *marked = mem_alloc(asker->mem, asker->target_count * sizeof *marked);
        if (told[i] || asker->targets[i].width != width) {
            continue;
        }
        for (size_t j = i; j < asker->target_count; j++) {
            marked[j] =
                asker->targets[j].width == width && is_same(answer, &question->answers[j][index]);
            told[j] = told[j] || marked[j];
        }
        text_format(&text, "%s%" PRIu64 " byte%s, aligned to %" PRIu32 ",%s",
                    text.length == 0 ? "" : "; ", answer->size, answer->size == 1 ? "" : "s",
                    answer->align, for_targets(asker, marked));
    }
    return text_string(&text);
}

/* Takes the size over for one pointer width, where all its targets agree. */
static void settle_width(const struct asker *asker, const struct question *question, size_t index,
                         enum width width) {
    struct extern_type *type = question->types[index];
    struct extern_size *size = type->size;
    const struct probe_answer *first = NULL;
    for (size_t i = 0; i < asker->target_count; i++) {
        const struct probe_answer *answer = &question->answers[i][index];
        if (asker->targets[i].width != width) {
            continue;
        }
        if (first != NULL && !is_same(first, answer)) {
            diagnostic_help(
                report(asker->diagnostics, ERROR_EXTERN_DIFFERS, type->spelling.span,
                       "`%s` differs between targets with %s-bit pointers: %s", type->c_type,
                       width == WIDTH_64 ? "64" : "32", differences(asker, question, index, width)),
                "give it members of one size everywhere, as `int64_t` is; or name fewer targets, "
                "and generate once for each kind; or keep it outside and point to it");
            return;
        }
        first = answer;
        size->measure.size[width] = answer->size;
        size->measure.align[width] = answer->align;
        size->known[width] = true;
        size->holds_pointer = size->holds_pointer || answer->holds_pointer;
    }
}

/* The width that nobody asked for is laid out as the other; headers refuse it. */
static void fill_width(struct extern_size *size, enum width width, enum width other) {
    if (!size->known[width] && size->known[other]) {
        size->measure.size[width] = size->measure.size[other];
        size->measure.align[width] = size->measure.align[other];
    }
}

static void settle(const struct asker *asker, const struct question *question) {
    for (size_t i = 0; i < question->probe.count; i++) {
        if (!report_failure(asker, question, i)) {
            struct extern_size *size = question->types[i]->size;
            settle_width(asker, question, i, WIDTH_64);
            settle_width(asker, question, i, WIDTH_32);
            fill_width(size, WIDTH_64, WIDTH_32);
            fill_width(size, WIDTH_32, WIDTH_64);
        }
    }
}

static bool find_targets(struct asker *asker, const char **error) {
    const struct paths *named = asker->request->targets;
    struct probe_target host;
    if (!probe_host(asker->mem, asker->clang, &host, error)) {
        return false;
    }
    asker->target_count = named->count == 0 ? 1 : named->count;
    asker->targets = mem_alloc(asker->mem, asker->target_count * sizeof *asker->targets);
    asker->targets[0] = host;
    for (size_t i = 0; i < named->count; i++) {
        if (!probe_target_find(asker->mem, asker->clang, named->items[i], &host, &asker->targets[i],
                               error)) {
            return false;
        }
    }
    return true;
}

/* One finding for all: without libclang none of them can be looked up. */
static void report_no_clang(struct asker *asker, const struct extern_type *type,
                            const struct clang_search *search) {
    struct diagnostic *diagnostic =
        report(asker->diagnostics, ERROR_EXTERN_UNRESOLVED, type->declaration.name.span,
               "the size of `%s` is not known: %s", type->declaration.name.text,
               clang_missing(asker->mem, search));
    diagnostic_help(diagnostic, "or state `@size` and `@align` of each extern type: then the C "
                                "compiler checks them, and no libclang is needed");
}

static const struct extern_type *first_asked(const struct program *program) {
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *at = program->files[i]->declarations;
        for (; at != NULL; at = at->next) {
            if (is_asked(at)) {
                return (const struct extern_type *)(const void *)at;
            }
        }
    }
    return NULL;
}

const struct paths *clang_externs(struct mem *mem, const struct program *program,
                                  const struct extern_request *request,
                                  struct diagnostics *diagnostics, const char **error) {
    struct paths *headers = mem_alloc(mem, (program->file_count + 1) * sizeof *headers);
    struct asker asker = {.mem = mem, .diagnostics = diagnostics, .request = request};
    const struct extern_type *first = first_asked(program);
    struct clang_search search;
    if (first == NULL) {
        return headers;
    }
    asker.clang = clang_open(mem, &search);
    if (asker.clang == NULL) {
        report_no_clang(&asker, first, &search);
        return headers;
    }
    if (!find_targets(&asker, error)) {
        return NULL;
    }
    for (size_t i = 0; i < program->file_count; i++) {
        struct question question = question_of(&asker, program->files[i]);
        question.probe.clang = asker.clang;
        if (question.probe.count == 0) {
            continue;
        }
        question.answers = mem_alloc(mem, asker.target_count * sizeof *question.answers);
        question.failures = mem_alloc(mem, asker.target_count * sizeof *question.failures);
        for (size_t j = 0; j < asker.target_count; j++) {
            ask(&asker, &question, j);
        }
        settle(&asker, &question);
        headers[program->files[i]->source->order] = question.headers.paths;
    }
    return headers;
}
