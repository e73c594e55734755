/* For the audit alone: the files that sources include, and the comments in them that silence
 * findings: `slotc:allow RULE: reason`, behind the code or on the lines above. */
#ifndef SLOTC_AUDIT_FILES_H
#define SLOTC_AUDIT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diagnostic.h"

struct audit_allow {
    const char *rule;
    bool has_reason;
    bool used;
    uint32_t line; /* that it is for */
    struct span span;
};

struct audit_file {
    const char *path;
    struct source *source; /* NULL where it cannot be read */
    const char *error; /* why */
    bool is_ours; /* slotc wrote it */
    bool is_unread; /* it does not compile: nobody knows what is in it */
    struct audit_allow *allows;
    size_t allow_count;
};

/* Reads a file and its comments. Its path is shown as it is. */
struct audit_file *audit_file_new(struct mem *mem, const char *path);

/* Whether a comment silences a rule on the lines of some bytes; it is marked as used then. */
bool audit_file_allows(struct audit_file *file, const char *rule, uint32_t start, uint32_t end);

#endif
