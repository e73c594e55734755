#include "verify.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "ast.h"
#include "clang_parse.h"
#include "clang_probe.h"
#include "clang_targets.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "parallel.h"
#include "source.h"
#include "templates.h"
#include "verify_compare.h"
#include "verify_tails.h"

struct verification verification_new(struct mem *mem, const struct clang *clang,
                                     const struct verify_targets *targets) {
    return (struct verification){
        .mem = mem,
        .clang = clang,
        .targets = targets,
        .differences = {.known = map_new(mem)},
        .unchecked = {.known = map_new(mem)},
    };
}

static const char *copy_or_null(struct mem *mem, const char *text) {
    return text == NULL ? NULL : mem_string(mem, text);
}

/* The difference of that key in a list, made where there is none yet. */
static struct difference *place_of(const struct verification *verification,
                                   struct differences *differences,
                                   const struct difference *difference) {
    struct mem *mem = verification->mem;
    const char *key = mem_format(
        mem, "%s\n%s\n%s\n%llu\n%llu", difference->record == NULL ? "" : difference->record,
        difference->field == NULL ? "" : difference->field, difference->what,
        (unsigned long long)difference->found, (unsigned long long)difference->expected);
    void **place = map_place(differences->known, key, strlen(key));
    if (*place == NULL) {
        struct difference *made = mem_alloc(mem, sizeof *made);
        *made = *difference;
        made->path = copy_or_null(mem, difference->path);
        made->record = copy_or_null(mem, difference->record);
        made->field = copy_or_null(mem, difference->field);
        made->what = mem_string(mem, difference->what);
        made->origin = copy_or_null(mem, difference->origin);
        made->targets = mem_alloc(mem, verification->targets->count * sizeof *made->targets);
        *place = made;
        differences->items =
            mem_grow(mem, differences->items, differences->count, sizeof(struct difference *));
        differences->items[differences->count++] = made;
    }
    return *place;
}

static void note_on_targets(const struct verification *verification,
                            struct differences *differences, const struct difference *difference,
                            size_t target, bool whole_group) {
    const struct verify_targets *targets = verification->targets;
    struct difference *noted = place_of(verification, differences, difference);
    for (size_t i = 0; i < targets->count; i++) {
        bool is_like = whole_group && targets->items[i].group == targets->items[target].group;
        noted->targets[i] = noted->targets[i] || i == target || is_like;
    }
}

/* One text for one target: its differences wait until all passes are done, since those of others
 * run at the same time. */
struct pass {
    struct verification *verification;
    const struct verify_subject *subject;
    struct mem *mem;
    size_t target;
    struct difference *differences;
    size_t count;
    const char *unchecked; /* what is lacking for this target, or NULL */
    bool is_blind; /* nothing at all was laid out */
};

static void note(void *context, const struct difference *difference) {
    struct pass *pass = context;
    pass->differences =
        mem_grow(pass->mem, pass->differences, pass->count, sizeof *pass->differences);
    pass->differences[pass->count++] = *difference;
}

/* The support headers that a header may include: those that lie in none of its folders are slotc's
 * own. */
static const char *const support[] = {"slots_core.h", "slots_dict.h", "slots_pool.h",
                                      "slots_measure.h"};

#define SUPPORT_COUNT (sizeof support / sizeof *support)

static bool is_there(struct mem *mem, const struct paths *folders, const char *name) {
    for (size_t i = 0; i < folders->count; i++) {
        if (access(mem_concat(mem, folders->items[i], "/", name, NULL), R_OK) == 0) {
            return true;
        }
    }
    return false;
}

#define OWN_FOLDER "/slotc/support"

static size_t add_support(struct mem *mem, const struct verify_text *text,
                          struct clang_file *files) {
    size_t count = 0;
    for (size_t i = 0; i < SUPPORT_COUNT; i++) {
        if (text->is_own || !is_there(mem, &text->folders, support[i])) {
            struct clang_file *file = &files[count++];
            file->path = mem_concat(mem, OWN_FOLDER "/", support[i], NULL);
            bool found = templates_find(NULL, support[i], &file->bytes, &file->length);
            assert(found);
            (void)found;
        }
    }
    return count;
}

static struct paths flags_of(struct mem *mem, const struct paths *folders) {
    struct paths flags = {0};
    paths_add(mem, &flags, "-DSLOTS_LAYOUT_ONLY");
    paths_add(mem, &flags, "-DSLOTS_NO_ASSERTS");
    for (size_t i = 0; i < folders->count; i++) {
        paths_add(mem, &flags, mem_concat(mem, "-I", folders->items[i], NULL));
    }
    paths_add(mem, &flags, "-I" OWN_FOLDER);
    return flags;
}

static void compare(struct pass *pass, const struct clang_unit *unit) {
    struct mem *mem = pass->mem;
    const struct verify_subject *subject = pass->subject;
    /* A schema's text holds all files at once; in a header the others' records are included. */
    struct clang_records records = clang_records(mem, unit, false);
    verify_join_tails(mem, pass->verification->clang, &records);
    const struct compared compared = {
        .mem = mem,
        .clang = pass->verification->clang,
        .records = &records,
        .subject = subject,
        .width = pass->verification->targets->items[pass->target].abi->width,
        .note = note,
        .context = pass,
    };
    if (subject->program != NULL) {
        compare_with_model(&compared);
    }
    /* Constants that don't fit a struct which is wrong itself add nothing. */
    if (subject->constants != NULL && pass->count == 0) {
        compare_with_constants(&compared);
    }
}

