/* The names of what is imported, in the schema and in C. The schema keeps the header's own as far
 * as its language has such names; C gets another one (@c_name) where that name is taken. */
#ifndef SLOTC_IMPORT_NAMES_H
#define SLOTC_IMPORT_NAMES_H

struct importer;
struct imported;

/* Names every declaration that is wanted and not skipped, and the enumerators. */
void import_name_all(struct importer *importer);

/* Names the fields of a record in C, once it has them. */
void import_name_fields(const struct importer *importer, struct imported *item);

/* A name that the schema's language has: other bytes than letters, digits and `_` become `_`. */
const char *import_plain_name(const struct importer *importer, const char *name);

#endif
