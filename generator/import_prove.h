/* Proves what is imported: slotc reads the schema and lays it out, and C's own numbers are compared
 * with that, field by field. */
#ifndef SLOTC_IMPORT_PROVE_H
#define SLOTC_IMPORT_PROVE_H

#include <stdbool.h>

struct importer;
struct text;

/* True where all is as C has it. Where it is not, what is at fault is to be said otherwise, or left
 * out: the next round does that. *error is set where nothing would help. */
bool import_prove(struct importer *importer, const struct text *schema, const char **error);

#endif
