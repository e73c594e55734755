/* What is imported as the text of a schema. */
#ifndef SLOTC_IMPORT_TEXT_H
#define SLOTC_IMPORT_TEXT_H

struct importer;
struct text;

/* Notes of each item where its text stands. */
void import_text(const struct importer *importer, struct text *text);

#endif
