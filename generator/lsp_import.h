/* Where a schema takes one more import. */
#ifndef SLOTC_LSP_IMPORT_H
#define SLOTC_LSP_IMPORT_H

struct edit;
struct mem;
struct source;

/* The edit that imports a path: below the package and the other imports, finished or not, and the
 * comments behind them; else below the comments that the schema begins with. */
struct edit *lsp_import_edit(struct mem *mem, const struct source *source, const char *path);

#endif
