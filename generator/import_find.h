/* Finds the structs and enums of a header, and those of them that are to be imported. */
#ifndef SLOTC_IMPORT_FIND_H
#define SLOTC_IMPORT_FIND_H

#include <stdbool.h>

struct importer;

/* Every definition in the unit, wherever it stands outside functions. */
void import_find(struct importer *importer);

/* Marks what is wanted: what the request names, or all, and what they hold by value. False, with
 * *error, where something named is not there. */
bool import_choose(struct importer *importer, const char **error);

#endif
