/* The model that users see: what `slotc model` prints and what their own templates are filled from.
 *
 * docs/model.md describes it key by key (tests/model.py compares), and it only grows. Every object
 * of a kind has every key of that kind, with null where there is nothing to say, so that a template
 * may be told of a key that is none. To add a key, add it here, to model_keys.def and to the page.
 */
#ifndef SLOTC_MODEL_PUBLIC_H
#define SLOTC_MODEL_PUBLIC_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

struct layout_row;

/* All schemas named, with their records; those that they import, too, where the user wants them. A
 * schema comes behind what it imports. */
struct value model_public(const struct model *model, struct mem *mem, bool with_imports);

/* What is said of one file, without its records. */
struct value model_public_file(const struct model *model, struct mem *mem, const struct file *file);

/* A record; whether it is the last of its schema that is shown. */
struct value model_public_record(const struct model *model, struct mem *mem,
                                 const struct record *record, bool last);

/* A field of a record or of an ancestor. */
struct value model_public_field(const struct model *model, struct mem *mem,
                                const struct record *record, const struct layout_row *row,
                                bool last);

/* Pieces of the above: the lines of a documentation, a literal as a value, and how "self->" leads
 * to a member of an ancestor's struct. */
struct value model_public_lines(struct mem *mem, const char *docs);
const char *model_public_path(const struct model *model, struct mem *mem,
                              const struct record *record, const struct record *owner,
                              const char *name);

/* What declarations have in common: their names, documentation and place. */
void model_public_declare(struct value *object, struct mem *mem,
                          const struct declaration *declaration);

#endif
