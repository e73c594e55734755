/* slots_report.h: how report.c writes what slotc computed beside what slots_measure.h has counted.
 *
 * For report.c alone: all that is here is private to the file that includes it. */
#ifndef SLOTS_REPORT_H
#define SLOTS_REPORT_H

#include "slots_measure.h"

#include <inttypes.h>
#include <string.h>

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

/* From so many bytes on, of all instances together, a saving is worth a word. */
#define SLOTS_REPORT_LARGE 1048576u

/* No more texts than these are an enum. */
#define SLOTS_REPORT_ENUM 255u

/* What one instance took that was made to be measured. */
typedef struct slots_probed {
    uint64_t one;
    uint64_t with_first; /* with its first dynamic attribute; 0 where it can have none */
    uint64_t block; /* as a block of malloc's; 0 where that is not known */
} slots_probed;

/* What slotc computed of a record, for this width of pointers. */
typedef struct slots_report_row {
    const char *record; /* with its package; NULL behind the last row */
    const char *name; /* as the report calls it */
    const char *c_name; /* as R_measure does */
    const char *schema;
    const char *storage;
    slots_status (*probe)(slots_probed *probed);
    uint64_t count; /* of @count, or 0 */
    uint32_t slotted; /* bytes */
    uint32_t backed; /* the same with a dict */
    uint32_t with_first; /* and an attribute in it; 0 where that is not known */
    uint32_t has_dict;
} slots_report_row;

/* An attribute that no schema can declare. */
#define SLOTS_REPORT_FIRST "the first one"

