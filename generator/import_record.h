/* A C struct as a record of the schema: its base, its fields, and what pins them. */
#ifndef SLOTC_IMPORT_RECORD_H
#define SLOTC_IMPORT_RECORD_H

struct imported;
struct importer;

/* Works out the fields anew. What it holds by value has been done before. */
void import_record(struct importer *importer, struct imported *item);

#endif
