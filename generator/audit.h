/* C code that goes round the accessors of slotc's records, found by libclang.
 *
 * A source is parsed as its compiler would, and every expression of it and of the user's own
 * headers is looked at. What slotc generated itself, and the system's headers, are not. A new
 * check is a row in rules_audit.c and a function of audit_checks.c or its neighbours. */
#ifndef SLOTC_AUDIT_H
#define SLOTC_AUDIT_H

#include <stdbool.h>

#include "load.h"

struct audit;
struct clang;
struct diagnostics;
struct mem;

struct audit *audit_new(struct mem *mem, const struct clang *clang,
                        struct diagnostics *diagnostics);

/* Looks at one source, which is compiled with those flags. What is wrong with it is reported: that
 * it does not compile, too. False, with *error, where it cannot be read at all. */
bool audit_source(struct audit *audit, const char *path, const struct paths *flags,
                  const char **error);

/* Reports what the comments that silence findings get wrong. After the last source. */
void audit_finish(struct audit *audit);

#endif
