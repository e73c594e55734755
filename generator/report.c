#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "report_advice.h"

uint64_t report_with_first(const struct cost *cost) {
    return cost->backed.size[WIDTH_64] + cost_first_attribute;
}

const char *report_units(struct mem *mem, struct sum sum) {
    return sum.counted ? cost_in_units(mem, sum.bytes) : ">16 EiB";
}

const char *report_number(struct mem *mem, uint64_t number) {
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    char *grouped = mem_alloc(mem, 2 * sizeof digits);
    char *to = grouped;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *to++ = '_';
        }
        *to++ = digits[i];
    }
    return grouped;
}

static struct sum times(uint64_t bytes, const struct record *record) {
    struct sum sum = {0};
    sum.counted = cost_times(bytes, record->count, &sum.bytes);
    return sum;
}

static void add(struct sum *to, struct sum sum) {
    to->counted = cost_plus(to->bytes, sum.bytes, &to->bytes) && to->counted && sum.counted;
}

/* A record that is slotted all the way up, and may have children that are not. */
static void add_trap(struct mem *mem, const struct layouts *layouts, struct report_row *row) {
    const struct record *record = row->record;
    row->has_trap = true;
    row->trap = cost_below(mem, layouts, record);
    uint64_t more = cost_saving(&row->trap, WIDTH_64);
    row->trap_first = more + cost_first_attribute;
    row->trap_more = times(more, record);
    row->trap_more_first = times(row->trap_first, record);
}

static struct report_row row_of(struct mem *mem, const struct chains *chains,
                                const struct layouts *layouts, const struct record *record) {
    const char *storage = record_storage_words(record);
    struct report_row row = {
        .record = record,
        .name = record->declaration.name.text,
        .storage = storage,
        .storage_shown = storage,
        .dict_from = chain_of(chains, record)->dict_from,
        .cost = cost_of(mem, layouts, record),
    };
    bool has_dict = row.dict_from != NULL;
    if (has_dict && strstr(storage, "dict") == NULL) {
        row.storage_shown = mem_concat(mem, storage, " (dict)", NULL);
    }
    row.slotted = times(row.cost.slotted.size[WIDTH_64], record);
    row.backed = times(row.cost.backed.size[WIDTH_64], record);
    row.saving = times(cost_saving(&row.cost, WIDTH_64), record);
    if (!has_dict && !record->final) {
        add_trap(mem, layouts, &row);
    }
    return row;
}

static void add_row(struct report *report, const struct layouts *layouts,
                    const struct report_row *row) {
    report->rows[report->count++] = *row;
    report->traps += row->has_trap;
    if (row->record->count == 0) {
        return;
    }
    report->expected++;
    add(&report->slotted, row->slotted);
    add(&report->backed, row->backed);
    add(&report->saving, row->saving);
    add(&report->as_it_is,
        times(layout_of(layouts, row->record)->measure.size[WIDTH_64], row->record));
}

/* A name that two records of the report have is told apart by its package. */
static void tell_apart(struct mem *mem, struct report *report) {
    struct map *first = map_new(mem);
    for (size_t i = 0; i < report->count; i++) {
        struct report_row *row = &report->rows[i];
        const struct declaration *declaration = &row->record->declaration;
        const char *name = declaration->name.text;
        void **place = map_place(first, name, strlen(name));
        struct report_row *other = *place;
        if (other == NULL) {
            *place = row;
        } else {
            other->name = other->record->declaration.qualified;
            row->name = declaration->qualified;
        }
    }
}

static void add_file(struct mem *mem, const struct chains *chains, const struct layouts *layouts,
                     const struct file *file, struct report *report) {
    const struct declaration *declaration = file->declarations;
    for (; declaration != NULL; declaration = declaration->next) {
        if (declaration->kind == DECLARATION_RECORD) {
            const struct record *record = (const struct record *)(const void *)declaration;
            struct report_row row = row_of(mem, chains, layouts, record);
            add_row(report, layouts, &row);
        }
    }
}

/* A dict's sum is the largest of a record, but for that of the trap. */
static bool has_overflow(const struct report *report) {
    bool has = !report->backed.counted;
    for (size_t i = 0; i < report->count && !has; i++) {
        has = report->rows[i].has_trap && !report->rows[i].trap_more_first.counted;
    }
    return has;
}

struct report report_new(struct mem *mem, const struct program *program,
                         const struct chains *chains, const struct layouts *layouts) {
    const struct sum nothing = {.counted = true};
    struct report report = {
        .rows = mem_alloc(mem, program->record_count * sizeof(struct report_row)),
        .slotted = nothing,
        .backed = nothing,
        .saving = nothing,
        .as_it_is = nothing,
    };
    for (size_t i = 0; i < program->file_count; i++) {
        if (program->files[i]->source->named) {
            add_file(mem, chains, layouts, program->files[i], &report);
        }
    }
    tell_apart(mem, &report);
    struct advisor advisor = advisor_new(mem, program);
    for (size_t i = 0; i < report.count; i++) {
        advise(&advisor, &report.rows[i]);
    }
    report.limits = advice_limits(mem);
    report.overflow = has_overflow(&report) ? ">16 EiB: more bytes than 64 bits count." : NULL;
    report.uncounted = advice_uncounted(mem, &report);
    return report;
}