/* Makes an instance, measures it, and gives it its first dynamic attribute. */
#define SLOTS_REPORT_PROBE(R, access)                                              \
    static slots_status slotc_probe_##R(slots_probed *probed) {                    \
        const char *first = SLOTS_REPORT_FIRST;                                    \
        const slots_value number = slots_int(1);                                   \
        slots_status status = SLOTS_NO_MEMORY;                                     \
        R *one = SLOTS_CAST(R *, slots_allocate(R##_SIZE, R##_ALIGN));             \
        if (one != SLOTS_NULL) {                                                   \
            R##_init(one);                                                         \
            probed->one = access##_sizeof_deep(&R##_class, one);                   \
            probed->with_first = 0;                                                \
            probed->block = slots_measure_block(R##_SIZE, R##_ALIGN);              \
            status = access##_set(&R##_class, one, first, strlen(first), &number); \
            if (status == SLOTS_OK) {                                              \
                probed->with_first = access##_sizeof_deep(&R##_class, one);        \
            }                                                                      \
            R##_fini(one);                                                         \
            slots_release(one, R##_SIZE, R##_ALIGN);                               \
        }                                                                          \
        return status == SLOTS_ATTRIBUTE_ERROR ? SLOTS_OK : status;                \
    }

/* All that is printed. */
struct slots_report {
    const slots_report_row *rows;
    size_t count;
    slots_probed *probes; /* one for each row */
    const slots_measure *measure; /* or NULL */
    FILE *out;
};

/* Figures */

/* What was counted of a row's record; zeros where none was seen. */
static slots_measured slots_report_seen(const struct slots_report *report, size_t row) {
    slots_measured none;
    const slots_measured *seen = SLOTS_NULL;
    if (report->measure != SLOTS_NULL) {
        seen = slots_measure_find(report->measure, report->rows[row].c_name);
    }
    memset(&none, 0, sizeof(none));
    return seen != SLOTS_NULL ? *seen : none;
}

static uint64_t slots_report_saving(const slots_report_row *row) {
    return row->backed > row->slotted ? row->backed - row->slotted : 0;
}

static bool slots_report_one_differs(const struct slots_report *report, size_t i) {
    const slots_report_row *row = &report->rows[i];
    return report->probes[i].one != (row->has_dict != 0 ? row->backed : row->slotted);
}

static bool slots_report_first_differs(const struct slots_report *report, size_t i) {
    const slots_report_row *row = &report->rows[i];
    return row->has_dict != 0 && row->with_first != 0 &&
           report->probes[i].with_first != row->with_first;
}

/* More than twice as many as @count says, or less than half; if none was seen, nothing is known. */
static bool slots_report_count_differs(const struct slots_report *report, size_t i) {
    const uint64_t seen = slots_report_seen(report, i).seen;
    const uint64_t count = report->rows[i].count;
    return count > 0 && seen > 0 && (seen / 2 > count || count / 2 > seen);
}

/* How many bytes less texts would take if each distinct one were there once. */
static uint64_t slots_report_repeated(const slots_measured_texts *texts) {
    return texts->bytes - texts->distinct_bytes;
}

/* Cells */

#define SLOTS_REPORT_COLUMNS 9
#define SLOTS_REPORT_ROOM 32 /* bytes of a cell that is no name */

struct slots_report_line {
    const char *cells[SLOTS_REPORT_COLUMNS];
    char room[SLOTS_REPORT_COLUMNS][SLOTS_REPORT_ROOM];
};

/* 1234567 as "1_234_567" */
static const char *slots_report_number(char *room, uint64_t number) {
    char digits[SLOTS_REPORT_ROOM];
    const int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    char *to = room;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *to++ = '_';
        }
        *to++ = digits[i];
    }
    *to = '\0';
    return room;
}

/* "31.5 MiB", "24 bytes": in whole numbers, since a locale may write another point. */
static const char *slots_report_units(char *room, uint64_t bytes) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    uint64_t unit = 1;
    uint64_t tenths;
    uint64_t rest;
    size_t i = 0;
    for (; bytes / unit >= 1024 && i + 1 < sizeof(units) / sizeof(*units); i++) {
        unit *= 1024;
    }
    if (i == 0) {
        (void)snprintf(room, SLOTS_REPORT_ROOM, "%" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
        return room;
    }
    tenths = bytes / unit * 10 + bytes % unit * 10 / unit;
    rest = bytes % unit * 10 % unit * 2;
    tenths += rest > unit || (rest == unit && tenths % 2 != 0) ? 1 : 0;
    (void)snprintf(room, SLOTS_REPORT_ROOM, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10,
                   units[i]);
    return room;
}

/* How many of a thousand, rounded down, so that 1000 are really all. */
static uint64_t slots_report_share(const slots_measured_texts *texts) {
    return texts->values == 0 ? 0 : (texts->values - texts->distinct) * 1000 / texts->values;
}

static void slots_report_set(struct slots_report_line *line, size_t cell, const char *text) {
    line->cells[cell] = text;
}

static void slots_report_set_number(struct slots_report_line *line, size_t cell, uint64_t number) {
    line->cells[cell] = slots_report_number(line->room[cell], number);
}

/* The same, but "-" for 0: what is not there, or not known. */
static void slots_report_set_known(struct slots_report_line *line, size_t cell, uint64_t number) {
    line->cells[cell] = number == 0 ? "-" : slots_report_number(line->room[cell], number);
}

static void slots_report_set_units(struct slots_report_line *line, size_t cell, uint64_t bytes) {
    line->cells[cell] = slots_report_units(line->room[cell], bytes);
}

/* Tables */

/* Fills a line; false past the last. */
typedef bool slots_report_fill(const struct slots_report *report, size_t row,
                               struct slots_report_line *line);

struct slots_report_table {
    const char *const *titles;
    const char *const *groups; /* what stands above the titles, as far as the next one; or "" */
    size_t column_count;
    size_t left; /* so many columns stand at the left, and the last, which says what is special */
    slots_report_fill *fill;
    int widths[SLOTS_REPORT_COLUMNS + 1]; /* one more, so that no padding is needed */
};

static bool slots_report_line_of(const struct slots_report *report,
                                 const struct slots_report_table *table, size_t row,
                                 struct slots_report_line *line) {
    for (size_t i = 0; i < SLOTS_REPORT_COLUMNS; i++) {
        line->cells[i] = "";
    }
    return table->fill(report, row, line);
}

/* Spaces are owed until something is written behind them: no line ends in white space. */
static void slots_report_pad(const struct slots_report *report, int *owed) {
    for (; *owed > 0; (*owed)--) {
        fputc(' ', report->out);
    }
}

static void slots_report_cells(const struct slots_report *report,
                               const struct slots_report_table *table, const char *const *cells) {
    int owed = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const int gap = table->widths[i] - SLOTS_CAST(int, strlen(cells[i]));
        const bool left = i < table->left || i + 1 == table->column_count;
        owed += left ? 0 : gap;
        if (cells[i][0] != '\0') {
            slots_report_pad(report, &owed);
            fputs(cells[i], report->out);
        }
        owed += (left ? gap : 0) + 2;
    }
    fputc('\n', report->out);
}

