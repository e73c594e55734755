/* Edits put into the text of schemas: a round of them, since what one edit mends may let another
 * finding be seen. Nothing is read or written here.
 *
 * A fix is the edits that belong together: all of them are put in, or none. Of two fixes that touch
 * the same bytes one waits for the next round. */
#ifndef SLOTC_FIX_H
#define SLOTC_FIX_H

#include <stdbool.h>
#include <stddef.h>

#include "rule.h"

struct diagnostic;
struct diagnostics;
struct edit;
struct mem;
struct source;

struct fix {
    const struct edit *edits;
    size_t findings; /* that it is for */
};

/* A file's text with the edits in it, its byte-order mark included. */
struct fix_text {
    const struct source *source; /* as it was */
    const char *bytes;
    size_t length;
};

struct fixes {
    struct mem *mem;
    struct fix *items;
    size_t count;

    /* fix_apply */
    struct fix_text *texts; /* of the files that change */
    size_t text_count;
    size_t findings; /* that the edits which were put in are for */
};

void fix_add(struct fixes *fixes, const struct edit *edits, size_t findings);

/* Whether a finding's edits may be put in: they are exact, change no more than `most`, and are in
 * files that were named. */
bool fix_can(const struct diagnostic *diagnostic, enum fixing most);

/* Adds those of all findings that it can. */
void fix_add_findings(struct fixes *fixes, const struct diagnostics *diagnostics, enum fixing most);

void fix_apply(struct fixes *fixes);

/* A text as it is written: what `slotc fmt` had laid out before the edits stays so, since an
 * annotation between fields parts their columns. */
struct fix_text fix_keep_layout(struct mem *mem, struct fix_text text);

/* Errors of what a file says at all, which no fix may bring. What is allowed may bring out others
 * that it has hidden. */
size_t fix_count_broken(const struct diagnostics *diagnostics);

#endif
