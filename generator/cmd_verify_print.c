/* What slotc verify has found, as text and as JSON. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "cmd_verify.h"
#include "mem.h"
#include "text.h"

/* More changes than these of one header are counted as text. */
#define MAX_CHANGES 20

/* So many targets are named rather than counted, where the others are more. */
#define FEW_TARGETS 3

bool verify_is_clean(const struct verify_run *verify) {
    for (size_t i = 0; i < verify->file_count; i++) {
        const struct verified *file = &verify->files[i];
        if (file->trouble != NULL || file->differences.count > 0) {
            return false;
        }
    }
    return true;
}

/* The names of those targets for which it is so, or is not. */
static const char *target_names(const struct verify_run *verify,
                                const struct difference *difference, bool which) {
    struct text text = {.mem = verify->run->mem};
    for (size_t i = 0; i < verify->targets.count; i++) {
        if (difference->targets[i] == which) {
            text_format(&text, "%s%s", text.length == 0 ? "" : ", ", verify->targets.items[i].name);
        }
    }
    return text_string(&text);
}

/* "i386-linux-gnu, wasm32-unknown-unknown", "all 12 targets", "all 12 targets but …". */
static const char *target_words(const struct verify_run *verify,
                                const struct difference *difference) {
    struct mem *mem = verify->run->mem;
    size_t all = verify->targets.count;
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        count += difference->targets[i];
    }
    if (count == all && count > 1) {
        return mem_format(mem, "all %zu targets", count);
    }
    if (count > FEW_TARGETS && all - count <= FEW_TARGETS) {
        return mem_format(mem, "all %zu targets but %s", all,
                          target_names(verify, difference, false));
    }
    return target_names(verify, difference, true);
}

static void print_difference(const struct verify_run *verify, const struct verified *file,
                             const struct difference *difference) {
    bool is_header = file->state != NULL;
    const char *path = is_header || difference->path == NULL ? file->path : difference->path;
    if (difference->record == NULL) { /* libclang's words of a header begin with a path */
        printf("%s%s%s (%s)\n", is_header ? "" : path, is_header ? "" : ": ", difference->what,
               target_words(verify, difference));
        return;
    }
    printf("%s: ", path);
    printf("`%s%s%s`: ", difference->record, difference->field == NULL ? "" : ".",
           difference->field == NULL ? "" : difference->field);
    printf("%s", difference->what);
    if (!difference->is_missing) {
        printf(" %llu, but %llu by %s", (unsigned long long)difference->found,
               (unsigned long long)difference->expected, difference->origin);
    }
    printf(" (%s)\n", target_words(verify, difference));
}

/* What the targets lack, told as it is, and no fault. */
static void print_unchecked(const struct verify_run *verify, const struct verified *file) {
    for (size_t i = 0; i < file->unchecked.count; i++) {
        const struct difference *unchecked = file->unchecked.items[i];
        printf("%s: not checked for %s: %s\n", file->path, target_words(verify, unchecked),
               unchecked->what);
    }
}

static void print_changes(const struct verify_run *verify, const struct verified *file) {
    size_t shown = file->changes.count > MAX_CHANGES ? MAX_CHANGES : file->changes.count;
    for (size_t i = 0; i < shown; i++) {
        const struct change *change = &file->changes.items[i];
        if (change->line > 0) {
            printf("%s:%u: %s\n", file->path, change->line, change_text(verify->run->mem, change));
        } else {
            printf("%s: %s\n", file->path, change_text(verify->run->mem, change));
        }
    }
    if (shown < file->changes.count) {
        printf("%s: and %zu more changes\n", file->path, file->changes.count - shown);
    }
}