static void slots_report_groups(const struct slots_report *report,
                                const struct slots_report_table *table) {
    int owed = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *group = table->groups[i];
        if (group[0] != '\0') {
            slots_report_pad(report, &owed);
            fputs(group, report->out);
            owed -= SLOTS_CAST(int, strlen(group));
        }
        owed += table->widths[i] + 2;
    }
    fputc('\n', report->out);
}

/* Each line is filled twice: to know the widths, and to be written. */
static void slots_report_table(const struct slots_report *report,
                               struct slots_report_table *table) {
    struct slots_report_line line;
    for (size_t i = 0; i < table->column_count; i++) {
        table->widths[i] = SLOTS_CAST(int, strlen(table->titles[i]));
    }
    for (size_t row = 0; slots_report_line_of(report, table, row, &line); row++) {
        for (size_t i = 0; i < table->column_count; i++) {
            const int width = SLOTS_CAST(int, strlen(line.cells[i]));
            table->widths[i] = width > table->widths[i] ? width : table->widths[i];
        }
    }
    slots_report_groups(report, table);
    slots_report_cells(report, table, table->titles);
    for (size_t row = 0; slots_report_line_of(report, table, row, &line); row++) {
        slots_report_cells(report, table, line.cells);
    }
}

static bool slots_report_fill_one(const struct slots_report *report, size_t i,
                                  struct slots_report_line *line) {
    const slots_report_row *row = &report->rows[i];
    if (i == report->count) {
        return false;
    }
    slots_report_set(line, 0, row->name);
    slots_report_set(line, 1, row->storage);
    if (row->has_dict != 0 && strstr(row->storage, "dict") == SLOTS_NULL) {
        (void)snprintf(line->room[1], SLOTS_REPORT_ROOM, "%s (dict)", row->storage);
        slots_report_set(line, 1, line->room[1]);
    }
    slots_report_set_number(line, 2, row->slotted);
    slots_report_set_number(line, 3, row->backed);
    slots_report_set_known(line, 4, row->with_first);
    slots_report_set_number(line, 5, report->probes[i].one);
    slots_report_set_known(line, 6, report->probes[i].with_first);
    slots_report_set_known(line, 7, report->probes[i].block);
    if (slots_report_one_differs(report, i) || slots_report_first_differs(report, i)) {
        slots_report_set(line, 8, "<- differs");
    }
    return true;
}

static void slots_report_fill_sums(struct slots_report_line *line, const slots_measured *seen,
                                   uint64_t slotted, uint64_t backed) {
    slots_report_set_number(line, 2, seen->seen);
    slots_report_set_units(line, 3, slotted);
    slots_report_set_units(line, 4, backed);
    slots_report_set_units(line, 5, seen->records);
    slots_report_set_units(line, 6, seen->texts);
    slots_report_set_units(line, 7, seen->dicts);
}

static void slots_report_fill_total(const struct slots_report *report,
                                    struct slots_report_line *line) {
    slots_measured total;
    uint64_t slotted = 0;
    uint64_t backed = 0;
    memset(&total, 0, sizeof(total));
    for (size_t i = 0; i < report->count; i++) {
        const slots_measured seen = slots_report_seen(report, i);
        slotted += seen.seen * report->rows[i].slotted;
        backed += seen.seen * report->rows[i].backed;
        total.seen += seen.seen;
        total.records += seen.records;
        total.texts += seen.texts;
        total.dicts += seen.dicts;
    }
    slots_report_set(line, 0, "total");
    slots_report_fill_sums(line, &total, slotted, backed);
}

static bool slots_report_fill_seen(const struct slots_report *report, size_t i,
                                   struct slots_report_line *line) {
    const slots_report_row *row = &report->rows[i];
    slots_measured seen;
    if (i == report->count) {
        slots_report_fill_total(report, line);
    }
    if (i >= report->count) {
        return i == report->count;
    }
    seen = slots_report_seen(report, i);
    slots_report_set(line, 0, row->name);
    slots_report_set_known(line, 1, row->count);
    slots_report_fill_sums(line, &seen, seen.seen * row->slotted, seen.seen * row->backed);
    if (slots_report_count_differs(report, i)) {
        slots_report_set(line, 8, "<- not @count");
    }
    return true;
}

