/* Dependency files: make's rules as gcc's -MD, -MT and -MP write them, which ninja reads too. */
#ifndef SLOTC_DEPFILE_H
#define SLOTC_DEPFILE_H

#include <stddef.h>

struct text;

/* Appends the rule that the targets depend on the prerequisites, folded into short lines, with
 * every name escaped. A newline cannot be escaped: make has no way to write one. */
void depfile_rule(struct text *out, const char *const *targets, size_t target_count,
                  const char *const *prerequisites, size_t count);

/* The same with targets written as they are: -MT gives them already escaped. */
void depfile_rule_verbatim(struct text *out, const char *const *targets, size_t target_count,
                           const char *const *prerequisites, size_t count);

/* Appends an empty rule for each prerequisite (-MP): make then goes on when one of them was
 * deleted. gcc leaves the first one out; here a stamp may stand for several schemas, any of which
 * may go. */
void depfile_phony(struct text *out, const char *const *prerequisites, size_t count);

#endif
