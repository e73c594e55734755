/* slots_snapshot.h: what the tracer of slots_trace.h saw, to be grouped, compared, filtered,
 * printed and kept in a file. Needs no tracer in the program that reads it.
 *
 * The meaning, the order of statistics and their texts are those of Python's tracemalloc; grouping
 * by class is new. What is measured here is memory, so nothing of this comes from slots_allocator:
 * all is malloc's, and freed by the functions that say so. */
/* Not inside the guard: with SLOTS_TRACE it includes this file, too. */
#include "slots_core.h"

#ifndef SLOTS_SNAPSHOT_H
#define SLOTS_SNAPSHOT_H

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* What one line of the program allocated for one class. No number is above INT64_MAX. */
typedef struct slots_trace_row {
    const char *file; /* as the compiler was given it; "<unknown>" where no call place is known */
    const char *type; /* the C name of the class; NULL for what the program allocated itself */
    uint32_t line; /* from 1; 0 where no call place is known */
    uint32_t pad_0;
    uint64_t size; /* bytes that are live */
    uint64_t count; /* blocks that are live */
    uint64_t total_size; /* the same with all that was freed since */
    uint64_t total_count;
} slots_trace_row;

/* All rows at one time, by file, line and class, each of these once. To be read, not changed. */
typedef struct slots_snapshot {
    uint64_t current; /* bytes that were live */
    uint64_t peak; /* the most that were live at once */
    uint64_t lost; /* blocks that could not be counted: see slots_trace_lost */
    slots_trace_row *rows;
    size_t count;
    char *texts; /* of the rows */
    size_t text_size;
} slots_snapshot;

/* What statistics are grouped by. */
typedef enum slots_trace_by SLOTS_AS_INT {
    SLOTS_TRACE_BY_LINE,
    SLOTS_TRACE_BY_FILE,
    SLOTS_TRACE_BY_CLASS
} slots_trace_by;

/* The live blocks of one group. file and type are borrowed from the snapshots. */
typedef struct slots_trace_statistic {
    const char *file; /* NULL by class */
    const char *type; /* by class: NULL for what the program allocated itself; else NULL */
    uint32_t line; /* by line; else 0 */
    uint32_t pad_0;
    uint64_t size;
    uint64_t count;
    int64_t size_diff; /* of slots_trace_compare: more than in the old snapshot; else 0 */
    int64_t count_diff;
} slots_trace_statistic;

/* Statistics, the biggest first. */
typedef struct slots_trace_list {
    slots_trace_statistic *items;
    size_t count;
} slots_trace_list;

/* Which rows a snapshot keeps. A pattern is for the whole name: `*` is any text, `?` any byte. */
typedef struct slots_trace_filter {
    const char *file; /* a pattern; NULL: any file */
    const char *type; /* a pattern for the class, which what has none fits never; NULL: any */
    uint32_t line; /* 0: any line */
    uint32_t exclude; /* 0: keeps what fits; 1: takes it away */
} slots_trace_filter;

/* Frees it and what it holds; NULL is fine. */
SLOTS_API void slots_trace_snapshot_free(slots_snapshot *snapshot);

/* Groups the live blocks: the biggest first by size, then count, then name (the last one first, as
 * tracemalloc has it). Groups without a live block are left out. SLOTS_NO_MEMORY leaves *list as it
 * was; else it is to be freed, and valid while the snapshot is. */
SLOTS_API slots_status slots_trace_statistics(const slots_snapshot *snapshot,
                                              slots_trace_by by, slots_trace_list *list);

/* The same with the differences from an older snapshot, the biggest difference of sizes first, and
 * with the groups that are gone. Valid while both snapshots are. */
SLOTS_API slots_status slots_trace_compare(const slots_snapshot *snapshot,
                                           const slots_snapshot *old, slots_trace_by by,
                                           slots_trace_list *list);

/* Frees the items and leaves an empty list. */
SLOTS_API void slots_trace_list_free(slots_trace_list *list);

/* A new snapshot with the rows that fit one of the filters that keep (where there are such) and
 * none that takes away; current, peak and lost stay. NULL where there is no memory. */
SLOTS_API slots_snapshot *slots_trace_filter_rows(const slots_snapshot *snapshot,
                                                  const slots_trace_filter *filters,
                                                  size_t count);

/* "main.c:12: size=521 KiB, count=1002, average=532 B"; by file the line is 0, by class the class
 * stands in place of file and line ("<no class>" where it has none). Written as snprintf does. */