/* The next row of which `str` fields hold texts, from that one on; count where there is none. */
static size_t slots_report_with_texts(const struct slots_report *report, size_t row) {
    while (row < report->count && slots_report_seen(report, row).texts == 0) {
        row++;
    }
    return row;
}

/* The field of that number, of all that hold texts, and its row. */
static const slots_measured_texts *slots_report_texts(const struct slots_report *report,
                                                      size_t number, size_t *row) {
    *row = slots_report_with_texts(report, 0);
    for (; *row < report->count; *row = slots_report_with_texts(report, *row + 1)) {
        const slots_measured seen = slots_report_seen(report, *row);
        for (size_t i = 0; i < seen.field_count; i++) {
            if (seen.fields[i].values > 0 && number-- == 0) {
                return &seen.fields[i];
            }
        }
    }
    return SLOTS_NULL;
}

static bool slots_report_fill_texts(const struct slots_report *report, size_t number,
                                    struct slots_report_line *line) {
    size_t row = 0;
    const slots_measured_texts *texts = slots_report_texts(report, number, &row);
    uint64_t share;
    if (texts == SLOTS_NULL) {
        return false;
    }
    share = slots_report_share(texts);
    slots_report_set(line, 0, report->rows[row].name);
    slots_report_set(line, 1, texts->field->name);
    slots_report_set_number(line, 2, texts->values);
    slots_report_set_number(line, 3, texts->distinct);
    (void)snprintf(line->room[4], SLOTS_REPORT_ROOM, "%" PRIu64 ".%" PRIu64 " %%", share / 10,
                   share % 10);
    slots_report_set(line, 4, line->room[4]);
    slots_report_set_units(line, 5, texts->bytes);
    slots_report_set_units(line, 6, slots_report_repeated(texts));
    slots_report_set(line, 7, "-");
    if (texts->blocks > 0) {
        slots_report_set_units(line, 7, texts->blocks);
    }
    return true;
}

static void slots_report_tables(const struct slots_report *report) {
    static const char *const of_one[] = {
        "record", "storage", "slots", "dict", "+1", "one", "+1", "malloc", ""};
    static const char *const above_one[] = {"", "", "computed", "", "", "measured", "", "", ""};
    static const char *const of_seen[] = {
        "record", "@count", "seen", "slots", "dict", "records", "texts", "dicts", ""};
    static const char *const above_seen[] = {"", "", "", "computed", "", "measured", "", "", ""};
    static const char *const of_texts[] = {
        "record", "field", "all", "distinct", "repeated", "all", "repeated", "malloc", ""};
    static const char *const above_texts[] = {"", "", "texts", "", "", "bytes", "", "", ""};
    struct slots_report_table one = {of_one, above_one, 9, 2, slots_report_fill_one, {0}};
    struct slots_report_table seen = {of_seen, above_seen, 9, 1, slots_report_fill_seen, {0}};
    struct slots_report_table texts = {of_texts, above_texts, 9, 2, slots_report_fill_texts, {0}};
    size_t row = 0;
    fprintf(report->out, "Bytes of one, computed by slotc and measured here, %d-bit pointers\n\n",
            SLOTS_POINTER_BITS);
    slots_report_table(report, &one);
    fputs("\nInstances that were seen\n\n", report->out);
    slots_report_table(report, &seen);
    if (slots_report_texts(report, 0, &row) != SLOTS_NULL) {
        fputs("\nTexts of their `str` fields\n\n", report->out);
        slots_report_table(report, &texts);
    }
}

/* Advice */

static void slots_report_heading(const struct slots_report *report, bool *is_first) {
    fputs(*is_first ? "\nWhat it says\n\n" : "\n", report->out);
    *is_first = false;
}

static void slots_report_say_one(const struct slots_report *report, size_t i, bool *is_first) {
    const slots_report_row *row = &report->rows[i];
    if (!slots_report_one_differs(report, i) && !slots_report_first_differs(report, i)) {
        return;
    }
    slots_report_heading(report, is_first);
    fprintf(report->out,
            "`%s` takes other bytes than slotc computed: this report.c and the headers are not of\n"
            "one run. Generate them together, and compile all that includes them again.\n",
            row->name);
}

