/* What is used of what a program declares, and by which imports it is seen: found in one pass over
 * the records' bases and fields. */
#ifndef SLOTC_USES_H
#define SLOTC_USES_H

#include <stdbool.h>

struct declaration;
struct file;
struct import;
struct mem;
struct program;

enum use {
    USE_BASE = 1, /* a record extends it */
    USE_REF = 2, /* a field points to it */
    USE_VALUE = 4, /* a field holds it */
};

struct uses;

struct uses *uses_new(struct mem *mem, const struct program *program);

/* How a declaration is used in the files of the run: of enum use; 0 where it is not. */
unsigned uses_of(const struct uses *uses, const struct declaration *declaration);

/* The first of the file's imports that imports the same file. */
const struct import *uses_first_import(const struct uses *uses, const struct file *file,
                                       const struct import *import);

/* Whether the file uses something that the imported file declares. */
bool uses_imported(const struct uses *uses, const struct file *file, const struct import *import);

#endif
