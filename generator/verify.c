#include "verify.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "clang_parse.h"
#include "clang_targets.h"
#include "map.h"
#include "mem.h"
#include "parallel.h"
#include "templates.h"
#include "verify_compare.h"
#include "verify_tails.h"

struct verification verification_new(struct mem *mem, const struct clang *clang,
                                     const struct verify_targets *targets) {
    return (struct verification){
        .mem = mem, .clang = clang, .targets = targets, .differences = {.known = map_new(mem)}};
}

static const char *copy_or_null(struct mem *mem, const char *text) {
    return text == NULL ? NULL : mem_string(mem, text);
}

/* The difference of that key, made where there is none yet. */
static struct difference *place_of(struct verification *verification,
                                   const struct difference *difference) {
    struct mem *mem = verification->mem;
    struct differences *differences = &verification->differences;
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

static void note_on_targets(struct verification *verification, const struct difference *difference,
                            size_t target, bool whole_group) {
    const struct verify_targets *targets = verification->targets;
    struct difference *noted = place_of(verification, difference);
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

static size_t add_support(struct mem *mem, const struct paths *folders, struct clang_file *files) {
    size_t count = 0;
    for (size_t i = 0; i < SUPPORT_COUNT; i++) {
        if (!is_there(mem, folders, support[i])) {
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

static void run_pass(void *context, size_t index) {
    struct pass *pass = &((struct pass *)context)[index];
    const struct verification *verification = pass->verification;
    const struct verify_text *text = &pass->subject->text;
    struct mem *mem = pass->mem;
    struct clang_file files[SUPPORT_COUNT];
    struct clang_request request = {
        .target = verification->targets->items[pass->target].name,
        .main = {text->path, text->bytes, text->length},
        .files = files,
        .file_count = add_support(mem, &text->folders, files),
        .flags = flags_of(mem, &text->folders),
        .freestanding = true,
    };
    struct clang_unit unit;
    const char *error = NULL;
    if (clang_parse(mem, verification->clang, &request, &unit, &error)) {
        compare(pass, &unit);
        clang_unit_free(&unit);
    } else {
        note(pass, &(struct difference){.what = error, .is_missing = true});
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
            note_on_targets(verification, &passes[i].differences[k], passes[i].target,
                            subject->text.as_written);
        }
        mem_free(passes[i].mem);
    }
}