static void slots_report_say_count(const struct slots_report *report, size_t i, bool *is_first) {
    const slots_report_row *row = &report->rows[i];
    char seen[SLOTS_REPORT_ROOM];
    char count[SLOTS_REPORT_ROOM];
    if (!slots_report_count_differs(report, i)) {
        return;
    }
    slots_report_heading(report, is_first);
    fprintf(report->out,
            "`%s` has `@count(%s)`, and %s were seen. If that is how it usually is, change it:\n"
            "what `slotc report` advises rests on it.\n",
            row->name, slots_report_number(count, row->count),
            slots_report_number(seen, slots_report_seen(report, i).seen));
}

static void slots_report_say_dict(const struct slots_report *report, size_t i, bool *is_first) {
    const slots_report_row *row = &report->rows[i];
    const slots_measured seen = slots_report_seen(report, i);
    const uint64_t saving = seen.seen * slots_report_saving(row);
    char number[SLOTS_REPORT_ROOM];
    char bytes[SLOTS_REPORT_ROOM];
    if (row->has_dict == 0 || seen.with_dict > 0 || saving < SLOTS_REPORT_LARGE) {
        return;
    }
    slots_report_heading(report, is_first);
    fprintf(report->out,
            "`%s` has a dict, and none of %s instances had a dynamic attribute: `slots` would\n"
            "save %s.\n",
            row->name, slots_report_number(number, seen.seen), slots_report_units(bytes, saving));
}

static void slots_report_say_texts(const struct slots_report *report, const char *record,
                                   const slots_measured_texts *texts, bool *is_first) {
    const bool is_enum = texts->distinct <= SLOTS_REPORT_ENUM;
    const uint64_t pointers = texts->values * (sizeof(char *) - 1);
    const uint64_t share = slots_report_share(texts);
    char distinct[SLOTS_REPORT_ROOM];
    char values[SLOTS_REPORT_ROOM];
    char bytes[SLOTS_REPORT_ROOM];
    if (slots_report_repeated(texts) < SLOTS_REPORT_LARGE) {
        return;
    }
    slots_report_heading(report, is_first);
    fprintf(report->out,
            "`%s.%s` holds %s distinct texts in %s values: %" PRIu64 ".%" PRIu64
            " %% are repeated. ",
            record, texts->field->name, slots_report_number(distinct, texts->distinct),
            slots_report_number(values, texts->values), share / 10, share % 10);
    if (is_enum) {
        fprintf(report->out,
                "If no\nothers come, an enum of a byte would save up to %s, and what malloc "
                "adds.\n",
                slots_report_units(bytes, texts->bytes + pointers));
    } else {
        fprintf(report->out,
                "A `ref`\nto a record that holds the text, one for each, would save up to %s, and "
                "what malloc adds.\n",
                slots_report_units(bytes, slots_report_repeated(texts)));
    }
}

/* What was counted and stands in no table. */
static void slots_report_say_strange(const struct slots_report *report, bool *is_first) {
    const size_t count = report->measure != SLOTS_NULL ? report->measure->count : 0;
    for (size_t i = 0; i < count; i++) {
        const slots_measured *seen = &report->measure->records[i];
        char number[SLOTS_REPORT_ROOM];
        size_t row = 0;
        while (row < report->count && strcmp(report->rows[row].c_name, seen->name) != 0) {
            row++;
        }
        if (row == report->count && seen->seen > 0) {
            slots_report_heading(report, is_first);
            fprintf(report->out,
                    "%s instances of `%s` were seen, which this report.c does not know: name all\n"
                    "schemas in one run of `slotc gen --with measure`.\n",
                    slots_report_number(number, seen->seen), seen->name);
        }
    }
}

static void slots_report_say(const struct slots_report *report) {
    bool is_first = true;
    for (size_t i = 0; i < report->count; i++) {
        const slots_measured seen = slots_report_seen(report, i);
        slots_report_say_one(report, i, &is_first);
        slots_report_say_count(report, i, &is_first);
        slots_report_say_dict(report, i, &is_first);
        for (size_t j = 0; j < seen.field_count; j++) {
            slots_report_say_texts(report, report->rows[i].name, &seen.fields[j], &is_first);
        }
    }
    slots_report_say_strange(report, &is_first);
}

static void slots_report_as_text(const struct slots_report *report) {
    slots_report_tables(report);
    slots_report_say(report);
}

/* JSON */

/* A number, or null for 0: what is not there, or not known. */
static void slots_report_json_known(const struct slots_report *report, const char *key,
                                    uint64_t number, const char *behind) {
    if (number == 0) {
        fprintf(report->out, "\"%s\": null%s", key, behind);
    } else {
        fprintf(report->out, "\"%s\": %" PRIu64 "%s", key, number, behind);
    }
}