/* "1 header", "3 headers" */
static const char *count_words(struct mem *mem, size_t count, const char *what) {
    return mem_format(mem, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static void print_summary(const struct verify_run *verify) {
    struct mem *mem = verify->run->mem;
    size_t drifted = 0;
    size_t differences = 0;
    for (size_t i = 0; i < verify->file_count; i++) {
        drifted += verify->files[i].trouble != NULL;
        differences += verify->files[i].differences.count;
    }
    bool both = verify->headers.count > 0 && verify->schema_count > 0;
    printf("checked %s%s%s",
           verify->headers.count > 0 ? count_words(mem, verify->headers.count, "header") : "",
           both ? " and " : "",
           verify->schema_count > 0 ? count_words(mem, verify->schema_count, "schema") : "");
    if (verify->clang == NULL) {
        printf(", without libclang");
    } else {
        printf(" for %s, which lay out in %s", count_words(mem, verify->targets.count, "target"),
               count_words(mem, verify->targets.group_count, "way"));
    }
    if (drifted + differences == 0) {
        puts(": nothing is wrong");
        return;
    }
    printf(": %s not as generated, %s in layout\n", count_words(mem, drifted, "header"),
           count_words(mem, differences, "difference"));
}

void verify_print_text(const struct verify_run *verify) {
    for (size_t i = 0; i < verify->file_count; i++) {
        const struct verified *file = &verify->files[i];
        if (file->trouble != NULL) {
            printf("%s: %s\n", file->path, file->trouble);
        }
        print_changes(verify, file);
        for (size_t k = 0; k < file->differences.count; k++) {
            print_difference(verify, file, file->differences.items[k]);
        }
        print_unchecked(verify, file);
    }
    print_summary(verify);
}

static json_t *text_or_null(const char *text) {
    return text == NULL ? json_null() : json_string(text);
}

static json_t *changes_of(const struct verified *file) {
    json_t *list = json_array();
    for (size_t i = 0; i < file->changes.count; i++) {
        const struct change *change = &file->changes.items[i];
        json_t *line = change->line == 0 ? json_null() : json_integer(change->line);
        json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "kind", change_word(change->kind),
                                              "name", text_or_null(change->name), "line", line));
    }
    return list;
}

static json_t *number_of(const struct difference *difference, uint64_t number) {
    return difference->is_missing ? json_null() : json_integer((json_int_t)number);
}

static json_t *targets_of(const struct verify_run *verify, const struct difference *difference) {
    json_t *targets = json_array();
    for (size_t i = 0; i < verify->targets.count; i++) {
        if (difference->targets[i]) {
            json_array_append_new(targets, json_string(verify->targets.items[i].name));
        }
    }
    return targets;
}

static json_t *unchecked_of(const struct verify_run *verify, const struct verified *file) {
    json_t *list = json_array();
    for (size_t i = 0; i < file->unchecked.count; i++) {
        const struct difference *unchecked = file->unchecked.items[i];
        json_array_append_new(list, json_pack("{s:s, s:o}", "why", unchecked->what, "targets",
                                              targets_of(verify, unchecked)));
    }
    return list;
}

static json_t *differences_of(const struct verify_run *verify, const struct verified *file) {
    json_t *list = json_array();
    for (size_t i = 0; i < file->differences.count; i++) {
        const struct difference *difference = file->differences.items[i];
        json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "schema",
                      text_or_null(difference->path), "record", text_or_null(difference->record),
                      "field", text_or_null(difference->field), "what", difference->what,
                      "libclang", number_of(difference, difference->found), "expected",
                      number_of(difference, difference->expected), "by",
                      text_or_null(difference->origin), "targets", targets_of(verify, difference)));
    }
    return list;
}

void verify_print_json(const struct verify_run *verify) {
    json_t *targets = json_array();
    for (size_t i = 0; i < verify->targets.count; i++) {
        const struct verify_target *target = &verify->targets.items[i];
        json_array_append_new(targets, json_pack("{s:s, s:s}", "target", target->name, "as",
                                                 verify->targets.items[target->group].name));
    }
    json_t *files = json_array();
    for (size_t i = 0; i < verify->file_count; i++) {
        const struct verified *file = &verify->files[i];
        json_array_append_new(
            files,
            json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "file", file->path, "schema",
                      text_or_null(file->schema), "state", text_or_null(file->state), "trouble",
                      text_or_null(file->trouble), "changes", changes_of(file), "differences",
                      differences_of(verify, file), "unchecked", unchecked_of(verify, file)));
    }
    json_t *object = json_pack("{s:o, s:o, s:o}", "targets", targets, "files", files, "problem",
                               text_or_null(verify->missing));
    json_dumpf(object, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(object);
}