/* Without the place in a text that the user has never seen. */
static const char *words_of(const struct verify_text *text, const char *error) {
    const char *words = strstr(error, ": ");
    bool is_in_own = text->is_own && strncmp(error, OWN_FOLDER, strlen(OWN_FOLDER)) == 0;
    return is_in_own && words != NULL ? words + 2 : error;
}

/* As slotc's own headers alone go; where that lacks one, and the target is this machine, with those
 * of the system, as `gen` has asked for the sizes. */
static bool parse(const struct pass *pass, struct clang_unit *unit, const char **error) {
    const struct verification *verification = pass->verification;
    const struct verify_target *target = &verification->targets->items[pass->target];
    const struct verify_text *text = &pass->subject->text;
    struct mem *mem = pass->mem;
    struct clang_file files[SUPPORT_COUNT];
    /* Headers beside a text come first, and beside slotc's own lie its own. */
    const char *path =
        text->is_own ? mem_concat(mem, OWN_FOLDER "/", text->path, NULL) : text->path;
    struct clang_request request = {
        .target = target->name,
        .main = {path, text->bytes, text->length},
        .files = files,
        .file_count = add_support(mem, text, files),
        .flags = flags_of(mem, &text->folders),
        .freestanding = true,
    };
    if (clang_parse(mem, verification->clang, &request, unit, error)) {
        return true;
    }
    const char *host_error = NULL;
    struct probe_target host;
    if (!clang_lacks_file(*error) || !probe_host(mem, verification->clang, &host, &host_error) ||
        strcmp(host.machine, target->abi->machine) != 0) {
        return false;
    }
    request.freestanding = false;
    return clang_parse(mem, verification->clang, &request, unit, error);
}

static bool is_asked(const struct declaration *declaration) {
    const struct extern_type *type = (const struct extern_type *)(const void *)declaration;
    return declaration->kind == DECLARATION_EXTERN && !type->stated && type->size != NULL;
}

bool verify_asks_externs(const struct program *program) {
    for (size_t i = 0; i < program->file_count; i++) {
        const struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            if (is_asked(declaration)) {
                return true;
            }
        }
    }
    return false;
}

/* The first record whose size is known with pointers of the other width only. */
static const char *words_of_width(const struct pass *pass, enum width width) {
    const struct program *program = pass->subject->program;
    for (size_t i = 0; program != NULL && i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const struct file *file = record->declaration.file;
        bool is_looked_at = pass->subject->file == NULL || pass->subject->file == file;
        if (is_looked_at && !layout_of(pass->subject->layouts, record)->known[width]) {
            const char *path = file->source->path;
            return mem_format(
                pass->mem,
                "%s%sthe C types in `%s` are known for %s pointers only; `gen "
                "--target`, or `targets` in slotc.ini, asks for others, too",
                pass->subject->file == NULL ? "" : path, pass->subject->file == NULL ? "" : ": ",
                record->declaration.qualified, width == WIDTH_64 ? "32-bit" : "64-bit");
        }
    }
    return NULL;
}

static void run_pass(void *context, size_t index) {
    struct pass *pass = &((struct pass *)context)[index];
    const struct verify_targets *targets = pass->verification->targets;
    struct clang_unit unit;
    const char *error = NULL;
    if (parse(pass, &unit, &error)) {
        pass->unchecked = words_of_width(pass, targets->items[pass->target].abi->width);
        compare(pass, &unit);
        clang_unit_free(&unit);
    } else if (clang_lacks_file(error)) {
        pass->unchecked = words_of(&pass->subject->text, error);
        pass->is_blind = true;
    } else {
        const char *words = words_of(&pass->subject->text, error);
        note(pass, &(struct difference){.what = words, .is_missing = true});
    }
}

/* What a target lacks is a fault only where the user named it, or where none could be checked. */
static void keep_unchecked(struct verification *verification, const struct pass *passes,
                           size_t count) {
    bool all_are_blind = true;
    for (size_t i = 0; i < count; i++) {
        all_are_blind = all_are_blind && passes[i].is_blind;
    }
    bool is_fault = verification->targets->are_named || all_are_blind;
    struct differences *list = is_fault ? &verification->differences : &verification->unchecked;
    for (size_t i = 0; i < count; i++) {
        if (passes[i].unchecked != NULL) {
            struct difference words = {.what = passes[i].unchecked, .is_missing = true};
            note_on_targets(verification, list, &words, passes[i].target,
                            passes[i].subject->text.as_written);
        }
    }
}

void verify_layouts(struct verification *verification, const struct verify_subject *subject) {
    const struct verify_targets *targets = verification->targets;
    struct pass *passes = mem_alloc(verification->mem, targets->count * sizeof *passes);
    size_t count = 0;
    for (size_t i = 0; i < targets->count; i++) {
        if (!subject->text.as_written || targets->items[i].group == i) {
            passes[count++] = (struct pass){.verification = verification,
                                            .subject = subject,
                                            .mem = mem_child(verification->mem),
                                            .target = i};
        }
    }
    parallel_run(count, run_pass, passes);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < passes[i].count; k++) {
            note_on_targets(verification, &verification->differences, &passes[i].differences[k],
                            passes[i].target, subject->text.as_written);
        }
    }
    keep_unchecked(verification, passes, count);
    for (size_t i = 0; i < count; i++) {
        mem_free(passes[i].mem);
    }
}
