/* What the formats for programs say of a finding: paths, places, and all of its words as text. */
#ifndef SLOTC_DIAGNOSTIC_WORDS_H
#define SLOTC_DIAGNOSTIC_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "source.h"

struct diagnostic;
struct diagnostics;
struct mem;

/* The path of a source from the top of the repository. */
const char *finding_path(const struct diagnostics *diagnostics, const struct source *source);

/* A place with its column in letters (code points), as programs that show text count it; a byte
 * that is no UTF-8 counts as one. source_position counts bytes. */
struct position finding_position(const struct source *source, uint32_t offset);

/* The message, and what to do: "message; help". */
const char *finding_line(struct mem *mem, const struct diagnostic *diagnostic);

/* The message, then each note and the help on lines of their own. */
const char *finding_lines(const struct diagnostics *diagnostics,
                          const struct diagnostic *diagnostic);

/* 32 hexadecimal digits for each finding, by its index, that stay the same while it moves within
 * its file and other findings come and go: code hosts tell old findings from new ones by these. */
const char *const *finding_fingerprints(const struct diagnostics *diagnostics);

#endif
