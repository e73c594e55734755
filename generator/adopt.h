/* Suppressions for what is found, so that an old schema can be held to the rules from now on. */
#ifndef SLOTC_ADOPT_H
#define SLOTC_ADOPT_H

struct diagnostics;
struct fixes;
struct program;

/* What is wrong with a reason, as a message has it behind "a reason"; or NULL. */
const char *adopt_fault(const char *reason);

/* Adds, for each warning and error that can be silenced, an @allow above what it is about, or where
 * that is not possible the file's directive. What is silenced so already, and reported all the
 * same, is left. */
void adopt_findings(struct fixes *fixes, const struct program *program,
                    const struct diagnostics *diagnostics, const char *reason);

#endif
