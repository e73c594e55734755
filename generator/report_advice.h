/* What a report advises: a table of kinds, each a test of a record and a sentence. To add one, add
 * its function and its row to report_advice.c, and name its kind in docs/report.md. */
#ifndef SLOTC_REPORT_ADVICE_H
#define SLOTC_REPORT_ADVICE_H

struct mem;
struct program;
struct report;
struct report_row;
struct uses;

/* What the advice on a record rests on besides its figures. */
struct advisor {
    struct mem *mem;
    const struct uses *uses;
};

struct advisor advisor_new(struct mem *mem, const struct program *program);

/* Fills in the row's advice, where there is some. */
void advise(const struct advisor *advisor, struct report_row *row);

/* When advice is given, and what to do about records without @count. */
const char *advice_limits(struct mem *mem);
const char *advice_uncounted(struct mem *mem, const struct report *report);

#endif
