/* Changes for people, as text and as a table for a comment on a pull request. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "cost.h"
#include "mem.h"
#include "text.h"

/* So many consequences of one change are told. */
#define MOST_CONSEQUENCES 20

/* Calls visit with each declaration that has changed, or was moved by another one. */
static void each_subject(const struct breaks *breaks, struct text *text,
                         void visit(const struct breaks *breaks, struct text *text,
                                    const struct subject *subject,
                                    const struct record_pair *record)) {
    for (size_t i = 0; i < breaks->extern_count; i++) {
        visit(breaks, text, &breaks->externs[i].subject, NULL);
    }
    for (size_t i = 0; i < breaks->enum_count; i++) {
        visit(breaks, text, &breaks->enums[i].subject, NULL);
    }
    for (size_t i = 0; i < breaks->record_count; i++) {
        visit(breaks, text, &breaks->records[i].subject, &breaks->records[i]);
    }
}

static bool is_both(const struct record_pair *record) {
    return record != NULL && record->old != NULL && record->new != NULL;
}

/* "24 → 32 bytes"; of 32-bit pointers, too, where only one of the two changes. */
static const char *size_words(struct mem *mem, const struct record_pair *record) {
    const uint64_t *old = record->old->measure.size;
    const uint64_t *new = record->new->measure.size;
    if ((old[WIDTH_64] == new[WIDTH_64]) == (old[WIDTH_32] == new[WIDTH_32])) {
        return old[WIDTH_64] == new[WIDTH_64] ? mem_format(mem, "%" PRIu64 " bytes", new[WIDTH_64])
                                              : mem_format(mem, "%" PRIu64 " → %" PRIu64 " bytes",
                                                           old[WIDTH_64], new[WIDTH_64]);
    }
    return mem_format(
        mem, "%" PRIu64 " → %" PRIu64 " bytes, with 32-bit pointers %" PRIu64 " → %" PRIu64,
        old[WIDTH_64], new[WIDTH_64], old[WIDTH_32], new[WIDTH_32]);
}

static void print_breakage(const struct breaks *breaks, struct text *text,
                           const struct breakage *breakage) {
    size_t count = 0;
    text_format(text, "  %s [%s: %s]\n", breakage->message, breakage->kind->rule.name,
                break_levels_words(breaks->mem, breakage->levels));
    for (const struct consequence *at = breakage->consequences; at != NULL; at = at->next) {
        if (++count <= MOST_CONSEQUENCES) {
            text_format(text, "    %s\n", at->message);
        }
    }
    if (count > MOST_CONSEQUENCES) {
        text_format(text, "    and %zu more\n", count - MOST_CONSEQUENCES);
    }
}

static void print_subject(const struct breaks *breaks, struct text *text,
                          const struct subject *subject, const struct record_pair *record) {
    if (subject->breakages == NULL) {
        return;
    }
    text_format(text, "%s%s %s", text->length == 0 ? "" : "\n", subject->kind, subject->name);
    if (is_both(record)) {
        text_format(text, ": %s", size_words(breaks->mem, record));
    }
    text_add_string(text, "\n");
    for (const struct breakage *at = subject->breakages; at != NULL; at = at->next) {
        print_breakage(breaks, text, at);
    }
}

void breaks_text(const struct breaks *breaks, struct text *text) {
    each_subject(breaks, text, print_subject);
    if (breaks->count > 0) {
        text_format(text, "\n%zu change%s; breaks %s\n", breaks->count,
                    breaks->count == 1 ? "" : "s", break_levels_words(breaks->mem, breaks->levels));
    }
}

/* Words in a cell of a table: no line ends, no bars, and no tags outside of code. */
static void add_cell(struct text *text, const char *words) {
    bool in_code = false;
    for (; *words != '\0'; words++) {
        bool is_line_end = *words == '\n' || *words == '\r';
        if (*words == '`') {
            in_code = !in_code && strchr(words + 1, '`') != NULL;
        }
        if (*words == '<' && !in_code) {
            text_add_string(text, "&lt;");
            continue;
        }
        text_add_string(text, *words == '|' ? "\\" : "");
        text_add(text, is_line_end ? " " : words, 1);
    }
}

/* "7.6 MiB → 11.4 MiB" of all that `@count` expects. */
static const char *total_words(struct mem *mem, const struct record_pair *record) {
    uint64_t before = 0;
    uint64_t after = 0;
    if (!is_both(record) || record->new->count == 0 ||
        !cost_times(record->old->measure.size[WIDTH_64], record->new->count, &before) ||
        !cost_times(record->new->measure.size[WIDTH_64], record->new->count, &after)) {
        return "";
    }
    return before == after ? cost_in_units(mem, after)
                           : mem_concat(mem, cost_in_units(mem, before), " → ",
                                        cost_in_units(mem, after), NULL);
}

/* The fields that move along; records have rows of their own. */
static void add_field_notes(struct text *text, const struct breakage *breakage) {
    size_t count = 0;
    for (const struct consequence *at = breakage->consequences; at != NULL; at = at->next) {
        if (at->subject == NULL && ++count <= MOST_CONSEQUENCES) {
            text_add_string(text, "<br>");
            add_cell(text, at->message);
        }
    }
    if (count > MOST_CONSEQUENCES) {
        text_format(text, "<br>and %zu more", count - MOST_CONSEQUENCES);
    }
}

static void print_rows(const struct breaks *breaks, struct text *text,
                       const struct subject *subject, const struct record_pair *record) {
    const char *name = mem_concat(breaks->mem, "`", subject->name, "`", NULL);
    const char *size = is_both(record) ? size_words(breaks->mem, record) : "";
    const char *total = total_words(breaks->mem, record);
    for (const struct breakage *at = subject->breakages; at != NULL; at = at->next) {
        bool is_first = at == subject->breakages;
        text_format(text, "| %s | %s | %s | ", is_first ? name : "", is_first ? size : "",
                    is_first ? total : "");
        add_cell(text, at->message);
        add_field_notes(text, at);
        text_format(text, " | %s |\n",
                    at->levels == 0 ? "" : break_levels_words(breaks->mem, at->levels));
    }
    if (subject->cause != NULL) {
        text_format(text, "| %s | %s | %s | changed with `%s` | %s |\n", name, size, total,
                    subject->cause->name, break_levels_words(breaks->mem, subject->levels));
    }
}

void breaks_markdown(const struct breaks *breaks, struct text *text) {
    if (breaks->count == 0) {
        text_add_string(text, "No record has changed.\n");
        return;
    }
    text_format(text, "**%zu change%s of records%s%s**\n\n", breaks->count,
                breaks->count == 1 ? "" : "s", breaks->levels == 0 ? "" : ", breaking ",
                breaks->levels == 0 ? "" : break_levels_words(breaks->mem, breaks->levels));
    text_add_string(text, "| record | size | of `@count` | change | breaks |\n"
                          "| --- | --- | --- | --- | --- |\n");
    each_subject(breaks, text, print_rows);
}