SLOTS_API size_t slots_trace_format(const slots_trace_statistic *statistic, char *buffer,
                                    size_t size);

/* "main.c:12: size=521 KiB (+20.9 KiB), count=1002 (+40), average=532 B": of compare. */
SLOTS_API size_t slots_trace_format_difference(const slots_trace_statistic *statistic,
                                               char *buffer, size_t size);

/* "20.9 KiB"; with a sign "+20.9 KiB". */
SLOTS_API size_t slots_trace_format_size(double bytes, bool with_sign, char *buffer, size_t size);

/* Writes a snapshot into a file, whose format docs/trace.md has: beside it (path and ".part") and
 * then renamed. SLOTS_IO_ERROR (see errno) or SLOTS_NO_MEMORY leave what was there as it was. */
SLOTS_API slots_status slots_trace_save(const slots_snapshot *snapshot, const char *path);

/* Reads such a file. *out is to be freed; where it fails it is as it was: SLOTS_IO_ERROR (see
 * errno), SLOTS_FORMAT_ERROR (no snapshot, or damaged, or of another version), SLOTS_NO_MEMORY. */
SLOTS_API slots_status slots_trace_load(const char *path, slots_snapshot **out);

/* The same of bytes in memory, which need not end in a NUL. On SLOTS_FORMAT_ERROR *line, where line
 * is not NULL, is the line of the text that is wrong, from 1; where the text ends too early, its
 * last or the one behind. */
SLOTS_API slots_status slots_trace_parse(const char *bytes, size_t length,
                                         slots_snapshot **out, size_t *line);

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif

/* The bodies, once: in the file that defines SLOTS_IMPLEMENTATION. */
#if defined(SLOTS_IMPLEMENTATION) && !defined(SLOTS_FREESTANDING) && \
    !defined(SLOTS_SNAPSHOT_IMPLEMENTATION)
#define SLOTS_SNAPSHOT_IMPLEMENTATION

