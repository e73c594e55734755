/* The schemas below the folders of a workspace. */
#ifndef SLOTC_LSP_FOLDERS_H
#define SLOTC_LSP_FOLDERS_H

#include <stdbool.h>

struct mem;
struct paths;

/* So many files and folders are looked at, and so many schemas taken: somebody may open a home, or
 * a whole disk. */
#define LSP_MOST_ENTRIES 50000
#define LSP_MOST_SCHEMAS 2000

/* Whether a file's name is that of a schema. */
bool lsp_is_schema(const char *name);

/* Adds the paths of schemas that can be read, those of outer folders first. Hidden ones, and
 * folders behind links, are left out. */
void lsp_find_schemas(struct mem *mem, const char *folder, struct paths *files);

#endif
