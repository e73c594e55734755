/* The comments of a header as documentation. */
#ifndef SLOTC_IMPORT_DOCS_H
#define SLOTC_IMPORT_DOCS_H

#include "clang.h"

struct importer;
struct mem;

/* The comment that belongs to a declaration, as lines without their marks: a documentation comment,
 * or a plain one right above it or behind it on its line. NULL where there is none. */
const char *import_docs(const struct importer *importer, CXCursor cursor);

/* Bytes of a header as one or more lines of UTF-8 without control characters: what is not UTF-8 is
 * read as Latin-1. */
const char *import_clean(struct mem *mem, const char *bytes);

#endif