#include <errno.h>
#if defined(__unix__) || defined(__APPLE__)
#include <sys/stat.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A program may have globals that are called as parameters and variables are here. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#if defined(__cplusplus)
extern "C" {
#endif

/* Rows */

#define SLOTS_TRACE_MOST UINT64_C(0x7fffffffffffffff)

static uint64_t slots_trace_sum(uint64_t a, uint64_t b) {
    return a > SLOTS_TRACE_MOST - b ? SLOTS_TRACE_MOST : a + b;
}

/* NULL comes before any text. */
static int slots_trace_compare_texts(const char *a, const char *b) {
    if (a == SLOTS_NULL || b == SLOTS_NULL) {
        return (a != SLOTS_NULL) - (b != SLOTS_NULL);
    }
    return strcmp(a, b);
}

static int slots_trace_compare_places(const slots_trace_row *a, const slots_trace_row *b) {
    const int order = slots_trace_compare_texts(a->file, b->file);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static int slots_trace_compare_rows(const void *left, const void *right) {
    const slots_trace_row *a = SLOTS_CAST(const slots_trace_row *, left);
    const slots_trace_row *b = SLOTS_CAST(const slots_trace_row *, right);
    const int order = slots_trace_compare_places(a, b);
    return order != 0 ? order : slots_trace_compare_texts(a->type, b->type);
}

/* Sorts rows and adds up those of one place and class; gives how many are left. */
static size_t slots_trace_merge(slots_trace_row *rows, size_t count) {
    size_t merged = 0;
    if (count > 0) {
        qsort(rows, count, sizeof(*rows), slots_trace_compare_rows);
    }
    for (size_t i = 0; i < count; i++) {
        if (merged == 0 || slots_trace_compare_rows(&rows[merged - 1], &rows[i]) != 0) {
            rows[merged++] = rows[i];
            continue;
        }
        rows[merged - 1].size = slots_trace_sum(rows[merged - 1].size, rows[i].size);
        rows[merged - 1].count = slots_trace_sum(rows[merged - 1].count, rows[i].count);
        rows[merged - 1].total_size =
            slots_trace_sum(rows[merged - 1].total_size, rows[i].total_size);
        rows[merged - 1].total_count =
            slots_trace_sum(rows[merged - 1].total_count, rows[i].total_count);
    }
    return merged;
}

/* Copies a text to where at points, and moves that behind it. */
static const char *slots_trace_keep_text(char **at, const char *text) {
    char *copy = *at;
    const size_t size = strlen(text) + 1;
    memcpy(copy, text, size);
    *at += size;
    return copy;
}

/* A snapshot with copies of rows, which are sorted and merged here; NULL without memory. */
static slots_snapshot *slots_trace_snapshot_of(slots_trace_row *rows, size_t count) {
    slots_snapshot *snapshot =
        SLOTS_CAST(slots_snapshot *, calloc(1, sizeof(*snapshot)));
    char *text;
    if (snapshot == SLOTS_NULL) {
        return SLOTS_NULL;
    }
    snapshot->count = slots_trace_merge(rows, count);
    for (size_t i = 0; i < snapshot->count; i++) {
        snapshot->text_size += strlen(rows[i].file) + 1;
        snapshot->text_size += rows[i].type != SLOTS_NULL ? strlen(rows[i].type) + 1 : 0;
    }
    snapshot->rows =
        SLOTS_CAST(slots_trace_row *, malloc((snapshot->count + 1) * sizeof(*snapshot->rows)));
    snapshot->texts = SLOTS_CAST(char *, malloc(snapshot->text_size + 1));
    if (snapshot->rows == SLOTS_NULL || snapshot->texts == SLOTS_NULL) {
        slots_trace_snapshot_free(snapshot);
        return SLOTS_NULL;
    }
    text = snapshot->texts;
    for (size_t i = 0; i < snapshot->count; i++) {
        slots_trace_row *row = &snapshot->rows[i];
        *row = rows[i];
        row->file = slots_trace_keep_text(&text, row->file);
        row->type = row->type != SLOTS_NULL ? slots_trace_keep_text(&text, row->type) : SLOTS_NULL;
    }
    return snapshot;
}

SLOTS_BODY void slots_trace_snapshot_free(slots_snapshot *snapshot) {
    if (snapshot != SLOTS_NULL) {
        free(snapshot->rows);
        free(snapshot->texts);
        free(snapshot);
    }
}

/* Whether a pattern with `*` and `?` fits a whole text. A star takes as little as it can, and one
 * byte more whenever what stands behind it does not fit. */
static bool slots_trace_fits(const char *pattern, const char *text) {
    const char *star = SLOTS_NULL;
    const char *again = text;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            again = text;
        } else if (*pattern == '?' || *pattern == *text) {
            pattern++;
            text++;
        } else if (star != SLOTS_NULL) {
            pattern = star + 1;
            text = ++again;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static bool slots_trace_filter_fits(const slots_trace_filter *filter, const slots_trace_row *row) {
    return (filter->file == SLOTS_NULL || slots_trace_fits(filter->file, row->file)) &&
           (filter->line == 0 || filter->line == row->line) &&
           (filter->type == SLOTS_NULL ||
            (row->type != SLOTS_NULL && slots_trace_fits(filter->type, row->type)));
}

static bool slots_trace_kept(const slots_trace_row *row, const slots_trace_filter *filters,
                             size_t count) {
    bool needs_one = false;
    bool has_one = false;
    for (size_t i = 0; i < count; i++) {
        const bool fits = slots_trace_filter_fits(&filters[i], row);
        if (filters[i].exclude != 0 && fits) {
            return false;
        }
        needs_one = needs_one || filters[i].exclude == 0;
        has_one = has_one || (filters[i].exclude == 0 && fits);
    }
    return has_one || !needs_one;
}

SLOTS_BODY slots_snapshot *slots_trace_filter_rows(const slots_snapshot *snapshot,
                                                   const slots_trace_filter *filters,
                                                   size_t count) {
    slots_trace_row *rows =
        SLOTS_CAST(slots_trace_row *, malloc((snapshot->count + 1) * sizeof(*rows)));
    slots_snapshot *kept;
    size_t kept_count = 0;
    if (rows == SLOTS_NULL) {
        return SLOTS_NULL;
    }
    for (size_t i = 0; i < snapshot->count; i++) {
        if (slots_trace_kept(&snapshot->rows[i], filters, count)) {
            rows[kept_count++] = snapshot->rows[i];
        }
    }
    kept = slots_trace_snapshot_of(rows, kept_count);
    free(rows);
    if (kept != SLOTS_NULL) {
        kept->current = snapshot->current;
        kept->peak = snapshot->peak;
        kept->lost = snapshot->lost;
    }
    return kept;
}

/* Statistics */

/* The group of a row, with its numbers. */
static slots_trace_statistic slots_trace_group(const slots_trace_row *row, slots_trace_by by) {
    slots_trace_statistic group;
    memset(&group, 0, sizeof(group));
    group.file = by != SLOTS_TRACE_BY_CLASS ? row->file : SLOTS_NULL;
    group.type = by == SLOTS_TRACE_BY_CLASS ? row->type : SLOTS_NULL;
    group.line = by == SLOTS_TRACE_BY_LINE ? row->line : 0;
    group.size = row->size;
    group.count = row->count;
    return group;
}

static int slots_trace_compare_groups(const void *left, const void *right) {
    const slots_trace_statistic *a = SLOTS_CAST(const slots_trace_statistic *, left);
    const slots_trace_statistic *b = SLOTS_CAST(const slots_trace_statistic *, right);
    int order = slots_trace_compare_texts(a->file, b->file);
    if (order == 0) {
        order = (a->line > b->line) - (a->line < b->line);
    }
    return order != 0 ? order : slots_trace_compare_texts(a->type, b->type);
}

static int slots_trace_order(uint64_t a, uint64_t b) {
    return (a < b) - (a > b);
}

/* The biggest first. */
static int slots_trace_compare_sizes(const void *left, const void *right) {
    const slots_trace_statistic *a = SLOTS_CAST(const slots_trace_statistic *, left);
    const slots_trace_statistic *b = SLOTS_CAST(const slots_trace_statistic *, right);
    int order = slots_trace_order(a->size, b->size);
    if (order == 0) {
        order = slots_trace_order(a->count, b->count);
    }
    return order != 0 ? order : slots_trace_compare_groups(right, left);
}

static uint64_t slots_trace_magnitude(int64_t difference) {
    const uint64_t bits = SLOTS_CAST(uint64_t, difference);
    return difference < 0 ? 0 - bits : bits;
}

/* The biggest difference first. */
static int slots_trace_compare_differences(const void *left, const void *right) {
    const slots_trace_statistic *a = SLOTS_CAST(const slots_trace_statistic *, left);
    const slots_trace_statistic *b = SLOTS_CAST(const slots_trace_statistic *, right);
    int order = slots_trace_order(slots_trace_magnitude(a->size_diff),
                                  slots_trace_magnitude(b->size_diff));
    if (order == 0) {
        order = slots_trace_order(a->size, b->size);
    }
    if (order == 0) {
        order = slots_trace_order(slots_trace_magnitude(a->count_diff),
                                  slots_trace_magnitude(b->count_diff));
    }
    return order != 0 ? order : slots_trace_compare_sizes(left, right);
}

/* Adds the live rows of a snapshot behind count groups, as new ones or as old ones. */
static size_t slots_trace_add_groups(const slots_snapshot *snapshot, slots_trace_by by,
                                     bool is_old, slots_trace_statistic *groups, size_t count) {
    for (size_t i = 0; i < snapshot->count; i++) {
        slots_trace_statistic group = slots_trace_group(&snapshot->rows[i], by);
        if (group.count == 0) {
            continue;
        }
        group.size_diff = SLOTS_CAST(int64_t, group.size);
        group.count_diff = SLOTS_CAST(int64_t, group.count);
        if (is_old) {
            group.size_diff = -group.size_diff;
            group.count_diff = -group.count_diff;
            group.size = 0;
            group.count = 0;
        }
        groups[count++] = group;
    }
    return count;
}

/* The sum of two differences, each of which is no less than -INT64_MAX. */
static int64_t slots_trace_difference(int64_t a, int64_t b) {
    const int64_t most = INT64_MAX;
    if (b > 0 && a > most - b) {
        return most;
    }
    return b < 0 && a < -most - b ? -most : a + b;
}

/* Adds up what is of one group; gives how many groups there are. */
static size_t slots_trace_merge_groups(slots_trace_statistic *groups, size_t count) {
    size_t merged = 0;
    if (count > 0) {
        qsort(groups, count, sizeof(*groups), slots_trace_compare_groups);
    }
    for (size_t i = 0; i < count; i++) {
        slots_trace_statistic *last = merged > 0 ? &groups[merged - 1] : SLOTS_NULL;
        if (last == SLOTS_NULL || slots_trace_compare_groups(last, &groups[i]) != 0) {
            groups[merged++] = groups[i];
            continue;
        }
        last->size = slots_trace_sum(last->size, groups[i].size);
        last->count = slots_trace_sum(last->count, groups[i].count);
        last->size_diff = slots_trace_difference(last->size_diff, groups[i].size_diff);
        last->count_diff = slots_trace_difference(last->count_diff, groups[i].count_diff);
    }
    return merged;
}

/* Statistics of one snapshot, or the differences from another, which may be NULL. */
static slots_status slots_trace_list_of(const slots_snapshot *snapshot,
                                        const slots_snapshot *old, slots_trace_by by,
                                        slots_trace_list *list) {
    const size_t most = snapshot->count + (old != SLOTS_NULL ? old->count : 0) + 1;
    slots_trace_statistic *groups =
        SLOTS_CAST(slots_trace_statistic *, malloc(most * sizeof(*groups)));
    size_t count;
    if (groups == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    count = slots_trace_add_groups(snapshot, by, false, groups, 0);
    if (old != SLOTS_NULL) {
        count = slots_trace_add_groups(old, by, true, groups, count);
    }
    count = slots_trace_merge_groups(groups, count);
    for (size_t i = 0; old == SLOTS_NULL && i < count; i++) {
        groups[i].size_diff = 0;
        groups[i].count_diff = 0;
    }
    if (count > 0) {
        qsort(groups, count, sizeof(*groups),
              old != SLOTS_NULL ? slots_trace_compare_differences : slots_trace_compare_sizes);
    }
    list->items = groups;
    list->count = count;
    return SLOTS_OK;
}

SLOTS_BODY slots_status slots_trace_statistics(const slots_snapshot *snapshot,
                                               slots_trace_by by, slots_trace_list *list) {
    return slots_trace_list_of(snapshot, SLOTS_NULL, by, list);
}

SLOTS_BODY slots_status slots_trace_compare(const slots_snapshot *snapshot,
                                            const slots_snapshot *old, slots_trace_by by,
                                            slots_trace_list *list) {
    return slots_trace_list_of(snapshot, old, by, list);
}

SLOTS_BODY void slots_trace_list_free(slots_trace_list *list) {
    free(list->items);
    list->items = SLOTS_NULL;
    list->count = 0;
}

/* Texts */

static void slots_trace_write_size(struct slots_writer *writer, double bytes, bool with_sign) {
    static const char *const units[] = {" B", " KiB", " MiB", " GiB", " TiB"};
    char digits[64];
    size_t unit = 0;
    double magnitude = bytes < 0 ? -bytes : bytes;
    while (unit < 4 && magnitude >= 10240) {
        magnitude /= 1024;
        unit++;
    }
    if (bytes < 0) {
        slots_write(writer, "-");
    } else if (with_sign) {
        slots_write(writer, "+");
    }
    (void)snprintf(digits, sizeof(digits), "%.*f", unit > 0 && magnitude < 100 ? 1 : 0, magnitude);
    slots_write_digits(writer, digits);
    slots_write(writer, units[unit]);
}

static void slots_trace_write_name_of(struct slots_writer *writer,
                                      const slots_trace_statistic *statistic) {
    if (statistic->file == SLOTS_NULL) {
        slots_write(writer, statistic->type != SLOTS_NULL ? statistic->type : "<no class>");
        return;
    }
    slots_write(writer, statistic->file);
    slots_write(writer, ":");
    slots_write_integer(writer, statistic->line, false);
}

static void slots_trace_write_difference(struct slots_writer *writer, int64_t difference) {
    slots_write(writer, difference < 0 ? " (" : " (+");
    slots_write_integer(writer, slots_trace_magnitude(difference), difference < 0);
    slots_write(writer, ")");
}

static size_t slots_trace_write_statistic(const slots_trace_statistic *statistic, bool differs,
                                          char *buffer, size_t size) {
    struct slots_writer writer = {buffer, size, 0};
    slots_trace_write_name_of(&writer, statistic);
    slots_write(&writer, ": size=");
    slots_trace_write_size(&writer, SLOTS_CAST(double, statistic->size), false);
    if (differs) {
        slots_write(&writer, " (");
        slots_trace_write_size(&writer, SLOTS_CAST(double, statistic->size_diff), true);
        slots_write(&writer, ")");
    }
    slots_write(&writer, ", count=");
    slots_write_integer(&writer, statistic->count, false);
    if (differs) {
        slots_trace_write_difference(&writer, statistic->count_diff);
    }
    if (statistic->count > 0) {
        slots_write(&writer, ", average=");
        slots_trace_write_size(
            &writer,
            SLOTS_CAST(double, statistic->size) / SLOTS_CAST(double, statistic->count), false);
    }
    return slots_write_end(&writer);
}

SLOTS_BODY size_t slots_trace_format(const slots_trace_statistic *statistic, char *buffer,
                                     size_t size) {
    return slots_trace_write_statistic(statistic, false, buffer, size);
}

SLOTS_BODY size_t slots_trace_format_difference(const slots_trace_statistic *statistic,
                                                char *buffer, size_t size) {
    return slots_trace_write_statistic(statistic, true, buffer, size);
}

SLOTS_BODY size_t slots_trace_format_size(double bytes, bool with_sign, char *buffer, size_t size) {
    struct slots_writer writer = {buffer, size, 0};
    slots_trace_write_size(&writer, bytes, with_sign);
    return slots_write_end(&writer);
}

/* Files: docs/trace.md has the format */

#define SLOTS_TRACE_MAGIC "slotc-trace 1\n"

/* Backslashes and bytes that are not printed become \xHH. */
static void slots_trace_put_text(FILE *to, const char *text) {
    for (; *text != '\0'; text++) {
        const unsigned char byte = SLOTS_CAST(unsigned char, *text);
        if (byte < ' ' || byte == 0x7f || byte == '\\') {
            fprintf(to, "\\x%02x", SLOTS_CAST(unsigned, byte));
        } else {
            putc(byte, to);
        }
    }
}

static void slots_trace_put_number(FILE *to, uint64_t number, char behind) {
    char buffer[24];
    struct slots_writer writer = {buffer, sizeof(buffer), 0};
    slots_write_integer(&writer, number, false);
    buffer[slots_write_end(&writer)] = behind;
    fwrite(buffer, 1, writer.length + 1, to);
}

static bool slots_trace_put(const slots_snapshot *snapshot, FILE *to) {
    fputs(SLOTS_TRACE_MAGIC "current\t", to);
    slots_trace_put_number(to, snapshot->current, '\n');
    fputs("peak\t", to);
    slots_trace_put_number(to, snapshot->peak, '\n');
    fputs("lost\t", to);
    slots_trace_put_number(to, snapshot->lost, '\n');
    fputs("rows\t", to);
    slots_trace_put_number(to, snapshot->count, '\n');
    for (size_t i = 0; i < snapshot->count; i++) {
        const slots_trace_row *row = &snapshot->rows[i];
        slots_trace_put_number(to, row->size, '\t');
        slots_trace_put_number(to, row->count, '\t');
        slots_trace_put_number(to, row->total_size, '\t');
        slots_trace_put_number(to, row->total_count, '\t');
        slots_trace_put_number(to, row->line, '\t');
        slots_trace_put_text(to, row->type != SLOTS_NULL ? row->type : "-");
        putc('\t', to);
        slots_trace_put_text(to, row->file);
        putc('\n', to);
    }
    return ferror(to) == 0;
}

/* Whether there is something at the path that is no file to be replaced: a device, a pipe. */
static bool slots_trace_is_device(const char *path) {
#if defined(__unix__) || defined(__APPLE__)
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
#else
    (void)path;
    return false;
#endif
}

static bool slots_trace_write_to(const slots_snapshot *snapshot, FILE *to) {
    const bool good = slots_trace_put(snapshot, to);
    return fclose(to) == 0 && good;
}

static slots_status slots_trace_replace(const slots_snapshot *snapshot, FILE *to, const char *part,
                                        const char *path) {
    int reason;
    if (slots_trace_write_to(snapshot, to) && rename(part, path) == 0) {
        return SLOTS_OK;
    }
    reason = errno;
    (void)remove(part);
    errno = reason;
    return SLOTS_IO_ERROR;
}

#define SLOTS_TRACE_PARTS 1000 /* files beside one, of those who save there at a time */

SLOTS_BODY slots_status slots_trace_save(const slots_snapshot *snapshot, const char *path) {
    const size_t size = strlen(path) + sizeof(".part999");
    char *part = SLOTS_CAST(char *, malloc(size));
    FILE *to = SLOTS_NULL;
    slots_status status = SLOTS_IO_ERROR;
    if (part == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    if (slots_trace_is_device(path)) {
        to = fopen(path, "wb");
        if (to != SLOTS_NULL && slots_trace_write_to(snapshot, to)) {
            status = SLOTS_OK;
        }
        free(part);
        return status;
    }
    /* A file of that name that is there is somebody else's, or was left by a crash. */
    for (int i = 0; to == SLOTS_NULL && i < SLOTS_TRACE_PARTS; i++) {
        (void)snprintf(part, size, "%s.part%d", path, i);
        errno = 0;
        to = fopen(part, "wbx");
        if (to == SLOTS_NULL && errno != EEXIST) {
            break;
        }
    }
    if (to != SLOTS_NULL) {
        status = slots_trace_replace(snapshot, to, part, path);
    }
    free(part);
    return status;
}

/* What is still to be read. */
struct slots_trace_reader {
    char *at;
    const char *end;
    size_t line;
};

/* A number and the byte behind it. */
static bool slots_trace_read_number(struct slots_trace_reader *reader, char behind, uint64_t most,
                                    uint64_t *out) {
    const char *start = reader->at;
    uint64_t number = 0;
    for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++) {
        const uint64_t digit = SLOTS_CAST(uint64_t, *reader->at - '0');
        if (number > (most - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *out = number;
    return reader->at > start && reader->at < reader->end && *reader->at++ == behind;
}

static bool slots_trace_read_word(struct slots_trace_reader *reader, const char *word) {
    const size_t length = strlen(word);
    if (SLOTS_CAST(size_t, reader->end - reader->at) < length ||
        memcmp(reader->at, word, length) != 0) {
        return false;
    }
    reader->at += length;
    return true;
}

static int slots_trace_hex(char digit) {
    const char *digits = "0123456789abcdef";
    const char *found = digit != '\0' ? strchr(digits, digit) : SLOTS_NULL;
    return found != SLOTS_NULL ? SLOTS_CAST(int, found - digits) : -1;
}

/* A text and the byte behind it; undoes \xHH in place. */
static char *slots_trace_read_text(struct slots_trace_reader *reader, char behind) {
    char *text = reader->at;
    char *to = text;
    while (reader->at < reader->end && *reader->at != behind) {
        char byte = *reader->at++;
        if (byte == '\\') {
            int high;
            int low;
            if (reader->end - reader->at < 3 || reader->at[0] != 'x') {
                return SLOTS_NULL;
            }
            high = slots_trace_hex(reader->at[1]);
            low = slots_trace_hex(reader->at[2]);
            if (high < 0 || low < 0 || high + low == 0) {
                return SLOTS_NULL;
            }
            byte = SLOTS_CAST(char, high * 16 + low);
            reader->at += 3;
        } else if (SLOTS_CAST(unsigned char, byte) < ' ') {
            return SLOTS_NULL;
        }
        *to++ = byte;
    }
    if (reader->at == reader->end) {
        return SLOTS_NULL;
    }
    reader->at++;
    *to = '\0';
    return text;
}

static bool slots_trace_read_row(struct slots_trace_reader *reader, slots_trace_row *row) {
    uint64_t line = 0;
    memset(row, 0, sizeof(*row));
    if (!slots_trace_read_number(reader, '\t', SLOTS_TRACE_MOST, &row->size) ||
        !slots_trace_read_number(reader, '\t', SLOTS_TRACE_MOST, &row->count) ||
        !slots_trace_read_number(reader, '\t', SLOTS_TRACE_MOST, &row->total_size) ||
        !slots_trace_read_number(reader, '\t', SLOTS_TRACE_MOST, &row->total_count) ||
        !slots_trace_read_number(reader, '\t', UINT32_MAX, &line) ||
        row->size > row->total_size || row->count > row->total_count) {
        return false;
    }
    row->line = SLOTS_CAST(uint32_t, line);
    row->type = slots_trace_read_text(reader, '\t');
    row->file = row->type != SLOTS_NULL ? slots_trace_read_text(reader, '\n') : SLOTS_NULL;
    if (row->file == SLOTS_NULL) {
        return false;
    }
    if (strcmp(row->type, "-") == 0) {
        row->type = SLOTS_NULL;
    }
    reader->line++;
    return true;
}

/* A line with a word and a number. */
static bool slots_trace_read_head(struct slots_trace_reader *reader, const char *word,
                                  uint64_t *out) {
    if (!slots_trace_read_word(reader, word) ||
        !slots_trace_read_number(reader, '\n', SLOTS_TRACE_MOST, out)) {
        return false;
    }
    reader->line++;
    return true;
}

/* What stands before the rows, and how many these are. */
static bool slots_trace_read_heads(struct slots_trace_reader *reader,
                                   slots_snapshot *heads) {
    uint64_t rows = 0;
    if (!slots_trace_read_word(reader, SLOTS_TRACE_MAGIC)) {
        return false;
    }
    reader->line++;
    if (!slots_trace_read_head(reader, "current\t", &heads->current) ||
        !slots_trace_read_head(reader, "peak\t", &heads->peak) ||
        !slots_trace_read_head(reader, "lost\t", &heads->lost) ||
        !slots_trace_read_head(reader, "rows\t", &rows)) {
        return false;
    }
    /* Each row has some bytes: a count beyond them asks for no memory. */
    if (rows > SLOTS_CAST(uint64_t, reader->end - reader->at)) {
        reader->line--;
        return false;
    }
    heads->count = rows & SIZE_MAX; /* no cast: it would be useless where both are the same type */
    return true;
}

/* bytes are changed. */
static slots_status slots_trace_read(struct slots_trace_reader *reader,
                                     slots_snapshot **out) {
    slots_snapshot heads;
    slots_snapshot *snapshot;
    slots_trace_row *rows;
    memset(&heads, 0, sizeof(heads));
    if (!slots_trace_read_heads(reader, &heads)) {
        return SLOTS_FORMAT_ERROR;
    }
    rows = heads.count < SIZE_MAX / sizeof(*rows)
               ? SLOTS_CAST(slots_trace_row *, malloc((heads.count + 1) * sizeof(*rows)))
               : SLOTS_NULL;
    if (rows == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    for (size_t i = 0; i < heads.count; i++) {
        if (!slots_trace_read_row(reader, &rows[i])) {
            free(rows);
            return SLOTS_FORMAT_ERROR;
        }
    }
    if (reader->at < reader->end) {
        free(rows);
        return SLOTS_FORMAT_ERROR;
    }
    snapshot = slots_trace_snapshot_of(rows, heads.count);
    free(rows);
    if (snapshot == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    snapshot->current = heads.current;
    snapshot->peak = heads.peak;
    snapshot->lost = heads.lost;
    *out = snapshot;
    return SLOTS_OK;
}

SLOTS_BODY slots_status slots_trace_parse(const char *bytes, size_t length,
                                          slots_snapshot **out, size_t *line) {
    struct slots_trace_reader reader;
    char *copy = SLOTS_CAST(char *, malloc(length + 1));
    slots_status status;
    if (copy == SLOTS_NULL) {
        return SLOTS_NO_MEMORY;
    }
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    reader.at = copy;
    reader.end = copy + length;
    reader.line = 1;
    status = slots_trace_read(&reader, out);
    if (status == SLOTS_FORMAT_ERROR && line != SLOTS_NULL) {
        *line = reader.line;
    }
    free(copy);
    return status;
}

/* The bytes of a whole file, to be freed. */
static slots_status slots_trace_slurp(FILE *from, char **bytes, size_t *length) {
    size_t room = 0;
    for (;;) {
        char *grown;
        if (room > SIZE_MAX / 2 - 65536) {
            return SLOTS_NO_MEMORY;
        }
        room = room * 2 + 65536;
        grown = SLOTS_CAST(char *, realloc(*bytes, room));
        if (grown == SLOTS_NULL) {
            return SLOTS_NO_MEMORY;
        }
        *bytes = grown;
        *length += fread(grown + *length, 1, room - *length, from);
        if (*length < room) {
            return ferror(from) != 0 ? SLOTS_IO_ERROR : SLOTS_OK;
        }
    }
}

SLOTS_BODY slots_status slots_trace_load(const char *path, slots_snapshot **out) {
    FILE *from = fopen(path, "rb");
    char *bytes = SLOTS_NULL;
    size_t length = 0;
    slots_status status;
    int reason;
    if (from == SLOTS_NULL) {
        return SLOTS_IO_ERROR;
    }
    status = slots_trace_slurp(from, &bytes, &length);
    reason = errno;
    (void)fclose(from);
    if (status == SLOTS_OK) {
        status = slots_trace_parse(bytes, length, out, SLOTS_NULL);
    }
    free(bytes);
    errno = reason;
    return status;
}

#if defined(__cplusplus)
}
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
