/* What the commands have in common whose result is findings: the options about them, and how they
 * are printed. */
#ifndef SLOTC_CMD_FINDINGS_H
#define SLOTC_CMD_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "formats.h"
#include "options.h"

struct run;

struct findings_wish {
    struct formats formats;
    size_t of_a_file; /* at the most; 0 is no limit */
    size_t of_all;
};

/* Reads the options; EXIT_BROKEN with a message where they are wrong. */
enum exit_status findings_read_options(struct run *run, struct findings_wish *wish);

/* `--rules`: lists the rules, those of an audit or the others, as text or JSON. */
enum exit_status findings_list_rules(struct run *run, const struct findings_wish *wish,
                                     bool of_audit);

/* Prints what the run found, with a summary for people, and gives what to exit with. */
enum exit_status findings_print(struct run *run, const struct findings_wish *wish,
                                const char *summary);

#endif