static void slots_report_json_texts(const struct slots_report *report, const slots_measured *seen) {
    fputs("    \"texts\": [", report->out);
    for (size_t i = 0; i < seen->field_count; i++) {
        const slots_measured_texts *texts = &seen->fields[i];
        fprintf(report->out,
                "%s\n      {\"field\": \"%s\", \"texts\": %" PRIu64 ", \"distinct\": %zu, "
                "\"bytes\": %" PRIu64 ", \"distinct_bytes\": %" PRIu64 ", ",
                i > 0 ? "," : "", texts->field->name, texts->values, texts->distinct, texts->bytes,
                texts->distinct_bytes);
        slots_report_json_known(report, "malloc", texts->blocks, "}");
    }
    fputs(seen->field_count > 0 ? "\n    ]\n" : "]\n", report->out);
}

static void slots_report_json_differences(const struct slots_report *report, size_t i) {
    const bool one = slots_report_one_differs(report, i);
    const bool first = slots_report_first_differs(report, i);
    const bool count = slots_report_count_differs(report, i);
    fprintf(report->out, "    \"differs\": [%s%s%s%s%s],\n", one ? "\"one\"" : "",
            one && (first || count) ? ", " : "", first ? "\"with_first\"" : "",
            first && count ? ", " : "", count ? "\"count\"" : "");
}

static void slots_report_json_row(const struct slots_report *report, size_t i) {
    const slots_report_row *row = &report->rows[i];
    const slots_measured seen = slots_report_seen(report, i);
    fprintf(report->out,
            "  {\n    \"record\": \"%s\",\n    \"name\": \"%s\",\n    \"schema\": \"%s\",\n"
            "    \"storage\": \"%s\",\n    \"has_dict\": %s,\n    ",
            row->record, row->name, row->schema, row->storage,
            row->has_dict != 0 ? "true" : "false");
    slots_report_json_known(report, "count", row->count, ",\n");
    fprintf(report->out, "    \"computed\": {\"slotted\": %" PRIu32 ", \"dict\": %" PRIu32 ", ",
            row->slotted, row->backed);
    slots_report_json_known(report, "dict_with_first", row->with_first, "},\n");
    fprintf(report->out, "    \"measured\": {\"one\": %" PRIu64 ", ", report->probes[i].one);
    slots_report_json_known(report, "with_first", report->probes[i].with_first, ", ");
    slots_report_json_known(report, "malloc", report->probes[i].block, "},\n");
    fprintf(report->out,
            "    \"seen\": {\"instances\": %" PRIu64 ", \"with_dict\": %" PRIu64
            ", \"records\": %" PRIu64 ", \"texts\": %" PRIu64 ", \"dicts\": %" PRIu64 "},\n",
            seen.seen, seen.with_dict, seen.records, seen.texts, seen.dicts);
    slots_report_json_differences(report, i);
    slots_report_json_texts(report, &seen);
    fputs("  }", report->out);
}

static void slots_report_as_json(const struct slots_report *report) {
    fputs("[", report->out);
    for (size_t i = 0; i < report->count; i++) {
        fputs(i > 0 ? ",\n" : "\n", report->out);
        slots_report_json_row(report, i);
    }
    fputs(report->count > 0 ? "\n]\n" : "]\n", report->out);
}

/* The whole: probes every record, then writes. */
static slots_status slots_report_write(const slots_report_row *rows, const slots_measure *measure,
                                       FILE *out,
                                       void write(const struct slots_report *report)) {
    struct slots_report report = {rows, 0, SLOTS_NULL, measure, out};
    slots_status status = SLOTS_OK;
    size_t bytes;
    while (rows[report.count].record != SLOTS_NULL) {
        report.count++;
    }
    bytes = (report.count + 1) * sizeof(slots_probed);
    report.probes =
        SLOTS_CAST(slots_probed *, slots_allocate(bytes, SLOTS_ALIGNOF(slots_probed)));
    if (report.probes == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    for (size_t i = 0; i < report.count && status == SLOTS_OK; i++) {
        status = rows[i].probe(&report.probes[i]);
    }
    if (status == SLOTS_OK) {
        write(&report);
    }
    slots_release(report.probes, bytes, SLOTS_ALIGNOF(slots_probed));
    return status;
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
