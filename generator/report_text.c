#include "report_text.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "mem.h"
#include "report.h"
#include "text.h"

/* Where paragraphs are broken into lines. Tables have the width of what they hold. */
#define MOST_COLUMNS 100

#define MOST_CELLS 11

/* A column: its title, what stands above it and those to its right up to the next with such. */
struct column {
    const char *group;
    const char *title;
    bool left; /* words, not numbers */
};

struct table {
    struct mem *mem;
    const struct column *columns;
    size_t column_count;
    const char *(*rows)[MOST_CELLS];
    size_t row_count;
    size_t widths[MOST_CELLS];
};

static struct table table_new(struct mem *mem, const struct column *columns, size_t column_count,
                              size_t most_rows) {
    struct table table = {
        .mem = mem,
        .columns = columns,
        .column_count = column_count,
        .rows = mem_alloc(mem, most_rows * sizeof *table.rows),
    };
    for (size_t i = 0; i < column_count; i++) {
        table.widths[i] = strlen(columns[i].title);
    }
    return table;
}

/* The cells of a new row, all of them empty, for the caller to fill. */
static const char **add_row(struct table *table) {
    const char **row = table->rows[table->row_count++];
    for (size_t i = 0; i < table->column_count; i++) {
        row[i] = "";
    }
    return row;
}

static void print_row(struct text *out, const struct table *table, const char *const *cells) {
    size_t line = out->length;
    size_t end = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t gap = table->widths[i] - strlen(cells[i]);
        text_add_repeat(out, ' ', i == 0 ? 0 : 2);
        text_add_repeat(out, ' ', table->columns[i].left ? 0 : gap);
        text_add_string(out, cells[i]);
        end = cells[i][0] == '\0' ? end : out->length - line;
        text_add_repeat(out, ' ', table->columns[i].left ? gap : 0);
    }
    out->length = line + end; /* no white space at the end of a line */
    text_add_string(out, "\n");
}

static void print_groups(struct text *out, const struct table *table) {
    size_t at = 0;
    size_t column = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *group = table->columns[i].group;
        if (group != NULL) {
            text_add_repeat(out, ' ', column > at ? column - at : 0);
            text_add_string(out, group);
            at = column + strlen(group);
        }
        column += table->widths[i] + 2;
    }
    text_add_string(out, "\n");
}

static void print_table(struct text *out, struct table *table) {
    const char *titles[MOST_CELLS];
    for (size_t i = 0; i < table->column_count; i++) {
        titles[i] = table->columns[i].title;
        for (size_t j = 0; j < table->row_count; j++) {
            size_t width = strlen(table->rows[j][i]);
            table->widths[i] = width > table->widths[i] ? width : table->widths[i];
        }
    }
    print_groups(out, table);
    print_row(out, table, titles);
    for (size_t j = 0; j < table->row_count; j++) {
        print_row(out, table, table->rows[j]);
    }
}

static void fill_sums(struct mem *mem, const char **cells, struct sum slotted, struct sum backed,
                      struct sum saving) {
    cells[8] = report_units(mem, slotted);
    cells[9] = report_units(mem, backed);
    cells[10] = report_units(mem, saving);
}

static void fill_record(struct mem *mem, const char **cells, const struct report_row *row) {
    const struct cost *cost = &row->cost;
    cells[0] = row->name;
    cells[1] = row->storage_shown;
    cells[2] = cost_size(mem, cost, &cost->slotted, WIDTH_64);
    cells[3] = cost_size(mem, cost, &cost->backed, WIDTH_64);
    cells[4] = mem_number(mem, report_with_first(cost));
    cells[5] = cost_size(mem, cost, &cost->slotted, WIDTH_32);
    cells[6] = cost_size(mem, cost, &cost->backed, WIDTH_32);
    cells[7] = "-";
    if (row->record->count > 0) {
        cells[7] = report_number(mem, row->record->count);
        fill_sums(mem, cells, row->slotted, row->backed, row->saving);
    }
}

static void print_records(struct text *out, const struct report *report) {
    static const struct column columns[] = {
        {NULL, "record", true}, {NULL, "storage", true}, {"bytes of one", "slots", false},
        {NULL, "dict", false},  {NULL, "+1", false},     {"32-bit", "slots", false},
        {NULL, "dict", false},  {NULL, "@count", false}, {"of @count", "slots", false},
        {NULL, "dict", false},  {NULL, "saving", false},
    };
    struct mem *mem = out->mem;
    struct table table =
        table_new(mem, columns, sizeof columns / sizeof *columns, report->count + 1);
    for (size_t i = 0; i < report->count; i++) {
        fill_record(mem, add_row(&table), &report->rows[i]);
    }
    if (report->expected > 0) {
        const char **cells = add_row(&table);
        cells[0] = "total";
        fill_sums(mem, cells, report->slotted, report->backed, report->saving);
    }
    print_table(out, &table);
    text_format(out, "\n+1: with the first dynamic attribute, which adds %" PRIu32 " bytes.\n",
                cost_first_attribute);
    if (report->expected > 0) {
        text_format(out, "As the schemas have it, all that are expected take %s.\n",
                    report_units(mem, report->as_it_is));
    }
    if (report->overflow != NULL) {
        text_add_paragraph(out, report->overflow, 0, MOST_COLUMNS);
    }
}

/* What a child takes that forgets its slots, beside what it would take with them. */
static void print_traps(struct text *out, const struct report *report) {
    static const struct column columns[] = {
        {NULL, "child of", true},     {"bytes of one", "slots", false}, {NULL, "dict", false},
        {NULL, "more", false},        {NULL, "more with +1", false},    {NULL, "@count", false},
        {"of @count", "more", false}, {NULL, "more with +1", false},
    };
    struct mem *mem = out->mem;
    struct table table = table_new(mem, columns, sizeof columns / sizeof *columns, report->traps);
    for (size_t i = 0; i < report->count; i++) {
        const struct report_row *row = &report->rows[i];
        if (!row->has_trap) {
            continue;
        }
        const char **cells = add_row(&table);
        cells[0] = row->name;
        cells[1] = mem_number(mem, row->trap.slotted.size[WIDTH_64]);
        cells[2] = mem_number(mem, row->trap.backed.size[WIDTH_64]);
        cells[3] = mem_number(mem, cost_saving(&row->trap, WIDTH_64));
        cells[4] = mem_number(mem, row->trap_first);
        cells[5] = "-";
        if (row->record->count > 0) {
            cells[5] = report_number(mem, row->record->count);
            cells[6] = report_units(mem, row->trap_more);
            cells[7] = report_units(mem, row->trap_more_first);
        }
    }
    if (report->traps > 0) {
        text_add_string(out,
                        "\nThe trap: a child without fields of its own that forgets its slots\n\n");
        print_table(out, &table);
    }
}

void report_text(struct text *text, const struct report *report) {
    if (report->count == 0) {
        text_add_string(text, "There is no record in these schemas.\n");
        return;
    }
    text_add_string(text, "Slotted and dict-backed, 64-bit pointers unless it says 32-bit\n\n");
    print_records(text, report);
    print_traps(text, report);
    text_add_string(text, "\nAdvice\n\n");
    for (size_t i = 0; i < report->count; i++) {
        if (report->rows[i].advice != NULL) {
            text_add_paragraph(text, report->rows[i].advice, 0, MOST_COLUMNS);
            text_add_string(text, "\n");
        }
    }
    if (report->uncounted != NULL) {
        text_add_paragraph(text, report->uncounted, 0, MOST_COLUMNS);
        text_add_string(text, "\n");
    }
    text_add_paragraph(text, report->limits, 0, MOST_COLUMNS);
}
