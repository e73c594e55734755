/* What edits have in common: which bytes go when something is removed. */
#ifndef SLOTC_EDIT_H
#define SLOTC_EDIT_H

#include <stdbool.h>

#include "source.h"

/* The bytes to remove so that nothing is left of a span: its lines where nothing else stands on
 * them, else the blanks beside it, too. */
struct span edit_removal(struct span span);

/* Whether a span holds a comment, but for documentation, that would go with it. */
bool edit_holds_comment(struct span span);

#endif
