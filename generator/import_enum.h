/* A C enum in the schema. */
#ifndef SLOTC_IMPORT_ENUM_H
#define SLOTC_IMPORT_ENUM_H

struct imported;
struct importer;

/* Finds its enumerators, and why it cannot be imported, if so. */
void import_enum(const struct importer *importer, struct imported *item);

#endif
