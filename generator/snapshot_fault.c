/* The parser of snapshots tells the line that it stops at; why, is told here. */
#include <inttypes.h>
#include <string.h>

#include "diagnostic.h"
#include "snapshot.h"
#include "source.h"

#define HEAD_LINES 5
#define COLUMNS 7
#define MOST_DIGITS 20 /* as many hold every number that there may be */

static const char cut_off[] = "it was cut off: save or copy it again";
static const char other_file[] =
    "`slots_trace_save` writes snapshots: is it another file, or was it edited?";

/* The line that is wrong. */
struct fault {
    struct diagnostics *diagnostics;
    struct span span;
    const char *bytes;
    size_t length;
    size_t number; /* from 1 */
    bool ends; /* with a line feed */
};

static bool starts_with(const struct fault *fault, const char *word) {
    return fault->length >= strlen(word) && memcmp(fault->bytes, word, strlen(word)) == 0;
}

/* A number of decimal digits and nothing else, up to 2^63 - 1. */
static bool read_number(const char *bytes, size_t length, uint64_t *number) {
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < '0' || bytes[i] > '9' || i == MOST_DIGITS ||
            *number > (INT64_MAX - (uint64_t)(bytes[i] - '0')) / 10) {
            return false;
        }
        *number = *number * 10 + (uint64_t)(bytes[i] - '0');
    }
    return length > 0;
}

static void report_first_line(const struct fault *fault) {
    const char *word = "slotc-trace ";
    if (fault->length == 0 && !fault->ends) {
        diagnostic_help(
            report(fault->diagnostics, ERROR_SYNTAX, fault->span, "the snapshot is empty"), "%s",
            cut_off);
    } else if (starts_with(fault, "slotc-trace 1") && fault->length == strlen(word) + 1) {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "the snapshot ends behind its first line"),
                        "%s", cut_off);
    } else if (fault->length > 0 && fault->bytes[fault->length - 1] == '\r') {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "lines of a snapshot end in a line feed alone"),
                        "copy the file as it is: its line ends were changed on the way");
    } else if (starts_with(fault, word)) {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "the snapshot is of another version than 1, which this slotc reads"),
                        "use the slotc that wrote the headers of the traced program");
    } else {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "this is no snapshot: expected `slotc-trace 1`"),
                        "%s", other_file);
    }
}

static void report_head(const struct fault *fault) {
    static const char *const words[] = {"current\t", "peak\t", "lost\t", "rows\t"};
    const char *word = words[fault->number - 2];
    uint64_t rows = 0;
    bool is_number = starts_with(fault, word) &&
                     read_number(fault->bytes + strlen(word), fault->length - strlen(word), &rows);
    if (is_number && fault->number == HEAD_LINES) {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "%" PRIu64 " rows are announced, and fewer follow", rows),
                        "%s", cut_off);
        return;
    }
    diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                           "expected `%.*s`, a tab and a number from 0 to 2^63 - 1",
                           (int)strlen(word) - 1, word),
                    "%s", other_file);
}

/* What is wrong with the numbers of a row, or NULL. */
static const char *wrong_number(const struct fault *fault) {
    static const char *const wrong[] = {
        "the first column, live bytes, is no number from 0 to 2^63 - 1",
        "the second column, live blocks, is no number from 0 to 2^63 - 1",
        "the third column, bytes ever allocated, is no number from 0 to 2^63 - 1",
        "the fourth column, blocks ever allocated, is no number from 0 to 2^63 - 1",
        "the fifth column, the line, is no number from 0 to 2^32 - 1",
    };
    uint64_t numbers[5];
    const char *at = fault->bytes;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *tab = memchr(at, '\t', (size_t)(fault->bytes + fault->length - at));
        if (!read_number(at, (size_t)(tab - at), &numbers[i])) {
            return wrong[i];
        }
        at = tab + 1;
    }
    if (numbers[4] > UINT32_MAX) {
        return wrong[4];
    }
    if (numbers[0] > numbers[2]) {
        return "more bytes are live than were ever allocated";
    }
    return numbers[1] > numbers[3] ? "more blocks are live than were ever allocated" : NULL;
}

static void report_row(const struct fault *fault) {
    size_t columns = 1;
    for (size_t i = 0; i < fault->length; i++) {
        columns += fault->bytes[i] == '\t';
    }
    if (columns != COLUMNS) {
        diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span,
                               "expected 7 columns with tabs between them, found %zu", columns),
                        "%s", other_file);
        return;
    }
    const char *wrong = wrong_number(fault);
    if (wrong == NULL) {
        wrong = "the class or the file has a byte that has to be written as `\\x` and two digits, "
                "or a `\\` without these";
    }
    diagnostic_help(report(fault->diagnostics, ERROR_SYNTAX, fault->span, "%s", wrong), "%s",
                    other_file);
}

/* How many rows the snapshot announces; the parser has read so far. */
static uint64_t rows_of(const struct source *source) {
    size_t length = 0;
    uint64_t rows = 0;
    const char *bytes = source_line(source, HEAD_LINES, &length);
    const size_t word = strlen("rows\t");
    (void)read_number(bytes + word, length - word, &rows);
    return rows;
}

static struct fault fault_of(const struct source *source, size_t line,
                             struct diagnostics *diagnostics) {
    struct fault fault = {.diagnostics = diagnostics, .number = line};
    const uint32_t start = source->lines[line - 1];
    fault.ends = line < source->line_count;
    fault.bytes = source->bytes + start;
    fault.length = (fault.ends ? source->lines[line] - 1 : source->length) - start;
    fault.span = (struct span){source, start, start + (uint32_t)fault.length};
    return fault;
}

void snapshot_report_fault(const struct source *source, size_t line,
                           struct diagnostics *diagnostics) {
    const size_t last = source->line_count;
    const struct fault fault = fault_of(source, line > last ? last : line, diagnostics);
    if (fault.number == 1) {
        report_first_line(&fault);
    } else if (fault.number > HEAD_LINES && fault.number - HEAD_LINES > rows_of(source)) {
        diagnostic_help(
            report(diagnostics, ERROR_SYNTAX, fault.span, "something follows the last row"), "%s",
            other_file);
    } else if (!fault.ends) {
        diagnostic_help(
            report(diagnostics, ERROR_SYNTAX, fault.span, "the snapshot ends too early"), "%s",
            cut_off);
    } else if (fault.number <= HEAD_LINES) {
        report_head(&fault);
    } else {
        report_row(&fault);
    }
}
